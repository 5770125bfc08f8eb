import type { types } from '@slack/bolt'
import type { Action, Content, Form, Message, Part, Text } from '../../core/message.ts'
import { button, message as messageOf, plain, say } from '../../core/message.ts'
import { encodeForm, FORM, type Place } from './codes.ts'
import { buttonOf, elementOf, factRuns, plainText, progressRuns, type Run, runs } from './elements.ts'
import { LIMITS } from './limits.ts'
import { cut, escaped, isLink, pieces, words } from './text.ts'

/** What a message is on Slack: `text` is the notification and what a screen reader says first. */
export interface Rendered {
  readonly text: string
  readonly blocks: types.KnownBlock[]
}

/**
 * A message. Nothing is refused: what is too long is cut at a word, what is too much is drawn together, and what
 * still does not fit ends in an ellipsis, buttons last.
 */
export const renderMessage = (message: Message): Rendered => ({
  text: escaped(words(message.summary.replace(/\s+/g, ' '), LIMITS.summary)),
  blocks: blocksOf(message.parts, LIMITS.blocks.message, true),
})

/** A form where it cannot be opened at once: its title, its invitation, and a button that opens it. */
export const renderInvitation = (form: Form): Rendered => {
  const open = button(form.title, form.flow, `form:${form.name}`, form.subject, { style: 'primary' })
  return renderMessage(
    messageOf(form.invitation, { type: 'heading', text: form.title }, say(form.invitation), {
      type: 'actions',
      actions: [open],
    }),
  )
}

export const renderContent = (content: Content): Rendered =>
  content.type === 'message' ? renderMessage(content) : renderInvitation(content)

/** A message as the page behind the app's name. */
export const renderHome = (message: Message): types.HomeView => ({
  type: 'home',
  blocks: blocksOf(
    message.parts.length > 0 ? message.parts : [say(message.summary)],
    LIMITS.blocks.home,
    false,
  ),
})

/**
 * A form as a modal. `on` is the message that it came from. `errors`, by field, are told above the fields: Slack
 * shows an error beside its field only in answer to a submission.
 */
export const renderForm = (
  form: Form,
  on: Place | null,
  errors: Readonly<Record<string, string>> = {},
): types.ModalView => {
  const fields = form.inputs.slice(0, LIMITS.blocks.modal).map((input): types.KnownBlock => {
    const element = elementOf(input, form)
    if (!element) return { type: 'context', elements: [plainText(input.label, LIMITS.text)] }
    return {
      type: 'input',
      block_id: input.name.slice(0, LIMITS.id),
      label: plainText(input.label, LIMITS.input.label),
      element,
      optional: !input.required,
      ...(input.hint ? { hint: plainText(input.hint, LIMITS.input.hint) } : {}),
    }
  })
  const mistakes = form.inputs.flatMap(({ name, label }): Part[] => {
    const error = Object.hasOwn(errors, name) ? errors[name] : undefined
    return error === undefined
      ? []
      : [
          say([
            { type: 'strong', text: `${label}: ` },
            { type: 'plain', text: error },
          ]),
        ]
  })
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: encodeForm(form, on),
    title: plainText(form.title, LIMITS.view.title),
    submit: plainText(form.submit, LIMITS.view.submit),
    blocks: [
      ...blocksOf([...mistakes, ...form.intro], LIMITS.blocks.modal - fields.length, false),
      ...fields,
    ],
  }
}

/** What of a form's errors Slack can show beside the fields of the view that was submitted. */
export const renderErrors = (
  errors: Readonly<Record<string, string>>,
  fields: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors)
      .filter(([name]) => fields.includes(name))
      .map(([name, error]) => [name, words(error, LIMITS.fieldError)]),
  )

type Rich = { readonly type: 'rich_text'; readonly elements: readonly types.RichTextBlockElement[] }
type Quiet = { readonly type: 'quiet'; readonly text: Text }
type Heading = { readonly type: 'heading'; readonly text: string }
type Buttons = { readonly type: 'actions'; readonly buttons: readonly types.Button[] }
type Piece = Rich | Quiet | Heading | Buttons

