import { earliest } from '../../src/core/calendar.ts'
import { introduced } from '../../src/core/introduced.ts'
import type { Answers } from '../../src/core/message.ts'
import type {
  Account,
  Announcement,
  Approval,
  AuditEntry,
  CheckIn,
  Coordinator,
  Delivery,
  Draft,
  Meeting,
  Pair,
  Participant,
  Programme,
  Proposed,
  Reflection,
  Survey,
  SurveyResponse,
  WantedDraft,
  Workspace,
} from '../../src/core/model.ts'
import type { NotWith, Reader, UnderWay } from '../../src/core/store.ts'

/** What a reader of facts knows; whatever is left out is empty. */
export interface Facts {
  readonly programmes: readonly Programme[]
  readonly coordinators: readonly Coordinator[]
  readonly accounts: readonly Account[]
  readonly participants: readonly Participant[]
  readonly pairs: readonly Pair[]
  /** Which of them were introduced: all, or those of which a delivery tells. */
  readonly introduced: 'all' | 'as delivered'
  readonly drafts: readonly Draft[]
  /** By draft. */
  readonly proposed: Readonly<Record<string, readonly Proposed[]>>
  readonly meetings: readonly Meeting[]
  readonly checkIns: readonly CheckIn[]
  readonly reflections: readonly Reflection[]
  readonly surveys: readonly Survey[]
  /** `survey participant` of those who submitted. */
  readonly taken: readonly string[]
  /** By `survey participant`. */
  readonly begun: Readonly<Record<string, Answers>>
  readonly responses: readonly SurveyResponse[]
  readonly announcements: readonly Announcement[]
  /** `announcement participant`. */
  readonly acknowledged: readonly string[]
  readonly deliveries: readonly Delivery[]
  readonly audit: readonly AuditEntry[]
  readonly notWith: readonly NotWith[]
  readonly wanted: readonly WantedDraft[]
  readonly approvals: readonly Approval[]
}

const newestFirst = (drafts: readonly Draft[], programmeId: string): Draft[] =>
  drafts
    .filter((draft) => draft.programmeId === programmeId)
    .sort((one, other) => other.madeAt.epochMilliseconds - one.madeAt.epochMilliseconds)

