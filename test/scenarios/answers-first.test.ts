import { describe, expect, it } from 'vitest'
import { type Key, LEADERS } from './people.ts'
import { openScene, type Scene } from './world.ts'

const AUDIENCE = 'Everyone who said yes'

/** What a coordinator does that is answered by a message of its own. */
interface Act {
  readonly coordinator: Key
  readonly ready: (scene: Scene) => Promise<unknown>
  readonly act: (scene: Scene) => Promise<unknown>
  readonly answer: RegExp
}

const FORM: Act = {
  coordinator: 'cara',
  ready: (scene) => scene.command('cara', 'announce'),
  act: (scene) => scene.person('cara').fill({ words: 'And welcome.', audience: AUDIENCE }),
  answer: /And welcome/,
}
const WORDS: Act = {
  coordinator: 'kofi',
  ready: async () => {},
  act: (scene) => scene.person('kofi').command('deliveries'),
  answer: /Deliveries, Two Ways/,
}

describe.each([
  ['a form on Slack', 'north', 60, FORM],
  ['a command on Teams', 'east', 100, WORDS],
] as const)('while an announcement is on its way to many, %s', (_, workspace, many, does) => {
  it('is answered long before the last of them is told, and all are told once', async () => {
    const keys = Array.from({ length: many }, (_, index) => `p${index}`)
    const { coordinator } = does
    const scene = await openScene({
      people: [],
      coordinators: [coordinator],
      figures: Object.fromEntries(
        keys.map((key) => [key, { name: `P ${key}`, in: workspace, side: LEADERS }]),
      ),
      start: '2027-01-11T08:00:00Z',
    })
    // The conversation with each of them is known by then.
    for (const key of keys) {
      await scene.passTime({ seconds: 1 })
      await scene.person(key).say('hello')
    }
    await scene.beside(async (read) =>
      (await read.participants.of(scene.programme.id)).map(({ id }) => ({
        type: 'save',
        aggregate: 'participants',
        verb: 'consented',
        with: [id, 'yes', scene.now()],
      })),
    )
    await scene.command(coordinator, 'announce')
    const when = { date: '2027-01-11', time: '10:00' }
    await scene.fill(coordinator, { words: 'Good morning.', audience: AUDIENCE, ...when })
    await scene.press(coordinator, 'Schedule')
    const told = () => keys.flatMap((key) => scene.all(key, /Good morning/))
    await scene.passTime('2027-01-11T09:59:00Z')
    await does.ready(scene)
    expect(told()).toEqual([])

    await scene.passTime('2027-01-11T10:00:00Z')
    await does.act(scene)
    const before = scene.all(coordinator, /./).length
    while (scene.all(coordinator, /./).length === before) await scene.passTime({ milliseconds: 50 })
    scene.sees(coordinator, does.answer)
    expect(told().length).toBeLessThan(0.75 * many)

    await scene.passTime({ minutes: 1 })
    for (const key of keys) expect(scene.all(key, /Good morning/)).toHaveLength(1)
  })
})
