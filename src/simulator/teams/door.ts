import { notSent, outcomeOf, type Result, waitForMessage } from '../outcomes.ts'
import { shownConversations, shownInbox, shownMessage, visibleTo } from '../shown.ts'
import type {
  Door,
  Outcome,
  ShownForm,
  SimulatedPerson,
  SimulatedTeamsTenant,
  SimulatorOptions,
} from '../types.ts'
import { personKey, type StoredMessage } from '../world.ts'
import { createTeamsActs, submitOf } from './acts.ts'
import { cardOf, fieldsOf } from './read.ts'
import type { TeamsRequests } from './requests.ts'
import type { TeamsState } from './state.ts'

/** One person's Teams. */
export function teamsDoor(
  state: TeamsState,
  requests: TeamsRequests,
  options: SimulatorOptions,
  tenant: SimulatedTeamsTenant,
  person: SimulatedPerson,
): Door {
  const { world } = state
  const key = personKey(tenant.id, person.id)
  const conversation = () => world.converse(tenant, [person.id]).conversation
  const acts = createTeamsActs(state, requests, tenant, person, conversation)
  /** Cards that this person has turned away from, as they were then. */
  const dismissed = new WeakMap<StoredMessage, unknown>()
  const errors = new WeakMap<StoredMessage, Record<string, string>>()

  const run = (name: string, act: () => Promise<Result>, needsApp = true): Promise<Outcome> => {
    world.emit({ type: 'act', platform: 'teams', workspace: tenant.id, person: person.id, act: name })
    return outcomeOf(world, options, { workspace: tenant.id, person: person.id }, async () => {
      if (world.outages.has('teams')) return notSent('Teams cannot be reached just now.')
      if (needsApp && !state.installed.has(key)) return notSent('The app is not installed for this person.')
      return act()
    })
  }

  const say = (words: string) =>
    run('say', () => {
      world.emit({ type: 'said', platform: 'teams', workspace: tenant.id, person: person.id, text: words })
      return acts.say(words)
    })

  /** The newest card with questions; an older one is out of sight. */
  const current = (): StoredMessage | null => {
    const asking = visibleTo(conversation(), person.id).filter(
      (message) => message.readable.fields.length > 0,
    )
    const newest = asking.at(-1)
    return newest && dismissed.get(newest) !== newest.content ? newest : null
  }

  const form = (): ShownForm | null => {
    const message = current()
    const card = message ? cardOf(message.content) : null
    if (!message || !card) return null
    const submit = submitOf(card)
    const told = errors.get(message) ?? {}
    return {
      id: message.id,
      title: message.readable.text.split('\n')[0] ?? '',
      text: message.readable.text,
      fields: fieldsOf(card).map((field) => {
        const error = told[field.name]
        return error === undefined ? field : { ...field, error }
      }),
      buttons: message.readable.buttons,
      submit: submit?.label ?? null,
      raw: message.content,
    }
  }

  return {
    person,
    platform: 'teams',
    workspace: tenant.id,
    conversations: () => shownConversations(world, tenant.id, person.id),
    inbox: () => shownInbox(world, tenant.id, person.id),
    message: (id) => shownMessage(world, tenant.id, person.id, id),
    home: () => Promise.resolve(null),
    say,
    command: (words) => say(words),
    press: (on, label, answers) => run('press', () => acts.press(on, label, answers ?? {})),
    form,
    fill: (answers) =>
      run('fill', async () => {
        const message = current()
        const card = message ? cardOf(message.content) : null
        const shown = form()
        const action = card ? submitOf(card) : null
        if (!message || !card || !shown || !action) return notSent('There is no form open.')
        const result = await acts.press(shown, action.id, answers)
        if (result.fieldErrors) errors.set(message, result.fieldErrors)
        else errors.delete(message)
        return result
      }),
    dismiss() {
      const message = current()
      if (message) dismissed.set(message, message.content)
      return Promise.resolve()
    },
    install() {
      state.installed.add(key)
      return run('install', () => acts.installation('add'))
    },
    uninstall: () =>
      run(
        'uninstall',
        () => {
          state.installed.delete(key)
          return acts.installation('remove')
        },
        false,
      ),
    block(on) {
      if (on) state.blocked.add(key)
      else state.blocked.delete(key)
    },
    hasApp: () => state.installed.has(key),
    homeNow: () => null,
    waitFor: (fits, withinMs) => waitForMessage(world, tenant.id, person.id, fits, withinMs),
  }
}
