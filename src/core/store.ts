import type { Temporal } from 'temporal-polyfill'
import { earliest } from './calendar.ts'
import type { About } from './flow.ts'
import type { Answers, Content } from './message.ts'
import type {
  Account,
  Address,
  Announcement,
  Approval,
  AuditEntry,
  CheckIn,
  Consent,
  Coordinator,
  Delivery,
  Draft,
  Hours,
  Match,
  Meeting,
  NewDelivery,
  Pair,
  Participant,
  Programme,
  Proposed,
  Reflection,
  Subject,
  Survey,
  SurveyResponse,
  WantedDraft,
  Workspace,
} from './model.ts'
import type { Progress } from './pairing.ts'
import type { Profile, Receipt } from './platform.ts'

type Instant = Temporal.Instant

/** What may be asked of the store. Nothing here changes anything. Lists come in a stable order. */
export interface Reader {
  readonly programmes: {
    byId(id: string): Promise<Programme | null>
    all(): Promise<readonly Programme[]>
    coordinators(programmeId: string): Promise<readonly Coordinator[]>
    /** The programmes that this account coordinates. */
    coordinatedBy(accountId: string): Promise<readonly Programme[]>
  }
  readonly accounts: {
    byId(id: string): Promise<Account | null>
    byExternalId(platform: string, workspace: string, person: string): Promise<Account | null>
    workspace(platform: string, externalId: string): Promise<Workspace | null>
    workspaces(): Promise<readonly Workspace[]>
    /** Participants and coordinators not yet matched to an account whose search is due by `now`, oldest first. */
    sought(now: Instant, most: number): Promise<readonly Sought[]>
  }
  readonly participants: {
    byId(id: string): Promise<Participant | null>
    of(programmeId: string): Promise<readonly Participant[]>
    /** Every participation of one account, in programmes running or past; left ones included. */
    ofAccount(accountId: string): Promise<readonly Participant[]>
    /** Whom each participant of a programme would rather not be paired with: names or e-mail addresses, as typed. */
    notWith(programmeId: string): Promise<readonly NotWith[]>
    /** The same of one participant; empty when they named nobody. */
    notWithOf(participantId: string): Promise<readonly string[]>
  }
  /** Every pair from its approval on: for coordinators, and for whatever looks after it behind the scenes. */
  readonly approved: PairsReader
  /** Pairs as the people in them know them: there is none until its approval can no longer be undone, see `introduced`. */
  readonly pairs: PairsReader
  readonly drafts: {
    byId(id: string): Promise<Draft | null>
    /** How often a draft was changed; null when there is no such draft. */
    revisionOf(id: string): Promise<number | null>
    /** The newest draft of a programme, the one that counts; null when there is none. */
    latest(programmeId: string): Promise<Draft | null>
    /** The ids of a programme's drafts, the oldest first: their numbers are their places from 1. */
    ids(programmeId: string): Promise<readonly string[]>
    /** The matches of a draft as it was proposed, whatever was done to it since; none for drafts from before this was kept. */
    proposed(draftId: string): Promise<readonly Proposed[]>
    /** The draft of the same programme that counted until this one was made; null when this is the first. */
    before(draftId: string): Promise<Draft | null>
    /** The matches of all drafts that were approved or rejected, in the order of the drafts. */
    decided(programmeId: string): Promise<readonly Match[]>
    /** The matches of all drafts that were rejected. */
    rejected(programmeId: string): Promise<readonly Match[]>
    /** So many matches of a draft that are proposed, the weakest first, after this one of it; null: from the first. */
    nextOpen(draftId: string, after: string | null, most: number): Promise<readonly Match[]>
    /** The approvals of all programmes that are not over, the longest begun first. */
    approvals(): Promise<readonly Approval[]>
    /** The same, whatever became of it. */
    approvalById(id: string): Promise<Approval | null>
    /** The drafts of all programmes that are still to be made apart, the longest wanted first. */
    wanted(): Promise<readonly WantedDraft[]>
    /** The same, whatever became of it; null when that draft was not made apart. */
    wantedById(id: string): Promise<WantedDraft | null>
  }
  readonly audit: {
    /** A programme's, the newest first, without the `skip` newest. */
    of(programmeId: string, skip: number, most: number): Promise<readonly AuditEntry[]>
    /** Everything about this, in the order in which it was done. */
    about(about: AuditEntry['about']): Promise<readonly AuditEntry[]>
  }
  readonly meetings: {
    byId(id: string): Promise<Meeting | null>
    /** All of a pair's, by first time. */
    ofPair(pairId: string): Promise<readonly Meeting[]>
  }
  readonly checkIns: {
    ofMeeting(meetingId: string): Promise<readonly CheckIn[]>
    ofParticipant(participantId: string): Promise<readonly CheckIn[]>
  }
  readonly reflections: {
    byId(id: string): Promise<Reflection | null>
    /** A participant's own. */
    ofParticipant(participantId: string): Promise<readonly Reflection[]>
    /** Those that partners of the pair shared with one another. */
    sharedInPair(pairId: string): Promise<readonly Reflection[]>
    /** The words shared with the programme, without names, in an order that hints at nobody. */
    sharedWithProgramme(programmeId: string): Promise<readonly string[]>
  }
  readonly surveys: {
    byId(id: string): Promise<Survey | null>
    of(programmeId: string): Promise<readonly Survey[]>
    /** Whether this person has submitted. Says nothing of what or when. */
    taken(surveyId: string, participantId: string): Promise<boolean>
    /** What was filled in and not yet submitted; null when nothing was. */
    begun(surveyId: string, participantId: string): Promise<Answers | null>
    responses(surveyId: string): Promise<readonly SurveyResponse[]>
  }
  readonly announcements: {
    byId(id: string): Promise<Announcement | null>
    of(programmeId: string): Promise<readonly Announcement[]>
    /** Participants who acknowledged. */
    acknowledgedBy(announcementId: string): Promise<readonly string[]>
  }
  readonly deliveries: {
    byId(id: string): Promise<Delivery | null>
    /** Those of one flow about one subject. */
    about(flow: string, subject: Subject): Promise<readonly Delivery[]>
    /** Those of these pairs of which somebody has been told, or which have begun: too far to be as if they had never been. */
    underWayAmong(pairIds: readonly string[]): Promise<ReadonlyMap<string, UnderWay>>
    /** Those of a programme that failed or were dropped, and those that wait, newest first. */
    unsettled(programmeId: string, most: number): Promise<readonly Delivery[]>
    /** Every delivery that there ever was, in the order of enqueuing: for audits. */
    all(): Promise<readonly Delivery[]>
    /** How many of a programme's deliveries are in each state, by flow. */
    counts(programmeId: string): Promise<readonly DeliveryCount[]>
  }
}

