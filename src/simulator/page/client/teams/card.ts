import { safeUrl } from '../draw/dom.ts'
import { isRecord, type Json, record, records, text } from '../draw/json.ts'
import { literally } from './markdown.ts'

type Draft = Record<string, unknown>

/** Where an element holds others, and what those are when they do not say it themselves. */
const HOLDS = [
  ['body', ''],
  ['items', ''],
  ['columns', 'Column'],
  ['rows', 'TableRow'],
  ['cells', 'TableCell'],
  ['images', 'Image'],
  ['pages', 'CarouselPage'],
] as const

/** What the renderer draws by itself. Teams has a few more, of which the words are kept. */
const KNOWN = new Set([
  '',
  'ActionSet',
  'AdaptiveCard',
  'Column',
  'ColumnSet',
  'Container',
  'FactSet',
  'Image',
  'ImageSet',
  'Input.ChoiceSet',
  'Input.Date',
  'Input.Number',
  'Input.Text',
  'Input.Time',
  'Input.Toggle',
  'RichTextBlock',
  'Table',
  'TableCell',
  'TableRow',
  'TextBlock',
])

/**
 * A card made ready to be drawn here. Every action that can be pressed gets the id under which the simulated client
 * knows it: its own id, its verb or its title, numbered where several are called the same. What would ask another
 * server for a picture becomes its description, and what must not be opened is no link.
 */
export const readyCard = (raw: unknown): Json => {
  const card = structuredClone(record(raw))
  const counts = new Map<string, number>()
  for (const action of actionsIn(card)) {
    if (text(action['title']) === '' || action['type'] === 'Action.ToggleVisibility') continue
    const name = text(action['id']) || text(action['verb']) || text(action['title'])
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    action['id'] = count === 1 ? name : `${name}#${count}`
  }
  mend(card)
  return card
}

const draftsIn = (value: unknown): Draft[] => (Array.isArray(value) ? value.filter(isDraft) : [])

const isDraft = (value: unknown): value is Draft => isRecord(value)

/** In the order in which the simulated client counts them. */
const actionsIn = (element: Draft): Draft[] => {
  const own = draftsIn(element['actions'])
  const cards = own.flatMap(({ card }) => (isDraft(card) ? actionsIn(card) : []))
  const selected = isDraft(element['selectAction']) ? [element['selectAction']] : []
  const held = HOLDS.flatMap(([name]) => draftsIn(element[name])).flatMap(actionsIn)
  return [...held, ...selected, ...own, ...cards]
}

const mend = (element: Draft): void => {
  for (const name of ['backgroundImage', 'refresh', 'authentication']) delete element[name]
  const { selectAction } = element
  if (isRecord(selectAction) && 'url' in selectAction && safeUrl(text(selectAction['url'])) === null)
    delete element['selectAction']
  // The renderer reads markdown in its complaints; here they are the card's own words.
  if (typeof element['errorMessage'] === 'string')
    element['errorMessage'] = literally(element['errorMessage'])
  for (const [name, type] of HOLDS) {
    if (!Array.isArray(element[name])) continue
    element[name] = draftsIn(element[name]).map((held) => drawable(held, type))
  }
  for (const inline of draftsIn(element['inlines'])) mend(inline)
  for (const action of draftsIn(element['actions'])) {
    delete action['iconUrl']
    if (isDraft(action['card'])) mend(action['card'])
  }
}

const drawable = (element: Draft, implied: string): Draft => {
  const type = text(element['type']) || implied
  if (type !== 'Image' && KNOWN.has(type)) {
    mend(element)
    return element
  }
  if (type === 'Image' && isOwn(text(element['url']))) return element
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: wordsOf(element).join('\n') || '–' }] }
}

const isOwn = (url: string): boolean =>
  url !== '' && URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin

/** What can be read in an element that has no drawing here. */
const wordsOf = (element: Json): string[] => {
  const own = ['title', 'text', 'altText', 'codeSnippet', 'label']
    .map((key) => text(element[key]))
    .filter((words) => words !== '')
  const points = records(element['data']).map(({ legend, title, x, y, value }) =>
    [text(legend) || text(title) || text(x), text(value) || text(y)].filter((part) => part !== '').join(': '),
  )
  return [...own, ...points, ...HOLDS.flatMap(([name]) => records(element[name])).flatMap(wordsOf)]
}
