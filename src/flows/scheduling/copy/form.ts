import type { Temporal } from 'temporal-polyfill'
import { isComing, isWaiting, startOf } from '../../../core/meetings.ts'
import { type Form, type Option, type Part, say } from '../../../core/message.ts'
import type { Meeting } from '../../../core/model.ts'
import { firstName, sayDay, sayMinutes, sayTime, sayWhen, sayZone } from '../../../core/saying.ts'
import { asOption } from '../../copy.ts'
import { partnersOf, type Situation, zoneOf } from '../facts.ts'
import { LENGTHS, type Offer, type Slot } from '../slots.ts'
import { writeForm, writeTime } from '../subjects.ts'
import { FLOW, myZone, partners, sayTimeFor, shortDay } from './common.ts'

type Instant = Temporal.Instant

/** How many times one may propose. */
const MOST_TIMES = 3
const USUAL_LENGTH = 60

/** "Mon 30 Nov". */
const briefDay = (at: Instant, zone: string): string =>
  sayDay(at, zone)
    .split(' ')
    .map((word) => word.slice(0, 3))
    .join(' ')

/** "Mon 30 Nov 18:00, late for you; Tue 07:00 for Eleanor, early": what it asks of whom comes before it could be cut. */
const strainedLabel = (of: Situation, { at, strains }: Slot): string => {
  const mine = myZone(of)
  const asked = (id: string, who: string) => {
    const how = strains.find((strain) => strain.id === id)?.how
    return how ? `, ${how === 'not-working' ? 'day off' : how}${who}` : ''
  }
  const others = partnersOf(of).map((partner) => {
    const zone = zoneOf(partner, of.programme)
    const day = sayDay(at, zone) === sayDay(at, mine) ? '' : `${shortDay(at, zone).slice(0, 3)} `
    return `${day}${sayTime(at, zone)} for ${firstName(partner.name)}${asked(partner.id, '')}`
  })
  return [`${briefDay(at, mine)} ${sayTime(at, mine)}${asked(of.me.id, ' for you')}`, ...others].join('; ')
}

const option = (of: Situation, slot: Slot): Option => ({
  value: writeTime(slot.at),
  label: asOption(slot.strains.length > 0 ? strainedLabel(of, slot) : sayTimeFor(of, slot.at)),
})

/** Length and times in one. `moves` is the booked meeting to be moved, `mine` an open proposal that this would replace. */
export const timesForm = (
  of: Situation,
  offered: Exclude<Offer, { type: 'none' }>,
  about: { readonly moves: Meeting | null; readonly asOf: Instant; readonly now: Instant },
): Form => {
  const others = partners(of)
  const trio = partnersOf(of).length > 1
  const lengths = LENGTHS.filter((minutes) => minutes <= offered.minutes).toReversed()
  const usual = about.moves?.minutes ?? USUAL_LENGTH
  const length = lengths.some((minutes) => minutes === usual) ? usual : Math.max(...lengths)
  const open = of.meetings.find((other) => isWaiting(other, about.now))
  const coming = of.meetings.find((other) => isComing(other, about.now))
  const intro: Part[] = []
  if (about.moves)
    intro.push(
      say(`Your meeting on ${sayWhen(startOf(about.moves), myZone(of))} stands until ${others} says yes.`),
    )
  else if (coming)
    intro.push(
      say(
        `You are already meeting on ${sayWhen(startOf(coming), myZone(of))}; this would be one more. To move that one, use Reschedule.`,
      ),
    )
  if (open) intro.push(say('What you choose here replaces the times that are waiting for an answer.'))
  intro.push(
    say(
      offered.type === 'shared'
        ? `These times are in your working hours and in those of ${others}.`
        : `Your working hours and those of ${others} never overlap. These times ask the least of you both; each says for whom it is early or late.`,
    ),
  )
  return {
    type: 'form',
    flow: FLOW,
    name: 'schedule',
    subject: writeForm({ pairId: of.pair.id, moves: about.moves?.id ?? null, asOf: about.asOf }),
    title: about.moves ? 'Move a meeting' : 'Schedule a meeting',
    invitation: `Choose times to suggest to ${others}.`,
    intro,
    inputs: [
      {
        type: 'choice',
        name: 'length',
        label: 'How long?',
        hint: null,
        required: true,
        options: lengths.map((minutes) => ({ value: String(minutes), label: lengthWords(minutes) })),
        most: 1,
        initial: [String(length)],
      },
      {
        type: 'choice',
        name: 'times',
        label: trio ? 'Which time?' : `Which times? Up to ${MOST_TIMES}`,
        hint: `In ${sayZone(myZone(of))}. ${trio ? 'Everyone has to say yes to it.' : `${others} chooses one.`}`,
        required: true,
        options: offered.slots.map((slot) => option(of, slot)),
        most: trio ? 1 : MOST_TIMES,
        initial: [],
      },
    ],
    submit: 'Suggest',
  }
}

const lengthWords = (minutes: number): string => {
  const words = sayMinutes(minutes)
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
