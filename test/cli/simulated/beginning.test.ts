import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ACCEPT, beginningWith, leaveSomethingToDo } from '../../../src/cli/simulated/beginning.ts'
import { isComing } from '../../../src/core/meetings.ts'
import { introducedBy } from '../../introducing.ts'
import { type Shown, startPage } from '../../simulator/page/world.ts'

const PATIENCE_MS = 60_000

/** A programme of some days, whose only two pairs are across both platforms. */
const withPairsAcross = async (): Promise<Shown> => {
  const page = await startPage(24, 12, false)
  onTestFinished(page.stop)
  const { store, programme } = page.shown.world
  const now = Temporal.Instant.fromEpochMilliseconds(page.now())
  const pairs = await store.read.pairs.of(programme.id)
  const on = (platform: string) =>
    pairs.flatMap(({ members }) => members).filter(({ account }) => account?.workspace.platform === platform)
  const others = on('teams')
  const across = on('slack')
    .slice(0, 2)
    .map(({ id }, index) => ({
      id: `across${index}`,
      programmeId: programme.id,
      participantIds: [id, others[index]?.id ?? ''],
      pairedAt: now,
    }))
  await store.transact(async ({ write }) => {
    for (const { id } of pairs) await write.pairs.end(id, now)
    await write.pairs.pair(across)
  })
  for (const { id } of across) await introducedBy(store, id, programme.id, now)
  return page
}

const meetingsToCome = async ({ shown, now }: Shown): Promise<number> => {
  const { store, programme } = shown.world
  const pairs = await store.read.pairs.of(programme.id)
  const meetings = await Promise.all(pairs.map(({ id }) => store.read.meetings.ofPair(id)))
  const instant = Temporal.Instant.fromEpochMilliseconds(now())
  return meetings.flat().filter((meeting) => isComing(meeting, instant)).length
}

describe('what waits for whoever opens the page', { timeout: PATIENCE_MS }, () => {
  it('is a suggestion that one press books for two partners, one in Slack and one in Teams', async () => {
    const page = await withPairsAcross()
    const before = await meetingsToCome(page)
    const partners = await leaveSomethingToDo(page.shown.world)
    if (!partners) throw new Error('Nobody is across.')
    const { first, second } = partners
    expect([first.platform, second.platform]).toEqual(['slack', 'teams'])
    expect(await meetingsToCome(page)).toBe(before + 1)
    expect(beginningWith(partners).hint).toContain(`Press “${ACCEPT}”`)

    const asked = second.inbox().at(-1)
    if (!asked) throw new Error('Nothing was asked.')
    expect((await second.press(asked, ACCEPT)).ok).toBe(true)
    expect(await meetingsToCome(page)).toBe(before + 2)
    expect(first.inbox().at(-1)?.text).toContain('You are meeting')
  })

  it('is nothing where no pair is across', async () => {
    const { shown, stop } = await startPage(4, 0, false)
    onTestFinished(stop)
    expect(beginningWith(await leaveSomethingToDo(shown.world))).toEqual({ pair: [], hint: null })
  })
})
