import { afterEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../src/core/platform.ts'
import { home } from '../../../src/flows/home/index.ts'
import { introduction } from '../../../src/flows/introduction/index.ts'
import { overview } from '../../../src/flows/overview/index.ts'
import { presence } from '../../../src/flows/presence/index.ts'
import { aMeeting, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { wordsOf } from '../said.ts'

const TOM = 'p-tom'
const AMINA = 'p-amina'
const JO = 'p-jo'
const CORA = { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' }
let house: House | null = null
afterEach(async () => {
  await house?.cleanUp()
  house = null
})

const open = async (others: readonly ReturnType<typeof aPartner>[] = []) => {
  house = await openHouse([home, introduction, presence, overview], {
    programme: aProgramme(),
    people: [aPartner({ account: null }), aParticipant({ account: null }), ...others],
    start: '2026-01-12T10:00:00Z',
    coordinator: CORA,
  })
  await house.settle()
  const meetings = [
    aMeeting({ times: [at('2026-01-20T10:00:00Z')] }),
    aMeeting({ id: 'm2', state: 'proposed', times: [at('2026-02-20T10:00:00Z')], bookedAt: null }),
  ]
  await house.store.transact(async ({ write }) => {
    for (const meeting of meetings) await write.meetings.propose(meeting)
  })
  return house
}
const summaries = (of: House, person: string) => of.messagesOf(person).map(({ summary }) => summary)
const said = (reply: Reply): string =>
  reply.type === 'answer' || reply.type === 'became' ? wordsOf(reply.message) : reply.type

describe('with the real store and engine', () => {
  it('partners are introduced once, together', async () => {
    const house = await open()
    await house.until('2026-01-19T10:00:00Z')
    expect(summaries(house, `${TOM}+${AMINA}`)).toEqual([
      'Tom and Amina, you are paired in City Region Programme.',
    ])
    expect(house.messagesOf(TOM)).toEqual([])
  })

  it('a pause names what stands, ends by itself and is greeted once, in working hours', async () => {
    const house = await open()
    const answer = said(await house.say(AMINA, 'please pause until 24 January'))
    expect(answer).toContain('Saturday 24 January')
    expect(answer).toContain('Tuesday 20 January at 10:00')
    await house.until('2026-01-25T12:00:00Z')
    expect(house.messagesOf(AMINA)).toEqual([])
    await house.until('2026-02-15T12:00:00Z')
    expect(summaries(house, AMINA)).toEqual(['Welcome back: your pause has ended.'])
  })

  it('a pause that was ended early is not greeted again', async () => {
    const house = await open()
    await house.say(AMINA, 'pause until 24 January')
    await house.say(AMINA, 'resume')
    await house.until('2026-02-15T12:00:00Z')
    expect(house.messagesOf(AMINA)).toEqual([])
    expect(said(await house.say(AMINA, 'resume'))).toContain('not paused')
  })

  it('leaving ends the pair, cancels its meetings and tells partner and coordinator, in one step', async () => {
    const house = await open()
    const first = await house.say(AMINA, 'leave')
    expect(said(first)).toContain('Would you like to leave')
    const { read } = house.store
    expect((await read.participants.byId(AMINA))?.leftAt).toBeNull()
    expect(said(await house.act(AMINA, 'presence', 'leave-now', AMINA))).toContain('You have left')

    expect((await read.participants.byId(AMINA))?.leftAt).not.toBeNull()
    expect((await read.approved.byId('pair1'))?.endedAt).not.toBeNull()
    const meetings = await read.meetings.ofPair('pair1')
    expect(meetings.map(({ state, revision }) => [state, revision])).toEqual([
      ['cancelled', 2],
      ['cancelled', 2],
    ])
    expect(summaries(house, TOM)).toEqual(['Amina has left the programme, so your pairing has ended.'])
    const [told] = house.messagesOf(CORA.id)
    expect(told && wordsOf(told)).toContain('Tom Reed has no partner now')

    expect(said(await house.act(AMINA, 'presence', 'leave-now', AMINA))).toContain('already')
    expect(said(await house.say(AMINA, 'status'))).toContain('Left: ')
    expect(said(await house.say(AMINA, 'home'))).toContain('You have left')
    expect(said(await house.say(CORA.id, 'overview'))).toContain('Stage: Contracting')
  })

  it.each([
    ['when their pause ends', null, '2026-02-01T12:00:00Z'],
    ['on the next working morning, when they end it early', 'resume', '2026-01-15T08:59:00Z'],
  ])('a paused partner hears that the pair has ended %s', async (_, typed, when) => {
    const house = await open()
    await house.store.transact(({ write }) =>
      write.meetings.change(
        aMeeting({
          state: 'cancelled',
          times: [at('2026-01-20T10:00:00Z')],
          cancelledAt: house.clock.now(),
          revision: 2,
        }),
        1,
      ),
    )
    await house.say(TOM, 'pause until 31 January')
    await house.act(AMINA, 'presence', 'leave-now', AMINA)
    await house.until('2026-01-14T16:00:00Z')
    const left = 'Amina has left the programme, so your pairing has ended.'
    expect(summaries(house, TOM)).not.toContain(left)
    if (typed) await house.say(TOM, typed)
    await house.until(when)
    expect(summaries(house, TOM)).not.toContain(left)
    await house.until(at(when).add({ hours: 26 }).toString())
    expect(summaries(house, TOM).filter((one) => one === left)).toHaveLength(1)
  })

  it('a paused partner hears at once that a booked meeting in their pause is off', async () => {
    const house = await open()
    await house.say(TOM, 'pause until 31 January')
    await house.act(AMINA, 'presence', 'leave-now', AMINA)
    expect(summaries(house, TOM)).toEqual(['Amina has left the programme, so your pairing has ended.'])
  })

  it('two of three go on with what is booked', async () => {
    const jo = aPartner({ id: JO, name: 'Jo Bell', email: 'jo@x.example', account: null })
    const house = await open([jo])
    await house.act(AMINA, 'presence', 'leave-now', AMINA)
    const pair = await house.store.read.approved.byId('pair1')
    expect(pair?.endedAt).toBeNull()
    expect(
      pair?.members
        .filter(({ leftAt }) => leftAt === null)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([JO, TOM])
    const meetings = await house.store.read.meetings.ofPair('pair1')
    expect(meetings.map(({ state }) => state)).toEqual(['booked', 'cancelled'])
    expect(summaries(house, TOM)).toEqual(['Amina has left the programme; you and Jo go on as a pair.'])
    expect(summaries(house, JO)).toEqual(['Amina has left the programme; you and Tom go on as a pair.'])
    const [told] = house.messagesOf(CORA.id)
    expect(told && wordsOf(told)).toContain('Nobody is left without a partner')
  })

  it('a participant who types a coordinator’s word is told so', async () => {
    const house = await open()
    expect(said(await house.say(AMINA, 'overview'))).toContain('for the coordinators')
    expect(said(await house.say(AMINA, 'resme'))).toContain('resume: End your break')
  })
})
