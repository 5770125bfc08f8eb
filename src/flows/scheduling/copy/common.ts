import type { Temporal } from 'temporal-polyfill'
import { hoursOf } from '../../../core/calendar.ts'
import { present } from '../../../core/meetings.ts'
import { type Action, button } from '../../../core/message.ts'
import { firstName, sayDay, sayFirstNames, sayTime, sayWhen } from '../../../core/saying.ts'
import { partnersOf, type Situation, zoneOf } from '../facts.ts'
import { type Slot, strainsAt } from '../slots.ts'

type Instant = Temporal.Instant

export const FLOW = 'scheduling'

/** "Amina", "Amina and Jo", "your partner". */
export const partners = (of: Pick<Situation, 'pair' | 'me'>): string =>
  sayFirstNames(partnersOf(of)) || 'your partner'

/** Who of the pair that is, by first name; our own where it is none of them. */
export const nameOf = ({ pair }: Situation, participantId: string | null): string => {
  const found = pair.members.find(({ id }) => id === participantId)
  return found ? firstName(found.name) : 'Duologue'
}

/** The zone in which the reader lives. */
export const myZone = (of: Situation): string => zoneOf(of.me, of.programme)

/** "Tuesday". */
export const shortDay = (at: Instant, zone: string): string => sayDay(at, zone).split(' ')[0] ?? ''

/** "15:00 for Amina"; empty when all of them read the same clock as the reader. */
const elsewhere = (of: Situation, at: Instant): string => {
  const mine = myZone(of)
  const others = partnersOf(of).flatMap((partner) => {
    const zone = zoneOf(partner, of.programme)
    if (sayTime(at, zone) === sayTime(at, mine) && sayDay(at, zone) === sayDay(at, mine)) return []
    const day = sayDay(at, zone) === sayDay(at, mine) ? '' : `${shortDay(at, zone)} `
    return [`${day}${sayTime(at, zone)} for ${firstName(partner.name)}`]
  })
  return others.join(', ')
}

/** "Tuesday 24 November at 10:00 (15:00 for Amina)". */
export const sayTimeFor = (of: Situation, at: Instant): string => {
  const mine = myZone(of)
  const theirs = elsewhere(of, at)
  return `${sayDay(at, mine)} at ${sayTime(at, mine)}${theirs && ` (${theirs})`}`
}

/** "Tuesday 24 November at 10:00, London time (15:00 for Amina)". */
export const sayFully = (of: Situation, at: Instant): string => {
  const theirs = elsewhere(of, at)
  return `${sayWhen(at, myZone(of))}${theirs && ` (${theirs})`}`
}

/** Opens the form for this pair. */
export const scheduleButton = ({ pair }: Situation, label = 'Schedule a meeting'): Action =>
  button(label, FLOW, 'schedule', pair.id, { style: 'primary' })
/** ", late for you, day off for Amina"; empty when a time suits everybody. */
export const strainWords = (of: Situation, { strains }: Slot): string => {
  const words = strains.map(({ id, how }) => {
    const who = id === of.me.id ? 'you' : nameOf(of, id)
    return how === 'not-working' ? `day off for ${who}` : `${how} for ${who}`
  })
  return words.length > 0 ? `, ${words.join(', ')}` : ''
}

/** What a time asks of everyone whose hours it is outside of. */
export const strainsFor = ({ pair, programme }: Situation, at: Instant): Slot['strains'] =>
  strainsAt(
    present(pair).map((member) => ({ id: member.id, hours: hoursOf(member, programme) })),
    at,
  )
