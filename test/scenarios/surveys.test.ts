import { describe, expect, it } from 'vitest'
import { PARTS } from './people.ts'
import { changeSettings } from './settings.ts'
import { openScene } from './world.ts'

const SECRET = 'magenta-otter'
const REMINDED = /A week left: the opening survey/

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  const { leader, professional, coordinator } = PARTS[platform]

  /** Both are invited; the leader answers, the other does not. */
  const surveyed = async (surveys: 'anonymous' | 'named') => {
    const scene = await openScene({
      people: [leader, professional],
      coordinators: [coordinator],
      settings: { surveys },
    })
    await scene.join(leader, professional)
    const invitation = await scene.until(leader, /The opening survey/)
    await scene.until(professional, /The opening survey/)
    await scene.press(leader, 'Answer')
    const rules = scene.person(leader).form()?.text ?? ''
    const { ok } = await scene.fill(leader, { trust: '4', words: SECRET, decision: 'Send my answers' })
    expect(ok).toBe(true)
    return { scene, told: [invitation.text, rules], thanks: scene.sees(leader, /have been sent/).text }
  }

  it('a named survey says so first, keeps the name, and reminds only who has not answered', async () => {
    const { scene, told, thanks } = await surveyed('named')
    for (const words of told) expect(words).toMatch(/It is not anonymous[\s\S]*never for fewer than 5 people/)
    expect(thanks).toContain('kept with your name')
    await scene.command(leader, 'status')
    scene.sees(leader, /opening \(submitted, kept with your name\)/)

    await changeSettings(scene, { surveys: 'anonymous' })
    const reminder = await scene.until(professional, REMINDED)
    expect(reminder.text).toContain('only to those who have not answered')
    expect(reminder.text).toContain('It is not anonymous')
    expect(scene.all(leader, REMINDED)).toEqual([])

    await scene.until(coordinator, /its results are ready/)
    await scene.press(coordinator, 'See the results')
    const results = scene.sees(coordinator, /Results: opening survey/)
    expect(results.text).toContain('Too few people answered')
    expect(results.text).toContain('The survey was named')
    const [survey] = await scene.store.read.surveys.of(scene.programme.id)
    expect(await scene.store.read.surveys.responses(survey?.id ?? '')).toMatchObject([
      { participantId: expect.any(String), answers: { words: SECRET } },
    ])
    expect(JSON.stringify(scene.simulator.received())).not.toContain(SECRET)
  })

  it('an anonymous survey says so first, keeps no name, and reminds everyone', async () => {
    const { scene, told, thanks } = await surveyed('anonymous')
    for (const words of told) expect(words).toMatch(/It is anonymous[\s\S]*never for fewer than 5 people/)
    expect(thanks).toContain('kept apart from your name')
    await scene.command(leader, 'status')
    scene.sees(leader, /opening \(submitted, kept without your name\)/)

    await changeSettings(scene, { surveys: 'named' })
    for (const key of [leader, professional])
      expect((await scene.until(key, REMINDED)).text).toContain('goes to everyone')
    await scene.until(coordinator, /its results are ready/)
    await scene.press(coordinator, 'See the results')
    expect(scene.sees(coordinator, /Results: opening survey/).text).toContain('The survey was anonymous')
    const [survey] = await scene.store.read.surveys.of(scene.programme.id)
    expect(await scene.store.read.surveys.responses(survey?.id ?? '')).toMatchObject([
      { participantId: null },
    ])
  })
})
