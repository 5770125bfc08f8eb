import { complain, whileSending } from '../draw/busy.ts'
import { make, uniqueId } from '../draw/dom.ts'
import { record, records, text } from '../draw/json.ts'
import type { Handlers } from '../surface.ts'
import { drawBlocks } from './blocks.ts'
import { answersOf, markAll } from './controls.ts'
import { mrkdwn, plainWords } from './text.ts'

export { carryOver } from '../draw/carry.ts'

/** A message of Slack's, as its own JSON has it: blocks, or its text where it has none. */
export const slackMessage = (raw: unknown, handlers: Handlers): HTMLElement => {
  const message = record(raw)
  const { elements } = drawBlocks(message['blocks'], handlers, 4)
  const root = make('div', { class: 'slack message' }, ...elements)
  if (elements.length === 0 && text(message['text']) !== '')
    root.append(
      make('div', { class: 'block' }, make('div', { class: 'words' }, ...mrkdwn(text(message['text'])))),
    )
  for (const attachment of records(message['attachments'])) {
    const { title, text: words, fallback, blocks } = attachment
    const inner = drawBlocks(blocks, handlers, 4).elements
    const said = [text(title), text(words)].filter((line) => line !== '')
    const shown = said.length + inner.length > 0 ? said : [text(fallback)]
    root.append(
      make(
        'div',
        { class: 'attachment' },
        ...shown.map((line) => make('div', { class: 'words' }, ...mrkdwn(line))),
        ...inner,
      ),
    )
  }
  for (const file of records(message['files']))
    root.append(make('div', { class: 'file' }, text(file['title']) || text(file['name'])))
  return root
}

/** The page behind the app's name. */
export const slackHome = (view: unknown, handlers: Handlers): HTMLElement =>
  make('div', { class: 'slack home' }, ...drawBlocks(record(view)['blocks'], handlers, 3).elements)

/**
 * A modal, to stand in a dialogue of the page. `errors`, by field, are what the product or the client found wrong the
 * last time. Answers go to `submit` only when Slack's own client would send them.
 */
export const slackModal = (
  view: unknown,
  handlers: Handlers,
  errors: Readonly<Record<string, string>>,
): HTMLElement => {
  const { title, submit, close, blocks } = record(view)
  const { elements, fields } = drawBlocks(blocks, handlers, 3)
  const heading = make('h2', { class: 'modal-title', id: uniqueId('modal') }, plainWords(title))
  const leave = make('button', { type: 'button', class: 'modal-close', 'aria-label': 'Close' }, '×')
  const cancel = make('button', { type: 'button', class: 'button' }, plainWords(close) || 'Cancel')
  const send = make('button', { type: 'submit', class: 'button primary' }, plainWords(submit) || 'Submit')
  const foot = make('div', { class: 'modal-foot' })
  const asks = submit !== undefined && submit !== null
  foot.append(make('div', { class: 'modal-buttons' }, ...(asks ? [cancel, send] : [cancel])))
  const form = make(
    'form',
    {
      class: 'slack modal',
      'aria-labelledby': heading.id,
      novalidate: true,
      autocomplete: 'off',
      'data-acts': '',
    },
    make('div', { class: 'modal-head' }, heading, leave),
    make(
      'div',
      { class: 'modal-body', tabindex: 0, role: 'group', 'aria-labelledby': heading.id },
      ...elements,
    ),
    foot,
  )
  leave.addEventListener('click', () => handlers.dismiss())
  cancel.addEventListener('click', () => handlers.dismiss())
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (!asks) return
    const wrong = Object.fromEntries(
      fields.flatMap((field) => {
        const error = field.check()
        return error === null ? [] : [[field.name, error] as const]
      }),
    )
    markAll(fields, wrong)
    complain(foot, null)
    if (Object.keys(wrong).length > 0) return
    const result = await whileSending(send, () => handlers.submit(answersOf(fields)))
    if (!result) return
    markAll(fields, result.fieldErrors)
    complain(foot, result.error)
  })
  const told = new Map(Object.entries(errors))
  for (const field of fields) field.mark(told.get(field.name) ?? null)
  return form
}
