import { createRequire } from 'node:module'
import { AdaptiveCard, SerializationContext } from 'adaptivecards'
import { Ajv, type ValidateFunction } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Action,
  button,
  type Form,
  link,
  type Message,
  message,
  say,
  strong,
  text,
} from '../../../src/core/message.ts'
import { LIMITS } from '../../../src/platforms/teams/limits.ts'
import { bytesOf, render, summaryOf } from '../../../src/platforms/teams/render.ts'
import { problemsOfCard } from '../../../src/simulator/index.ts'
import { schema } from '../schemas.ts'
import { anyForm, anyMessage } from '../slack/arbitrary.ts'

const RUNS = 150

const published = (): ValidateFunction | null => {
  const found = schema('adaptive-card-1.5.0.json')
  if (!found) return null
  const require = createRequire(import.meta.url)
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
  const { id: _, ...rest } = Object.fromEntries(Object.entries(found))
  return ajv.compile(rest)
}
const validate = published()

/** The official renderer's own parser; it needs no browser to parse. */
const parsed = (card: object): { again: unknown; complaints: unknown[] } => {
  const context = new SerializationContext()
  const element = new AdaptiveCard()
  element.parse(structuredClone(card), context)
  return {
    again: element.toJSON(),
    complaints: Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message),
  }
}

/** Every object in a value, wherever it is. */
const objects = (value: unknown): Record<string, unknown>[] => {
  if (Array.isArray(value)) return value.flatMap(objects)
  if (typeof value !== 'object' || value === null) return []
  return [Object.fromEntries(Object.entries(value)), ...Object.values(value).flatMap(objects)]
}

const ofType = (type: string, value: unknown) => objects(value).filter((one) => one['type'] === type)

const textsOf = (value: unknown) => ofType('TextRun', value).map((run) => String(run['text']))

const check = (card: object) => {
  expect(problemsOfCard(card)).toEqual([])
  expect(bytesOf(card)).toBeLessThanOrEqual(LIMITS.cardBytes)
  if (validate) expect(validate(card), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true)
  expect(parsed(card).complaints).toEqual([])
}

