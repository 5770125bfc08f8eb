import type { Temporal } from 'temporal-polyfill'
import { isPaused } from '../../core/around.ts'
import { dateIn, hoursOf, isOpen, usualHours } from '../../core/calendar.ts'
import type { Settlement } from '../../core/engine.ts'
import type { Delivery, Participant, Programme } from '../../core/model.ts'
import type { Store } from '../../core/store.ts'
import type { Lived, ReceivedMessage } from '../../simulator/index.ts'
import { isIntroducedInTime } from './introduced.ts'

/** What a broken promise is: which one, and where. Ids alone. */
export interface Broken {
  readonly promise: string
  readonly where: string
}

/** Looks over Duologue's shoulder while it works, with nothing but what the store and the platforms hold. */
export interface Audit {
  /** To be told of each settlement. */
  settled(delivery: Delivery, settlement: Settlement): void
  /** To be called when all of a step is settled: checks what was sent in it against the facts of that moment. */
  afterStep(now: Temporal.Instant): Promise<void>
  /** What was promised and not kept, over all. */
  broken(received: readonly ReceivedMessage[], lived: Lived): Promise<readonly Broken[]>
}

const INVITATIONS = 2

export const createAudit = (store: Store, programme: Programme): Audit => {
  const sentNow: Delivery[] = []
  const broken: Broken[] = []
  /** Until when each has paused, of those who were seen to, day by day. */
  const pauses = new Map<string, Temporal.Instant>()
  let lastStep: Temporal.Instant | null = null

  const notePauses = async (): Promise<void> => {
    for (const { id, pausedUntil } of await store.read.participants.of(programme.id))
      if (pausedUntil) pauses.set(id, pausedUntil)
  }

  const check = async (delivery: Delivery, now: Temporal.Instant): Promise<void> => {
    if (delivery.class === 'answer') return
    const people = await recipients(delivery, store)
    const where = `${delivery.flow} ${delivery.id}`
    for (const person of people) {
      if (person.consent !== 'yes' && delivery.class !== 'invitation')
        broken.push({ promise: 'nobody is written to without consent', where })
      if (isPaused(person, now) && delivery.class !== 'booked')
        broken.push({ promise: 'nobody is written to while paused', where })
    }
    if (delivery.class === 'booked') return
    const account =
      delivery.address.type === 'account' ? await store.read.accounts.byId(delivery.address.accountId) : null
    const hours =
      people.length > 0 ? people.map((one) => hoursOf(one, programme)) : [usualHours(account, programme)]
    if (!isOpen(hours, now)) broken.push({ promise: 'ordinary messages keep to working hours', where })
  }

  return {
    settled: (delivery, settlement) => {
      if (settlement.type === 'sent') sentNow.push(delivery)
    },
    afterStep: async (now) => {
      for (const delivery of sentNow.splice(0)) await check(delivery, now)
      if (!lastStep || !dateIn('UTC', lastStep).equals(dateIn('UTC', now))) await notePauses()
      lastStep = now
    },
    broken: async (received, lived) => [
      ...broken,
      ...(await onceEach(store, received)),
      ...(await introductions(store, programme, pauses, lastStep)),
      ...(await invitations(store)),
      ...(await answersKept(store, programme, lived)),
      ...privateWords(received, lived),
    ],
  }
}

const recipients = async (delivery: Delivery, { read }: Store): Promise<readonly Participant[]> => {
  if (delivery.address.type === 'pair')
    return (await read.approved.byId(delivery.address.pairId))?.members ?? []
  const participant = delivery.participantId && (await read.participants.byId(delivery.participantId))
  return participant ? [participant] : []
}

/** A message's name in all simulated workspaces. */
const messageKey = ({
  workspace,
  conversation,
  id,
}: {
  workspace: string
  conversation: string
  id: string
}) => `${workspace}/${conversation}/${id}`

/** Finds the message that a delivery's receipt names: what an adapter calls a conversation holds the platform's own id of it. */
export const messagesByReceipt = (received: readonly ReceivedMessage[]) => {
  const byId = new Map<string, ReceivedMessage[]>()
  for (const message of received) {
    if (message.via !== 'api' || message.ephemeral) continue
    const key = `${message.workspace}/${message.id}`
    byId.set(key, [...(byId.get(key) ?? []), message])
  }
  return ({ receipt }: Delivery): readonly ReceivedMessage[] =>
    receipt
      ? (byId.get(`${receipt.workspace}/${receipt.message}`) ?? []).filter(({ conversation }) =>
          receipt.conversation.includes(conversation),
        )
      : []
}