/** Pairs, by what one knows of them. */
export interface PairsReader {
  byId(id: string): Promise<Pair | null>
  of(programmeId: string): Promise<readonly Pair[]>
  /** The pairs that a participant is in now. */
  ofParticipant(participantId: string): Promise<readonly Pair[]>
  /** Every pair, ended ones included, that any of these participants belongs to. */
  among(participantIds: readonly string[]): Promise<readonly Pair[]>
}

/** A pair that is too far to be as if it had never been. */
export interface UnderWay {
  /** told: something about it has gone out, or is going out right now. begun: they have met or written by themselves. */
  readonly how: 'told' | 'begun'
  /** When something about it went out first; null when nothing has arrived for certain. */
  readonly since: Instant | null
}

/** A private wish: for pairing alone, never shown to anybody. */
export interface NotWith {
  readonly participantId: string
  readonly people: readonly string[]
}

/** Somebody to be looked for on a workspace, by e-mail. */
export interface Sought {
  readonly for: 'participant' | 'coordinator'
  /** The participant's or coordinator's id. */
  readonly id: string
  readonly programmeId: string
  readonly email: string
  readonly workspace: Workspace
}

export interface DeliveryCount {
  readonly flow: string
  readonly state: Delivery['state']
  readonly reason: string | null
  readonly count: number
}

