import type { Content, Form, Message, Part } from '../../core/message.ts'
import { dataOf, verbOf } from './actions.ts'
import { actionSet } from './buttons.ts'
import { asLabel, cut, inMarkdown, oneLine } from './escape.ts'
import { inputOf } from './inputs.ts'
import { LIMITS } from './limits.ts'
import { type Element, type Room, richText } from './text.ts'

/** An Adaptive Card of version 1.5. */
export interface Card {
  readonly type: 'AdaptiveCard'
  readonly $schema: string
  readonly version: '1.5'
  readonly fallbackText: string
  readonly speak: string
  readonly body: readonly Element[]
}

type Errors = Readonly<Record<string, string>>

/** How much of each text is kept, until the card fits. */
const ROOMS: readonly Room[] = [8000, 4000, 2000, 1000, 500, 250, 100].map((textCharacters) => ({
  textCharacters,
}))
const LEAST: Room = { textCharacters: 100 }

/** What is shown; `errors` belongs to a form that comes back to be mended. Every card fits Teams, cut where it must be. */
export const render = (content: Content, errors: Errors = {}): Card => {
  switch (content.type) {
    case 'message':
      return fitting((room) => messageBody(content, room), content.summary)
    case 'form':
      return fitting((room) => formBody(content, errors, room), content.invitation)
  }
}

/** One plain sentence: the notification, and what stands for a card that cannot be shown. */
export const summaryOf = (content: Content): string =>
  cut(oneLine(content.type === 'message' ? content.summary : content.invitation), LIMITS.summaryCharacters)

/** Bytes of something as it goes over the wire. */
export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

const fitting = (bodyIn: (room: Room) => Element[], summary: string): Card => {
  const cards = ROOMS.map((room) => () => cardOf(bodyIn(room), summary))
  for (const make of cards) {
    const card = make()
    if (bytesOf(card) <= LIMITS.cardBytes) return card
  }
  return shortened(bodyIn(LEAST), summary)
}

/** Leaves out what is read last, buttons and fields excepted, until the rest fits; then those too. */
const shortened = (body: readonly Element[], summary: string): Card => {
  const costs = body.map(bytesOf)
  let kept = body.map((element, index) => ({ element, index }))
  let total = bytesOf(cardOf(body, summary))
  for (const mayGo of [isProse, isField, () => true]) {
    for (const { element, index } of [...kept].reverse()) {
      if (total <= LIMITS.cardBytes) break
      if (!mayGo(element)) continue
      kept = kept.filter((one) => one.index !== index)
      total -= (costs[index] ?? 0) + 1
    }
  }
  return cardOf(
    kept.map(({ element }) => element),
    summary,
  )
}

const isField = ({ type }: Element): boolean => type.startsWith('Input.')
const isProse = (element: Element): boolean => element.type !== 'ActionSet' && !isField(element)

const cardOf = (body: readonly Element[], summary: string): Card => {
  const spoken = cut(oneLine(summary), LIMITS.summaryCharacters)
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: spoken,
    speak: spoken,
    body: body.length > 0 ? body : richText([{ type: 'plain', text: spoken }], LEAST),
  }
}

const messageBody = (message: Message, room: Room): Element[] =>
  message.parts.flatMap((part) => partOf(part, room))

const formBody = (form: Form, errors: Errors, room: Room): Element[] => [
  ...heading(form.title),
  ...form.intro.flatMap((part) => partOf(part, room)),
  ...Object.entries(errors)
    .filter(([name]) => !form.inputs.some((input) => input.name === name))
    .flatMap(([, error]) => richText([{ type: 'strong', text: error }], room, { color: 'Attention' })),
  ...form.inputs.flatMap((input) =>
    inputOf(form, input, (Object.hasOwn(errors, input.name) && errors[input.name]) || null, room),
  ),
  { type: 'ActionSet', actions: [submitOf(form)] },
]

const submitOf = (form: Form): Element => {
  const choices = form.inputs.filter((input) => input.type === 'choice')
  return {
    type: 'Action.Execute',
    title: cut(asLabel(form.submit), LIMITS.titleCharacters) || '…',
    style: 'positive',
    verb: verbOf({ is: 'form', flow: form.flow, name: form.name }),
    data: dataOf({
      is: 'form',
      flow: form.flow,
      name: form.name,
      subject: form.subject,
      one: choices.filter(({ most }) => most <= 1).map(({ name }) => name),
      many: choices.filter(({ most }) => most > 1).map(({ name }) => name),
    }),
  }
}

const heading = (text: string): Element[] => {
  const words = inMarkdown(cut(text, LIMITS.titleCharacters))
  return words === ''
    ? []
    : [{ type: 'TextBlock', text: words, style: 'heading', size: 'Large', weight: 'Bolder', wrap: true }]
}

const plainly = (text: string): [{ type: 'plain'; text: string }] => [{ type: 'plain', text }]

const partOf = (part: Part, room: Room): Element[] => {
  switch (part.type) {
    case 'heading':
      return heading(part.text)
    case 'text':
      return richText(part.text, room)
    case 'quiet':
      return richText(part.text, room, { isSubtle: true, size: 'Small' })
    case 'facts':
      // A FactSet reads markdown, and a phone cuts its values: each fact is a line of its own.
      return part.facts.flatMap(({ label, value }, index) =>
        richText(
          [
            { type: 'strong', text: `${label}: ` },
            { type: 'plain', text: value },
          ],
          room,
        ).map((element) => (index > 0 ? { ...element, spacing: 'Small' } : element)),
      )
    case 'list':
      return part.items.flatMap((item, index) =>
        richText([...plainly('•  '), ...item], room).map((element) =>
          index > 0 ? { ...element, spacing: 'Small' } : element,
        ),
      )
    case 'quote': {
      const words = richText(plainly(part.text), room, { italic: true })
      const by = richText(plainly(part.by === '' ? '' : `— ${part.by}`), room, {
        isSubtle: true,
        size: 'Small',
      })
      return words.length + by.length === 0
        ? []
        : [{ type: 'Container', style: 'emphasis', items: [...words, ...by] }]
    }
    case 'progress':
      return [
        ...richText(plainly(`${part.label}: ${part.done} of ${part.of}`), room),
        ...barOf(part.done, part.of),
      ]
    case 'actions':
      return actionSet(part.actions)
  }
}

/** A line that is filled as far as things are done. It has no words: those stand above it. */
const barOf = (done: number, of: number): Element[] => {
  const share = of > 0 ? Math.round((100 * Math.min(Math.max(done, 0), of)) / of) : 0
  const column = (width: number, style: string): Element[] =>
    width > 0 ? [{ type: 'Column', width, style, minHeight: '8px', spacing: 'None', items: [] }] : []
  return [
    {
      type: 'ColumnSet',
      spacing: 'Small',
      columns: [...column(share, 'accent'), ...column(100 - share, 'emphasis')],
    },
  ]
}
