import type { ActResult, Handlers } from './surface.ts'

/** What a press comes to before anything is drawn. */
export const nothing: ActResult = { ok: true, error: null, fieldErrors: {} }

/** Handlers that do nothing. */
export const idle: Handlers = {
  press: () => Promise.resolve(nothing),
  submit: () => Promise.resolve(nothing),
  dismiss: () => {},
}
