import type { Temporal } from 'temporal-polyfill'
import { answersTo, mistakesIn, refilled } from './answers.ts'
import { applyEffects } from './effects.ts'
import type { Engine } from './engine.ts'
import { Conflict } from './errors.ts'
import {
  type About,
  type Act,
  askAgain,
  type Context,
  type Flow,
  type Outcome,
  type Who,
  type Word,
} from './flow.ts'
import { actions, button, type Content, type Form, type Message, message, say } from './message.ts'
import type { Account } from './model.ts'
import type { Found, HandBack, Hear, Inbound, Platform, Profile, Reply } from './platform.ts'
import { accountId, meetAccount } from './searching.ts'
import type { Reader, Store, Transaction } from './store.ts'
import { understand } from './words.ts'

/** The name of a press that opens a form: what a platform shows where it cannot open one at once. */
const OPENS_FORM = 'form:'

interface Needs {
  readonly store: Store
  readonly engine: Engine
  readonly flows: readonly Flow[]
  /** The flow that answers whatever no other understands. */
  readonly front: Flow
  readonly platforms: readonly Platform[]
  now(): Temporal.Instant
  contextAt(now: Temporal.Instant, ...id: readonly string[]): Context
  /** Told when something can go out at once. */
  onChange(): void
  /** An act that could not be carried out. */
  onTrouble(error: unknown, inbound: Inbound): void
}

const NOTHING: Reply = { type: 'nothing' }

/**
 * Takes in what a person did: once, in one transaction, deduplicated by the act's id; answers within the platform's
 * own response what that can carry, and through the outbox what it cannot.
 */
export const conversation = (needs: Needs): Hear => {
  const { store, onTrouble, onChange } = needs

  const attempt = async (inbound: Inbound, failed: boolean): Promise<Reply> => {
    const heard = (profile: Profile | 'not-asked' | null) =>
      store.transact((transaction) => hearIn(transaction, inbound, profile, failed, needs))
    return (
      (await heard(inbound.profile ?? 'not-asked')) ??
      (await heard(await profileOf(inbound, needs))) ??
      NOTHING
    )
  }

  return async (inbound) => {
    try {
      const reply = await attempt(inbound, false).catch((error) => {
        if (error instanceof Conflict) return attempt(inbound, false)
        throw error
      })
      onChange()
      return reply
    } catch (error) {
      onTrouble(error, inbound)
      const reply = await attempt(inbound, true)
      onChange()
      return reply
    }
  }
}

/** Null, and nothing done: too little is known of the person, and their platform has not been asked who they are. */
const hearIn = async (
  transaction: Transaction,
  inbound: Inbound,
  profile: Profile | 'not-asked' | null,
  failed: boolean,
  needs: Needs,
): Promise<Reply | null> => {
  const now = needs.now()
  const { read, outbox } = transaction
  const known = await read.accounts.byId(accountIdOf(inbound))
  if (!known?.email && profile === 'not-asked' && inbound.type !== 'left') return null
  if (!(await outbox.remember(inbound.id, now))) return NOTHING
  if (inbound.type === 'left') {
    await goodbye(transaction, inbound, now)
    return NOTHING
  }
  const account = await meet(
    transaction,
    inbound,
    known,
    profile === 'not-asked' ? null : profile,
    needs,
    now,
  )
  const who = await whoIs(account, read)
  const context = needs.contextAt(now, inbound.id)
  const { flow, outcome } = failed
    ? { flow: needs.front, outcome: await front({ type: 'failed' }, inbound, who, needs, read, context) }
    : await outcomeOf(inbound, who, needs, read, context)
  await applyEffects(outcome.effects, transaction, needs, now)
  return route(outcome.reply, flow, inbound, account, transaction, needs, now)
}

const accountIdOf = ({ from }: Inbound): string => accountId(from.platform, from.workspace, from.person)

/** Null when the platform does not tell, or could not be asked: who they are must not keep anyone from being heard. */
const profileOf = async (inbound: Inbound, { platforms, onTrouble }: Needs): Promise<Profile | null> => {
  const { platform: name, workspace, person } = inbound.from
  const platform = platforms.find((one) => one.name === name)
  try {
    const found: Found | undefined = await platform?.find(workspace, { person })
    return found?.type === 'found' ? found.profile : null
  } catch (error) {
    onTrouble(error, inbound)
    return null
  }
}

