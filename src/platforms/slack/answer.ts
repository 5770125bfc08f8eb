import type { RespondArguments, RespondFn, types } from '@slack/bolt'
import type { Content, Form, Message } from '../../core/message.ts'
import type { HandBack, Reply } from '../../core/platform.ts'
import type { Calls, Log } from './calls.ts'
import type { Heard } from './receive.ts'
import {
  type Rendered,
  renderErrors,
  renderForm,
  renderHome,
  renderInvitation,
  renderMessage,
} from './render.ts'

/** Ways back to the person who acted, when the acknowledgement has gone or cannot carry the reply. */
export interface Answering {
  /** In the conversation where they asked, for them alone; where that fails, as a delivery. */
  respond(heard: Heard, respond: RespondFn, message: Message): Promise<void>
  /** In place of the private message that they pressed. */
  replace(heard: Heard, respond: RespondFn, message: Message): Promise<void>
  /** As a modal; where it is too late for one, as an invitation to it. */
  open(
    heard: Heard,
    respond: RespondFn | null,
    form: Form,
    errors?: Readonly<Record<string, string>>,
  ): Promise<void>
  publish(heard: Heard, message: Message): Promise<void>
}

/** How often the home view is tried; whoever opens it again gets it anew. */
const MOST_TRIES = 3

export const createAnswering = (needs: {
  readonly calls: Calls
  readonly handBack: HandBack
  readonly log: Log
}): Answering => {
  const { calls, handBack, log } = needs

  /** Whether a response_url took it. Its own errors hold the address, so they are not passed on. */
  const through = async (respond: RespondFn, body: RespondArguments): Promise<boolean> => {
    try {
      await respond(body)
      return true
    } catch {
      return false
    }
  }

  const respond = async (
    heard: Heard,
    way: RespondFn,
    rendered: Rendered,
    content: Content,
  ): Promise<void> => {
    if (!(await through(way, { ...privately(rendered), replace_original: false })))
      await handBack(heard.inbound, content)
  }

  return {
    respond: (heard, way, message) => respond(heard, way, renderMessage(message), message),

    async replace(heard, way, message) {
      const replaced = await through(way, { ...privately(renderMessage(message)), replace_original: true })
      if (!replaced) await handBack(heard.inbound, message)
    },

    async open(heard, way, form, errors) {
      const { workspace } = heard.inbound.from
      const { trigger, on } = heard
      const view = renderForm(form, on, errors)
      if (trigger !== null) {
        const opened = await calls.call(workspace, [], (client) =>
          heard.view === null
            ? client.views.open({ trigger_id: trigger, view })
            : client.views.update({ view_id: heard.view, view }),
        )
        if (opened.type === 'done') return
      }
      if (way) await respond(heard, way, renderInvitation(form), form)
      else await handBack(heard.inbound, form)
    },

    async publish(heard, message) {
      const { workspace, person } = heard.inbound.from
      const view = renderHome(message)
      for (let attempt = 1; ; attempt += 1) {
        const called = await calls.call(workspace, [], (client) =>
          client.views.publish({ user_id: person, view }),
        )
        if (called.type === 'done') return
        if (called.type === 'later' && attempt < MOST_TRIES) continue
        return log('warn', 'slack.home.not-published', { workspace })
      }
    },
  }
}

/** The body of an acknowledgement or of a response_url that one person sees. */
export const privately = ({ text, blocks }: Rendered): RespondArguments => ({
  response_type: 'ephemeral',
  text,
  blocks,
})

type ViewAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView }

/** What a submitted view is answered with; null closes it. */
export const viewAnswer = ({ on, fields }: Heard, reply: Reply): ViewAnswer | null => {
  switch (reply.type) {
    case 'errors': {
      const errors = renderErrors(reply.errors, fields)
      return Object.keys(errors).length > 0
        ? { response_action: 'errors', errors }
        : { response_action: 'update', view: renderForm(reply.form, on, reply.errors) }
    }
    case 'form':
      return { response_action: 'update', view: renderForm(reply.form, on) }
    case 'nothing':
    case 'answer':
    case 'became':
      return null
  }
}
