import type { Temporal } from 'temporal-polyfill'
import type { NextBest, PairingRules, Progress, Proof, ScorePart, Weights } from './pairing.ts'
import type { Receipt } from './platform.ts'

/** One of a programme's two groups. Which of them is senior is never stored; the coordinator names which books first. */
export type Side = 'a' | 'b'

/** A stretch of a weekday, in local time. `day` 1 is Monday. `from` is before `to`; both HH:MM. */
export interface Opening {
  readonly day: 1 | 2 | 3 | 4 | 5 | 6 | 7
  readonly from: string
  readonly to: string
}

/** When somebody can be written to and can meet. */
export interface Hours {
  /** IANA name. */
  readonly zone: string
  readonly week: readonly Opening[]
  /** Whole days off: leave and observances. */
  readonly daysOff: readonly Temporal.PlainDate[]
}

/** One workspace or tenant of a platform. */
export interface Workspace {
  readonly id: string
  readonly platform: string
  /** What coordinators call it in their lists (`PLATFORM:NAME`). */
  readonly name: string
  /** The platform's own id of it. */
  readonly externalId: string
  /** Whether the bot can open a conversation for several people there. */
  readonly groups: boolean
  /** Null while the app is installed. */
  readonly removedAt: Temporal.Instant | null
}

/** One person's identity on one workspace. */
export interface Account {
  readonly id: string
  readonly workspace: Workspace
  /** The platform's own id of the person. */
  readonly externalId: string
  readonly name: string
  /** Lower case; null where the platform does not tell. */
  readonly email: string | null
  readonly timeZone: string | null
  readonly locale: string | null
  /** Where private messages reach them, opaque; null until the platform told. */
  readonly conversation: string | null
  /** When the bot first introduced itself; null when it has not yet. */
  readonly welcomedAt: Temporal.Instant | null
  /** Whether they removed the app. */
  readonly gone: boolean
}

export type StageName = 'contracting' | 'first-meeting' | 'halfway' | 'closing'

/** Stages and intervals of a programme; editable. Weeks and months count from the programme's first day. */
export interface Settings {
  readonly stages: readonly { readonly name: StageName; readonly from: Temporal.Duration }[]
  /** How often a pair is expected to meet. */
  readonly meetingEvery: Temporal.Duration
  /** Working days without a booked meeting after which a nudge goes; after the last, coordinators, then silence. */
  readonly nudgeAfterWorkingDays: readonly number[]
  readonly reflectionAfterWorkingDays: number
  readonly checkInAfter: Temporal.Duration
  /** A group smaller than this is not shown in figures. */
  readonly smallestGroup: number
  readonly odd: 'trio' | 'waitlist'
  /** What surveys that open from now on are; one that is open stays what it was. */
  readonly surveys: 'anonymous' | 'named'
  /** How much each part of a score counts. */
  readonly weights: Weights
  /** Whether partners may, must not or must work for the same organisation. */
  readonly organisations: PairingRules['organisations']
  /** The most partners that anybody can have at once. */
  readonly mostPartners: number
}

/** One run of a scheme. */
export interface Programme {
  readonly id: string
  readonly name: string
  readonly startsOn: Temporal.PlainDate
  /** IANA name: the zone of whoever has told none. */
  readonly timeZone: string
  /** The coordinator's wording for each side. */
  readonly sides: Readonly<Record<Side, string>>
  readonly booksFirst: Side
  /** Independent of both organisations: whom to turn to in confidence. */
  readonly contact: { readonly name: string; readonly email: string }
  readonly settings: Settings
}

export interface Coordinator {
  readonly programmeId: string
  readonly email: string
  /** Null until the platform showed an account with this e-mail address. */
  readonly account: Account | null
}

export type Consent = 'unasked' | 'yes' | 'no'

/** A person in a programme, on one side. Lists hold the person's own short phrases. */
export interface Participant {
  readonly id: string
  readonly programmeId: string
  readonly name: string
  readonly email: string
  readonly side: Side
  readonly organisation: string
  readonly workspaceId: string
  /** Null until they were found on their workspace. */
  readonly account: Account | null
  readonly title: string | null
  readonly location: string | null
  /** What they, or the list, said of their hours; null until someone has. */
  readonly hours: Hours | null
  readonly languages: readonly string[]
  readonly goals: readonly string[]
  readonly offers: readonly string[]
  readonly interests: readonly string[]
  /** E-mail addresses of people whom they must not be paired with. */
  readonly conflicts: readonly string[]
  /** E-mail address of whoever manages them, lower case; null when not known. */
  readonly manager: string | null
  /** The most partners that they take on at once; the programme has a cap of its own. */
  readonly partners: number
  readonly consent: Consent
  readonly consentAt: Temporal.Instant | null
  /** When they confirmed zone, hours and goals; null when they have not. */
  readonly confirmedAt: Temporal.Instant | null
  /** Null when never paused, or resumed early; once it has passed, when the last pause ended. */
  readonly pausedUntil: Temporal.Instant | null
  readonly leftAt: Temporal.Instant | null
  readonly importedAt: Temporal.Instant
}

