import { flag, type Json, text } from '../json.ts'
import type { SimulatedPerson, SimulatedSlackWorkspace } from '../types.ts'
import { type Conversation, personKey } from '../world.ts'
import { minutesAhead } from '../zones.ts'
import { channelOf } from './chat.ts'
import { fine, type Method, page, refused } from './method.ts'
import { botIdOf, type SlackState } from './state.ts'

/** conversations.open counts the bot among those it takes. */
const MOST_PEOPLE_IN_A_GROUP = 8
const USUAL_PAGE = 100

/** The name in a workspace's address. */
export function domainOf(workspace: SimulatedSlackWorkspace): string {
  return workspace.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function userOf(state: SlackState, workspace: SimulatedSlackWorkspace, person: SimulatedPerson): Json {
  const [first = person.name, ...rest] = person.name.split(' ')
  return {
    id: person.id,
    team_id: workspace.id,
    name: usernameOf(person),
    deleted: false,
    real_name: person.name,
    tz: person.timeZone,
    tz_label: person.timeZone,
    tz_offset: minutesAhead(person.timeZone, state.world.clock.now()) * 60,
    profile: {
      real_name: person.name,
      display_name: first,
      first_name: first,
      last_name: rest.join(' '),
      title: person.title ?? '',
      email: person.email,
      team: workspace.id,
    },
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    updated: 0,
  }
}

/** Slack's short name of a person. */
export function usernameOf(person: SimulatedPerson): string {
  return person.email.split('@')[0] ?? person.id
}

function botUser(workspace: SimulatedSlackWorkspace): Json {
  return {
    id: workspace.botUserId,
    team_id: workspace.id,
    name: 'duologue',
    deleted: false,
    real_name: 'Duologue',
    profile: { real_name: 'Duologue', bot_id: botIdOf(workspace), api_app_id: workspace.appId },
    is_bot: true,
    is_app_user: false,
  }
}

function slackbot(workspace: SimulatedSlackWorkspace): Json {
  return {
    id: 'USLACKBOT',
    team_id: workspace.id,
    name: 'slackbot',
    deleted: false,
    real_name: 'Slackbot',
    profile: { real_name: 'Slackbot' },
    is_bot: false,
  }
}

const authTest: Method = ({ workspace }) =>
  fine({
    url: `https://${domainOf(workspace)}.slack.com/`,
    team: workspace.name,
    user: 'duologue',
    team_id: workspace.id,
    user_id: workspace.botUserId,
    bot_id: botIdOf(workspace),
    is_enterprise_install: false,
  })

const teamInfo: Method = ({ workspace }) =>
  fine({
    team: {
      id: workspace.id,
      name: workspace.name,
      domain: domainOf(workspace),
      email_domain: '',
      icon: { image_default: true },
    },
  })

const usersInfo: Method = ({ state, workspace, args }) => {
  const id = text(args['user'])
  if (id === workspace.botUserId) return fine({ user: botUser(workspace) })
  const person = state.world.person(workspace.id, id)
  if (!person) return refused('user_not_found')
  const user = userOf(state, workspace, person)
  return fine({ user: flag(args['include_locale']) ? { ...user, locale: person.locale } : user })
}

const usersList: Method = ({ state, workspace, args }) => {
  const locale = flag(args['include_locale'])
  const all = [
    slackbot(workspace),
    botUser(workspace),
    ...workspace.people.map((person) => {
      const user = userOf(state, workspace, person)
      return locale ? { ...user, locale: person.locale } : user
    }),
  ]
  const part = page(all, args, all.length)
  if (!part) return refused('invalid_cursor')
  return fine({
    members: part.items,
    cache_ts: Math.floor(state.world.clock.now() / 1000),
    response_metadata: { next_cursor: part.cursor },
  })
}

const lookupByEmail: Method = ({ state, workspace, args }) => {
  const email = text(args['email']).toLowerCase()
  const person = workspace.people.find((someone) => someone.email.toLowerCase() === email)
  return person ? fine({ user: userOf(state, workspace, person) }) : refused('users_not_found')
}

function channelInfo(workspace: SimulatedSlackWorkspace, conversation: Conversation): Json {
  const direct = conversation.kind === 'direct'
  return {
    id: conversation.id,
    context_team_id: workspace.id,
    is_im: direct,
    is_mpim: !direct,
    is_group: false,
    is_channel: !direct,
    is_private: true,
    is_archived: false,
    is_org_shared: false,
    ...(direct
      ? { user: conversation.people[0], is_user_deleted: false }
      : { name: `mpdm-${conversation.id.toLowerCase()}-1`, is_open: true, is_member: true }),
  }
}

const open: Method = (call) => {
  const { state, workspace, args } = call
  const brief = !flag(args['return_im'])
  const answer = (conversation: Conversation, created: boolean) =>
    fine({
      ...(created ? {} : { no_op: true, already_open: true }),
      channel: brief ? { id: conversation.id } : channelInfo(workspace, conversation),
    })
  if (text(args['channel']) !== '') {
    const conversation = channelOf(call)
    return conversation ? answer(conversation, false) : refused('channel_not_found')
  }
  const users = text(args['users'])
    .split(',')
    .map((user) => user.trim())
    .filter((user) => user !== '' && user !== workspace.botUserId)
  if (users.length === 0) return refused('users_list_not_supplied')
  if (users.length > MOST_PEOPLE_IN_A_GROUP) return refused('too_many_users')
  if (users.some((user) => !state.world.person(workspace.id, user))) return refused('user_not_found')
  const [only] = users
  if (users.length === 1 && only !== undefined && state.blocked.has(personKey(workspace.id, only))) {
    return refused('user_disabled')
  }
  const { conversation, created } = state.world.converse(workspace, users)
  return answer(conversation, created)
}

const info: Method = (call) => {
  const conversation = channelOf(call)
  return conversation
    ? fine({ channel: channelInfo(call.workspace, conversation) })
    : refused('channel_not_found')
}

const members: Method = (call) => {
  const conversation = channelOf(call)
  if (!conversation) return refused('channel_not_found')
  const part = page([...conversation.people, call.workspace.botUserId], call.args, USUAL_PAGE)
  if (!part) return refused('invalid_cursor')
  return fine({ members: part.items, response_metadata: { next_cursor: part.cursor } })
}

const listAll: Method = ({ state, workspace, args }) => {
  const types = text(args['types']).split(',')
  const seen = new Map<string, Conversation>()
  for (const person of workspace.people) {
    for (const conversation of state.world.conversationsOf(workspace.id, person.id)) {
      const kind = conversation.kind === 'direct' ? 'im' : 'mpim'
      if (types.includes(kind)) seen.set(conversation.id, conversation)
    }
  }
  const part = page([...seen.values()], args, USUAL_PAGE)
  if (!part) return refused('invalid_cursor')
  return fine({
    channels: part.items.map((conversation) => channelInfo(workspace, conversation)),
    response_metadata: { next_cursor: part.cursor },
  })
}

export const PEOPLE_METHODS: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'team.info': teamInfo,
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': lookupByEmail,
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.list': listAll,
}
