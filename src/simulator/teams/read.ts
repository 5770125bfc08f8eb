import { at, flag, isRecord, type Json, list, record, text } from '../json.ts'
import { numbered } from '../pick.ts'
import type { FieldType, ShownButton, ShownField } from '../types.ts'
import type { Readable } from '../world.ts'

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive'

/** The first Adaptive Card of an activity; null when it has none. */
export function cardOf(activity: unknown): Json | null {
  const attached = list(at(activity, 'attachments')).find((one) => at(one, 'contentType') === CARD_TYPE)
  const card = at(attached, 'content')
  return isRecord(card) ? card : null
}

/** What a person reads in an activity: its text, then its cards and other attachments. */
export function readActivity(activity: Json): Readable {
  const words = text(activity['text'])
  const spoken = activity['textFormat'] === 'plain' ? words : markdown(words)
  const attachments = list(activity['attachments'])
  const cards = attachments
    .filter((one) => at(one, 'contentType') === CARD_TYPE)
    .map((one) => record(at(one, 'content')))
  const others = attachments.filter((one) => at(one, 'contentType') !== CARD_TYPE)
  const lines = [
    spoken,
    ...cards.flatMap(linesOf),
    ...others.map((one) => text(at(one, 'name')) || text(at(one, 'content', 'title'))),
  ]
  return {
    text: lines.filter((line) => line !== '').join('\n'),
    summary: text(activity['summary']),
    buttons: cards.flatMap(buttonsOf),
    fields: cards.flatMap(fieldsOf),
  }
}

/** Lines of a card or an element, in order. */
function linesOf(element: Json): string[] {
  const type = text(element['type'])
  const words: string[] = []
  if (type === 'TextBlock') words.push(markdown(text(element['text'])))
  if (type === 'RichTextBlock') {
    words.push(
      list(element['inlines'])
        .map((inline) => text(inline) || text(at(inline, 'text')))
        .join(''),
    )
  }
  if (type === 'FactSet') {
    for (const fact of list(element['facts'])) {
      words.push(`${markdown(text(at(fact, 'title')))}: ${markdown(text(at(fact, 'value')))}`)
    }
  }
  if (type === 'Image') words.push(text(element['altText']))
  if (type.startsWith('Input.')) words.push(text(element['label']) || text(element['title']))
  if (type === 'Badge') words.push(text(element['text']))
  if (type === 'CodeBlock') words.push(text(element['codeSnippet']))
  if (type.startsWith('Chart.')) words.push(text(element['title']), ...chartLines(element))
  if (type === 'TableRow') {
    return [
      list(element['cells'])
        .map((cell) => linesOf(record(cell)).join(' '))
        .join(' | '),
    ]
  }
  const shownCards = list(element['actions'])
    .map(record)
    .filter((action) => action['type'] === 'Action.ShowCard' && confirmedBy(action) === null)
    .map((action) => record(action['card']))
  return [...words, ...held(element).flatMap(linesOf), ...shownCards.flatMap(linesOf)].filter(
    (line) => line !== '',
  )
}

function chartLines(chart: Json): string[] {
  return list(chart['data']).map((point) => {
    const { legend, title, x, y, value } = record(point)
    return [text(legend) || text(title) || text(x), text(value) || text(y)]
      .filter((part) => part !== '')
      .join(': ')
  })
}

/** The elements that an element or card holds; rows say what type they are by their place. */
function held(element: Json): Json[] {
  const named = (name: string, type: string) => list(element[name]).map((one) => ({ type, ...record(one) }))
  return [
    ...named('body', ''),
    ...named('items', ''),
    ...named('columns', 'Column').filter((column) => list(at(column, 'items')).length > 0),
    ...named('rows', 'TableRow'),
    ...named('cells', 'TableCell'),
    ...named('images', 'Image'),
    ...named('pages', 'CarouselPage'),
  ]
}

/** Teams' markdown subset as it is read aloud. */
export function markdown(source: string): string {
  return source
    .replace(/<at>(.*?)<\/at>/g, '@$1')
    .replace(/\[([^\]]+)\]\((?:[^()\\]|\\.)*\)/g, '$1')
    .replace(/(?<!\\)(\*\*|__)(?=\S)(.+?)(?<!\\)\1/g, '$2')
    .replace(/(?<![\\\w])([*_])(?=\S)([^*_\n]+?)(?<!\\)\1(?!\w)/g, '$2')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>|~&])/g, '$1')
}

