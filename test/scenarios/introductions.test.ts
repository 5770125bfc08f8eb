import { describe, expect, it } from 'vitest'
import type { ReceivedMessage } from '../../src/simulator/index.ts'
import { openPair } from './pairs.ts'
import { LEADERS, PAIR_NAMES, PEOPLE, PROFESSIONALS } from './people.ts'
import { INVITED, openScene, type Scene } from './world.ts'

/** Whatever a name could do on a platform that took it for markup. */
const HOSTILE = [
  '<!channel> Bold',
  '*Star* _Under_ ~Strike~',
  '[click](http://evil.example) Link',
  '<at>all</at> Mention',
  ':tada: `code` Emoji',
  '<https://evil.example|Home> Pipe',
  '**Two** # Hash',
  "O'Neil & Søns <b>Tag</b>",
] as const

/** What a Slack notification is made of: markup works there, unlike in the message's own parts. */
const notificationOf = (raw: unknown): string =>
  raw && typeof raw === 'object' && 'text' in raw && typeof raw.text === 'string' ? raw.text : ''

const introductionsIn = (scene: Scene): ReceivedMessage[] =>
  scene.simulator.received().filter(({ text }) => /^Meet /.test(text))

describe.each(PAIR_NAMES)('in %s', (name) => {
  it('partners are introduced once, together where they share a Slack workspace, else each in private', async () => {
    const { scene, leader, other } = await openPair(name)
    await scene.passTime({ days: 3 })
    const introductions = introductionsIn(scene)
    const ids = [leader, other].map((key) => scene.person(key).person.id)
    if (name === 'one Slack workspace') {
      expect(introductions.map(({ kind, seenBy }) => [kind, seenBy.toSorted()])).toEqual([
        ['group', ids.toSorted()],
      ])
    } else {
      expect(introductions.map(({ kind }) => kind)).toEqual(['direct', 'direct'])
      expect(introductions.flatMap(({ seenBy }) => seenBy).toSorted()).toEqual(ids.toSorted())
    }
    for (const [reader, partner] of [
      [leader, other],
      [other, leader],
    ] as const) {
      const shown = scene.sees(reader, /^Meet /)
      expect(shown.text).toContain(PEOPLE[partner].name)
      expect(shown.text).toContain(`${partner}@example.org`)
      expect(shown.buttons.map(({ label }) => label)).toContain('Schedule')
    }
  })
})

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const home = platform === 'slack' ? 'north' : 'east'
  const coordinator = platform === 'slack' ? 'cara' : 'kofi'

  it.each(HOSTILE)('the name and hopes “%s” are shown as they stand', async (hostile) => {
    const scene = await openScene({
      people: [],
      coordinators: [coordinator],
      figures: {
        ann: { name: hostile, in: home, side: LEADERS, goals: [`${hostile} goal`], offers: ['*all* of it'] },
        bob: { name: 'Bob Stone', in: home, side: PROFESSIONALS },
      },
    })
    await scene.join('ann', 'bob')
    await scene.pair(coordinator)
    const shown = await scene.until('bob', /^Meet /)
    expect(shown.text).toContain(hostile)
    expect(shown.text).toContain(`${hostile} goal`)
    expect(shown.text).toContain('*all* of it')
    expect(scene.sees(coordinator, /Draft pairs/).text).not.toContain('undefined')
    for (const { raw } of scene.simulator.received()) {
      const all = JSON.stringify(raw)
      expect(/"type":"(?:broadcast|link|emoji|usergroup)"/.test(all)).toBe(false)
      expect(/"type":"mention"/.test(all)).toBe(false)
      if (platform === 'slack') expect(notificationOf(raw)).not.toMatch(/<[!@#h]|:tada:|[*]Star[*]/)
    }
  })

  it('a profile of the greatest length still arrives, whole enough to be read', async () => {
    const long = 'Maximiliana-Konstantina '.repeat(20).trim().slice(0, 400)
    const scene = await openScene({
      people: [],
      coordinators: [coordinator],
      figures: {
        ann: { name: long, in: home, side: LEADERS, title: long, goals: Array(8).fill(long.slice(0, 50)) },
        bob: { name: 'Bob Stone', in: home, side: PROFESSIONALS },
      },
    })
    await scene.join('ann', 'bob')
    await scene.pair(coordinator)
    expect((await scene.until('bob', /^Meet /)).text).toContain('Maximiliana-Konstantina')
    const failed = (await scene.deliveries()).filter(({ state }) => state === 'failed')
    expect(failed).toEqual([])
  })

  it('a coordinator sees a draft with reasons, rejects and approves; nobody hears of what was rejected', async () => {
    const scene = await openScene({
      people: [],
      coordinators: [coordinator],
      figures: Object.fromEntries(
        ['ann', 'bea', 'cyd', 'dot'].map((key, index) => [
          key,
          {
            name: `${key[0]?.toUpperCase()}${key.slice(1)} Stone`,
            in: home,
            side: index < 2 ? LEADERS : PROFESSIONALS,
          } as const,
        ]),
      ),
    })
    await scene.join('ann', 'bea', 'cyd', 'dot')
    await scene.command(coordinator, 'drafts')
    scene.sees(coordinator, /4 people have said yes and have no partner/)
    await scene.press(coordinator, 'Make a draft')
    const draft = scene.sees(coordinator, /2 pairs wait for your decision/)
    expect(draft.text).toMatch(/1\. .* and .*: a .* fit/)
    await scene.press(coordinator, 'Decide some')
    const options =
      scene
        .person(coordinator)
        .form()
        ?.fields.find(({ name }) => name === 'pairs')?.options ?? []
    expect(options).toHaveLength(2)
    await scene.fill(coordinator, { pairs: [options[0]?.value ?? ''], decision: 'reject', reason: 'close' })
    scene.sees(coordinator, /1 pair is rejected and not proposed again/)
    const rejected = options[0]?.label.replace(/^\d+\. /, '').split(' and ') ?? []
    await scene.press(coordinator, /^Approve (all|the)/)
    await scene.passTime({ days: 1 })
    expect((await scene.store.read.pairs.of(scene.programme.id)).length).toBe(1)
    for (const key of ['ann', 'bea', 'cyd', 'dot']) {
      const isRejected = rejected.some((one) => one.toLowerCase().startsWith(key))
      expect(scene.all(key, /^Meet /)).toHaveLength(isRejected ? 0 : 1)
    }
    await scene.command(coordinator, 'drafts')
    await scene.press(coordinator, /Make (another|a) draft/)
    expect(scene.person(coordinator).inbox().at(-1)?.text).not.toContain('undefined')
    expect((await scene.store.read.pairs.of(scene.programme.id)).length).toBe(1)

    // Somebody who is no coordinator can do none of it, not even with the coordinator's own button.
    const before = (await scene.store.read.drafts.latest(scene.programme.id))?.id
    await scene.command('ann', 'drafts')
    scene.sees('ann', /for the coordinators of a programme, so nothing has happened/)
    expect((await scene.store.read.drafts.latest(scene.programme.id))?.id).toBe(before)
  })

  it('an odd number becomes a trio, and all three are told of each other', async () => {
    const scene = await openScene({
      people: [],
      coordinators: [coordinator],
      figures: {
        ann: { name: 'Ann Stone', in: home, side: LEADERS },
        cyd: { name: 'Cyd Stone', in: home, side: PROFESSIONALS },
        dot: { name: 'Dot Stone', in: home, side: PROFESSIONALS },
      },
    })
    await scene.until('ann', INVITED)
    await scene.join('ann', 'cyd', 'dot')
    await scene.pair(coordinator)
    for (const key of ['ann', 'cyd', 'dot']) {
      const shown = await scene.until(key, /^Meet /)
      for (const name of ['Ann', 'Cyd', 'Dot'])
        if (name.toLowerCase() !== key) expect(shown.text).toContain(name)
    }
  })
})