describe('any message', () => {
  it('is a card that Teams shows', () => {
    fc.assert(
      fc.property(anyMessage, (any) => check(render(any))),
      { numRuns: RUNS },
    )
  })

  it('reads markdown nowhere but in headings, and there none of what somebody wrote', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const card = render(any)
        for (const block of ofType('TextBlock', card)) {
          expect(block['style']).toBe('heading')
          expect(String(block['text']).replace(/\\[\\`*_~[\]<>&#+-]/g, '')).not.toMatch(/[*_`~[\]<>&\\]/)
        }
        expect(ofType('FactSet', card)).toEqual([])
        for (const run of textsOf(card)) expect(run).not.toMatch(/\{\{(?:DATE|TIME)\(/)
      }),
      { numRuns: RUNS },
    )
  })

  it('has a summary of one line', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        expect(summaryOf(any)).not.toMatch(/[\n\r]/)
        expect(summaryOf(any).length).toBeLessThanOrEqual(LIMITS.summaryCharacters)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('any form', () => {
  it('is a card that Teams shows, with or without errors', () => {
    fc.assert(
      fc.property(anyForm, fc.boolean(), (any, wrong) => {
        const errors = Object.fromEntries(
          wrong ? [...any.inputs.map(({ name }) => [name, 'Please look again.']), ['gone', 'Too late.']] : [],
        )
        check(render(any, errors))
      }),
      { numRuns: RUNS },
    )
  })

  it('has a label on every field, and what to do where a rule is not kept', () => {
    fc.assert(
      fc.property(anyForm, (any) => {
        for (const field of objects(render(any)).filter((one) => String(one['type']).startsWith('Input.'))) {
          expect(field['label']).toBeTruthy()
          expect(field['errorMessage']).toBeTruthy()
        }
      }),
      { numRuns: RUNS },
    )
  })

  it('never shows private words', () => {
    fc.assert(
      fc.property(anyForm, (any) => {
        const secret = 'nobody else may read this'
        const form: Form = {
          ...any,
          inputs: any.inputs.map((input) =>
            input.type === 'text' ? { ...input, private: true, initial: secret } : input,
          ),
        }
        expect(JSON.stringify(render(form, { words: 'A little more.' }))).not.toContain(secret)
      }),
      { numRuns: RUNS },
    )
  })
})

const shownIn = (part: Message['parts'][number]) => render(message('A summary.', part))

describe('what somebody wrote', () => {
  it.each([
    '**bold** _slanted_ ~~struck~~ `code`',
    '[your bank](https://evil.example)',
    '<at>Everyone</at> @channel',
    '# heading\n- list\n1. list',
    '&lt;at&gt; &amp; &nbsp;',
    '<b>bold</b><script>alert(1)</script>',
    ':smile: (smile) 😀 👩‍👩‍👧‍👦',
    '\u0024{user.name} {name}',
    'Zoë Ångström – “quoted” – 漢字 – العربية',
  ])('is shown as it stands: %s', (written) => {
    const card = shownIn(say(text`Said: ${written}.`))
    const lines = ofType('RichTextBlock', card).map((block) => textsOf(block).join(''))
    expect(lines.join('\n')).toBe(`Said: ${written}.`)
    expect(ofType('TextBlock', card)).toEqual([])
  })

  it.each([
    ['{{DATE(2026-01-01T00:00:00Z)}}', '{\u2060{DATE(2026-01-01T00:00:00Z)}}'],
    ['{{{TIME(2026-01-01T00:00:00Z)}}', '{\u2060{\u2060{TIME(2026-01-01T00:00:00Z)}}'],
    ['turned \u202eround', 'turned round'],
    ['half \ud83d a face', 'half \ufffd a face'],
    ['a\u0000b\u0007c', 'a b c'],
  ])('cannot work as anything else: %j', (written, shown) => {
    expect(textsOf(shownIn(say(written)))).toEqual([shown])
  })

  it.each([
    ['*Ada* [x](y)', '\\*Ada\\* \\[x\\](y)'],
    ['# Ada', '\\# Ada'],
    ['1. Ada', '1\u2060. Ada'],
    ['- Ada', '\\- Ada'],
    ['<at>Ada</at> &lt;', '\\<at\\>Ada\\</at\\> \\&lt;'],
    ['Ada\nand Bo', 'Ada and Bo'],
    ['Mary-Jane O’Hara, 3.5', 'Mary-Jane O’Hara, 3.5'],
  ])('is escaped in a heading: %j', (written, shown) => {
    expect(ofType('TextBlock', shownIn({ type: 'heading', text: written }))[0]?.['text']).toBe(shown)
  })

  it('makes no link but of an address that opens a page or a mail', () => {
    const urls = ['https://a.example', 'mailto:a@b.example', 'javascript:alert(1)', 'file:///etc/passwd', '']
    const card = render(
      message('Links.', say(urls.map((url) => link('here', url))), {
        type: 'actions',
        actions: urls.map((url): Action => ({ type: 'link', label: 'Open', url })),
      }),
    )
    expect(ofType('Action.OpenUrl', card).map(({ url }) => url)).toEqual([
      'https://a.example',
      'mailto:a@b.example',
      'https://a.example',
      'mailto:a@b.example',
    ])
  })

  it('is cut at a word', () => {
    const [shown = ''] = textsOf(shownIn(say('lorem ipsum '.repeat(2000))))
    expect(shown.length).toBeLessThanOrEqual(LIMITS.textCharacters)
    expect(shown).toMatch(/(?:lorem|ipsum)…$/)
  })
})

describe('a card', () => {
  it('shows six buttons of a group in a row and the rest behind the dots, a confirmed one always in the row', () => {
    const confirm = { title: 'Sure?', text: 'It ends here.', yes: 'Yes, leave', no: 'Stay' }
    const actions = Array.from({ length: 9 }, (_, index) =>
      button(`Button ${index}`, 'front', `b${index}`, 's', index === 8 ? { style: 'danger', confirm } : {}),
    )
    const [set] = ofType('ActionSet', shownIn({ type: 'actions', actions }))
    const shown = objects(set?.['actions']).filter((one) => /^(?:Button)/.test(String(one['title'])))
    expect(shown.filter((one) => one['mode'] !== 'secondary')).toHaveLength(6)
    expect(shown.at(-1)).toMatchObject({ type: 'Action.ShowCard', style: 'destructive' })
    expect(shown.at(-1)).not.toHaveProperty('mode')
  })

  it('presses without sending what stands in its fields, and submits with it', () => {
    const form: Form = {
      type: 'form',
      flow: 'checkin',
      name: 'after',
      subject: 'm1',
      title: 'How was it?',
      invitation: 'A question.',
      intro: [{ type: 'actions', actions: [button('Later', 'checkin', 'later', 'm1')] }],
      inputs: [
        {
          type: 'scale',
          name: 'rating',
          label: 'How was it?',
          hint: 'Only figures are kept.',
          required: true,
          from: 1,
          to: 5,
          fromLabel: 'Not useful',
          toLabel: 'Very useful',
          initial: 4,
        },
      ],
      submit: 'Send',
    }
    const [later, send] = ofType('Action.Execute', render(form))
    expect(later).toMatchObject({ verb: 'press:checkin:later', associatedInputs: 'none' })
    expect(send).toMatchObject({ verb: 'form:checkin:after', style: 'positive' })
    expect(send).not.toHaveProperty('associatedInputs')
    expect(ofType('Input.ChoiceSet', render(form))[0]).toMatchObject({
      id: 'rating',
      value: '4',
      isRequired: true,
      style: 'expanded',
      choices: [
        { title: '1 – Not useful', value: '1' },
        { title: '2', value: '2' },
        { title: '3', value: '3' },
        { title: '4', value: '4' },
        { title: '5 – Very useful', value: '5' },
      ],
    })
  })

  it('shows every part in order, in words', () => {
    const card = render(
      message(
        'Your week.',
        { type: 'heading', text: 'Your week' },
        say(text`Meet ${strong('Ada')} soon.`),
        { type: 'facts', facts: [{ label: 'When', value: 'Tuesday at 10:00' }] },
        { type: 'list', items: [text`One`, text`Two`] },
        { type: 'quote', text: 'I hope to learn.', by: 'Ada' },
        { type: 'progress', label: 'Meetings', done: 3, of: 8 },
      ),
    )
    const lines = ofType('RichTextBlock', card).map((block) => textsOf(block).join(''))
    expect(lines).toEqual([
      'Meet Ada soon.',
      'When: Tuesday at 10:00',
      '•  One',
      '•  Two',
      'I hope to learn.',
      '— Ada',
      'Meetings: 3 of 8',
    ])
    expect(card).toMatchObject({ version: '1.5', fallbackText: 'Your week.', speak: 'Your week.' })
    expect(ofType('Column', card).map(({ width }) => width)).toEqual([38, 62])
  })

  it('still says something when it was given nothing', () => {
    expect(textsOf(render(message('Nothing new.')))).toEqual(['Nothing new.'])
  })
})
