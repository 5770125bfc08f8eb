import { Temporal } from 'temporal-polyfill'
import type { Settings, StageName } from '../../core/model.ts'
import { sayList } from '../../core/saying.ts'
import { LEAST_SMALLEST_GROUP } from '../../core/template.ts'
import { readDuration, readWhole, sayDuration, type Unit } from './written.ts'

/** A setting of a programme as whoever runs it sees it. A further setting is one more of these in `settingsTable`. */
export interface Setting {
  /** The option that changes it, without dashes: `meetings-every`. */
  readonly option: string
  /** What it is, as the beginning of a line that `say` ends. */
  readonly name: string
  /** What the option takes, as help shows it. */
  readonly takes: string
  say(settings: Settings): string
  /** The settings with what was written; null when that cannot be understood, or is out of bounds. */
  put(written: string, settings: Settings): Settings | null
  /** What can be written instead, in a sentence. */
  readonly remedy: string
}

/** A mistake in what was written, told with its option. */
export interface Mistake {
  readonly option: string
  readonly remedy: string
}

/** What a change of settings concerns. */
export interface Change {
  readonly before: Settings
  readonly after: Settings
  readonly startsOn: Temporal.PlainDate
  /** How many people the programme has, whatever they have said. */
  readonly people: number
}

const LATEST_STAGE = Temporal.Duration.from({ months: 36 })
const LONGEST_BETWEEN_MEETINGS = Temporal.Duration.from({ months: 6 })
/** More often than this, a gentle reminder is none. */
const MOST_NUDGES = 4
const LATEST_NUDGE = 60
/** A prompt any later no longer fits its meeting. */
const LATEST_REFLECTION = 10
/** So that an answer still finds the meeting fresh in mind. */
const LATEST_CHECK_IN = Temporal.Duration.from({ days: 7 })
const LARGEST_SMALLEST_GROUP = 50

/** More would leave nobody the time that a partner needs. */
const MOST_PARTNERS = 5
const HEAVIEST = 1000

const ORGANISATIONS: Readonly<Record<Settings['organisations'], string>> = {
  any: 'any organisation',
  different: 'different organisations alone',
  same: 'the same organisation alone',
}

const organisationsFrom = (written: string): Settings['organisations'] | null => {
  const wanted = written.trim().toLowerCase()
  return wanted === 'any' || wanted === 'different' || wanted === 'same' ? wanted : null
}

const WEIGHED: readonly { readonly weight: keyof Settings['weights']; readonly called: string }[] = [
  { weight: 'goals', called: 'goals' },
  { weight: 'hours', called: 'hours' },
  { weight: 'interests', called: 'interests' },
  { weight: 'location', called: 'place' },
  { weight: 'languages', called: 'languages' },
]

const weightsFrom = (written: string, before: Settings['weights']): Settings['weights'] | null => {
  const weights = { ...before }
  for (const piece of written.split(',')) {
    const [called = '', number = '', ...more] = piece.trim().toLowerCase().split(/\s+/)
    const weighed = WEIGHED.find((one) => one.called === called)
    const value = wholeBetween(number, 0, HEAVIEST)
    if (!weighed || value === null || more.length > 0) return null
    weights[weighed.weight] = value
  }
  return Object.values(weights).some((weight) => weight > 0) ? weights : null
}

/** No longer than `most`, wherever in the year that is counted. */
const isWithin = (duration: Temporal.Duration, most: Temporal.Duration): boolean =>
  Temporal.Duration.compare(duration, most, { relativeTo: '2026-01-01' }) <= 0

const between = (
  written: string,
  units: readonly Unit[],
  most: Temporal.Duration,
): Temporal.Duration | null => {
  const duration = readDuration(written, units)
  return duration && isWithin(duration, most) ? duration : null
}

const wholeBetween = (written: string, least: number, most: number): number | null => {
  const number = readWhole(written)
  return number !== null && number >= least && number <= most ? number : null
}

