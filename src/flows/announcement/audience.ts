import type { Temporal } from 'temporal-polyfill'
import { atLocal, hoursOf } from '../../core/calendar.ts'
import type { Announcement, AnnouncementAudience, Pair, Participant, Programme } from '../../core/model.ts'
import { asOption } from '../copy.ts'

/** No platform takes more than 100 options in a list; some room is left for the others. */
const MOST_ORGANISATIONS = 80
/** Two organisations are told apart by this many letters of their names. */
const NAME_LETTERS = 60

export interface AudienceOption {
  readonly value: string
  readonly label: string
  readonly audience: AnnouncementAudience
}

/** Every audience that a coordinator can choose from, as a form lists them. */
export const audienceOptions = (
  programme: Programme,
  participants: readonly Participant[],
): readonly AudienceOption[] => {
  const organisations = [
    ...new Set(participants.filter(hasSaidYes).map(({ organisation }) => organisation)),
  ].sort()
  return [
    { value: 'all', label: 'Everyone who said yes', audience: { type: 'all' } },
    { value: 'side:a', label: asOption(programme.sides.a), audience: { type: 'side', side: 'a' } },
    { value: 'side:b', label: asOption(programme.sides.b), audience: { type: 'side', side: 'b' } },
    { value: 'paired', label: 'Those who have a partner', audience: { type: 'paired' } },
    { value: 'unpaired', label: 'Those who have no partner', audience: { type: 'unpaired' } },
    ...organisations.slice(0, MOST_ORGANISATIONS).map(
      (organisation): AudienceOption => ({
        value: `organisation:${organisation.slice(0, NAME_LETTERS)}`,
        label: asOption(`At ${organisation}`),
        audience: { type: 'organisation', organisation },
      }),
    ),
  ]
}

/** Which option stands for an audience. */
export const optionFor = (audience: AnnouncementAudience): string => {
  switch (audience.type) {
    case 'side':
      return `side:${audience.side}`
    case 'organisation':
      return `organisation:${audience.organisation.slice(0, NAME_LETTERS)}`
    default:
      return audience.type
  }
}

/** An audience, as part of a sentence: "goes to …". */
export const sayAudience = (audience: AnnouncementAudience, programme: Programme): string => {
  switch (audience.type) {
    case 'all':
      return 'everyone who said yes'
    case 'side':
      return programme.sides[audience.side]
    case 'organisation':
      return `everyone at ${audience.organisation}`
    case 'paired':
      return 'everyone who has a partner'
    case 'unpaired':
      return 'everyone who has no partner'
  }
}

const hasSaidYes = (person: Participant): boolean => person.consent === 'yes' && person.leftAt === null

/** The people of an audience: only those who said yes and have not left. */
export const audienceOf = (
  audience: AnnouncementAudience,
  participants: readonly Participant[],
  pairs: readonly Pair[],
): readonly Participant[] => {
  const paired = new Set(
    pairs.filter(({ endedAt }) => endedAt === null).flatMap(({ members }) => members.map(({ id }) => id)),
  )
  return participants.filter(hasSaidYes).filter((person) => {
    switch (audience.type) {
      case 'all':
        return true
      case 'side':
        return person.side === audience.side
      case 'organisation':
        return person.organisation === audience.organisation
      case 'paired':
        return paired.has(person.id)
      case 'unpaired':
        return !paired.has(person.id)
      default:
        return false
    }
  })
}

/** When an announcement goes to this person: its date and time in their own zone, or when it was posted. */
export const dueFor = (
  { at }: Announcement,
  person: Participant,
  programme: Programme,
  posted: Temporal.Instant,
): Temporal.Instant => (at ? atLocal(at, hoursOf(person, programme).zone) : posted)