/** Answers from plain facts what a store would: for flows, which read and never write. */
export const readerOf = (given: Partial<Facts>): Reader => {
  const facts: Facts = {
    programmes: [],
    coordinators: [],
    accounts: [],
    participants: [],
    pairs: [],
    introduced: 'all',
    drafts: [],
    proposed: {},
    meetings: [],
    checkIns: [],
    reflections: [],
    surveys: [],
    taken: [],
    begun: {},
    responses: [],
    announcements: [],
    acknowledged: [],
    deliveries: [],
    audit: [],
    notWith: [],
    wanted: [],
    approvals: [],
    ...given,
  }
  const workspaces: readonly Workspace[] = facts.accounts.map(({ workspace }) => workspace)
  const byId =
    <T extends { readonly id: string }>(of: readonly T[]) =>
    async (id: string): Promise<T | null> =>
      of.find((one) => one.id === id) ?? null
  const pairOf = (id: string) => facts.pairs.find((one) => one.id === id)
  const underWayAmong = async (ids: readonly string[]): Promise<ReadonlyMap<string, UnderWay>> => {
    if (facts.introduced === 'all')
      return new Map(ids.map((id) => [id, { how: 'told', since: pairOf(id)?.pairedAt ?? null }]))
    const begun = new Set([...facts.meetings, ...facts.reflections].map(({ pairId }) => pairId))
    return new Map(
      ids.flatMap((id): [string, UnderWay][] => {
        const about = facts.deliveries.filter(({ subject }) => subject.kind === 'pair' && subject.id === id)
        const since = earliest(...about.flatMap(({ sentAt }) => sentAt ?? []))
        if (about.some(({ state, inDoubt }) => state === 'sent' || state === 'sending' || inDoubt))
          return [[id, { how: 'told', since }]]
        return begun.has(id) ? [[id, { how: 'begun', since }]] : []
      }),
    )
  }
  const programmeOfPair = (pairId: string) => facts.pairs.find(({ id }) => id === pairId)?.programmeId
  const kept: Omit<Reader, 'pairs'> = {
    programmes: {
      byId: byId(facts.programmes),
      all: async () => facts.programmes,
      coordinators: async (id) => facts.coordinators.filter(({ programmeId }) => programmeId === id),
      coordinatedBy: async (accountId) =>
        facts.programmes.filter(({ id }) =>
          facts.coordinators.some(
            ({ programmeId, account }) => programmeId === id && account?.id === accountId,
          ),
        ),
    },
    accounts: {
      byId: byId(facts.accounts),
      byExternalId: async (platform, workspace, person) =>
        facts.accounts.find(
          (account) =>
            account.workspace.platform === platform &&
            account.workspace.externalId === workspace &&
            account.externalId === person,
        ) ?? null,
      workspace: async (platform, externalId) =>
        workspaces.find((one) => one.platform === platform && one.externalId === externalId) ?? null,
      workspaces: async () => workspaces,
      sought: async () => [],
    },
    participants: {
      byId: byId(facts.participants),
      of: async (id) => facts.participants.filter(({ programmeId }) => programmeId === id),
      ofAccount: async (id) => facts.participants.filter(({ account }) => account?.id === id),
      notWithOf: async (id) => facts.notWith.find(({ participantId }) => participantId === id)?.people ?? [],
      notWith: async (id) =>
        facts.notWith.filter((wish) =>
          facts.participants.some((one) => one.id === wish.participantId && one.programmeId === id),
        ),
    },
    approved: {
      byId: byId(facts.pairs),
      of: async (id) => facts.pairs.filter(({ programmeId }) => programmeId === id),
      ofParticipant: async (id) =>
        facts.pairs.filter(({ endedAt, members }) => !endedAt && members.some((member) => member.id === id)),
      among: async (ids) =>
        facts.pairs.filter(({ members }) => members.some((member) => ids.includes(member.id))),
    },
    drafts: {
      byId: byId(facts.drafts),
      revisionOf: async (id) => facts.drafts.find((draft) => draft.id === id)?.revision ?? null,
      latest: async (id) => newestFirst(facts.drafts, id)[0] ?? null,
      ids: async (id) =>
        newestFirst(facts.drafts, id)
          .reverse()
          .map((draft) => draft.id),
      proposed: async (id) => facts.proposed[id] ?? [],
      before: async (id) => {
        const programmeId = facts.drafts.find((draft) => draft.id === id)?.programmeId ?? ''
        const all = newestFirst(facts.drafts, programmeId)
        return all[all.findIndex((draft) => draft.id === id) + 1] ?? null
      },
      decided: async (id) =>
        newestFirst(facts.drafts, id)
          .reverse()
          .flatMap(({ matches }) => matches)
          .filter(({ state }) => state !== 'proposed'),
      rejected: async (id) =>
        newestFirst(facts.drafts, id)
          .reverse()
          .flatMap(({ matches }) => matches)
          .filter(({ state }) => state === 'rejected'),
      nextOpen: async (id, after, most) => {
        const all = [...(facts.drafts.find((draft) => draft.id === id)?.matches ?? [])].sort(
          (one, other) => one.score - other.score,
        )
        return all
          .slice(all.findIndex((match) => match.id === after) + 1)
          .filter(({ state }) => state === 'proposed')
          .slice(0, most)
      },
      approvals: async () =>
        facts.approvals.filter(({ state }) => state === 'wanted' || state === 'stopping'),
      approvalById: byId(facts.approvals),
      wanted: async () => facts.wanted.filter(({ state }) => state === 'wanted'),
      wantedById: byId(facts.wanted),
    },
    audit: {
      of: async (id, skip, most) =>
        facts.audit
          .filter(({ programmeId }) => programmeId === id)
          .reverse()
          .slice(skip, skip + most),
      about: async ({ kind, id }) =>
        facts.audit.filter(({ about }) => about.kind === kind && about.id === id),
    },
    meetings: {
      byId: byId(facts.meetings),
      ofPair: async (id) => facts.meetings.filter(({ pairId }) => pairId === id),
    },
    checkIns: {
      ofMeeting: async (id) => facts.checkIns.filter(({ meetingId }) => meetingId === id),
      ofParticipant: async (id) => facts.checkIns.filter(({ participantId }) => participantId === id),
    },
    reflections: {
      byId: byId(facts.reflections),
      ofParticipant: async (id) => facts.reflections.filter(({ participantId }) => participantId === id),
      sharedInPair: async (id) =>
        facts.reflections.filter(({ pairId, audience }) => pairId === id && audience === 'partner'),
      sharedWithProgramme: async (id) =>
        facts.reflections
          .filter(({ pairId, audience }) => audience === 'programme' && programmeOfPair(pairId) === id)
          .map(({ words }) => words),
    },
    surveys: {
      byId: byId(facts.surveys),
      of: async (id) => facts.surveys.filter(({ programmeId }) => programmeId === id),
      taken: async (survey, participant) => facts.taken.includes(`${survey} ${participant}`),
      begun: async (survey, participant) => facts.begun[`${survey} ${participant}`] ?? null,
      responses: async (id) => facts.responses.filter(({ surveyId }) => surveyId === id),
    },
    announcements: {
      byId: byId(facts.announcements),
      of: async (id) => facts.announcements.filter(({ programmeId }) => programmeId === id),
      acknowledgedBy: async (id) =>
        facts.acknowledged.filter((one) => one.startsWith(`${id} `)).map((one) => one.slice(id.length + 1)),
    },
    deliveries: {
      byId: byId(facts.deliveries),
      about: async (flow, subject) =>
        facts.deliveries.filter(
          (one) => one.flow === flow && one.subject.kind === subject.kind && one.subject.id === subject.id,
        ),
      underWayAmong,
      unsettled: async (id, most) =>
        facts.deliveries
          .filter(({ programmeId, state }) => programmeId === id && state !== 'sent')
          .slice(0, most),
      all: async () => [],
      counts: async () => [],
    },
  }
  return { ...kept, pairs: introduced(kept) }
}