const stageSetting = (stage: StageName, option: string, name: string): Setting => ({
  option,
  name,
  takes: '<weeks or months>',
  say: ({ stages }) => {
    const from = stages.find((one) => one.name === stage)?.from
    if (!from) return 'never'
    return from.blank ? 'on the first day' : `${sayDuration(from)} after the first day`
  },
  put: (written, settings) => {
    const from = between(written, ['days', 'weeks', 'months'], LATEST_STAGE)
    return (
      from && {
        ...settings,
        stages: settings.stages.map((one) => (one.name === stage ? { ...one, from } : one)),
      }
    )
  },
  remedy: `give days, weeks or months after the first day, such as "3 weeks", up to ${sayDuration(LATEST_STAGE)}.`,
})

const nudgesFrom = (written: string): readonly number[] | null => {
  if (/^\s*none\s*$/i.test(written)) return []
  const days = written.split(',').map((one) => wholeBetween(one, 1, LATEST_NUDGE))
  const known = days.filter((day) => day !== null)
  const rising = known.every((day, index) => day > (known[index - 1] ?? 0))
  return known.length === days.length && known.length <= MOST_NUDGES && rising ? known : null
}

const workingDays = (count: number): string => `${count} working ${count === 1 ? 'day' : 'days'}`

/** Every setting, in the order in which it is shown. */
export const settingsTable: readonly Setting[] = [
  stageSetting('contracting', 'contracting-after', 'Pairs agree on how they work together'),
  stageSetting('first-meeting', 'first-meeting-after', 'Pairs are asked to meet for the first time'),
  stageSetting('halfway', 'halfway-after', 'Halfway, with its survey'),
  stageSetting('closing', 'closing-after', 'Closing, with its survey'),
  {
    option: 'meetings-every',
    name: 'Pairs are expected to meet every',
    takes: '<weeks or months>',
    say: ({ meetingEvery }) => sayDuration(meetingEvery),
    put: (written, settings) => {
      const meetingEvery = between(written, ['weeks', 'months'], LONGEST_BETWEEN_MEETINGS)
      return meetingEvery?.blank === false ? { ...settings, meetingEvery } : null
    },
    remedy: `give weeks or months, such as "2 weeks", up to ${sayDuration(LONGEST_BETWEEN_MEETINGS)}.`,
  },
  {
    option: 'nudges-after',
    name: 'While nothing is booked, a nudge goes after',
    takes: '<working days>',
    say: ({ nudgeAfterWorkingDays: days }) =>
      days.length === 0
        ? 'no time: none goes'
        : `${sayList(days.map(String))} working ${days.join() === '1' ? 'day' : 'days'}`,
    put: (written, settings) => {
      const nudgeAfterWorkingDays = nudgesFrom(written)
      return nudgeAfterWorkingDays && { ...settings, nudgeAfterWorkingDays }
    },
    remedy: `give up to ${MOST_NUDGES} rising numbers of working days, such as "1,3,7,14", none above ${LATEST_NUDGE}; or "none".`,
  },
  {
    option: 'check-in-after',
    name: 'After a meeting ends, each is asked how it went',
    takes: '<minutes, hours or days>',
    say: ({ checkInAfter }) => (checkInAfter.blank ? 'at once' : `after ${sayDuration(checkInAfter)}`),
    put: (written, settings) => {
      const given = between(written, ['minutes', 'hours', 'days'], LATEST_CHECK_IN)
      const hours =
        given && Temporal.Duration.from({ minutes: given.total('minutes') }).round({ largestUnit: 'hours' })
      return hours && { ...settings, checkInAfter: hours }
    },
    remedy: `give minutes, hours or days, such as "2 hours", up to ${sayDuration(LATEST_CHECK_IN)}.`,
  },
  {
    option: 'reflection-after',
    name: 'A prompt to reflect follows a meeting after',
    takes: '<working days>',
    say: ({ reflectionAfterWorkingDays }) => workingDays(reflectionAfterWorkingDays),
    put: (written, settings) => {
      const reflectionAfterWorkingDays = wholeBetween(written, 1, LATEST_REFLECTION)
      return reflectionAfterWorkingDays === null ? null : { ...settings, reflectionAfterWorkingDays }
    },
    remedy: `give a number of working days from 1 to ${LATEST_REFLECTION}.`,
  },
  {
    option: 'smallest-group',
    name: 'Figures are shown of groups of at least',
    takes: '<people>',
    say: ({ smallestGroup }) => `${smallestGroup} people`,
    put: (written, settings) => {
      const smallestGroup = wholeBetween(written, LEAST_SMALLEST_GROUP, LARGEST_SMALLEST_GROUP)
      return smallestGroup === null ? null : { ...settings, smallestGroup }
    },
    remedy: `give a number from ${LEAST_SMALLEST_GROUP} to ${LARGEST_SMALLEST_GROUP}; figures about fewer than ${LEAST_SMALLEST_GROUP} people would give them away.`,
  },
  {
    option: 'odd',
    name: 'Whoever is left over when pairs are made',
    takes: '<trio or waitlist>',
    say: ({ odd }) => (odd === 'trio' ? 'joins a pair, as a trio' : 'waits for a partner (waitlist)'),
    put: (written, settings) => {
      const odd = written.trim().toLowerCase()
      return odd === 'trio' || odd === 'waitlist' ? { ...settings, odd } : null
    },
    remedy: 'give "trio" or "waitlist".',
  },
  {
    option: 'surveys',
    name: 'Surveys that open from now on are',
    takes: '<anonymous or named>',
    say: ({ surveys }) => surveys,
    put: (written, settings) => {
      const surveys = written.trim().toLowerCase()
      return surveys === 'anonymous' || surveys === 'named' ? { ...settings, surveys } : null
    },
    remedy: 'give "anonymous" or "named".',
  },
  {
    option: 'organisations',
    name: 'Partners may come from',
    takes: '<any, different or same>',
    say: ({ organisations }) => ORGANISATIONS[organisations],
    put: (written, settings) => {
      const organisations = organisationsFrom(written)
      return organisations && { ...settings, organisations }
    },
    remedy: 'give "any", "different" or "same".',
  },
  {
    option: 'most-partners',
    name: 'Nobody has at once more than',
    takes: '<partners>',
    say: ({ mostPartners }) => `${mostPartners} ${mostPartners === 1 ? 'partner' : 'partners'}`,
    put: (written, settings) => {
      const mostPartners = wholeBetween(written, 1, MOST_PARTNERS)
      return mostPartners === null ? null : { ...settings, mostPartners }
    },
    remedy: `give a number from 1 to ${MOST_PARTNERS}; the column “partners” of a list says who takes more than one.`,
  },
  {
    option: 'weights',
    name: 'How well two people suit each other weighs',
    takes: '<weights>',
    say: ({ weights }) => sayList(WEIGHED.map(({ weight, called }) => `${called} ${weights[weight]}`)),
    put: (written, settings) => {
      const weights = weightsFrom(written, settings.weights)
      return weights && { ...settings, weights }
    },
    remedy: `give whole numbers up to ${HEAVIEST}, not all of them 0, such as "goals 50, hours 20, interests 15, place 10, languages 5"; what is left out stays.`,
  },
]

/** What has to hold between settings, or between one and what people were told before. */
export const rules: readonly ((change: Change) => readonly Mistake[])[] = [
  ({ after, startsOn }) =>
    after.stages.flatMap(({ name, from }, index) => {
      const earlier = after.stages[index - 1]
      if (!earlier || Temporal.PlainDate.compare(startsOn.add(earlier.from), startsOn.add(from)) < 0)
        return []
      return [
        {
          option: `${name}-after`,
          remedy: `stages keep their order, and this one would begin no later than the one before it; give more than ${sayDuration(earlier.from)}.`,
        },
      ]
    }),
  ({ before, after, people }) =>
    people > 0 && after.smallestGroup < before.smallestGroup
      ? [
          {
            option: 'smallest-group',
            remedy: `leave it at ${before.smallestGroup} or more: the people of this programme were promised that number when they were asked to take part.`,
          },
        ]
      : [],
]

/** The option that a command line knows a setting by. */
export const flagOf = ({ option }: Pick<Setting, 'option'>): string => `--${option}`
