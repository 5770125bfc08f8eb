import { Temporal } from 'temporal-polyfill'
import { atLocal, earliest, isBefore } from '../../core/calendar.ts'
import { idOf } from '../../core/ids.ts'
import type {
  Coordinator,
  NewDelivery,
  Participant,
  Programme,
  StageName,
  Survey,
  SurveyKind,
} from '../../core/model.ts'

type Instant = Temporal.Instant

/** How long a survey is open. */
const OPEN_DAYS = 28
/** How long before its end the reminder goes. */
const REMINDER_DAYS = 7
const MORNING = Temporal.PlainTime.from('09:00')

const days = (count: number): Temporal.DurationLike => ({ hours: count * 24 })

const stageStart = ({ settings, startsOn, timeZone }: Programme, name: StageName): Instant | null => {
  const stage = settings.stages.find((one) => one.name === name)
  return stage ? atLocal(startsOn.add(stage.from).toPlainDateTime(MORNING), timeZone) : null
}

/** Whom a survey is for: those who said yes and have not left. */
export const isAsked = (person: Participant): boolean => person.consent === 'yes' && person.leftAt === null

/** Until when nothing is said to somebody who has paused, so that nothing is dropped that they would want later; null when they have not. */
export const pausedTo = ({ pausedUntil }: Participant, now: Instant): Instant | null =>
  pausedUntil && isBefore(now, pausedUntil) ? pausedUntil : null

/**
 * Which surveys of a programme open now, and when the next one does. The baseline opens as soon as somebody has said
 * yes, and not after halfway; the others with their stages. One whose time passed during an outage stays out.
 */
export const surveysToOpen = (
  programme: Programme,
  known: readonly Survey[],
  someoneSaidYes: boolean,
  now: Instant,
): { readonly open: readonly Survey[]; readonly next: Instant | null } => {
  const missing = (kind: SurveyKind): boolean => !known.some((survey) => survey.kind === kind)
  const halfway = stageStart(programme, 'halfway')
  const closing = stageStart(programme, 'closing')
  const survey = (kind: SurveyKind, opensAt: Instant): Survey => ({
    id: idOf('survey', programme.id, kind),
    programmeId: programme.id,
    kind,
    anonymous: programme.settings.surveys === 'anonymous',
    opensAt,
    closesAt: opensAt.add(days(OPEN_DAYS)),
  })
  const baseline =
    missing('baseline') && someoneSaidYes && isBefore(now, halfway ?? closing ?? now.add(days(1)))
      ? [survey('baseline', now)]
      : []
  const staged = (['halfway', 'closing'] as const).flatMap((kind) => {
    const start = kind === 'halfway' ? halfway : closing
    return start && missing(kind) ? [{ kind, start }] : []
  })
  return {
    open: [
      ...baseline,
      ...staged
        .filter(({ start }) => !isBefore(now, start) && isBefore(now, start.add(days(OPEN_DAYS))))
        .map(({ kind, start }) => survey(kind, start)),
    ],
    next: earliest(...staged.map(({ start }) => (isBefore(now, start) ? start : null))),
  }
}

const toPerson = (
  survey: Survey,
  person: Participant,
  occurrence: string,
  dueAt: Instant,
): readonly NewDelivery[] =>
  person.account
    ? [
        {
          flow: 'survey',
          subject: { kind: 'survey', id: survey.id },
          occurrence,
          address: { type: 'account', accountId: person.account.id },
          class: 'ordinary',
          participantId: person.id,
          dueAt,
        },
      ]
    : []

/**
 * Invitation, reminder, and the note to coordinators that it has closed. The reminder of an anonymous survey goes to
 * everyone who was invited before it, whoever has answered; a named one's leaves out `answered`.
 */
export const notesOf = (
  survey: Survey,
  asked: readonly Participant[],
  answered: ReadonlySet<string>,
  coordinators: readonly Coordinator[],
  now: Instant,
): { readonly deliveries: readonly NewDelivery[]; readonly next: Instant | null } => {
  const remindAt = survey.closesAt.subtract(days(REMINDER_DAYS))
  const isOpen = isOpenAt(survey, now)
  const reminding = isOpen && !isBefore(now, remindAt)
  const invitations = isOpen
    ? asked.flatMap((person) => toPerson(survey, person, 'invitation', survey.opensAt))
    : []
  const reminders = reminding
    ? asked
        .filter(
          ({ id, consentAt }) => !wasLate(consentAt, remindAt) && (survey.anonymous || !answered.has(id)),
        )
        .flatMap((person) => toPerson(survey, person, 'reminder', remindAt))
    : []
  const results = isBefore(now, survey.closesAt)
    ? []
    : coordinators.flatMap(({ account }): NewDelivery[] =>
        account
          ? [
              {
                flow: 'survey',
                subject: { kind: 'survey', id: survey.id },
                occurrence: 'results',
                address: { type: 'account', accountId: account.id },
                class: 'ordinary',
                participantId: null,
                dueAt: survey.closesAt,
              },
            ]
          : [],
      )
  return {
    deliveries: [...invitations, ...reminders, ...results],
    next: earliest(
      ...[survey.opensAt, remindAt, survey.closesAt].map((at) => (isBefore(now, at) ? at : null)),
    ),
  }
}

/** Who said yes only after the reminder was due has just been invited, and is not reminded. */
const wasLate = (consentAt: Instant | null, remindAt: Instant): boolean =>
  consentAt !== null && !isBefore(consentAt, remindAt)

export const isOpenAt = ({ opensAt, closesAt }: Survey, now: Instant): boolean =>
  !isBefore(now, opensAt) && isBefore(now, closesAt)
