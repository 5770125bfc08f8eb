import type { ShownForm, ShownMessage } from '../../seen.ts'
import { button, el } from './dom.ts'
import type { Handlers } from './surface.ts'

/** A message as plain text and buttons. */
export const plainMessage = (
  { text, buttons }: Pick<ShownMessage, 'text' | 'buttons'>,
  handlers: Handlers,
): HTMLElement =>
  el(
    'div',
    { class: 'plain' },
    ...text.split('\n').map((line) => el('p', {}, line)),
    el(
      'p',
      {},
      ...buttons.map(({ id, label }) => button({}, () => void handlers.press(id, label, {}), label)),
    ),
  )

/** A form as plain text. */
export const plainForm = (form: ShownForm, handlers: Handlers): HTMLElement =>
  el(
    'div',
    { class: 'plain' },
    plainMessage(form, handlers),
    button({}, () => handlers.dismiss(), 'Close'),
  )
