import { digest, draw, platformId } from './hash.ts'
import type { SimulatedPerson, SimulatedWorkspace } from './types.ts'

/** Somebody of the sample programme, as a coordinator's list describes them. */
export interface CastMember {
  readonly name: string
  readonly email: string
  readonly side: string
  readonly organisation: string
  /** `slack:NAME` or `teams:NAME`. */
  readonly workspace: string
  readonly title: string
  readonly location: string
  readonly timeZone: string
  readonly languages: readonly string[]
  readonly goals: readonly string[]
  readonly offers: readonly string[]
  readonly interests: readonly string[]
  /** Empty: nothing is said of it. */
  readonly availability: string
}

/** Somebody who runs the programme, and the workspace that they work in. */
export interface CastCoordinator {
  readonly name: string
  readonly email: string
  readonly workspace: string
}

/** A sample programme's people, and the workspaces that they work in. */
export interface Cast {
  readonly members: readonly CastMember[]
  readonly coordinators: readonly CastCoordinator[]
  readonly workspaces: readonly SimulatedWorkspace[]
}

const SIDES = ['Senior leaders', 'Emerging leaders'] as const

interface Employer {
  readonly name: string
  readonly workspace: string
  readonly domain: string
  readonly location: string
  readonly timeZone: string
}

const employer = (
  name: string,
  workspace: string,
  domain: string,
  location: string,
  timeZone = 'Europe/London',
) => ({
  name,
  workspace,
  domain,
  location,
  timeZone,
})

/** Twelve organisations over three Slack workspaces and two Teams tenants. */
const EMPLOYERS: readonly Employer[] = [
  employer('Harbour Trust', 'slack:harbour', 'harbour.example', 'Liverpool'),
  employer('Quayside Housing', 'slack:harbour', 'quayside.example', 'Liverpool'),
  employer('Mersey Arts', 'slack:harbour', 'merseyarts.example', 'Birkenhead'),
  employer('Northbank Energy', 'slack:northbank', 'northbank.example', 'Manchester'),
  employer('Tern Logistics', 'slack:northbank', 'tern.example', 'Dublin', 'Europe/Dublin'),
  employer('Lantern Media', 'slack:lantern', 'lantern.example', 'Salford'),
  employer('Beacon Studios', 'slack:lantern', 'beacon.example', 'Lisbon', 'Europe/Lisbon'),
  employer('City Council', 'teams:city', 'city.example', 'Liverpool'),
  employer('Fire and Rescue', 'teams:city', 'rescue.example', 'Liverpool'),
  employer('Combined Authority', 'teams:city', 'authority.example', 'Liverpool'),
  employer('Riverside University', 'teams:riverside', 'riverside.example', 'Liverpool'),
  employer('Riverside Health', 'teams:riverside', 'health.example', 'New York', 'America/New_York'),
]

const GIVEN =
  'Amina Tom Grace Joseph Priya Helen Kwame Sarah Yusuf Claire Chidi Megan Leila Robert Nadia Owen Fatima Daniel Adaeze Hannah Omar Lucy Ravi Eleanor Zainab Peter Marcus Ruth Sofia Idris Joanna Kofi Anita Michael Blessing Karen Hassan Emily Tunde Alice'.split(
    ' ',
  )
const FAMILY =
  'Yusuf Reed Obi Clarke Shah Morgan Mensah Wood Khan Bennett Okafor Hughes Haddad Price Ali Griffiths Begum Foster Eze Turner Farouk Walsh Patel Shaw Bello Barnes Grant Ellis Costa Hamid Lloyd Boateng Rao Doyle Adeyemi Marsh Aziz Quinn Balogun Frost'.split(
    ' ',
  )
const SENIOR_TITLES = [
  'Chief Executive',
  'Director of Finance',
  'Head of Operations',
  'Director of People',
  'Deputy Chief Executive',
  'Chief Technology Officer',
]
const EMERGING_TITLES = [
  'Project Manager',
  'Policy Officer',
  'Senior Nurse',
  'Service Designer',
  'Community Organiser',
  'Data Analyst',
  'Team Leader',
]
const GOALS = [
  'understand how decisions are made',
  'speak up in senior meetings',
  'chair a meeting with confidence',
  'learn what stops people being promoted',
  'build a wider network',
  'fairer recruitment',
  'give and take honest feedback',
  'sponsor people well',
  'plan a career move',
  'understand life on the front line',
]
const OFFERS = [
  'budgeting',
  'public speaking',
  'community organising',
  'recruitment',
  'digital services',
  'board experience',
  'honest feedback',
  'writing for the public',
  'running large projects',
  'mentoring at school',
]
const INTERESTS = [
  'running',
  'jazz',
  'gardening',
  'football',
  'cooking',
  'history',
  'theatre',
  'hill walking',
  'photography',
  'chess',
]
const LANGUAGES = ['Arabic', 'French', 'Urdu', 'Yoruba', 'Welsh', 'Polish', 'Portuguese']
const PART_TIME = 'Mon-Wed 09:30-15:30'
const EARLY = 'Mon-Thu 08:00-16:00; Fri 08:00-13:00'