/** Two participants (three in a trio) paired as equals. */
export interface Pair {
  readonly id: string
  readonly programmeId: string
  readonly members: readonly Participant[]
  readonly pairedAt: Temporal.Instant
  /** Null while they are paired. */
  readonly endedAt: Temporal.Instant | null
  /** The group conversation of a pair in one workspace, opaque; null when there is none yet. */
  readonly conversation: string | null
}

/** A draft pair. */
export interface Match {
  readonly id: string
  readonly draftId: string
  readonly participantIds: readonly string[]
  /** 0 to 10,000. */
  readonly score: number
  /** Sentences, the strongest first. */
  readonly reasons: readonly string[]
  /** Of the first two; empty where they were not kept. */
  readonly parts: readonly ScorePart[]
  /** A sentence about the weakest part, for coordinators; null when none is weak. */
  readonly caution: string | null
  /** As it was when the draft was made; empty for a match made by hand. */
  readonly nextBest: readonly NextBest[]
  readonly state: 'proposed' | 'approved' | 'rejected'
  /** Whether a coordinator keeps it: a new draft is made around it. */
  readonly fixed: boolean
  /** The pair that it became; null until it was approved, and once that was undone. */
  readonly pairId: string | null
}

/** A match as it was proposed, whatever a coordinator made of it. */
export type Proposed = Pick<Match, 'id' | 'participantIds' | 'score'>

/** The rules that a draft was made by, and the proof that no better one exists under them. */
export type MadeWith = Pick<PairingRules, 'weights' | 'organisations' | 'sides' | 'odd'> & {
  /** How many partners somebody could have at the most; null for drafts from before this was kept. */
  readonly mostPartners: number | null
  readonly proof: Proof
  /** Why matches that a coordinator keeps are not in it: a sentence each. */
  readonly refused: readonly string[]
}

/** A proposed set of pairs. */
export interface Draft {
  readonly id: string
  readonly programmeId: string
  readonly madeAt: Temporal.Instant
  /** Counts what was done to it: who decides says which revision they saw. */
  readonly revision: number
  /** The same people, rules and seed give the same draft again. */
  readonly seed: number
  /** Null for drafts from before this was kept. */
  readonly made: MadeWith | null
  readonly matches: readonly Match[]
  /** Who could not be paired, and why, in a sentence. */
  readonly waiting: readonly WaitingInDraft[]
}

/** Somebody who has no partner in a draft. */
export interface WaitingInDraft {
  readonly participantId: string
  readonly reason: string
  /** There where the reason was that they were not to be paired for now. */
  readonly absence?: 'paused' | 'no-consent'
}

/** A draft that takes too long to be made while somebody waits: it is made apart, as soon as a process can. */
export interface WantedDraft {
  /** That of the draft which it becomes. */
  readonly id: string
  readonly programmeId: string
  readonly wantedAt: Temporal.Instant
  /** Account of who asked; null at the command line. */
  readonly by: string | null
  readonly seed: number
  readonly state: 'wanted' | 'made' | 'stopped' | 'failed'
  readonly progress: Progress
}

/**
 * All that is possible in a draft of many matches, approved a few at a time. Until it is over, nothing else is decided
 * about the draft. stopping: somebody has asked that it go no further.
 */
export interface Approval {
  readonly id: string
  readonly programmeId: string
  readonly draftId: string
  /** Account of who asked; null at the command line. */
  readonly by: string | null
  readonly begunAt: Temporal.Instant
  readonly state: 'wanted' | 'stopping' | 'stopped' | 'done'
  /** How many matches were open when it began, how many of them have been looked at, and how many were approved. */
  readonly total: number
  readonly looked: number
  readonly approved: number
  /** The match that was looked at last; null before the first. */
  readonly last: string | null
}

/** What somebody did that they answer for. It stays as it was written. */
export interface AuditEntry {
  readonly id: string
  readonly programmeId: string
  readonly at: Temporal.Instant
  /** Account of who did it; null at the command line. */
  readonly by: string | null
  /** What was done: a code of the flow that did it. */
  readonly act: string
  readonly about: { readonly kind: string; readonly id: string }
  /** Of what it is about, once it was done; null where nothing counts. */
  readonly revision: number | null
  /** Ids of the participants whom it concerns, those of each pair together. */
  readonly people: readonly (readonly string[])[]
  /** Why, as a code; null when not said. */
  readonly reason: string | null
  /** Why, in the own words of who did it, for coordinators alone. Sealed at rest; null when not said. */
  readonly words: string | null
}

/** proposed: waiting for a yes. booked: agreed. cancelled: by someone, or declined. */
export type MeetingState = 'proposed' | 'booked' | 'cancelled'

