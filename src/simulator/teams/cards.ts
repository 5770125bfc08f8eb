import { at, isRecord, list, record, text } from '../json.ts'

/** Every limit of cards and messages that the simulator holds for Teams. */
export const TEAMS_LIMITS = {
  newestVersion: 5,
  primaryActions: 6,
  messageBytes: 100 * 1024,
  refreshUserIds: 60,
} as const

/** Members that an element cannot do without. */
const ELEMENTS: Readonly<Record<string, string[]>> = {
  TextBlock: ['text'],
  RichTextBlock: ['inlines'],
  Image: ['url'],
  ImageSet: ['images'],
  Media: ['sources'],
  Container: ['items'],
  ColumnSet: [],
  Column: [],
  FactSet: ['facts'],
  ActionSet: ['actions'],
  Table: [],
  TableRow: [],
  TableCell: [],
  'Input.Text': ['id'],
  'Input.Number': ['id'],
  'Input.Date': ['id'],
  'Input.Time': ['id'],
  'Input.Toggle': ['id', 'title'],
  'Input.ChoiceSet': ['id'],
  'Input.Rating': ['id'],
  CodeBlock: [],
  Icon: ['name'],
  Badge: [],
  Rating: [],
  ProgressBar: [],
  ProgressRing: [],
  Carousel: ['pages'],
  CarouselPage: ['items'],
  Component: ['name'],
  'Chart.Donut': ['data'],
  'Chart.Pie': ['data'],
  'Chart.Line': ['data'],
  'Chart.Gauge': [],
  'Chart.VerticalBar': ['data'],
  'Chart.VerticalBar.Grouped': ['data'],
  'Chart.HorizontalBar': ['data'],
  'Chart.HorizontalBar.Stacked': ['data'],
}

const ACTIONS: Readonly<Record<string, string[]>> = {
  'Action.Execute': ['title'],
  'Action.Submit': ['title'],
  'Action.OpenUrl': ['url'],
  'Action.ShowCard': ['card'],
  'Action.ToggleVisibility': ['targetElements'],
}

/** Where an element holds others. */
const HOLDS = ['body', 'items', 'columns', 'rows', 'cells', 'images', 'pages'] as const

/** What Teams would not show of a card; empty when it would show all. */
export function problemsOfCard(card: unknown): string[] {
  const problems: string[] = []
  if (!isRecord(card)) return ['the card is not an object']
  if (card['type'] !== 'AdaptiveCard') problems.push('type must be AdaptiveCard')
  const version = /^1\.(\d)$/.exec(text(card['version']))
  if (!version || Number(version[1]) > TEAMS_LIMITS.newestVersion) {
    problems.push(`version ${text(card['version'])} is not supported`)
  }
  if (list(at(card, 'refresh', 'userIds')).length > TEAMS_LIMITS.refreshUserIds) {
    problems.push(`refresh.userIds holds more than ${TEAMS_LIMITS.refreshUserIds}`)
  }
  lookAtActions(card['actions'], 'actions', problems)
  lookAtElements(card, '', problems)
  const met = new Set<string>()
  for (const id of idsOf(card)) {
    if (met.has(id)) problems.push(`duplicate id ${id}`)
    met.add(id)
  }
  return problems
}

function lookAtElements(holder: Record<string, unknown>, place: string, problems: string[]): void {
  for (const name of HOLDS) {
    list(holder[name]).forEach((element, index) => {
      const here = `${place}/${name}/${index}`
      if (isRecord(element)) lookAtElement(element, here, problems)
      else problems.push(`${here} is not an element`)
    })
  }
}

function lookAtElement(element: Record<string, unknown>, place: string, problems: string[]): void {
  const type = text(element['type']) || implied(place)
  const needs = ELEMENTS[type]
  if (!needs) return void problems.push(`${place} is of the unknown type ${type}`)
  for (const name of needs) {
    if (element[name] === undefined || element[name] === '') problems.push(`${place} (${type}) needs ${name}`)
  }
  if (type.startsWith('Input.')) {
    if (type !== 'Input.Toggle' && text(element['label']) === '')
      problems.push(`${place} (${type}) needs label`)
    for (const choice of list(element['choices'])) {
      if (text(at(choice, 'title')) === '' || text(at(choice, 'value')) === '') {
        problems.push(`${place} has a choice without title or value`)
      }
    }
  }
  if (type === 'ActionSet') lookAtActions(element['actions'], `${place}/actions`, problems)
  if (isRecord(element['selectAction']))
    lookAtAction(element['selectAction'], `${place}/selectAction`, problems, false)
  lookAtElements(element, place, problems)
}

/** Columns, rows, cells and images may leave their type out. */
function implied(place: string): string {
  const holder = place.split('/').at(-2) ?? ''
  const types: Record<string, string> = {
    columns: 'Column',
    rows: 'TableRow',
    cells: 'TableCell',
    images: 'Image',
    pages: 'CarouselPage',
  }
  return types[holder] ?? ''
}

function lookAtActions(actions: unknown, place: string, problems: string[]): void {
  const all = list(actions)
  const primary = all.filter((action) => at(action, 'mode') !== 'secondary')
  if (primary.length > TEAMS_LIMITS.primaryActions) {
    problems.push(`${place} has more than ${TEAMS_LIMITS.primaryActions} primary actions`)
  }
  all.forEach((action, index) => {
    lookAtAction(record(action), `${place}/${index}`, problems, true)
  })
}

function lookAtAction(action: Record<string, unknown>, place: string, problems: string[], titled: boolean) {
  const type = text(action['type'])
  const needs = ACTIONS[type]
  if (!needs) return void problems.push(`${place} is of the unknown type ${type}`)
  for (const name of needs) {
    if (name === 'title' && !titled) continue
    if (action[name] === undefined || action[name] === '') problems.push(`${place} (${type}) needs ${name}`)
  }
  if (isRecord(action['card'])) {
    lookAtActions(action['card']['actions'], `${place}/card/actions`, problems)
    lookAtElements(action['card'], `${place}/card`, problems)
  }
}

/** Ids of elements and actions, wherever they stand; data that the bot put into an action is not looked into. */
function idsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsOf)
  if (!isRecord(value)) return []
  const own = typeof value['id'] === 'string' && typeof value['type'] === 'string' ? [value['id']] : []
  const inner = Object.entries(value).filter(([key]) => key !== 'data' && key !== 'fallback')
  return [...own, ...inner.flatMap(([, member]) => idsOf(member))]
}
