import { Temporal } from 'temporal-polyfill'
import { programmeFrom } from '../../src/cli/programme.ts'
import { workspaceIdFor } from '../../src/core/conversation.ts'
import type { Hours } from '../../src/core/model.ts'
import { accountId } from '../../src/core/searching.ts'
import { type Cast, castOf, type SimulatedWorkspace, workspacesOf } from '../../src/simulator/index.ts'
import { migrate, type OpenStore, openStore, type SealingKeys } from '../../src/store/index.ts'
import { introducedBy } from '../introducing.ts'

export const KEY: SealingKeys = [new Uint8Array(32).fill(9)]

/** So many people over three Slack workspaces and two Teams tenants, the app installed for all of them. */
export const peopled = (size: number): Cast => {
  const cast = castOf(1, size)
  return { ...cast, workspaces: installed(cast.workspaces) }
}

interface Size {
  readonly workspaces: number
  readonly people: number
}

/** People in many workspaces of both platforms, the app installed for all of them. */
export const acrossWorkspaces = ({ slack, teams }: { slack: Size; teams: Size }): Cast => {
  const places = [...placesIn('slack', slack), ...placesIn('teams', teams)]
  const { members } = castOf(1, places.length)
  const placed = members.map((one, index) => ({
    ...one,
    email: `${index}.${one.email}`,
    workspace: places[index] ?? '',
  }))
  return { members: placed, coordinators: [], workspaces: installed(workspacesOf(placed, [], 1)) }
}

/** So many people in one Slack workspace, and somebody who coordinates them. */
export const inOneWorkspace = (people: number): Cast => {
  const { members } = castOf(1, people)
  const workspace = 'slack:bench'
  const placed = members.map((one, index) => ({ ...one, email: `${index}.${one.email}`, workspace }))
  const coordinators = [{ name: 'Dana Whitfield', email: COORDINATOR, workspace }]
  return { members: placed, coordinators, workspaces: installed(workspacesOf(placed, coordinators, 1)) }
}

const placesIn = (platform: string, { workspaces, people }: Size): readonly string[] =>
  Array.from({ length: workspaces * people }, (_, index) => `${platform}:bench-${index % workspaces}`)

const installed = (workspaces: readonly SimulatedWorkspace[]): readonly SimulatedWorkspace[] =>
  workspaces.map(
    (one): SimulatedWorkspace => ({
      ...one,
      people: one.people.map((person) => ({ ...person, appInstalled: true })),
    }),
  )

/** Someone's account, as the store and the simulated platforms know it. */
export interface Known {
  readonly id: string
  readonly email: string
  readonly platform: string
  readonly workspace: string
}

export const accountsOf = ({ workspaces }: Cast): readonly Known[] =>
  workspaces.flatMap(({ platform, id: workspace, people }) =>
    people.map((person) => ({
      id: accountId(platform, workspace, person.id),
      email: person.email,
      platform,
      workspace,
    })),
  )

/** One in so many people wishes in private not to be with a colleague of some name. */
const WISHES_ONE_IN = 200

/** Whom a programme of the bench is coordinated by, if they are in the cast. */
export const COORDINATOR = 'dana@council.example'

/**
 * Brings the cast into a migrated database: known on their workspaces, in a programme, consenting, and in pairs that were
 * introduced unless they are to be paired yet. `hours`: null leaves everybody the usual ones.
 */
export const populate = async (
  url: string,
  cast: Cast,
  { paired = true, hours = null }: { readonly paired?: boolean; readonly hours?: Hours | null } = {},
): Promise<void> => {
  await migrate({ url })
  const store = await openStore({ url, key: KEY, throwaway: true })
  const now = Temporal.Now.instant()
  await addWorkspaces(store, cast)
  const { programme, coordinators } = programmeFrom({
    template: 'reciprocal',
    name: 'Bench',
    from: now.toZonedDateTimeISO('Europe/London').toPlainDate().subtract({ months: 2 }).toString(),
    sides: [...new Set(cast.members.map(({ side }) => side))].join(','),
    booksFirst: cast.members[0]?.side ?? '',
    coordinator: [COORDINATOR],
    contact: 'Grace Obi <grace.obi@listening.example>',
    timeZone: 'Europe/London',
  })
  const workspaces = new Map(
    cast.workspaces.map((one) => [`${one.platform}:${one.name}`, workspaceIdFor(one.platform, one.id)]),
  )
  const pairs = cast.members.flatMap((_, at) =>
    paired && at % 2 === 0 && at + 1 < cast.members.length
      ? [
          {
            id: `pair-${at}`,
            programmeId: programme.id,
            participantIds: [`participant-${at}`, `participant-${at + 1}`],
            pairedAt: now.subtract({ hours: 24 * 40 }),
          },
        ]
      : [],
  )
  await store.transact(async ({ write }) => {
    await write.programmes.create(programme)
    for (const email of coordinators) await write.programmes.addCoordinator(programme.id, email)
    for (const { platform, id: workspace, people } of cast.workspaces)
      for (const { id, name, email, timeZone, locale } of people)
        await write.accounts.meet({
          id: accountId(platform, workspace, id),
          workspaceId: workspaceIdFor(platform, workspace),
          externalId: id,
          conversation: null,
          profile: { name, email, timeZone, locale },
        })
    for (const [at, member] of cast.members.entries()) {
      const { email, name, side, organisation, workspace, title, location, ...lists } = member
      const id = `participant-${at}`
      await write.participants.add({
        id,
        programmeId: programme.id,
        email,
        importedAt: now,
        name,
        side: side === programme.sides.a ? 'a' : 'b',
        organisation,
        workspaceId: workspaces.get(workspace) ?? '',
        title,
        location,
        hours,
        languages: lists.languages,
        goals: lists.goals,
        offers: lists.offers,
        interests: lists.interests,
        conflicts: [],
        manager: null,
        partners: 1,
      })
      await write.participants.consented(id, 'yes', now)
      const colleague = cast.members[at - 1]
      if (colleague && at % WISHES_ONE_IN === 1)
        await write.participants.keepApart(id, [colleague.name, 'Somebody else'])
    }
    await write.pairs.pair(pairs)
  })
  for (const { id, pairedAt } of pairs) await introducedBy(store, id, programme.id, pairedAt)
  await store.close()
}

/** The cast's workspaces, with their tokens. */
export const addWorkspaces = async (store: OpenStore, { workspaces }: Cast): Promise<void> => {
  for (const workspace of workspaces) {
    const { platform, id: externalId, name } = workspace
    const id = workspaceIdFor(platform, externalId)
    await store.transact(({ write }) =>
      write.accounts.addWorkspace({ id, platform, externalId, name, groups: platform === 'slack' }),
    )
    if (platform === 'slack') await store.saveToken(id, workspace.botToken)
  }
}