/** Each delivery sent exactly once, or dropped with a reason; and nothing that is no delivery. */
const onceEach = async (store: Store, received: readonly ReceivedMessage[]): Promise<Broken[]> => {
  const messagesOf = messagesByReceipt(received)
  const extra = new Set(received.filter(({ via, ephemeral }) => via === 'api' && !ephemeral))
  const broken: Broken[] = []
  for (const delivery of await store.read.deliveries.all()) {
    const where = `${delivery.flow} ${delivery.id}`
    if ((delivery.state === 'dropped' || delivery.state === 'failed') && !delivery.reason)
      broken.push({ promise: 'what is not sent has a reason', where })
    if (delivery.state === 'sending') broken.push({ promise: 'nothing is left half sent', where })
    if (delivery.state !== 'sent') continue
    const messages = messagesOf(delivery)
    if (messages.length !== 1)
      broken.push({
        promise: 'what is sent arrives exactly once',
        where: `${where}: ${messages.length} times`,
      })
    for (const message of messages) extra.delete(message)
  }
  for (const message of extra)
    broken.push({ promise: 'nothing arrives that is no delivery', where: messageKey(message) })
  return broken
}

const introductions = async (
  store: Store,
  programme: Programme,
  pauses: ReadonlyMap<string, Temporal.Instant>,
  now: Temporal.Instant | null,
): Promise<Broken[]> => {
  const broken: Broken[] = []
  const back = (participantId: string) => pauses.get(participantId) ?? null
  for (const pair of await store.read.approved.of(programme.id)) {
    if (pair.endedAt || !now) continue
    const sent = await store.read.deliveries.about('introduction', { kind: 'pair', id: pair.id })
    if (!isIntroducedInTime(pair, programme, sent, back, now))
      broken.push({ promise: 'every pair is introduced in good time', where: pair.id })
  }
  return broken
}

const invitations = async (store: Store): Promise<Broken[]> => {
  const counts = new Map<string, number>()
  for (const { class: kind, state, participantId } of await store.read.deliveries.all())
    if (kind === 'invitation' && state === 'sent' && participantId)
      counts.set(participantId, (counts.get(participantId) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count > INVITATIONS)
    .map(([where]) => ({ promise: 'an invitation and one reminder, no more', where }))
}

/** Every private word that somebody typed, and that was taken in, is kept, unless they wrote something else in its place. */
const answersKept = async (store: Store, programme: Programme, { keptSecrets }: Lived): Promise<Broken[]> => {
  const kept: string[] = []
  for (const participant of await store.read.participants.of(programme.id)) {
    for (const { next } of await store.read.checkIns.ofParticipant(participant.id)) kept.push(next ?? '')
    for (const { words } of await store.read.reflections.ofParticipant(participant.id)) kept.push(words)
    for (const survey of await store.read.surveys.of(programme.id))
      kept.push(JSON.stringify(await store.read.surveys.begun(survey.id, participant.id)))
  }
  for (const survey of await store.read.surveys.of(programme.id))
    for (const { answers } of await store.read.surveys.responses(survey.id))
      kept.push(JSON.stringify(answers))
  const isKept = mentioned(kept.join('\n'))
  return keptSecrets
    .map(codeIn)
    .filter((code) => !isKept(code))
    .map((code) => ({ promise: 'no answer is lost', where: code }))
}

const privateWords = (received: readonly ReceivedMessage[], { secrets }: Lived): Broken[] => {
  const shown = received.map((message) => `${message.text} ${JSON.stringify(message.raw)}`).join('\n')
  const isShown = mentioned(shown)
  return secrets
    .map(codeIn)
    .filter(isShown)
    .map((code) => ({ promise: 'private words stay in their form', where: code }))
}

/** The part of private words that nobody else writes. */
const CODE = /zq[0-9a-z]+zq/

const codeIn = (words: string): string => CODE.exec(words)?.[0] ?? words

/** Whether a text holds this code; words without one are looked for as they are. */
const mentioned = (text: string): ((code: string) => boolean) => {
  const codes = new Set(text.match(new RegExp(CODE, 'g')))
  return (code) => codes.has(code) || (!CODE.test(code) && text.includes(code))
}
