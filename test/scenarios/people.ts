import { randomUUID } from 'node:crypto'
import type { SimulatedPerson, SimulatedWorkspace } from '../../src/simulator/index.ts'

/** The workspaces of the scenarios: two on Slack, two Teams tenants. */
const WORKSPACES = {
  north: { platform: 'slack', id: 'T0NORTH', name: 'North' },
  south: { platform: 'slack', id: 'T0SOUTH', name: 'South' },
  east: { platform: 'teams', id: '11111111-2222-4333-8444-555555555555', name: 'East' },
  west: { platform: 'teams', id: '66666666-7777-4888-9999-aaaaaaaaaaaa', name: 'West' },
} as const

type WorkspaceName = keyof typeof WORKSPACES
type Place = 'slack' | 'teams'

export const LEADERS = 'Leaders'
export const PROFESSIONALS = 'Professionals'

/** Somebody of the scenarios. Without a side they are on no list. */
export interface Figure {
  readonly name: string
  readonly in: WorkspaceName
  readonly side?: string
  readonly timeZone?: string
  readonly goals?: readonly string[]
  readonly offers?: readonly string[]
  readonly title?: string
}

/** Everybody who can take part. On each platform one of either side, a colleague, and a stranger to the programme. */
export const PEOPLE = {
  ama: { name: 'Ama Osei', in: 'north', side: LEADERS, title: 'Director', goals: ['hearing other paths'] },
  ben: { name: 'Ben Hale', in: 'north', side: PROFESSIONALS, timeZone: 'America/New_York' },
  nia: { name: 'Nia Falk', in: 'north', side: LEADERS },
  dev: { name: 'Dev Patel', in: 'south', side: PROFESSIONALS },
  eve: { name: 'Eve Moreau', in: 'east', side: LEADERS, timeZone: 'Europe/Paris', title: 'Head of Care' },
  fay: { name: 'Fay Ndiaye', in: 'east', side: PROFESSIONALS },
  gil: { name: 'Gil Rao', in: 'west', side: PROFESSIONALS, timeZone: 'Asia/Kolkata' },
  cara: { name: 'Cara Lind', in: 'north' },
  kofi: { name: 'Kofi Adu', in: 'east' },
  stan: { name: 'Stan Berg', in: 'north' },
  tess: { name: 'Tess Yoon', in: 'east' },
} as const satisfies Record<string, Figure>

export type Key = keyof typeof PEOPLE

/** Who plays which part on each platform. */
export const PARTS = {
  slack: { leader: 'ama', professional: 'ben', coordinator: 'cara', stranger: 'stan' },
  teams: { leader: 'eve', professional: 'fay', coordinator: 'kofi', stranger: 'tess' },
} as const satisfies Record<Place, Record<string, Key>>

/** The pairs that the platforms make possible; the leader comes first. */
export const PAIRS = {
  'one Slack workspace': ['ama', 'ben'],
  'two Slack workspaces': ['ama', 'dev'],
  'Slack with Teams': ['ama', 'fay'],
  'two Teams tenants': ['eve', 'gil'],
} as const satisfies Record<string, readonly [Key, Key]>

export type PairName = keyof typeof PAIRS
export const PAIR_NAMES = [
  'one Slack workspace',
  'two Slack workspaces',
  'Slack with Teams',
  'two Teams tenants',
] as const

export const emailOf = (key: string): string => `${key}@example.org`

/** The simulated workspaces with all these people in them. `withoutApp` are those on Teams who have yet to install it. */
export const workspacesWith = (
  figures: Readonly<Record<string, Figure>>,
  withoutApp: readonly string[],
): SimulatedWorkspace[] =>
  Object.entries(WORKSPACES).map(([name, { platform, id, name: shown }]): SimulatedWorkspace => {
    const people = Object.entries(figures)
      .filter(([, figure]) => figure.in === name)
      .map(
        ([key, figure]): SimulatedPerson => ({
          id: platform === 'slack' ? `U0${key.toUpperCase()}` : randomUUID(),
          name: figure.name,
          email: emailOf(key),
          timeZone: figure.timeZone ?? 'Europe/London',
          locale: 'en-GB',
          appInstalled: !withoutApp.includes(key),
          ...(figure.title ? { title: figure.title } : {}),
        }),
      )
    return platform === 'slack'
      ? {
          platform,
          id,
          name: shown,
          people,
          botToken: `xoxb-${name}`,
          botUserId: `U0BOT${id}`,
          appId: 'A0DUO',
        }
      : { platform, id, name: shown, people }
  })

/** A coordinator's list of these people. */
export const listOf = (figures: Readonly<Record<string, Figure>>): string => {
  const lines = Object.entries(figures).flatMap(
    ([key, { name, side, in: workspace, title, goals, offers, timeZone }]) => {
      if (!side) return []
      const { platform, name: shown } = WORKSPACES[workspace]
      const cells = [
        name,
        emailOf(key),
        side,
        `${shown} Works`,
        `${platform}:${shown}`,
        title ?? '',
        timeZone ?? '',
        (goals ?? []).join(';'),
        (offers ?? []).join(';'),
      ]
      return [cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')]
    },
  )
  return ['name,email,side,organisation,workspace,title,time_zone,goals,offers', ...lines].join('\n')
}