/** Every action of a card, wherever it stands. */
function actionsOf(card: Json): Json[] {
  const own = list(card['actions']).map(record)
  const inner = own
    .filter((action) => isRecord(action['card']))
    .flatMap((action) => actionsOf(record(action['card'])))
  const selected = isRecord(card['selectAction']) ? [card['selectAction']] : []
  return [...held(card).flatMap(actionsOf), ...selected, ...own, ...inner]
}

/** What a button is called by: its id, else its verb, else its title. */
function actionId(action: Json): string {
  return text(action['id']) || text(action['verb']) || text(action['title'])
}

/** A card's actions that a person can press, each under an id of its own. */
export function pressableOf(card: Json): { id: string; label: string; action: Json }[] {
  const pressable = actionsOf(card).filter(
    (action) => text(action['title']) !== '' && action['type'] !== 'Action.ToggleVisibility',
  )
  return numbered(pressable.map((action) => ({ id: actionId(action), label: text(action['title']), action })))
}

/** Whether pressing it tells the bot something. */
export function tellsTheApp({ type }: Json): boolean {
  return type === 'Action.Execute' || type === 'Action.Submit'
}

/** What stands behind an action that only unfolds a question with a single way on: that way; null for any other. */
export function confirmedBy(action: Json): Json | null {
  if (action['type'] !== 'Action.ShowCard' || inputsOf(record(action['card'])).length > 0) return null
  const inside = actionsOf(record(action['card'])).filter(tellsTheApp)
  return inside.length === 1 ? (inside[0] ?? null) : null
}

function buttonsOf(card: Json): ShownButton[] {
  const all = pressableOf(card)
  const behind = new Set(all.map(({ action }) => confirmedBy(action)))
  return all
    .filter(({ action }) => !behind.has(action))
    .map(({ id, label, action }) => {
      const url = text(action['url'])
      const asks = confirmedBy(action) ? linesOf(record(action['card'])).join(' ') : ''
      return { label, id, ...(url ? { url } : {}), ...(asks ? { asks } : {}) }
    })
}

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  'Input.Text': 'text',
  'Input.Number': 'number',
  'Input.Date': 'date',
  'Input.Time': 'time',
  'Input.Toggle': 'toggle',
  'Input.ChoiceSet': 'choice',
  'Input.Rating': 'number',
}

/** Every input of a card, in the order of reading. */
export function inputsOf(card: Json): Json[] {
  const shownCards = list(card['actions'])
    .filter((action) => isRecord(at(action, 'card')))
    .map((action) => record(at(action, 'card')))
  return [...held(card), ...shownCards].flatMap((element) =>
    text(element['type']).startsWith('Input.') ? [element] : inputsOf(element),
  )
}

/** The questions of a card. */
export function fieldsOf(card: Json): ShownField[] {
  return inputsOf(card).map((input) => {
    const several = input['type'] === 'Input.ChoiceSet' && flag(input['isMultiSelect'])
    const options = list(input['choices']).map((choice) => ({
      label: text(at(choice, 'title')),
      value: text(at(choice, 'value')),
    }))
    const limits: [keyof ShownField, unknown][] = [
      ['maxLength', input['maxLength']],
      ['min', input['min'] === undefined ? undefined : text(input['min'])],
      ['max', input['max'] === undefined ? undefined : text(input['max'])],
      ['pattern', input['regex']],
      ['multiline', input['isMultiline']],
      ['hint', input['placeholder']],
    ]
    const value = text(input['value'])
    const style = text(input['style']).toLowerCase()
    const type = FIELD_TYPES[text(input['type'])] ?? 'text'
    return {
      name: text(input['id']),
      label: text(input['label']) || text(input['title']),
      type: several ? 'choices' : type === 'text' && (style === 'email' || style === 'url') ? style : type,
      required: flag(input['isRequired']),
      ...(options.length > 0 ? { options } : {}),
      ...(value === '' ? {} : { value: several ? value.split(',') : toggleOr(input, value) }),
      ...Object.fromEntries(limits.filter(([, limit]) => limit !== undefined)),
    }
  })
}

function toggleOr(input: Json, value: string): string {
  if (input['type'] !== 'Input.Toggle') return value
  return String(value === (text(input['valueOn']) || 'true'))
}
