import fc from 'fast-check'
import type { Action, Form, Input, Message, Part, Span } from '../../../src/core/message.ts'

/** Messages and forms of every shape, hostile and oversized words included. */

const HOSTILE = [
  '<!channel>',
  '<@U0AMA>',
  '@here',
  '*bold* _slanted_ ~struck~ `code`',
  ':smile:',
  '> quoted',
  '<https://evil.example|your bank>',
  '<!date^1392734382^{date}|soon>',
  '&lt;!channel&gt;',
  'a\u0000b\u202ec\ud800d',
  '👩‍👩‍👧‍👦'.repeat(40),
  '   ',
  '',
]

const words = (max: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: max }) },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
    {
      weight: 1,
      arbitrary: fc.nat({ max: max * 4 }).map((length) => 'lorem ipsum '.repeat(length / 12 + 1)),
    },
    { weight: 1, arbitrary: fc.nat({ max: max * 4 }).map((length) => 'x'.repeat(length)) },
  )

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/)
const subject = fc.string({ maxLength: 100 })
const url = fc.oneof(
  fc.webUrl(),
  fc.constantFrom('javascript:alert(1)', 'not an address', 'https://a.example/|x>y', 'mailto:a@b.example'),
)

const span: fc.Arbitrary<Span> = fc.oneof(
  words(400).map((text): Span => ({ type: 'plain', text })),
  words(60).map((text): Span => ({ type: 'strong', text })),
  fc.record({ type: fc.constant('link' as const), text: words(60), url }),
)
const text = fc.array(span, { maxLength: 15 })

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    type: fc.constant('press' as const),
    label: words(90),
    flow: name,
    name,
    subject,
    style: fc.constantFrom('plain' as const, 'primary' as const, 'danger' as const),
    confirm: fc.option(fc.record({ title: words(120), text: words(400), yes: words(40), no: words(40) })),
  }),
  fc.record({ type: fc.constant('link' as const), label: words(90), url }),
)

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ type: fc.constant('heading' as const), text: words(200) }),
  fc.record({ type: fc.constantFrom('text' as const, 'quiet' as const), text }),
  fc.record({
    type: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: words(40), value: words(300) }), { maxLength: 70 }),
  }),
  fc.record({ type: fc.constant('list' as const), items: fc.array(text, { maxLength: 120 }) }),
  fc.record({ type: fc.constant('quote' as const), text: words(4000), by: words(60) }),
  fc.record({
    type: fc.constant('progress' as const),
    label: words(60),
    done: fc.integer({ min: -5, max: 500 }),
    of: fc.integer({ min: 0, max: 300 }),
  }),
  fc.record({ type: fc.constant('actions' as const), actions: fc.array(action, { maxLength: 40 }) }),
)

export const anyMessage: fc.Arbitrary<Message> = fc.record({
  type: fc.constant('message' as const),
  summary: words(500),
  parts: fc.oneof(
    { weight: 3, arbitrary: fc.array(part, { maxLength: 8 }) },
    { weight: 1, arbitrary: fc.array(part, { maxLength: 90 }) },
  ),
})

const option = fc.record({ value: fc.string({ minLength: 1, maxLength: 100 }), label: words(100) })
const field = {
  label: words(100),
  hint: fc.option(words(2500)),
  required: fc.boolean(),
}

const input = (name: string): fc.Arbitrary<Input> =>
  fc.oneof(
    fc.record({
      ...field,
      name: fc.constant(name),
      type: fc.constant('text' as const),
      lines: fc.constantFrom('one' as const, 'many' as const),
      max: fc.integer({ min: 1, max: 5000 }),
      initial: fc.option(words(2000)),
      private: fc.boolean(),
    }),
    fc
      .record({
        ...field,
        name: fc.constant(name),
        type: fc.constant('choice' as const),
        options: fc.uniqueArray(option, { maxLength: 130, selector: ({ value }) => value }),
        most: fc.integer({ min: 1, max: 12 }),
        initial: fc.array(fc.nat({ max: 129 }), { maxLength: 6 }),
      })
      .map(({ initial, ...rest }) => ({
        ...rest,
        initial: initial.map((index) => rest.options[index]?.value ?? 'gone'),
      })),
    fc
      .record({ from: fc.integer({ min: 0, max: 2 }), steps: fc.integer({ min: 0, max: 120 }) })
      .chain(({ from, steps }) =>
        fc.record({
          ...field,
          name: fc.constant(name),
          type: fc.constant('scale' as const),
          from: fc.constant(from),
          to: fc.constant(from + steps),
          fromLabel: words(90),
          toLabel: words(90),
          initial: fc.option(fc.integer({ min: 0, max: 130 })),
        }),
      ),
    fc.record({
      ...field,
      name: fc.constant(name),
      type: fc.constantFrom('date' as const, 'time' as const),
      initial: fc.option(fc.constantFrom('2026-11-22', '09:30', 'tomorrow', '', '25:99')),
    }),
  )

export const anyForm: fc.Arbitrary<Form> = fc
  .uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { maxLength: 12 })
  .chain((names) =>
    fc.record({
      type: fc.constant('form' as const),
      flow: name,
      name,
      subject,
      title: words(40),
      invitation: words(300),
      intro: fc.array(part, { maxLength: 30 }),
      inputs: fc.tuple(...names.map(input)),
      submit: words(40),
    }),
  )