type Words = Exclude<Part, { type: 'actions' }>

/** What is left of the text that a message may hold. */
interface Room {
  left: number
}

/** What is kept for buttons, as a share of all text. */
const SHARE_OF_BUTTONS = 0.5
/** By how much less is tried when a message is still too large. */
const LESS = 0.75

const blocksOf = (parts: readonly Part[], most: number, whole: boolean): types.KnownBlock[] => {
  if (most < 1) return []
  let size: number = whole ? LIMITS.whole.text : most * LIMITS.text
  for (;;) {
    const blocks = fold(piecesOf(parts, size), most).map(blockOf)
    if (!whole || size < 1 || JSON.stringify(blocks).length <= LIMITS.whole.json) return blocks
    size = Math.floor(size * LESS)
  }
}

const piecesOf = (parts: readonly Part[], size: number): Piece[] => {
  const forButtons: Room = { left: size * SHARE_OF_BUTTONS }
  let number = 0
  const withButtons = parts.map((part): Words | Buttons => {
    if (part.type !== 'actions') return part
    const buttons = part.actions.flatMap((action): types.Button[] => {
      const made = buttonOf(action, number)
      const cost = made ? costOf(action) : 0
      if (!made || cost > forButtons.left) return []
      forButtons.left -= cost
      number += 1
      return [made]
    })
    return { type: 'actions', buttons }
  })
  const room: Room = { left: size * SHARE_OF_BUTTONS + forButtons.left }
  return withButtons.flatMap((part) => ('buttons' in part ? buttonRows(part.buttons) : pieceOf(part, room)))
}

const costOf = (action: Action): number =>
  2 * Math.min(action.label.length, LIMITS.button.text) +
  (action.type === 'press' && action.confirm
    ? Object.values(action.confirm).reduce((sum, text) => sum + text.length, 0)
    : 0)

const buttonRows = (buttons: readonly types.Button[]): Buttons[] =>
  chunks(buttons, LIMITS.actionsElements).map((row) => ({ type: 'actions', buttons: row }))

const pieceOf = (part: Words, room: Room): Piece[] => {
  switch (part.type) {
    case 'heading': {
      const [text] = within([{ type: 'text', text: part.text }], room)
      return text ? [{ type: 'heading', text: text.text ?? '' }] : []
    }
    case 'quiet': {
      const text = part.text.flatMap((span): Text => {
        const [first] = within([{ type: 'text', text: span.text }], room)
        return first ? [{ ...span, text: first.text ?? '' }] : []
      })
      return text.length > 0 ? [{ type: 'quiet', text }] : []
    }
    case 'text':
      return sections(within(runs(part.text), room))
    case 'facts':
      return sections(within(factRuns(part.facts), room))
    case 'progress':
      return sections(within(progressRuns(part.label, part.done, part.of), room))
    case 'list': {
      const items = part.items
        .map((item) => within(runs(item), room))
        .filter((item) => item.length > 0)
        .map((elements) => ({ type: 'rich_text_section' as const, elements }))
      return chunks(items, LIMITS.richTextElements).map((elements) =>
        rich([{ type: 'rich_text_list', style: 'bullet', elements }]),
      )
    }
    case 'quote': {
      const elements = within(
        [
          { type: 'text', text: part.text },
          ...(part.by === '' ? [] : [{ type: 'text' as const, text: `\n— ${part.by}` }]),
        ],
        room,
      )
      return elements.length > 0 ? [rich([{ type: 'rich_text_quote', elements }])] : []
    }
  }
}

/** As much of these runs as there is room for, in pieces that Slack takes. */
const within = (all: readonly Run[], room: Room): Run[] =>
  all.flatMap((run): Run[] => {
    const text = run.text ?? ''
    if (text === '' || room.left < 1) return []
    const some = cut(text, room.left)
    room.left -= some.length
    return pieces(some, LIMITS.text).map((piece) => ({ ...run, text: piece }))
  })

const rich = (elements: readonly types.RichTextBlockElement[]): Rich => ({ type: 'rich_text', elements })