/** One mentoring session, planned or held. */
export interface Meeting {
  readonly id: string
  readonly pairId: string
  readonly state: MeetingState
  /** The times on offer while proposed, earliest first; the agreed one alone once booked. Never empty. */
  readonly times: readonly Temporal.Instant[]
  readonly minutes: number
  /** Participant who proposed; null when Duologue did. */
  readonly proposedBy: string | null
  /** Participants who said yes to the time that all others must accept, too. */
  readonly acceptedBy: readonly string[]
  /** A meeting already booked that this proposal would move; null for a new one. */
  readonly moves: string | null
  /** Counts changes, as iCalendar's SEQUENCE does. */
  readonly revision: number
  /** Calendar links made before this instant no longer open. */
  readonly linksFrom: Temporal.Instant
  readonly proposedAt: Temporal.Instant
  readonly bookedAt: Temporal.Instant | null
  readonly cancelledAt: Temporal.Instant | null
}

/** What one participant said after a meeting. */
export interface CheckIn {
  readonly meetingId: string
  readonly participantId: string
  readonly met: 'yes' | 'no' | 'not-yet'
  /** 1 to 5; null when not said. */
  readonly rating: number | null
  /** Sealed at rest; null when not said. */
  readonly next: string | null
  readonly at: Temporal.Instant
}

export type Audience = 'me' | 'partner' | 'programme'

/** Private writing from a prompt. The words are sealed at rest. */
export interface Reflection {
  readonly id: string
  readonly participantId: string
  readonly pairId: string
  /** The meeting it follows; null when written unprompted. */
  readonly meetingId: string | null
  readonly prompt: string
  readonly words: string
  readonly audience: Audience
  readonly writtenAt: Temporal.Instant
}

export type SurveyKind = 'baseline' | 'halfway' | 'closing'

export interface Survey {
  readonly id: string
  readonly programmeId: string
  readonly kind: SurveyKind
  readonly anonymous: boolean
  readonly opensAt: Temporal.Instant
  readonly closesAt: Temporal.Instant
}

/** One submitted answer. */
export interface SurveyResponse {
  readonly surveyId: string
  readonly side: Side
  /** Null when the survey is anonymous. */
  readonly participantId: string | null
  /** The same for one person in all anonymous surveys, and tells nobody who it is; in a named one, the participant. */
  readonly pseudonym: string
  /** By question. */
  readonly answers: Readonly<Record<string, string>>
}

export type AnnouncementAudience =
  | { readonly type: 'all' }
  | { readonly type: 'side'; readonly side: Side }
  | { readonly type: 'organisation'; readonly organisation: string }
  | { readonly type: 'paired' }
  | { readonly type: 'unpaired' }

/** A coordinator's message to an audience. */
export interface Announcement {
  readonly id: string
  readonly programmeId: string
  /** Account of the coordinator who posts it. */
  readonly authorId: string
  readonly words: string
  readonly audience: AnnouncementAudience
  readonly asksAcknowledgement: boolean
  /** A date and time in each reader's own zone; null sends at once. */
  readonly at: Temporal.PlainDateTime | null
  /** Null while it is a preview. */
  readonly postedAt: Temporal.Instant | null
}

/** What a flow speaks about, and what its schedule and deliveries hang on. */
export type SubjectKind = 'programme' | 'participant' | 'pair' | 'meeting' | 'survey' | 'announcement' | 'act'

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
}

/** Where a message goes: one account, or one pair's conversation. */
export type Address =
  | { readonly type: 'account'; readonly accountId: string }
  | { readonly type: 'pair'; readonly pairId: string }

/**
 * When a message may go.
 * - answer: to the person's own act; at once.
 * - booked: a booked meeting's reminders and changes near it; at once.
 * - ordinary: waits for the working hours of its address, and for the end of a pause.
 * - invitation: as ordinary, and the only class for someone who has not said yes.
 */
export type DeliveryClass = 'answer' | 'booked' | 'ordinary' | 'invitation'

/** What makes a delivery one of a kind: a second one with the same key is the same. */
export interface DeliveryKey {
  readonly flow: string
  readonly subject: Subject
  /** Which of the flow's messages about the subject. */
  readonly occurrence: string
  readonly address: Address
}

export interface NewDelivery extends DeliveryKey {
  readonly class: DeliveryClass
  /** The participant whom it is for and whose consent, pause and hours count; null for coordinators, and for a pair's conversation, where all members' count. */
  readonly participantId: string | null
  /** The earliest it may go. */
  readonly dueAt: Temporal.Instant
}

export type DeliveryState = 'due' | 'sending' | 'sent' | 'dropped' | 'failed'

/** One message to one address. */
export interface Delivery extends NewDelivery {
  readonly id: string
  readonly programmeId: string | null
  readonly state: DeliveryState
  /** Why it was dropped or failed, as a code of ours; null otherwise. */
  readonly reason: string | null
  readonly attempts: number
  /** An earlier attempt may have got through. */
  readonly inDoubt: boolean
  readonly receipt: Receipt | null
  readonly sentAt: Temporal.Instant | null
  /** Whether the message that was sent no longer shows what it should. */
  readonly stale: boolean
  /** Stands for what it shows, while there is something to press in it; null when there is not, or nobody knows. */
  readonly shows: string | null
}