/** A participant as a list or a form describes them. */
export type ParticipantDetails = Pick<
  Participant,
  | 'name'
  | 'side'
  | 'organisation'
  | 'workspaceId'
  | 'title'
  | 'location'
  | 'hours'
  | 'languages'
  | 'goals'
  | 'offers'
  | 'interests'
  | 'conflicts'
  | 'manager'
  | 'partners'
>

/** What may be changed, in the words of the domain. Ids are given by the caller, so that a decision is data. */
export interface Writes {
  readonly programmes: {
    create(programme: Programme): Promise<void>
    /** Replaces all of them. Whoever calls touches what goes by them. */
    changeSettings(programmeId: string, settings: Programme['settings']): Promise<void>
    addCoordinator(programmeId: string, email: string): Promise<void>
  }
  readonly accounts: {
    /** Adds a workspace, or gives one that is known its new name; it has the app. Throws `workspace-name-taken`. */
    addWorkspace(workspace: Omit<Workspace, 'removedAt'>): Promise<void>
    /** The app was removed from the workspace, or came back (null). */
    workspaceRemoved(workspaceId: string, at: Instant | null): Promise<void>
    /**
     * Meets an account or refreshes what is known of it: null tells nothing new. Matches it, by e-mail and on its own
     * workspace alone, to participants and coordinators who were waiting for one. A person who is met is no longer gone.
     */
    meet(account: {
      id: string
      workspaceId: string
      externalId: string
      conversation: string | null
      profile: Profile | null
    }): Promise<void>
    welcomed(accountId: string, at: Instant): Promise<void>
    gone(accountId: string): Promise<void>
    /** A search found nobody on that workspace: look again at `again`; null waits until they turn up by themselves. */
    notFound(sought: Pick<Sought, 'for' | 'id' | 'workspace'>, again: Instant | null): Promise<void>
  }
  readonly participants: {
    add(
      participant: {
        id: string
        programmeId: string
        email: string
        importedAt: Instant
      } & ParticipantDetails,
    ): Promise<void>
    /** What the list says anew. */
    change(participantId: string, details: ParticipantDetails): Promise<void>
    consented(participantId: string, consent: Consent, at: Instant): Promise<void>
    /** What the person says of themselves in the form. */
    confirm(
      participantId: string,
      details: { hours: Hours; goals: readonly string[]; offers: readonly string[] },
      at: Instant,
    ): Promise<void>
    /** Whom they would rather not be paired with, in place of what was kept; sealed at rest. */
    keepApart(participantId: string, people: readonly string[]): Promise<void>
    /** Null resumes. */
    pause(participantId: string, until: Instant | null): Promise<void>
    leave(participantId: string, at: Instant): Promise<void>
  }
  readonly pairs: {
    pair(
      pairs: readonly {
        id: string
        programmeId: string
        participantIds: readonly string[]
        pairedAt: Instant
      }[],
    ): Promise<void>
    end(pairId: string, at: Instant): Promise<void>
    /** Takes a pair back of which nobody has been told, as if it had never been. Throws `Conflict` when it has begun. */
    unmake(pairId: string): Promise<void>
    /** Takes one of three out of the pair; the two who remain go on, but not in the conversation that all three read. */
    goOnWithout(pairId: string, participantId: string, at: Instant): Promise<void>
  }
  readonly drafts: {
    propose(draft: Draft): Promise<void>
    /** Begins a draft that is written in parts: it is none until it is complete. One of this id that was begun before goes. */
    begin(draft: Omit<Draft, 'matches'>): Promise<void>
    /** Adds matches to a draft that was begun; `from` is the place of the first, from 0. */
    lay(draftId: string, matches: readonly Match[], from: number): Promise<void>
    /** From now on it is the newest draft. */
    complete(draftId: string): Promise<void>
    /** Takes back a draft that was begun and is not complete, if there is one. */
    discard(draftId: string): Promise<void>
    /** From now on, all of a draft that is possible is to be approved. */
    beginApproval(approval: Approval): Promise<void>
    /** Matches up to this one were looked at: so many more, of which so many were approved. */
    approvedUpTo(approvalId: string, matchId: string, looked: number, approved: number): Promise<void>
    /** Throws `Conflict` when its state is no longer `was`. */
    turnApproval(approvalId: string, was: Approval['state'], state: Approval['state']): Promise<void>
    /** Counts a change of a draft whose revision is still `was`; throws `Conflict` otherwise. */
    turn(draftId: string, was: number): Promise<void>
    /** Matches that are still proposed become these pairs; throws `Conflict` when one no longer is. */
    approve(matches: readonly { matchId: string; pairId: string }[]): Promise<void>
    /** Throws `Conflict` when one of the matches is no longer proposed. */
    reject(matchIds: readonly string[]): Promise<void>
    /** Proposes a match anew, in this draft, that was decided; throws `Conflict` when it was not. */
    reopen(matchId: string, draftId: string): Promise<void>
    /** Keeps proposed matches in the next draft, or no longer; throws `Conflict` when one is decided. */
    keep(matchIds: readonly string[], fixed: boolean): Promise<void>
    want(draft: WantedDraft): Promise<void>
    progressed(wantedId: string, progress: Progress): Promise<void>
    /** It was made, stopped or given up; throws `Conflict` when it is not wanted any more. */
    settleWanted(wantedId: string, state: Exclude<WantedDraft['state'], 'wanted'>): Promise<void>
    /** Gives proposed matches of a draft other people, and says anew who waits; throws `Conflict` when one is decided. */
    rearrange(draftId: string, matches: readonly Match[], waiting: Draft['waiting']): Promise<void>
  }
  readonly audit: { record(entry: AuditEntry): Promise<void> }
  readonly meetings: {
    propose(meeting: Meeting): Promise<void>
    /** Books, cancels, moves: replaces a meeting whose revision is still `was`; throws `Conflict` otherwise. */
    change(meeting: Meeting, was: number): Promise<void>
  }
  readonly checkIns: { record(checkIn: CheckIn): Promise<void> }
  readonly reflections: {
    write(reflection: Reflection): Promise<void>
    /** Chooses another audience; `me` takes it back. */
    share(reflectionId: string, audience: Reflection['audience']): Promise<void>
  }
  readonly surveys: {
    open(survey: Survey): Promise<void>
    keep(surveyId: string, participantId: string, answers: Answers): Promise<void>
    /**
     * Stores the response, under a pseudonym where the survey is anonymous, that it was taken apart from it, and forgets
     * what was kept. Throws `Conflict` when it was taken before.
     */
    submit(
      surveyId: string,
      participantId: string,
      side: Participant['side'],
      answers: Readonly<Record<string, string>>,
    ): Promise<void>
  }
  readonly announcements: {
    compose(announcement: Announcement): Promise<void>
    /** Throws `Conflict` when it was posted before. */
    post(announcementId: string, at: Instant): Promise<void>
    acknowledge(announcementId: string, participantId: string): Promise<void>
    discard(announcementId: string): Promise<void>
  }
}

