import type { Pair } from '../../core/model.ts'
import type { Beginning, Door } from '../../simulator/index.ts'
import type { SimulatedWorld } from './world.ts'

/** Two partners whom one sees first. */
export interface Partners {
  /** The one in Slack. */
  readonly first: Door
  /** The one in Teams. */
  readonly second: Door
  /** Whether the first has suggested a time, and the second is still to answer. */
  readonly answerWaits: boolean
}

/** What the one who answers has to press. */
export const ACCEPT = 'Yes, book it'
const SEE = 'Answer the suggestion'

/**
 * Leaves something to do for whoever comes: in one pair across both platforms a suggestion waits for its answer, and
 * in another, where there is one, it has been accepted. Returns the pair to see first; null where none is across.
 */
export const leaveSomethingToDo = async (world: SimulatedWorld): Promise<Partners | null> => {
  const across = await partnersAcross(world)
  const found: Partners[] = []
  for (const { first, second } of across) {
    if (!(await suggestSoonest(first))) continue
    await bringUp(second)
    found.push({ first, second, answerWaits: true })
    if (found.length === 2) break
  }
  const [waiting, accepted] = found
  if (accepted) await pressNewest(accepted.second, ACCEPT)
  return waiting ?? across[0] ?? null
}

/** How the page begins with these two. */
export const beginningWith = (partners: Partners | null): Beginning => {
  if (!partners) return { pair: [], hint: null }
  const { first, second, answerWaits } = partners
  return {
    pair: [first, second].map(({ workspace, person }) => ({ workspace, person: person.id })),
    hint: answerWaits
      ? `${firstName(first)} has suggested a time. Press “${ACCEPT}” as ${firstName(second)}, and watch both sides change.`
      : null,
  }
}

const firstName = ({ person }: Door): string => person.name.split(' ')[0] ?? person.name

const partnersAcross = async ({
  store,
  programme,
  simulator,
}: SimulatedWorld): Promise<readonly Partners[]> => {
  const pairs = await store.read.pairs.of(programme.id)
  return pairs.filter(isAcross).flatMap(({ members }) => {
    const doors = members.map(({ email }) => simulator.person(email))
    const first = doors.find(({ platform }) => platform === 'slack')
    const second = doors.find(({ platform }) => platform === 'teams')
    return first && second ? [{ first, second, answerWaits: false }] : []
  })
}

/** Whether two partners who are still a pair are in different platforms. */
export const isAcross = ({ members, endedAt }: Pair): boolean =>
  endedAt === null &&
  members.length === 2 &&
  new Set(members.map(({ account }) => account?.workspace.platform)).size > 1

/** Suggests the first time that suits both; false when there is nothing to suggest. */
const suggestSoonest = async (door: Door): Promise<boolean> => {
  await door.command('schedule')
  const times = door.form()?.fields.find(({ type }) => type === 'choices')
  const [soonest] = times?.options ?? []
  return (
    times !== undefined && soonest !== undefined && (await door.fill({ [times.name]: [soonest.value] })).ok
  )
}

/** Outside their working hours nobody is written to: then they look for themselves. */
const bringUp = async (door: Door): Promise<void> => {
  if (newestWith(door, ACCEPT)) return
  await door.command('meetings')
  await pressNewest(door, SEE)
}

const newestWith = (door: Door, label: string) =>
  door.inbox().findLast(({ buttons }) => buttons.some((button) => button.label === label))

const pressNewest = async (door: Door, label: string): Promise<void> => {
  const message = newestWith(door, label)
  if (message) await door.press(message, label)
}
