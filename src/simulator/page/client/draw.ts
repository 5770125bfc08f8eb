import type { ShownForm, ShownMessage } from '../../seen.ts'
import { slackHome, slackMessage, slackModal } from './slack/index.ts'
import type { Handlers } from './surface.ts'
import { teamsMessage } from './teams/index.ts'

/** What the bot wrote, as this person's platform shows it. */
export const drawMessage = ({ platform, raw }: ShownMessage, handlers: Handlers): HTMLElement =>
  platform === 'slack' ? slackMessage(raw, handlers) : teamsMessage(raw, handlers)

export const drawHome = ({ raw }: ShownMessage, handlers: Handlers): HTMLElement => slackHome(raw, handlers)

/** A modal, with what is wrong in it beside each question. */
export const drawForm = ({ raw, fields }: ShownForm, handlers: Handlers): HTMLElement =>
  slackModal(
    raw,
    handlers,
    Object.fromEntries(fields.flatMap(({ name, error }) => (error === undefined ? [] : [[name, error]]))),
  )
