import { timingSafeEqual } from 'node:crypto'
import type { Registry } from 'prom-client'
import { Temporal } from 'temporal-polyfill'
import type { Clock } from './core/clock.ts'
import { endOf } from './core/meetings.ts'
import type { Meeting, Participant } from './core/model.ts'
import type { Store } from './core/store.ts'
import { meetingCalendar } from './flows/scheduling/index.ts'
import { answer, isFromThisMachine, pathOf, type Route } from './http.ts'
import type { SignedLinks } from './links.ts'

const CALENDAR = '/calendar/'

const GONE =
  'This calendar link no longer works, and nothing in your calendar has changed. Open your chat with Duologue and type "meetings" to see how things stand, and for a new link.'

/** Calendar entries, each behind its signed link. Whatever is wrong with a link, it is told alike. */
export const calendarRoute = (store: Store, links: SignedLinks, clock: Clock): Route => ({
  path: CALENDAR,
  handle: (request, response) => {
    const token = pathOf(request)
      .slice(CALENDAR.length)
      .replace(/\.ics$/, '')
    calendarFor(token, store, links, clock.now()).then(
      (calendar) =>
        calendar
          ? answer(
              response.setHeader('Content-Disposition', 'attachment; filename="meeting.ics"'),
              200,
              calendar,
              'text/calendar; charset=utf-8',
            )
          : answer(response, 410, GONE),
      () =>
        answer(
          response,
          500,
          'This calendar link could not be opened just now. Please try again in a minute.',
        ),
    )
  },
})

const calendarFor = async (
  token: string,
  { read }: Store,
  links: SignedLinks,
  now: Temporal.Instant,
): Promise<string | null> => {
  const link = links.readCalendar(token, now)
  const meeting = link && (await read.meetings.byId(link.meetingId))
  if (!link || !meeting || meeting.state === 'proposed') return null
  if (Temporal.Instant.compare(link.madeAt.add({ seconds: 1 }), meeting.linksFrom) < 0) return null
  const pair = await read.pairs.byId(meeting.pairId)
  const participant = pair?.members.find(({ id }) => id === link.participantId)
  const programme = pair && (await read.programmes.byId(pair.programmeId))
  const shown = participant && asSeenBy(participant, meeting)
  return pair && shown && programme ? meetingCalendar(shown, pair, participant, programme, now) : null
}

/** For whoever has left, every meeting that was still ahead is off, even if the others hold it. Null: not theirs to see. */
const asSeenBy = ({ leftAt }: Participant, meeting: Meeting): Meeting | null => {
  if (!leftAt || meeting.state === 'cancelled') return meeting
  return Temporal.Instant.compare(leftAt, endOf(meeting)) < 0
    ? { ...meeting, state: 'cancelled', revision: meeting.revision + 1 }
    : null
}

/** The platforms that are configured, and those of them that are not connected. */
interface Links {
  readonly all: readonly string[]
  missing(): readonly string[]
}

/**
 * Whether the process lives, and whether it can do its work: it is ready while one platform is connected, or where none
 * is configured.
 */
export const healthRoutes = (store: Store, { all, missing }: Links): readonly Route[] => [
  { path: '/healthz', handle: (_, response) => answer(response, 200, 'ok') },
  {
    path: '/readyz',
    handle: (_, response) => {
      store.agenda().then(
        () => {
          const absent = missing()
          const isReady = absent.length === 0 || absent.length < all.length
          const words = isReady ? 'ready' : 'not ready'
          const but = absent.length > 0 ? `; not connected: ${absent.join(', ')}` : ''
          answer(response, isReady ? 200 : 503, words + but)
        },
        () => answer(response, 503, 'The database cannot be read.'),
      )
    },
  },
]

/** Figures for this machine, or for whoever holds the token. */
export const metricsRoute = (registry: Registry, token: string | null): Route => ({
  path: '/metrics',
  handle: (request, response) => {
    if (!isFromThisMachine(request) && !holds(request.headers.authorization, token))
      return answer(response, 401, '')
    registry.metrics().then(
      (metrics) => answer(response, 200, metrics, registry.contentType),
      () => answer(response, 500, ''),
    )
  },
})

const holds = (authorization: string | undefined, token: string | null): boolean => {
  if (!token || !authorization) return false
  const given = Buffer.from(authorization)
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
