import type { ShownForm, ShownMessage } from '../../seen.ts'
import { plainForm, plainMessage } from './plain.ts'
import type { Handlers } from './surface.ts'

export const drawMessage = (message: ShownMessage, handlers: Handlers): HTMLElement =>
  plainMessage(message, handlers)

export const drawHome = (home: ShownMessage, handlers: Handlers): HTMLElement => plainMessage(home, handlers)

export const drawForm = (form: ShownForm, handlers: Handlers): HTMLElement => plainForm(form, handlers)
