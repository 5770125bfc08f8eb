import { Conflict } from '../../../src/core/errors.ts'
import type { Act, Context, Effect, Outcome, Plan, Who } from '../../../src/core/flow.ts'
import type { Delivery, Meeting, Pair, Participant, Programme } from '../../../src/core/model.ts'
import { scheduling } from '../../../src/flows/scheduling/index.ts'
import { aContext, aPair, aParticipant, aPartner, aProgramme } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import { aDelivery, press, sends, submit } from '../said.ts'

/** A pair whose meetings change as the flow decides, by the store's own rule of revisions. */
export const aWorld = (start: { pair?: Pair; programme?: Programme; meetings?: readonly Meeting[] } = {}) => {
  const pair = start.pair ?? aPair()
  const programme = start.programme ?? aProgramme()
  let meetings: readonly Meeting[] = start.meetings ?? []
  let acts = 0
  const facts = (): Partial<Facts> => ({
    programmes: [programme],
    pairs: [pair],
    participants: pair.members,
    meetings,
  })
  const apply = (effects: readonly Effect[]): void => {
    for (const effect of effects) {
      if (effect.type !== 'save' || effect.aggregate !== 'meetings') continue
      if (effect.verb === 'propose') meetings = [...meetings, effect.with[0]]
      if (effect.verb === 'change') {
        const [after, was] = effect.with
        if (meetings.find(({ id }) => id === after.id)?.revision !== was) throw new Conflict('meeting')
        meetings = meetings.map((one) => (one.id === after.id ? after : one))
      }
    }
  }
  const contextAt = (now: string): Context => {
    const act = ++acts
    return aContext(now, { newId: (label) => `${label}${act}` })
  }
  const hear = async (act: Act, now: string): Promise<Outcome> => {
    const outcome = await scheduling.hear(act, readerOf(facts()), contextAt(now))
    apply(outcome.effects)
    return outcome
  }
  return {
    hear,
    apply,
    add: (meeting: Meeting): void => {
      meetings = [...meetings, meeting]
    },
    meetings: () => meetings,
    meeting: (id: string): Meeting => {
      const found = meetings.find((one) => one.id === id)
      if (!found) throw new Error(`There is no meeting ${id}.`)
      return found
    },
    press: (name: string, subject: string, who: Who, now: string) => hear(press(name, subject, who), now),
    /** What an act would do, before anything else happens: for those who are faster or slower. */
    consider: (act: Act, now: string) => scheduling.hear(act, readerOf(facts()), contextAt(now)),
    /** Opens the form, chooses the first `count` times, and sends it. */
    suggest: async (who: Who, now: string, count = 3, subject = pair.id): Promise<Outcome> => {
      const form = await scheduling.form('schedule', subject, who, readerOf(facts()), contextAt(now))
      const input = form?.inputs.find(({ name }) => name === 'times')
      if (!form || input?.type !== 'choice') throw new Error('There is no form.')
      const times = input.options.slice(0, count).map(({ value }) => value)
      return hear(submit('schedule', form.subject, { length: '60', times }, who), now)
    },
    form: (subject: string, who: Who, now: string) =>
      scheduling.form('schedule', subject, who, readerOf(facts()), contextAt(now)),
    plan: async (kind: 'meeting' | 'pair', id: string, now: string): Promise<Plan> => {
      const plan = await scheduling.plan({ kind, id }, readerOf(facts()), contextAt(now))
      apply(plan.effects)
      return plan
    },
    /** `others`: what else was, or is to be, told of meetings, the newest last. */
    compose: (
      but: Partial<Delivery> & Pick<Delivery, 'subject' | 'occurrence'>,
      now: string,
      others: readonly Delivery[] = [],
    ) => {
      const delivery = aDelivery({ flow: 'scheduling', ...but })
      const read = readerOf({ ...facts(), deliveries: [delivery, ...others] })
      return scheduling.compose(delivery, read, contextAt(now))
    },
  }
}

export const amina = aParticipant()
export const tom = aPartner()

export const whoIs = (participant: Participant): Who => {
  if (!participant.account) throw new Error('They have no account.')
  return { account: participant.account, participants: [participant], coordinates: [] }
}
export const asAmina = whoIs(amina)
export const asTom = whoIs(tom)
export const sentTo = (effects: readonly Effect[]): readonly string[] =>
  sends(effects).map(
    ({ participantId, occurrence, class: how }) => `${participantId}: ${occurrence} (${how})`,
  )
