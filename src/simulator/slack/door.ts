import { digest } from '../hash.ts'
import { notSent, outcomeOf, wait, waitForMessage } from '../outcomes.ts'
import { shownConversations, shownInbox, shownMessage } from '../shown.ts'
import type {
  Door,
  ShownForm,
  ShownMessage,
  SimulatedPerson,
  SimulatedSlackWorkspace,
  SimulatorOptions,
} from '../types.ts'
import { personKey } from '../world.ts'
import { createSlackActs } from './acts.ts'
import { readView } from './read.ts'
import type { SlackRequests } from './requests.ts'
import { type SlackState, type SlackView, stackOf } from './state.ts'
import { richText } from './values.ts'
import { viewJson } from './views.ts'

/** One person's Slack. */
export function slackDoor(
  state: SlackState,
  requests: SlackRequests,
  options: SimulatorOptions,
  workspace: SimulatedSlackWorkspace,
  person: SimulatedPerson,
): Door {
  const { world } = state
  const key = personKey(workspace.id, person.id)
  const acts = createSlackActs(state, requests, workspace, person)
  const nameOf = state.nameOf(workspace.id)

  const did = (act: string) =>
    world.emit({ type: 'act', platform: 'slack', workspace: workspace.id, person: person.id, act })
  const run = (name: string, act: Parameters<typeof outcomeOf>[3]) => {
    did(name)
    return outcomeOf(world, options, { workspace: workspace.id, person: person.id }, () => {
      if (world.outages.has('slack')) return Promise.resolve(notSent('Slack cannot be reached just now.'))
      if (state.uninstalled.has(workspace.id))
        return Promise.resolve(notSent('The app is not installed here.'))
      return act()
    })
  }
  const directChat = () => world.converse(workspace, [person.id]).conversation

  const open = async (tab: 'home' | 'messages') => {
    const home = state.homes.get(key)
    const answer = await requests.event(workspace, {
      type: 'app_home_opened',
      user: person.id,
      channel: directChat().id,
      tab,
      event_ts: state.timestamp(workspace.id),
      ...(home && tab === 'home' ? { view: viewJson(workspace, home) } : {}),
    })
    return acts.eventResult(answer)
  }

  return {
    person,
    platform: 'slack',
    workspace: workspace.id,
    conversations: () => shownConversations(world, workspace.id, person.id),
    inbox: () => shownInbox(world, workspace.id, person.id),
    message: (id) => shownMessage(world, workspace.id, person.id, id),
    async home() {
      did('home')
      const watch = world.watch(workspace.id, person.id)
      const result = await open('home')
      if (result.ok) await wait(options, watch, true)
      watch.stop()
      return homeNow()
    },
    say: (words) =>
      run('say', async () => {
        const ts = state.timestamp(workspace.id)
        const escaped = words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
        const conversation = directChat()
        const message = {
          type: 'message',
          user: person.id,
          text: escaped,
          ts,
          client_msg_id: clientMessageId(workspace.id, ts),
          team: workspace.id,
          blocks: [{ block_id: ts.slice(-5), ...richText(words) }],
        }
        world.post({
          id: ts,
          conversation,
          author: person.id,
          onlyFor: null,
          via: 'api',
          content: message,
          metadata: null,
          readable: { text: words, summary: words, buttons: [], fields: [] },
        })
        world.emit({
          type: 'said',
          platform: 'slack',
          workspace: workspace.id,
          person: person.id,
          text: words,
        })
        const event = { ...message, channel: conversation.id, event_ts: ts, channel_type: 'im' }
        return acts.eventResult(await requests.event(workspace, event))
      }),
    command: (words, conversation) =>
      run('command', () => acts.command(words, conversation ?? directChat().id)),
    press: (on, label, answers) => run('press', () => acts.press(on, label, answers ?? {})),
    form() {
      const view = stackOf(state, workspace.id, person.id).at(-1)
      return view ? shownForm(view) : null
    },
    fill: (answers) => run('fill', () => acts.submit(answers)),
    dismiss: () => acts.dismiss(),
    install: () => {
      state.uninstalled.delete(workspace.id)
      return run('install', () => open('messages'))
    },
    uninstall: () =>
      run('uninstall', async () => {
        const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: [workspace.botUserId] } }
        state.uninstalled.add(workspace.id)
        await requests.event(workspace, revoked)
        const result = acts.eventResult(await requests.event(workspace, { type: 'app_uninstalled' }))
        return { ...result, expects: false }
      }),
    block(on) {
      if (on) state.blocked.add(key)
      else state.blocked.delete(key)
    },
    hasApp: () => !state.uninstalled.has(workspace.id),
    homeNow,
    waitFor: (fits, withinMs) => waitForMessage(world, workspace.id, person.id, fits, withinMs),
  }

  function shownForm(view: SlackView): ShownForm {
    const readable = readView(view.content, nameOf)
    return {
      id: view.id,
      title: readable.summary,
      text: readable.text,
      fields: readable.fields.map((field) => {
        const error = acts.errors(view)[field.name]
        return error === undefined ? field : { ...field, error }
      }),
      buttons: readable.buttons,
      submit: acts.submitLabel(view),
      raw: view.content,
    }
  }

  function homeNow(): ShownMessage | null {
    const home = state.homes.get(key)
    return home ? shownHome(home) : null
  }

  function shownHome(view: SlackView): ShownMessage {
    return {
      id: view.id,
      conversation: 'home',
      platform: 'slack',
      workspace: workspace.id,
      from: 'bot',
      at: world.clock.now(),
      ...readView(view.content, nameOf),
      private: true,
      edited: false,
      raw: view.content,
    }
  }
}

function clientMessageId(...parts: string[]): string {
  return digest(...parts).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}
