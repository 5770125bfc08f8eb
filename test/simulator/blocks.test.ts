import { describe, expect, it } from 'vitest'
import { problemsOfBlocks, problemsOfView, SLACK_LIMITS } from '../../src/simulator/index.ts'
import { readMessage } from '../../src/simulator/slack/read.ts'
import { slackClient } from './clients.ts'
import { NORTH, simulate } from './world.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const section = (text: string, more: object = {}) => ({ type: 'section', text: mrkdwn(text), ...more })
const button = (id: string, more: object = {}) => ({
  type: 'button',
  action_id: id,
  text: plain('Go'),
  ...more,
})
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const option = (text: string, value = 'v') => ({ text: plain(text), value })
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
})
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index))
const long = (length: number) => 'x'.repeat(length)

const L = SLACK_LIMITS

const ACCEPTED: [string, object[]][] = [
  [
    'a section, a header, a divider',
    [section('Hello'), { type: 'header', text: plain('Hi') }, { type: 'divider' }],
  ],
  ['as many blocks as a message may have', times(L.blocks.message, () => section('x'))],
  ['text of the greatest length', [section(long(L.textObject))]],
  ['as many buttons as fit', [actions(...times(L.actionsElements, (index) => button(`b${index}`)))]],
  [
    'a button with everything',
    [
      actions(
        button('b', {
          value: 'v',
          url: 'https://example.org',
          style: 'danger',
          accessibility_label: 'Go on',
        }),
      ),
    ],
  ],
  [
    'every kind of question',
    [
      input({ type: 'plain_text_input', action_id: '1', multiline: true, max_length: 3000 }),
      input({ type: 'static_select', action_id: '2', options: [option('One')] }),
      input({ type: 'radio_buttons', action_id: '3', options: [option('One')] }),
      input({ type: 'checkboxes', action_id: '4', options: [{ text: mrkdwn('*One*'), value: 'v' }] }),
      input({ type: 'datepicker', action_id: '5', initial_date: '2026-02-01' }),
      input({ type: 'timepicker', action_id: '6', initial_time: '09:30', timezone: 'Europe/London' }),
      input({ type: 'users_select', action_id: '7' }),
      input({ type: 'number_input', action_id: '8', is_decimal_allowed: false, min_value: '1' }),
    ],
  ],
  ['a section of fields alone', [{ type: 'section', fields: [plain('a'), mrkdwn('b')] }]],
  [
    'an image with its alt text',
    [{ type: 'image', image_url: 'https://example.org/a.png', alt_text: 'A chart' }],
  ],
]

