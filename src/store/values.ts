import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Account, Hours, Settings, Workspace } from '../core/model.ts'
import { reciprocalTemplate } from '../core/template.ts'
import type { Prisma } from './generated/client.ts'

/** Between the database's values and the core's. Instants are kept to the millisecond. */

export const toDate = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)

export const toDateOrNull = (instant: Temporal.Instant | null): Date | null => instant && toDate(instant)

/** More than this are not kept. */
const MOST_INSTANTS = 20_000
const instantsByMs = new Map<number, Temporal.Instant>()

/**
 * The same instant is the same object: thousands of rows are read again and again, and `temporal-polyfill` keeps each
 * object in a table that is built anew as a whole whenever it has grown.
 */
export const toInstant = (date: Date): Temporal.Instant => {
  const ms = date.getTime()
  const known = instantsByMs.get(ms)
  if (known) return known
  if (instantsByMs.size >= MOST_INSTANTS) instantsByMs.clear()
  const instant = Temporal.Instant.fromEpochMilliseconds(ms)
  instantsByMs.set(ms, instant)
  return instant
}

export const toInstantOrNull = (date: Date | null): Temporal.Instant | null => date && toInstant(date)

/** The earliest first; those of one instant as they were. Each instant is read once, for to compare thousands takes long. */
export const earliestFirst = <T>(all: readonly T[], instantOf: (one: T) => Temporal.Instant): readonly T[] =>
  all
    .map((one) => ({ one, ms: instantOf(one).epochMilliseconds }))
    .sort((first, second) => first.ms - second.ms)
    .map(({ one }) => one)

/** How long a list in one statement may be. */
const BATCH = 200

/** A list in parts that a statement can name, in order. */
export const inBatches = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH))

/** Due since ever: for what has to be done at once, where nobody told the time. */
export const AT_ONCE = new Date(0)

export const strings = z.array(z.string()).readonly().parse

export const instants = (json: unknown): readonly Temporal.Instant[] =>
  strings(json).map((one) => Temporal.Instant.from(one))

export const instantsToJson = (of: readonly Temporal.Instant[]): string[] => of.map((one) => one.toString())

const weekday = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
])

const hoursShape = z.object({
  zone: z.string(),
  week: z.array(z.object({ day: weekday, from: z.string(), to: z.string() })),
  daysOff: z.array(z.string()),
})

export const hours = (json: unknown): Hours | null => {
  if (json === null) return null
  const { zone, week, daysOff } = hoursShape.parse(json)
  return { zone, week, daysOff: daysOff.map((day) => Temporal.PlainDate.from(day)) }
}

export const hoursToJson = (of: Hours): Prisma.InputJsonObject => ({
  zone: of.zone,
  week: of.week.map(({ day, from, to }) => ({ day, from, to })),
  daysOff: of.daysOff.map((day) => day.toString()),
})

const duration = z.string().transform((iso) => Temporal.Duration.from(iso))

export const weightsShape = z.object({
  goals: z.number(),
  interests: z.number(),
  hours: z.number(),
  languages: z.number(),
  location: z.number(),
})

const settingsShape = z.object({
  stages: z.array(
    z.object({ name: z.enum(['contracting', 'first-meeting', 'halfway', 'closing']), from: duration }),
  ),
  meetingEvery: duration,
  nudgeAfterWorkingDays: z.array(z.number()),
  reflectionAfterWorkingDays: z.number(),
  checkInAfter: duration,
  smallestGroup: z.number(),
  odd: z.enum(['trio', 'waitlist']),
  /** Settings kept by earlier versions do not say. */
  surveys: z.enum(['anonymous', 'named']).default('anonymous'),
  // Programmes that began before these could be set go by what they begin with.
  weights: weightsShape.default(reciprocalTemplate.weights),
  organisations: z.enum(['any', 'different', 'same']).default(reciprocalTemplate.organisations),
  mostPartners: z.number().default(reciprocalTemplate.mostPartners),
})

export const settings = (json: unknown): Settings => settingsShape.parse(json)

export const settingsToJson = (of: Settings): Prisma.InputJsonObject => ({
  ...of,
  stages: of.stages.map(({ name, from }) => ({ name, from: from.toString() })),
  meetingEvery: of.meetingEvery.toString(),
  checkInAfter: of.checkInAfter.toString(),
  weights: { ...of.weights },
})

/** E-mail addresses are compared in lower case. */
export const email = (address: string): string => address.trim().toLowerCase()

export const withWorkspace = { workspace: true } satisfies Prisma.AccountInclude

export const toWorkspace = (row: Prisma.WorkspaceGetPayload<object>): Workspace => ({
  id: row.id,
  platform: row.platform,
  name: row.name,
  externalId: row.externalId,
  groups: row.groups,
  removedAt: toInstantOrNull(row.removedAt),
})

export const toAccount = (row: Prisma.AccountGetPayload<object>, workspace: Workspace): Account => ({
  id: row.id,
  workspace,
  externalId: row.externalId,
  name: row.name,
  email: row.email,
  timeZone: row.timeZone,
  locale: row.locale,
  conversation: row.conversation,
  welcomedAt: toInstantOrNull(row.welcomedAt),
  gone: row.gone,
})