const sections = (elements: readonly Run[]): Rich[] =>
  chunks(elements, LIMITS.richTextElements).map((some) =>
    rich([{ type: 'rich_text_section', elements: some }]),
  )

/** No more pieces than there may be blocks: first drawn together, then smaller headings, and cut only at last. */
const fold = (all: readonly Piece[], most: number): Piece[] => {
  if (all.length <= most) return [...all]
  const together = joined(all)
  if (together.length <= most) return together
  const plainer = joined(together.map(asRich))
  if (plainer.length <= most) return plainer
  const kept = plainer.slice(0, Math.max(0, most - 2))
  const buttons = plainer
    .slice(kept.length)
    .flatMap((piece) => (piece.type === 'actions' ? piece.buttons : []))
    .slice(0, LIMITS.actionsElements)
  const more = rich([{ type: 'rich_text_section', elements: [{ type: 'text', text: '…' }] }])
  return [...kept, more, ...(buttons.length > 0 ? [{ type: 'actions' as const, buttons }] : [])].slice(-most)
}

const asRich = (piece: Piece): Piece => {
  switch (piece.type) {
    case 'heading':
      return rich([
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: piece.text, style: { bold: true } }],
        },
      ])
    case 'quiet':
      return rich([{ type: 'rich_text_section', elements: runs(piece.text) }])
    case 'rich_text':
    case 'actions':
      return piece
  }
}

const LINE_BREAK: types.RichTextSection = {
  type: 'rich_text_section',
  elements: [{ type: 'text', text: '\n' }],
}

const joined = (all: readonly Piece[]): Piece[] => {
  const result: Piece[] = []
  for (const piece of all) {
    const last = result.at(-1)
    const both = last && pair(last, piece)
    if (both) result[result.length - 1] = both
    else result.push(piece)
  }
  return result
}

/** Null: the two cannot be one. */
const pair = (one: Piece, other: Piece): Piece | null => {
  if (one.type === 'rich_text' && other.type === 'rich_text') {
    const elements = [...one.elements, LINE_BREAK, ...other.elements]
    return elements.length <= LIMITS.richTextElements ? rich(elements) : null
  }
  if (one.type === 'actions' && other.type === 'actions') {
    const buttons = [...one.buttons, ...other.buttons]
    return buttons.length <= LIMITS.actionsElements ? { type: 'actions', buttons } : null
  }
  return null
}

const blockOf = (piece: Piece, index: number): types.KnownBlock => {
  const block_id = `part:${index}`
  switch (piece.type) {
    case 'rich_text':
      return { type: 'rich_text', block_id, elements: [...piece.elements] }
    case 'heading':
      return { type: 'header', block_id, text: plainText(piece.text, LIMITS.header) }
    case 'quiet':
      return { type: 'context', block_id, elements: contextOf(piece.text) }
    case 'actions':
      return { type: 'actions', block_id, elements: [...piece.buttons] }
  }
}

/** Small type takes markup or plain words: plain words, but for a link. */
const contextOf = (text: Text): types.ContextBlock['elements'] => {
  const elements: types.ContextBlock['elements'] = []
  let words = ''
  const flush = () => {
    if (words.trim() !== '') elements.push(plainText(words.trim(), LIMITS.text))
    words = ''
  }
  for (const span of text) {
    if (span.type !== 'link' || !isLink(span.url)) {
      words += span.text
      continue
    }
    flush()
    elements.push({
      type: 'mrkdwn',
      verbatim: true,
      text: `<${escapedUrl(span.url)}|${escapedLabel(span.text)}>`,
    })
  }
  flush()
  return elements.length === 0 || elements.length > LIMITS.contextElements
    ? [plainText(plain(text), LIMITS.text)]
    : elements
}

/** Together with the longest address and after escaping, still one text object. */
const LONGEST_LABEL = 150

const escapedUrl = (url: string): string => url.replaceAll('&', '&amp;')
const escapedLabel = (text: string): string => escaped(words(text.replace(/[|\n]/g, ' '), LONGEST_LABEL))

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
