import { describe, expect, it } from 'vitest'
import { problemsOfCard, TEAMS_LIMITS } from '../../src/simulator/index.ts'
import { markdown, readActivity } from '../../src/simulator/teams/read.ts'

const card = (body: object[], more: object = {}) => ({ type: 'AdaptiveCard', version: '1.5', body, ...more })
const execute = (title: string, more: object = {}) => ({
  type: 'Action.Execute',
  title,
  verb: title,
  ...more,
})
const text = { type: 'TextBlock', text: 'Hello' }
const question = (id: string, more: object = {}) => ({ type: 'Input.Text', id, label: 'Question', ...more })
const many = (count: number) => Array.from({ length: count }, (_, index) => execute(`Action ${index}`))

const ACCEPTED: [string, object][] = [
  ['text alone', card([text])],
  ['six actions', card([text], { actions: many(TEAMS_LIMITS.primaryActions) })],
  [
    'more actions behind the six',
    card([text], { actions: [...many(6), execute('More', { mode: 'secondary' })] }),
  ],
  [
    'columns without a type',
    card([{ type: 'ColumnSet', columns: [{ items: [text] }, { type: 'Column', items: [] }] }]),
  ],
  [
    'a table',
    card([
      {
        type: 'Table',
        columns: [{ width: 1 }],
        rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [text] }] }],
      },
    ]),
  ],
  [
    'the same id in data',
    card([question('a')], { actions: [execute('Go', { data: { id: 'a', type: 'x' } })] }),
  ],
  [
    'a chart of Teams’ own',
    card([{ type: 'Chart.VerticalBar', title: 'Meetings', data: [{ x: 'May', y: 3 }] }]),
  ],
]

const REFUSED: [string, unknown, RegExp][] = [
  ['a version that Teams does not know', card([text], { version: '1.6' }), /version/],
  ['no version', { type: 'AdaptiveCard', body: [] }, /version/],
  ['an unknown element', card([{ type: 'Marquee' }]), /unknown type Marquee/],
  [
    'an unknown element deep inside',
    card([{ type: 'Container', items: [{ type: 'Blink' }] }]),
    /unknown type Blink/,
  ],
  ['an unknown action', card([text], { actions: [{ type: 'Action.Shout', title: 'x' }] }), /Action.Shout/],
  ['an input without id', card([{ type: 'Input.Text', label: 'x' }]), /needs id/],
  ['an input without label', card([{ type: 'Input.Date', id: 'a' }]), /needs label/],
  ['two inputs of one id', card([question('a'), question('a')]), /duplicate id a/],
  [
    'a choice without a value',
    card([{ type: 'Input.ChoiceSet', id: 'a', label: 'x', choices: [{ title: 'x' }] }]),
    /choice/,
  ],
  ['more actions than are shown', card([text], { actions: many(7) }), /primary actions/],
  [
    'a link that leads nowhere',
    card([text], { actions: [{ type: 'Action.OpenUrl', title: 'x' }] }),
    /needs url/,
  ],
  [
    'too many people to refresh for',
    card([text], { refresh: { userIds: Array.from({ length: 61 }, String) } }),
    /userIds/,
  ],
  ['what is no card', 'card', /not an object/],
]

describe('the judge of cards', () => {
  it.each(ACCEPTED)('takes %s', (_, content) => {
    expect(problemsOfCard(content)).toEqual([])
  })

  it.each(REFUSED)('refuses %s', (_, content, reason) => {
    expect(problemsOfCard(content).join('; ')).toMatch(reason)
  })
})

describe('reading cards aloud', () => {
  const attachment = (content: object) => ({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content,
  })

  it('tells headings, facts, alt texts, questions and charts in order', () => {
    const content = card([
      { type: 'TextBlock', text: '**Title** with a [link](https://example.org)' },
      {
        type: 'ColumnSet',
        columns: [{ items: [{ type: 'Image', url: 'x', altText: 'A photo' }] }, { items: [text] }],
      },
      { type: 'FactSet', facts: [{ title: 'When', value: 'Monday' }] },
      { type: 'RichTextBlock', inlines: ['Plain ', { type: 'TextRun', text: '*stars*' }] },
      { type: 'Chart.Donut', title: 'Answers', data: [{ legend: 'Yes', value: 4 }] },
      question('a'),
    ])
    expect(readActivity({ summary: 'In short', attachments: [attachment(content)] })).toMatchObject({
      summary: 'In short',
      text: 'Title with a link\nA photo\nHello\nWhen: Monday\nPlain *stars*\nAnswers\nYes: 4\nQuestion',
      fields: [{ name: 'a', label: 'Question', type: 'text', required: false }],
    })
  })

  it('finds actions wherever they stand', () => {
    const content = card([{ type: 'ActionSet', actions: [execute('Inside', { id: 'in' })] }], {
      actions: [execute('Below'), { type: 'Action.OpenUrl', title: 'Calendar', url: 'https://example.org' }],
    })
    expect(readActivity({ attachments: [attachment(content)] }).buttons).toEqual([
      { label: 'Inside', id: 'in' },
      { label: 'Below', id: 'Below' },
      { label: 'Calendar', id: 'Calendar', url: 'https://example.org' },
    ])
  })

  it.each([
    ['**bold** and _slanted_', 'bold and slanted'],
    ['snake_case_stays and 2*3*4', 'snake_case_stays and 2*3*4'],
    ['escaped \\*stars\\* and \\[brackets\\]', 'escaped *stars* and [brackets]'],
    ['\\&lt;b\\&gt;', '&lt;b&gt;'],
    ['<at>Ama</at>: hello', '@Ama: hello'],
  ])('reads %s', (source, expected) => {
    expect(markdown(source)).toBe(expected)
  })
})