/** Work with deliveries and moments: the conversation core's and the engine's alone, never a flow's. */
export interface Outbox {
  /** Keeps the delivery; a second one with the same key changes nothing. `content` is set for answers alone, and sealed. */
  enqueue(
    delivery: NewDelivery & { id: string; programmeId: string | null },
    content: Content | null,
  ): Promise<void>
  /** Drops what has not been sent of a flow's deliveries about a subject; occurrence null means every one. */
  cancel(flow: string, subject: Subject, occurrence: string | null, reason: string): Promise<void>
  /** Makes what waits of a flow about a subject due at `at`; not what its platform has to be left alone for. */
  hasten(flow: string, subject: Subject, at: Instant): Promise<void>
  /** Marks what was sent, of a flow about a subject, to be shown anew, from fresh facts. */
  markStale(flow: string, subject: Subject, occurrence: string | null, address: Address | null): Promise<void>
  /** The same for what was sent of these flows about a subject and has something to press in it, wherever it is. */
  markPressable(flows: readonly string[], subject: Subject): Promise<void>
  /** The flow of this account's own delivery with this receipt; null when there is none. */
  flowAt(receipt: Receipt, accountId: string): Promise<string | null>
  /**
   * Marks this account's own delivery with this receipt to be shown as `content`; false when there is none. An answer
   * to an act, which nothing revises, is what `about` names from then on.
   */
  becomes(receipt: Receipt, accountId: string, content: Content, about: About | null): Promise<boolean>
  /** Lets every flow of `flows` look at each of the subjects again at `at`, or earlier if it already wanted to. */
  wake(flows: readonly string[], subjects: readonly Subject[], at: Instant): Promise<void>
  /** Sets when a flow next wants to look; null: not until it is woken. Changes nothing, and says false, if the moment is no longer `was`. */
  settleMoment(flow: string, subject: Subject, was: Instant, next: Instant | null): Promise<boolean>
  /** Remembers an act by its id; false when it was known already. */
  remember(inboundId: string, at: Instant): Promise<boolean>
  /** Forgets acts older than this. */
  forget(before: Instant): Promise<void>
}

