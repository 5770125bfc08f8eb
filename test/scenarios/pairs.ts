import type { Temporal } from 'temporal-polyfill'
import type { Meeting, Pair } from '../../src/core/model.ts'
import type { Outcome, ShownMessage, Simulator } from '../../src/simulator/index.ts'
import { type Figure, type Key, PAIRS, type PairName, PEOPLE } from './people.ts'
import { openScene, type Scene } from './world.ts'

/** Two people who have been introduced. */
export interface PairedScene {
  readonly scene: Scene
  readonly leader: Key
  readonly other: Key
  readonly coordinator: Key
}

/** A scene of two people who said yes and have just been introduced. */
export const openPair = async (
  name: PairName,
  beforeAnything: (simulator: Simulator) => void = () => {},
): Promise<PairedScene> => {
  const [leader, other] = PAIRS[name]
  const coordinator = PEOPLE[leader].in === 'north' ? 'cara' : 'kofi'
  const scene = await openScene({ people: [leader, other], coordinators: [coordinator] })
  beforeAnything(scene.simulator)
  await scene.join(leader, other)
  await scene.pair(coordinator)
  return { scene, leader, other, coordinator }
}

const onlyPair = async (scene: Scene): Promise<Pair> => {
  const [pair] = await scene.store.read.pairs.of(scene.programme.id)
  if (!pair) throw new Error('Nobody is paired.')
  return pair
}

export const meetingsOf = async (scene: Scene): Promise<readonly Meeting[]> =>
  scene.store.read.meetings.ofPair((await onlyPair(scene)).id)

/** Suggests the first times of the list, or others of it; gives what the form offered. */
export const suggest = async (
  scene: Scene,
  key: string,
  button: string | RegExp = /^Schedule/,
  { from = 0, most = 3, length = '60' } = {},
): Promise<readonly { readonly label: string; readonly value: string }[]> => {
  await scene.press(key, button)
  // Where the platform fails, a form that comes as a message of its own comes when it is tried again.
  if (!scene.person(key).form()) await scene.passTime({ minutes: 20 })
  const options =
    scene
      .person(key)
      .form()
      ?.fields.find(({ name }) => name === 'times')?.options ?? []
  const chosen = options.slice(from, from + most)
  if (chosen.length === 0) throw new Error(`${key} was offered no times.`)
  const { ok, error, fieldErrors } = await scene.fill(key, {
    times: chosen.map(({ value }) => value),
    length,
  })
  if (!ok) throw new Error(`The times were not taken: ${error} ${JSON.stringify(fieldErrors)}`)
  return chosen
}

/** The message that lets a person choose among suggested times. */
const suggestion = (scene: Scene, key: string): ShownMessage => scene.sees(key, /suits? you|One tap each/)

/** Says yes to one of the times in the newest suggestion; the first unless told. */
export const accept = async (scene: Scene, key: string, which = 0): Promise<Outcome> => {
  const message = suggestion(scene, key)
  const button = message.buttons.filter(({ label }) => /^(Yes, book it|\w+day )/.test(label))[which]
  if (!button)
    throw new Error(`${key} cannot accept time ${which}: ${message.buttons.map(({ label }) => label)}`)
  return scene.person(key).press(message, button.id)
}

/** A booked meeting between the two, at the earliest time on offer. */
export const book = async ({ scene, leader, other }: PairedScene): Promise<Meeting> => {
  await suggest(scene, leader)
  await scene.until(other, /would like to meet/)
  await accept(scene, other)
  const meeting = (await meetingsOf(scene)).find(({ state }) => state === 'booked')
  if (!meeting) throw new Error('Nothing was booked.')
  return meeting
}

export const startOf = (meeting: Meeting): Temporal.Instant => {
  const [time] = meeting.times
  if (!time) throw new Error('The meeting has no time.')
  return time
}

/** "10:00" on this person's clock. */
export const clockOf = (key: Key, at: Temporal.Instant): string => {
  const figure: Figure = PEOPLE[key]
  return at
    .toZonedDateTimeISO(figure.timeZone ?? 'Europe/London')
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
}

/** Opens the calendar link of the newest message that has one, as a browser does. */
export const openCalendar = async (
  message: ShownMessage,
): Promise<{ status: number; body: string; url: string }> => {
  const url = message.buttons.find((button) => button.url)?.url
  if (!url) throw new Error(`There is no link: ${message.buttons.map(({ label }) => label)}`)
  const response = await fetch(url)
  return { status: response.status, body: await response.text(), url }
}