/** Shares of the people, 0 to 1. */
const PART_TIMERS = 0.1
const EARLY_STARTERS = 0.1
const SPEAKS_ANOTHER_LANGUAGE = 0.3

const pick = <T>(from: readonly T[], ...about: readonly (string | number)[]): T => {
  const found = from[Math.floor(draw(...about) * from.length)]
  if (found === undefined) throw new Error('There is nothing to pick from.')
  return found
}

const two = (from: readonly string[], ...about: readonly (string | number)[]): readonly string[] => [
  ...new Set([pick(from, ...about, 1), pick(from, ...about, 2)]),
]

/** The people of a sample programme: half of them on each side, the same for the same seed. */
export const castOf = (seed: number, size = 80): Cast => {
  const members = Array.from({ length: size }, (_, index) => memberOf(seed, index))
  const coordinators = [
    { name: 'Dana Whitfield', email: 'dana@harbour.example', workspace: 'slack:harbour' },
    { name: 'Sam Ogunleye', email: 'sam@city.example', workspace: 'teams:city' },
  ]
  return { members, coordinators, workspaces: workspacesOf(members, coordinators, seed) }
}

const memberOf = (seed: number, index: number): CastMember => {
  const senior = index % 2 === 0
  const name = `${GIVEN[index % GIVEN.length]} ${FAMILY[(index * 7 + Math.floor(index / GIVEN.length)) % FAMILY.length]}`
  const employed =
    EMPLOYERS[Math.floor(index / 2 + (senior ? 0 : 5)) % EMPLOYERS.length] ?? pick(EMPLOYERS, seed, index)
  const email = `${name.toLowerCase().replace(' ', '.')}@${employed.domain}`
  const about = [seed, email]
  const chance = draw('hours', ...about)
  return {
    name,
    email,
    side: senior ? SIDES[0] : SIDES[1],
    organisation: employed.name,
    workspace: employed.workspace,
    title: pick(senior ? SENIOR_TITLES : EMERGING_TITLES, 'title', ...about),
    location: employed.location,
    timeZone: employed.timeZone,
    languages:
      draw('languages', ...about) < SPEAKS_ANOTHER_LANGUAGE
        ? ['English', pick(LANGUAGES, 'language', ...about)]
        : ['English'],
    goals: two(GOALS, 'goals', ...about),
    offers: two(OFFERS, 'offers', ...about),
    interests: two(INTERESTS, 'interests', ...about),
    availability: chance < PART_TIMERS ? PART_TIME : chance < PART_TIMERS + EARLY_STARTERS ? EARLY : '',
  }
}

const uuidOf = (...about: readonly string[]): string => {
  const hex = digest('uuid', ...about)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Half of the people in Teams have the app already; the rest get it in time. */
const HAS_APP = 0.5

type Listed = Pick<CastMember, 'name' | 'email' | 'workspace' | 'timeZone' | 'title'>

/** The workspaces that a list of people names, with everyone in them. */
export const workspacesOf = (
  members: readonly Listed[],
  coordinators: readonly CastCoordinator[],
  seed: number,
): readonly SimulatedWorkspace[] => {
  const everyone: readonly Listed[] = [
    ...coordinators.map((one) => ({ ...one, timeZone: 'Europe/London', title: 'Programme coordinator' })),
    ...members,
  ]
  const names = [...new Set(everyone.map(({ workspace }) => workspace))].sort()
  return names.map((full): SimulatedWorkspace => {
    const [platform = '', name = ''] = full.split(':')
    const people = everyone
      .filter(({ workspace }) => workspace === full)
      .map(
        (one): SimulatedPerson => ({
          id: platform === 'slack' ? platformId('U', one.email) : uuidOf('person', one.email),
          name: one.name,
          email: one.email,
          timeZone: one.timeZone,
          locale: 'en-GB',
          appInstalled: draw('app', seed, one.email) < HAS_APP,
          title: one.title,
        }),
      )
    return platform === 'slack'
      ? {
          platform,
          id: platformId('T', name),
          name,
          people,
          botToken: `xoxb-simulated-${name}`,
          botUserId: platformId('U', 'bot', name),
          appId: 'A0DUOLOGUE',
        }
      : { platform: 'teams', id: uuidOf('tenant', name), name, people }
  })
}

const quoted = (cell: string): string => (/[",\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** The list as a coordinator would send it. */
export const listOf = (members: readonly CastMember[]): string =>
  [
    'name,email,side,organisation,workspace,title,location,time_zone,languages,goals,offers,interests,availability',
    ...members.map((one) =>
      [
        one.name,
        one.email,
        one.side,
        one.organisation,
        one.workspace,
        one.title,
        one.location,
        one.availability ? one.timeZone : '',
        one.languages.join(';'),
        one.goals.join(';'),
        one.offers.join(';'),
        one.interests.join(';'),
        one.availability,
      ]
        .map(quoted)
        .join(','),
    ),
  ].join('\n')