/** When the next search for an account, moment of a flow, and delivery or revision is due; null: none is. */
export interface Agenda {
  readonly searches: Instant | null
  readonly moments: Instant | null
  readonly deliveries: Instant | null
}

/** When the first thing of any kind is due; null: nothing is. */
export const firstOf = ({ searches, moments, deliveries }: Agenda): Instant | null =>
  earliest(searches, moments, deliveries)

/** A moment at which a flow wants to look at a subject. */
export interface Moment {
  readonly flow: string
  readonly subject: Subject
  readonly dueAt: Instant
}

/** Everything of one transaction: all of it holds, or none. */
export interface Transaction {
  readonly read: Reader
  readonly write: Writes
  readonly outbox: Outbox
}

/** Where all state lives. */
export interface Store {
  /** Reads outside any transaction. */
  readonly read: Reader
  /**
   * Runs `work` in one transaction, one after another; whatever it throws rolls all of it back. `work` may be run several
   * times, of which the last holds: it does nothing but read, write and decide.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** When the next thing of each kind is due. */
  agenda(): Promise<Agenda>
  /** Moments due by `now`, the longest due first. */
  momentsDue(now: Instant, most: number): Promise<readonly Moment[]>
  readonly queue: Queue
  close(): Promise<void>
}

/** What an engine needs of the store: each call is one step that stands by itself. */
export interface Queue {
  /**
   * Deliveries due by `now`, longest due first, at most one for each address, and none for an address with an older
   * one that is being sent or waits to be tried again. Addresses at which an answer is due come before all others.
   */
  due(now: Instant, most: number): Promise<readonly Delivery[]>
  /** Sent deliveries that are stale, longest first, and due by `now`. */
  stale(now: Instant, most: number): Promise<readonly Delivery[]>
  /** Takes a due delivery to send it; false when somebody else has, or it is no longer due. */
  claim(id: string, at: Instant, by: string): Promise<boolean>
  /** The kept content: of an answer, or what a sent message is to become; null for all others. */
  content(id: string): Promise<Content | null>
  /** `shows`: see `Delivery`. */
  sent(id: string, receipt: Receipt, at: Instant, shows: string | null): Promise<void>
  /** Back to due, at `at`. `attempted` counts it as a try. */
  postpone(id: string, at: Instant, how: { attempted: boolean; inDoubt: boolean }): Promise<void>
  dropped(id: string, reason: string, at: Instant): Promise<void>
  failed(id: string, reason: string, at: Instant): Promise<void>
  /** A revision was made or is needless: from now on it shows this. */
  revised(id: string, shows: string | null): Promise<void>
  /** A revision could not be made, and waits until `again`. */
  reviseLater(id: string, again: Instant): Promise<void>
  /** Frees what other processes claimed before this instant and never settled: due again, and in doubt. */
  release(claimedBefore: Instant, notBy: string): Promise<number>
  /** Where private messages to the address go from now on. */
  conversationOf(address: Address, conversation: string): Promise<void>
}

/** Names one write as data: what flows return. */
export interface SaveOf<A extends keyof Writes, V extends keyof Writes[A]> {
  readonly type: 'save'
  readonly aggregate: A
  readonly verb: V
  readonly with: Writes[A][V] extends (...args: infer P) => Promise<void> ? P : never
}

export type Save = {
  [A in keyof Writes]: { [V in keyof Writes[A]]: SaveOf<A, V> }[keyof Writes[A]]
}[keyof Writes]
