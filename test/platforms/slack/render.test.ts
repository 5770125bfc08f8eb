import { Ajv, type ValidateFunction } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  button,
  type Form,
  link,
  type Message,
  message,
  type Part,
  plain,
  quiet,
  say,
  strong,
  text,
} from '../../../src/core/message.ts'
import { LIMITS } from '../../../src/platforms/slack/limits.ts'
import {
  renderErrors,
  renderForm,
  renderHome,
  renderInvitation,
  renderMessage,
} from '../../../src/platforms/slack/render.ts'
import { problemsOfBlocks, problemsOfView } from '../../../src/simulator/index.ts'
import { schema } from '../schemas.ts'
import { anyForm, anyMessage } from './arbitrary.ts'

const RUNS = 150

const validator = (file: string): ValidateFunction | null => {
  const found = schema(file)
  return found && new Ajv({ strict: false, allErrors: false }).compile(found)
}
const blocksSchema = validator('slack-blocks-from-slack-types-3.2.0.json')
const viewSchema = validator('slack-view-from-slack-types-3.2.0.json')

const fits = (schema: ValidateFunction | null, value: unknown) => {
  if (!schema) return
  const good = schema(value)
  expect(good, JSON.stringify(schema.errors)).toBe(true)
}

/** Every value of this key, wherever it is. */
const all = (key: string, value: unknown): unknown[] => {
  if (Array.isArray(value)) return value.flatMap((item) => all(key, item))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => [
    ...(name === key ? [member] : []),
    ...all(key, member),
  ])
}

const noneTwice = (ids: unknown[]) => expect(new Set(ids).size).toBe(ids.length)

const textsOf = (blocks: unknown) => all('text', blocks).filter((text) => typeof text === 'string')