/** Whether the act tells something of the account that was not known. */
const isNews = (known: Account, reachedAt: string | null, profile: Profile | null): boolean =>
  known.gone ||
  known.workspace.removedAt !== null ||
  (reachedAt ?? known.conversation) !== known.conversation ||
  (profile?.name ?? known.name) !== known.name ||
  (profile?.email?.toLowerCase() ?? known.email) !== known.email ||
  (profile?.timeZone ?? known.timeZone) !== known.timeZone ||
  (profile?.locale ?? known.locale) !== known.locale

/** Meets whoever did this, and lets flows know if the list had been waiting for them. */
const meet = async (
  transaction: Transaction,
  { from, conversation: reachedAt }: Inbound,
  before: Account | null,
  profile: Profile | null,
  needs: Needs,
  now: Temporal.Instant,
): Promise<Account> => {
  if (before && !isNews(before, reachedAt, profile)) return before
  const id = accountId(from.platform, from.workspace, from.person)
  const workspaceId = await workspaceIdOf(transaction, from.platform, from.workspace, needs)
  await meetAccount(
    transaction,
    { id, workspaceId, externalId: from.person, conversation: reachedAt, profile },
    needs,
    now,
  )
  const account = await transaction.read.accounts.byId(id)
  if (!account) throw new Error('An account that was just met is not there.')
  return account
}

const workspaceIdOf = async (
  { read, write }: Transaction,
  platform: string,
  externalId: string,
  { platforms }: Needs,
): Promise<string> => {
  const known = await read.accounts.workspace(platform, externalId)
  if (known?.removedAt === null) return known.id
  if (known) {
    await write.accounts.workspaceRemoved(known.id, null)
    return known.id
  }
  const id = workspaceIdFor(platform, externalId)
  const groups = platforms.find(({ name }) => name === platform)?.groups ?? false
  await write.accounts.addWorkspace({ id, platform, externalId, name: externalId, groups })
  return id
}

/** The id of a workspace: the same whoever names it first. */
export const workspaceIdFor = (platform: string, externalId: string): string => `${platform}-${externalId}`

const goodbye = async (
  { read, write }: Transaction,
  { from, everyone }: Extract<Inbound, { type: 'left' }>,
  now: Temporal.Instant,
): Promise<void> => {
  if (everyone) {
    const workspace = await read.accounts.workspace(from.platform, from.workspace)
    if (workspace) await write.accounts.workspaceRemoved(workspace.id, now)
    return
  }
  const account = await read.accounts.byExternalId(from.platform, from.workspace, from.person)
  if (account) await write.accounts.gone(account.id)
}

const whoIs = async (account: Account, read: Reader): Promise<Who> => ({
  account,
  participants: (await read.participants.ofAccount(account.id)).filter(({ leftAt }) => leftAt === null),
  coordinates: await read.programmes.coordinatedBy(account.id),
})

type Told = { readonly flow: Flow; readonly outcome: Outcome }

type FrontOf<T extends Act['type']> = T extends Act['type']
  ? Omit<Extract<Act, { type: T }>, 'who' | 'id'>
  : never

const front = (
  act: FrontOf<'joined' | 'unclear' | 'not-allowed' | 'expired' | 'failed'>,
  inbound: Inbound,
  who: Who,
  needs: Needs,
  read: Reader,
  context: Context,
): Promise<Outcome> => needs.front.hear({ ...act, who, id: inbound.id }, read, context)