const REFUSED: [string, object[], string][] = [
  ['too many blocks', times(L.blocks.message + 1, () => section('x')), '/blocks'],
  ['text that is too long', [section(long(L.textObject + 1))], '/blocks/0/text/text'],
  ['text that is empty', [section('')], '/blocks/0/text/text'],
  ['a header in markup', [{ type: 'header', text: mrkdwn('Hi') }], '/blocks/0/text'],
  ['a header that is too long', [{ type: 'header', text: plain(long(L.header + 1)) }], '/blocks/0/text/text'],
  [
    'too many fields',
    [{ type: 'section', fields: times(L.sectionFields + 1, () => plain('x')) }],
    '/blocks/0/fields',
  ],
  [
    'a field that is too long',
    [{ type: 'section', fields: [plain(long(L.sectionField + 1))] }],
    '/blocks/0/fields/0/text',
  ],
  ['a section without text or fields', [{ type: 'section' }], '/blocks/0'],
  [
    'too much context',
    [{ type: 'context', elements: times(L.contextElements + 1, () => plain('x')) }],
    '/blocks/0/elements',
  ],
  [
    'too many buttons',
    [actions(...times(L.actionsElements + 1, (index) => button(`b${index}`)))],
    '/blocks/0/elements',
  ],
  [
    'a button with too much text',
    [actions(button('b', { text: plain(long(L.buttonText + 1)) }))],
    '/blocks/0/elements/0/text/text',
  ],
  [
    'a button with too long a value',
    [actions(button('b', { value: long(L.buttonValue + 1) }))],
    '/blocks/0/elements/0/value',
  ],
  [
    'a button with too long a link',
    [actions(button('b', { url: long(L.url + 1) }))],
    '/blocks/0/elements/0/url',
  ],
  [
    'a button in an unknown style',
    [actions(button('b', { style: 'success' }))],
    '/blocks/0/elements/0/style',
  ],
  ['an id that is too long', [section('x', { block_id: long(L.id + 1) })], '/blocks/0/block_id'],
  [
    'the same block_id twice',
    [section('x', { block_id: 'a' }), section('y', { block_id: 'a' })],
    '/blocks/1',
  ],
  ['the same action_id twice', [actions(button('a')), actions(button('a'))], '/blocks/1/elements/0'],
  [
    'no options',
    [input({ type: 'static_select', action_id: 'a', options: [] })],
    '/blocks/0/element/options',
  ],
  [
    'too many options',
    [input({ type: 'static_select', action_id: 'a', options: times(L.options + 1, () => option('x')) })],
    '/blocks/0/element/options',
  ],
  [
    'too many radio buttons',
    [input({ type: 'radio_buttons', action_id: 'a', options: times(L.radioOptions + 1, () => option('x')) })],
    '/blocks/0/element/options',
  ],
  [
    'a menu with too many options',
    [actions({ type: 'overflow', action_id: 'a', options: times(L.overflowOptions + 1, () => option('x')) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'an option that is too long',
    [input({ type: 'static_select', action_id: 'a', options: [option(long(L.optionText + 1))] })],
    '/blocks/0/element/options/0/text/text',
  ],
  [
    'an input that allows too much',
    [input({ type: 'plain_text_input', action_id: 'a', max_length: L.plainTextInput + 1 })],
    '/blocks/0/element/max_length',
  ],
  [
    'a placeholder that is too long',
    [input({ type: 'plain_text_input', action_id: 'a', placeholder: plain(long(L.placeholder + 1)) })],
    '/blocks/0/element/placeholder/text',
  ],
  [
    'a label in markup',
    [{ ...input({ type: 'datepicker', action_id: 'a' }), label: mrkdwn('x') }],
    '/blocks/0/label',
  ],
  [
    'a date that is none',
    [input({ type: 'datepicker', action_id: 'a', initial_date: '1 May' })],
    '/blocks/0/element/initial_date',
  ],
  [
    'a time that is none',
    [input({ type: 'timepicker', action_id: 'a', initial_time: '25:00' })],
    '/blocks/0/element/initial_time',
  ],
  [
    'a text field outside a question',
    [actions({ type: 'plain_text_input', action_id: 'a' })],
    '/blocks/0/elements/0',
  ],
  ['an image without alt text', [{ type: 'image', image_url: 'https://example.org/a.png' }], '/blocks/0'],
  ['an unknown block', [{ type: 'sections', text: plain('x') }], '/blocks/0'],
  ['an unknown member', [section('x', { colour: 'red' })], '/blocks/0'],
  [
    'a confirmation that is too long',
    [
      actions(
        button('a', {
          confirm: {
            title: plain('?'),
            text: plain(long(L.confirm.text + 1)),
            confirm: plain('Yes'),
            deny: plain('No'),
          },
        }),
      ),
    ],
    '/blocks/0/elements/0/confirm/text/text',
  ],
]

describe('the judge of blocks', () => {
  it.each(ACCEPTED)('takes %s', (_, blocks) => {
    expect(problemsOfBlocks(blocks, 'message')).toEqual([])
  })

  it.each(REFUSED)('refuses %s, and says where', (_, blocks, pointer) => {
    expect(problemsOfBlocks(blocks, 'message').map((problem) => problem.pointer)).toContain(pointer)
  })

  it('knows what a modal and a home view must have', () => {
    const modal = { type: 'modal', title: plain('Title'), blocks: [section('x')] }
    const pointers = (view: object) => problemsOfView(view).map((problem) => problem.pointer)
    expect(pointers(modal)).toEqual([])
    expect(pointers({ ...modal, blocks: times(L.blocks.modal, () => section('x')) })).toEqual([])
    expect(pointers({ ...modal, blocks: times(L.blocks.modal + 1, () => section('x')) })).toEqual([
      '/view/blocks',
    ])
    expect(pointers({ ...modal, title: plain(long(L.view.title + 1)) })).toEqual(['/view/title/text'])
    expect(pointers({ ...modal, title: undefined })).toEqual(['/view'])
    expect(pointers({ ...modal, submit: plain(long(L.view.submit + 1)) })).toEqual(['/view/submit/text'])
    expect(pointers({ ...modal, private_metadata: long(L.view.privateMetadata + 1) })).toEqual([
      '/view/private_metadata',
    ])
    expect(pointers({ ...modal, blocks: [input({ type: 'datepicker', action_id: 'a' })] })).toEqual(['/view'])
    expect(pointers({ ...modal, blocks: [{ type: 'markdown', text: 'x' }] })).toEqual(['/view/blocks/0'])
    expect(pointers({ type: 'home', blocks: [section('x')] })).toEqual([])
    expect(pointers({ type: 'home', blocks: [section('x')], title: plain('x') })).toEqual(['/view'])
  })
})

describe('what Slack refuses of a message', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['blocks with a fault', { text: 'x', blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['blocks that are no list', { text: 'x', blocks: 'section' }, 'invalid_blocks_format'],
    ['neither text nor blocks', {}, 'no_text'],
    ['too long a text', { text: long(L.messageText + 1) }, 'msg_too_long'],
    [
      'too much in all blocks together',
      { text: 'x', blocks: times(5, () => section(long(2900))) },
      'msg_blocks_too_long',
    ],
    ['metadata without a payload', { text: 'x', metadata: { event_type: 'a' } }, 'invalid_metadata_format'],
    ['a channel that it does not know', { channel: 'C404', text: 'x' }, 'channel_not_found'],
    ['someone of another workspace', { channel: 'U0DEV', text: 'x' }, 'channel_not_found'],
  ]

  it.each(cases)('names %s', async (_, args, error) => {
    const { simulator } = await simulate({ teams: null })
    const client = slackClient(simulator, NORTH.botToken)
    const call = client.apiCall('chat.postMessage', { channel: 'U0AMA', ...args })
    await expect(call).rejects.toMatchObject({ data: { ok: false, error } })
    expect(simulator.received()).toEqual([])
    await simulator.stop()
  })

  it('asks who calls, and knows its own methods only', async () => {
    const { simulator } = await simulate({ teams: null })
    const call = async (method: string, headers: Record<string, string>) => {
      const response = await fetch(`${simulator.slackApiUrl}${method}`, { method: 'POST', headers })
      return response.json()
    }
    expect(await call('auth.test', {})).toMatchObject({ ok: false, error: 'not_authed' })
    expect(await call('auth.test', { authorization: 'Bearer xoxb-no' })).toMatchObject({
      error: 'invalid_auth',
    })
    const authorization = `Bearer ${NORTH.botToken}`
    expect(await call('chat.whisper', { authorization })).toMatchObject({ error: 'unknown_method' })
    expect(await call('auth.test', { authorization })).toMatchObject({ ok: true, team: 'North Works' })
    await simulator.stop()
  })
})

describe('reading blocks aloud', () => {
  const names = (id: string) => ({ U1: 'Ama' })[id] ?? id
  const aloud: [string, object[], string][] = [
    ['markup', [section('*Bold*, _slanted_, ~gone~ and `code`')], 'Bold, slanted, gone and code'],
    [
      'links and mentions',
      [section('<@U1> see <https://example.org|the page> or <https://example.org>')],
      '@Ama see the page or https://example.org',
    ],
    ['what a person wrote, with its signs', [section('a &lt;b&gt; &amp; *c')], 'a <b> & *c'],
    ['plain text as it stands', [{ type: 'section', text: plain('*not bold* <b>') }], '*not bold* <b>'],
    ['a quotation', [section('&gt; said\n> so')], 'said\nso'],
    ['a link whose words hold marks', [section('<https://a.example|`a` *b*> *c*')], '`a` *b* c'],
    ['a link whose words begin like one', [section('<https://a.example|&gt; said>')], '> said'],
    [
      'headings, facts and footnotes in order',
      [
        { type: 'header', text: plain('Title') },
        { type: 'section', fields: [mrkdwn('*When*\nMonday'), plain('Where')] },
        {
          type: 'context',
          elements: [mrkdwn('_note_'), { type: 'image', image_url: 'x', alt_text: 'a clock' }],
        },
      ],
      'Title\nWhen\nMonday\nWhere\nnote a clock',
    ],
    [
      'rich text',
      [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'Hi ' },
                { type: 'user', user_id: 'U1' },
              ],
            },
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
            },
          ],
        },
      ],
      'Hi @Ama\n• one',
    ],
    [
      'tables',
      [
        {
          type: 'table',
          rows: [
            [
              { type: 'raw_text', text: 'a' },
              { type: 'raw_text', text: 'b' },
            ],
          ],
        },
      ],
      'a | b',
    ],
  ]

  it.each(aloud)('reads %s', (_, blocks, expected) => {
    expect(readMessage({ text: 'summary', blocks }, names)).toMatchObject({
      text: expected,
      summary: 'summary',
    })
  })

  it('finds buttons, and the options of menus, by label and id', () => {
    const menu = {
      type: 'overflow',
      action_id: 'more',
      options: [option('Pause', 'p'), option('Leave', 'l')],
    }
    const { buttons } = readMessage(
      { blocks: [section('x', { accessory: menu }), actions(button('go', { url: 'https://example.org' }))] },
      names,
    )
    expect(buttons).toEqual([
      { label: 'Pause', id: 'more:p' },
      { label: 'Leave', id: 'more:l' },
      { label: 'Go', id: 'go', url: 'https://example.org' },
    ])
  })
})