describe('any message', () => {
  it('fits into what Slack takes', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const { text, blocks } = renderMessage(any)
        expect(problemsOfBlocks(blocks, 'message')).toEqual([])
        expect(text.trim()).not.toBe('')
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(LIMITS.whole.json)
        expect(textsOf(blocks).join('').length).toBeLessThanOrEqual(13_000)
        noneTwice(all('action_id', blocks))
        noneTwice(all('block_id', blocks))
        // What a form body cannot carry would stop the call.
        expect(() => encodeURIComponent(text)).not.toThrow()
        fits(blocksSchema, blocks)
      }),
      { numRuns: RUNS },
    )
  })

  it('fits into a home page', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const view = renderHome(any)
        expect(problemsOfView(view)).toEqual([])
        fits(viewSchema, view)
      }),
      { numRuns: RUNS },
    )
  })

  it('never holds markup, a mention, a date, a channel or an emoji that somebody wrote', () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const { blocks } = renderMessage(any)
        const types = all('type', blocks)
        for (const type of ['user', 'usergroup', 'broadcast', 'channel', 'date', 'emoji', 'team'])
          expect(types).not.toContain(type)
        expect(all('emoji', blocks)).not.toContain(true)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('any form', () => {
  it('fits into a modal', () => {
    fc.assert(
      fc.property(anyForm, (any) => {
        const view = renderForm(any, { conversation: 'D0AMA', message: '1700000000.000100' })
        expect(problemsOfView(view)).toEqual([])
        noneTwice(all('action_id', view))
        noneTwice(all('block_id', view))
        fits(viewSchema, view)
      }),
      { numRuns: RUNS },
    )
  })

  it('fits into an invitation', () => {
    fc.assert(
      fc.property(anyForm, (any) => {
        const { blocks } = renderInvitation(any)
        expect(problemsOfBlocks(blocks, 'message')).toEqual([])
        expect(all('action_id', blocks)).toHaveLength(1)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('what people wrote', () => {
  const NAMES = [
    '<!channel>',
    '<@U0AMA>',
    '@here',
    '*Ama*',
    '_Ama_ and _Tom_',
    ':smile:',
    '&lt;b&gt;',
    '<https://evil.example|your bank>',
    'Amélie “Ami” O’Neil',
  ]

  it.each(NAMES)('is shown as it stands in text: %s', (name) => {
    const { blocks } = renderMessage(message('A note.', say(text`Meet ${strong(name)}, ${name}.`)))
    expect(blocks).toEqual([
      {
        type: 'rich_text',
        block_id: 'part:0',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'Meet ' },
              { type: 'text', text: name, style: { bold: true } },
              { type: 'text', text: ', ' },
              { type: 'text', text: name },
              { type: 'text', text: '.' },
            ],
          },
        ],
      },
    ])
  })

  it.each(NAMES)('is shown as it stands in headings, small type, buttons and options: %s', (name) => {
    const { blocks } = renderMessage(
      message('A note.', { type: 'heading', text: name }, quiet(name), {
        type: 'actions',
        actions: [button(name, 'a', 'b', 'c')],
      }),
    )
    const plainText = { type: 'plain_text', text: name, emoji: false }
    expect(blocks).toMatchObject([
      { type: 'header', text: plainText },
      { type: 'context', elements: [plainText] },
      { type: 'actions', elements: [{ text: plainText }] },
    ])
  })

  it.each([
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@\u200bU1&gt;'],
    ['*b* _i_', '*\u200bb*\u200b _i_'],
    ['say :smile: at 10:30', 'say :\u200bsmile: at 10:30'],
    ['> a quote', '&gt;\u200b a quote'],
    ['tell @here', 'tell @\u200bhere'],
    ['a_b at 10:00', 'a_b at 10:00'],
  ])('stays words in the notification: %s', (summary, expected) => {
    const { text } = renderMessage(message(summary))
    expect(text.replaceAll('_\u200b', '_')).toBe(expected)
  })

  it('keeps its place in small type beside a link', () => {
    const { blocks } = renderMessage(
      message(
        'A note.',
        quiet(text`By *Ama* <!here>: ${link('*more* | <here>', 'https://x.example/?a=1&b=2')}`),
      ),
    )
    expect(blocks).toMatchObject([
      {
        elements: [
          { type: 'plain_text', text: 'By *Ama* <!here>:', emoji: false },
          {
            type: 'mrkdwn',
            text: '<https://x.example/?a=1&amp;b=2|*\u200bmore*\u200b   &lt;here&gt;>',
            verbatim: true,
          },
        ],
      },
    ])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'nonsense', 'https://a.example/|b>'])(
    'is no link where the address is none: %s',
    (url) => {
      const { blocks } = renderMessage(
        message('A note.', say([link('here', url)]), {
          type: 'actions',
          actions: [{ type: 'link', label: 'Open', url }],
        }),
      )
      expect(all('url', blocks)).toEqual([])
    },
  )
})

describe('a message', () => {
  it('has a place for each of its parts', () => {
    const { blocks } = renderMessage(
      message(
        'All parts.',
        { type: 'facts', facts: [{ label: 'When', value: 'Tuesday' }] },
        { type: 'list', items: [[{ type: 'plain', text: 'One' }], [{ type: 'plain', text: 'Two' }]] },
        { type: 'quote', text: 'Well said.', by: 'Tom' },
        { type: 'progress', label: 'Answered', done: 12, of: 40 },
      ),
    )
    expect(blocks).toMatchObject([
      { elements: [{ elements: [{ text: 'When: ', style: { bold: true } }, { text: 'Tuesday' }] }] },
      { elements: [{ type: 'rich_text_list', style: 'bullet' }] },
      { elements: [{ type: 'rich_text_quote', elements: [{ text: 'Well said.' }, { text: '\n— Tom' }] }] },
      { elements: [{ elements: [{ text: 'Answered' }, { text: ': 12 of 40\n██████░░░░░░░░░░░░░░' }] }] },
    ])
  })

  it('asks before a press that is dangerous', () => {
    const leave = button('Leave', 'leave', 'yes', 'p1', {
      style: 'danger',
      confirm: { title: 'Leave?', text: 'Your partner is told.', yes: 'Leave', no: 'Stay' },
    })
    const { blocks } = renderMessage(message('Leave?', { type: 'actions', actions: [leave] }))
    expect(blocks).toMatchObject([
      {
        elements: [
          {
            style: 'danger',
            confirm: { title: { text: 'Leave?' }, confirm: { text: 'Leave' }, deny: { text: 'Stay' } },
          },
        ],
      },
    ])
  })

  const long = 'word '.repeat(1500).trim()

  it('keeps long words whole across blocks as long as they fit', () => {
    const { blocks } = renderMessage(message('Long.', say(long)))
    expect(textsOf(blocks).join('')).toBe(long)
  })

  it('cuts at a word, and says so, what does not fit', () => {
    const { blocks } = renderMessage(message('Long.', say(long), say(long)))
    const shown = textsOf(blocks).join('')
    expect(shown).toMatch(/word…$/)
    expect(shown.length).toBeGreaterThan(8000)
  })

  it('draws together what would be too many blocks, losing nothing', () => {
    const parts = Array.from({ length: 80 }, (_, index): Part => say(`Line ${index}.`))
    const { blocks } = renderMessage(message('Many.', ...parts))
    expect(blocks.length).toBeLessThanOrEqual(50)
    for (let index = 0; index < 80; index += 1) expect(textsOf(blocks)).toContain(`Line ${index}.`)
  })

  it('keeps buttons to the last when it has to fold', () => {
    const parts = Array.from({ length: 60 }, (_, index): Part[] => [
      say(`Line ${index}.`),
      { type: 'actions', actions: [button('Go', 'a', 'b', String(index))] },
    ]).flat()
    const { blocks } = renderMessage(message('Many.', ...parts))
    expect(blocks).toHaveLength(50)
    expect(blocks.at(-1)?.type).toBe('actions')
  })
})

describe('a form', () => {
  const form = (inputs: Form['inputs']): Form => ({
    type: 'form',
    flow: 'checkin',
    name: 'after',
    subject: 'm1',
    title: 'How was your meeting with Tom?',
    invitation: 'A question.',
    intro: [],
    inputs,
    submit: 'Send',
  })
  const common = { label: 'Which?', hint: 'A hint.', required: false }
  const options = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ value: `v${index}`, label: `Option ${index}` }))
  const choice = (count: number, most: number, initial: string[] = []) =>
    renderForm(form([{ ...common, name: 'c', type: 'choice', options: options(count), most, initial }]), null)
      .blocks[0]

  it('says in its data what it is and where it came from, and nothing that was written', () => {
    const view = renderForm(form([]), { conversation: 'D0AMA', message: '1.2' })
    expect(JSON.parse(view.private_metadata ?? '')).toEqual(['checkin', 'after', 'm1', 'D0AMA', '1.2'])
    expect(view.title.text).toBe('How was your meeting…')
  })

  it.each([
    [3, 1, 'radio_buttons'],
    [20, 1, 'static_select'],
    [3, 3, 'checkboxes'],
    [6, 2, 'multi_static_select'],
    [20, 20, 'multi_static_select'],
  ])('offers %i options, of which %i may be chosen, as %s', (count, most, type) => {
    expect(choice(count, most, ['v1'])).toMatchObject({
      type: 'input',
      block_id: 'c',
      optional: true,
      hint: { text: 'A hint.' },
      element: { type },
    })
  })

  it('puts more options than a menu takes in groups', () => {
    expect(choice(130, 1, ['v129'])).toMatchObject({
      element: {
        option_groups: [{ label: { text: '1–100' } }, { label: { text: '101–130' } }],
        initial_option: { value: 'v129' },
      },
    })
  })

  it('names the ends of a scale', () => {
    const [block] = renderForm(
      form([
        {
          ...common,
          name: 's',
          type: 'scale',
          from: 1,
          to: 5,
          fromLabel: 'Not at all',
          toLabel: 'Very much',
          initial: 3,
        },
      ]),
      null,
    ).blocks
    expect(block).toMatchObject({
      element: {
        type: 'radio_buttons',
        options: [
          { text: { text: '1: Not at all' } },
          { text: { text: '2' } },
          { text: { text: '3' } },
          { text: { text: '4' } },
          { text: { text: '5: Very much' } },
        ],
        initial_option: { value: '3' },
      },
    })
  })

  it('opens with what it held, and drops what is no date or time', () => {
    const { blocks } = renderForm(
      form([
        { ...common, name: 'd', type: 'date', initial: '2026-12-01' },
        { ...common, name: 't', type: 'time', initial: '09:30' },
        { ...common, name: 'e', type: 'date', initial: 'soon' },
        {
          ...common,
          name: 'w',
          type: 'text',
          lines: 'many',
          max: 9000,
          initial: 'So far',
          private: false,
        },
      ]),
      null,
    )
    expect(blocks).toMatchObject([
      { element: { initial_date: '2026-12-01' } },
      { element: { initial_time: '09:30' } },
      { element: { type: 'datepicker' } },
      { element: { initial_value: 'So far', multiline: true, max_length: 3000 } },
    ])
    expect(all('initial_date', blocks)).toHaveLength(1)
  })

  it('starts a field afresh where another form has one of the same name', () => {
    const input = { ...common, name: 'd', type: 'date', initial: null } as const
    const ids = [form([input]), { ...form([input]), name: 'other' }].map((one) =>
      all('action_id', renderForm(one, null)),
    )
    expect(ids[0]).not.toEqual(ids[1])
  })

  it('tells only of fields that the submitted view has', () => {
    expect(renderErrors({ a: 'Mend a.', b: 'Mend b.', c: '' }, ['a', 'c'])).toEqual({
      a: 'Mend a.',
      c: '–',
    })
  })
})

it('says in the notification what the message says', () => {
  const of: Message = message('Tom proposed three times.\nChoose one.')
  expect(renderMessage(of).text).toBe('Tom proposed three times. Choose one.')
  expect(plain([])).toBe('')
})

it.skipIf(blocksSchema !== null)('checks nothing against the published schemas, which are not here', () => {
  expect(blocksSchema).toBeNull()
})