const outcomeOf = async (
  inbound: Exclude<Inbound, { type: 'left' }>,
  who: Who,
  needs: Needs,
  read: Reader,
  context: Context,
): Promise<Told> => {
  const toFront = async (act: Parameters<typeof front>[0]): Promise<Told> => ({
    flow: needs.front,
    outcome: await front(act, inbound, who, needs, read, context),
  })
  const by = { who, id: inbound.id }
  switch (inbound.type) {
    case 'joined':
      return toFront({ type: 'joined' })
    case 'commanded':
    case 'said': {
      const typed = inbound.type === 'said' ? inbound.text : inbound.words || 'home'
      const understood = understand(typed, context.words)
      if (understood.type === 'unclear')
        return toFront({ type: 'unclear', text: typed, nearest: understood.nearest?.word ?? null })
      const { word, rest } = understood
      const flow = needs.flows.find(({ words }) => words.includes(word))
      if (!flow || !mayUse(word, who)) return toFront({ type: 'not-allowed', word: word.word })
      const home = inbound.type === 'commanded' && inbound.home
      return {
        flow,
        outcome: await flow.hear({ ...by, type: 'command', word: word.word, rest, home }, read, context),
      }
    }
    case 'pressed': {
      const { name, subject } = inbound
      const flow = needs.flows.find((one) => one.name === inbound.flow)
      if (!flow) return toFront({ type: 'expired' })
      if (!name.startsWith(OPENS_FORM))
        return { flow, outcome: await flow.hear({ ...by, type: 'press', name, subject }, read, context) }
      const form = await flow.form(name.slice(OPENS_FORM.length), subject, who, read, context)
      return form
        ? { flow, outcome: { effects: [], reply: { type: 'form', form } } }
        : toFront({ type: 'expired' })
    }
    case 'submitted': {
      const { name, subject } = inbound
      const flow = needs.flows.find((one) => one.name === inbound.flow)
      const form = await flow?.form(name, subject, who, read, context)
      if (!flow || !form) return toFront({ type: 'expired' })
      const answers = answersTo(form, inbound.answers)
      const errors = mistakesIn(form, answers)
      if (Object.keys(errors).length > 0) return { flow, outcome: askAgain(refilled(form, answers), errors) }
      return {
        flow,
        outcome: await flow.hear({ ...by, type: 'submit', name, subject, answers }, read, context),
      }
    }
  }
}

const mayUse = (word: Word, who: Who): boolean => {
  switch (word.for) {
    case 'anyone':
      return true
    case 'participant':
      return who.participants.length > 0 || who.coordinates.length > 0
    case 'coordinator':
      return who.coordinates.length > 0
  }
}

/** Gives the reply to the platform's response if that can carry it, and puts the rest in the outbox. */
const route = async (
  reply: Outcome['reply'],
  flow: Flow,
  inbound: Inbound,
  account: Account,
  transaction: Transaction,
  { engine }: Needs,
  now: Temporal.Instant,
): Promise<Reply> => {
  if (reply.type === 'nothing') return reply
  const { outbox } = transaction
  const on = inbound.type === 'pressed' || inbound.type === 'submitted' ? inbound.on : null
  // A message stays what its own flow said: what another flow answers stands beside it.
  const isOwn = on === null || (await outbox.flowAt(on, account.id)) === flow.name
  const carried =
    inbound.carries.includes(reply.type) ||
    (reply.type === 'form' && isOwn && inbound.carries.includes('form-in-place'))
  if (reply.type === 'became' && isOwn) {
    const shown = on !== null && (await outbox.becomes(on, account.id, reply.message, reply.about ?? null))
    if (carried || shown) return carried ? reply : NOTHING
  } else if (carried && reply.type !== 'became') return reply
  const about = reply.type === 'became' ? (reply.about ?? null) : null
  await scheduleAnswer(flow.name, inbound, contentOf(reply), transaction, engine, now, about)
  return NOTHING
}

const contentOf = (reply: Exclude<Outcome['reply'], { type: 'nothing' }>): Content => {
  if (reply.type !== 'form' && reply.type !== 'errors') return reply.message
  return reply.form.inputs.length > 0 ? reply.form : invitationTo(reply.form)
}

/** What is only to be read may be private: it is opened by whoever wants to see it, and never sent. */
const invitationTo = ({ title, invitation, flow, name, subject }: Form): Message =>
  message(invitation, say(invitation), actions(button(title, flow, `${OPENS_FORM}${name}`, subject)))

const scheduleAnswer = (
  flow: string,
  inbound: Inbound,
  content: Content,
  transaction: Transaction,
  engine: Engine,
  now: Temporal.Instant,
  about: About | null = null,
): Promise<void> =>
  engine.schedule(
    transaction,
    {
      flow,
      subject: about?.subject ?? { kind: 'act', id: inbound.id },
      occurrence: about?.occurrence ?? 'answer',
      address: { type: 'account', accountId: accountIdOf(inbound) },
      class: 'answer',
      participantId: about?.participantId ?? null,
      dueAt: now,
    },
    null,
    about ? null : content,
  )

/** Puts in the outbox what a platform's response was to carry and could not. */
export const handingBack =
  ({ store, engine, front, now, onChange }: Needs): HandBack =>
  async (inbound, content) => {
    const flow = inbound.type === 'pressed' || inbound.type === 'submitted' ? inbound.flow : front.name
    await store.transact((transaction) => scheduleAnswer(flow, inbound, content, transaction, engine, now()))
    onChange()
  }
