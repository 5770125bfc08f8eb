import { describe, expect, it } from 'vitest'
import { USUAL_WEEK } from '../../../src/core/calendar.ts'
import type { Delivery, Hours, Pair } from '../../../src/core/model.ts'
import { introduction } from '../../../src/flows/introduction/index.ts'
import { QUESTIONS, questionsFor } from '../../../src/flows/introduction/questions.ts'
import { introductionPlan, sharesGroup } from '../../../src/flows/introduction/schedule.ts'
import {
  aContext,
  anAccount,
  aPair,
  aParticipant,
  aPartner,
  aProgramme,
  at,
  aWorkspace,
} from '../../facts.ts'
import { readerOf } from '../reading.ts'
import { aDelivery, buttonsOf, faultsOf, sends, wordsOf } from '../said.ts'

/** A Monday. */
const NOW = at('2026-01-12T10:00:00Z')
const subject = { kind: 'pair', id: 'pair1' } as const
const beside = aPartner({ account: anAccount({ id: 'a-tom', externalId: 'U2', name: 'Tom Reed' }) })
const amina = aParticipant()
const across = aPair()
const together = aPair({ members: [beside, amina] })
const atNight: Hours = { zone: 'Europe/London', week: [{ day: 1, from: '01:00', to: '02:00' }], daysOff: [] }
const delivery = (but: Partial<Delivery>) =>
  aDelivery({ flow: 'introduction', subject, occurrence: 'introduction', ...but })
const toPair = (but: Partial<Delivery>) =>
  delivery({ address: { type: 'pair', pairId: 'pair1' }, participantId: null, ...but })
const planOf = (pair: Pair, deliveries: readonly Delivery[] = [], now = NOW) => {
  const { send, next } = introductionPlan(pair, aProgramme(), deliveries, now)
  return {
    to: send.map(({ address, occurrence }) => [
      address.type === 'pair' ? 'the pair' : address.accountId,
      occurrence,
    ]),
    next: next?.toString() ?? null,
  }
}

describe('where partners are introduced', () => {
  it.each([
    ['on one workspace with group conversations', together, true],
    ['on two platforms', across, false],
    [
      'on one workspace without group conversations',
      aPair({
        members: [beside, amina].map((one) => ({
          ...one,
          account: anAccount({ id: `a-${one.id}`, workspace: aWorkspace({ groups: false }) }),
        })),
      }),
      false,
    ],
    ['when one is not found yet', aPair({ members: [beside, { ...amina, account: null }] }), false],
    ['when three are together', aPair({ members: [beside, amina, aParticipant({ id: 'p3' })] }), true],
    ['when one of three is elsewhere', aPair({ members: [beside, amina, aPartner({ id: 'p3' })] }), false],
  ])('%s', (_name, pair, group) => {
    expect(sharesGroup(pair)).toBe(group)
  })
})

describe('when partners are introduced', () => {
  const tomorrow = '2026-01-13T10:00:00Z'

  it('together, in one message', () => {
    expect(planOf(together)).toEqual({ to: [['the pair', 'introduction']], next: tomorrow })
  })

  it('each on their own across platforms', () => {
    expect(planOf(across)).toEqual({
      to: [
        ['a-tom', 'introduction'],
        ['a-amina', 'introduction'],
      ],
      next: tomorrow,
    })
  })

  it('each on their own when their hours never meet', () => {
    const pair = aPair({ members: [{ ...beside, hours: atNight }, amina] })
    expect(planOf(pair).to.map(([to]) => to)).toEqual(['a-tom', 'a-amina'])
  })

  it('each on their own when their hours only meet between two clock changes, or when the gate said so', () => {
    const usual = (zone: string): Hours => ({ zone, week: USUAL_WEEK, daysOff: [] })
    const pair = aPair({
      members: [
        { ...beside, hours: usual('Europe/London') },
        { ...amina, hours: usual('America/Los_Angeles') },
      ],
    })
    const closed = toPair({ state: 'dropped', reason: 'hours-apart' })
    for (const before of [[], [closed]])
      expect(planOf(pair, before, at('2027-01-19T10:00:00Z')).to.map(([to]) => to)).toEqual([
        'a-tom',
        'a-amina',
      ])
  })

  it('once: what waits is waited for, what went out is done', () => {
    expect(planOf(together, [toPair({ state: 'due' })])).toEqual({ to: [], next: tomorrow })
    expect(planOf(together, [toPair({ state: 'sent' })])).toEqual({ to: [], next: null })
    const both = ['a-tom', 'a-amina'].map((accountId) =>
      delivery({ address: { type: 'account', accountId }, state: 'sent' }),
    )
    expect(planOf(across, both)).toEqual({ to: [], next: null })
  })

  it('each on their own when the conversation could not be opened', () => {
    expect(planOf(together, [toPair({ state: 'failed' })]).to.map(([to]) => to)).toEqual(['a-tom', 'a-amina'])
  })

  it('anew after a pause swallowed it', () => {
    expect(planOf(together, [toPair({ state: 'dropped', reason: 'paused' })]).to).toEqual([
      ['the pair', 'introduction 2'],
    ])
  })

  it('waits for whoever is paused, and introduces the other at once where they are apart', () => {
    const away = { ...amina, pausedUntil: at('2026-01-20T00:00:00Z') }
    expect(planOf(aPair({ members: [beside, away] }))).toEqual({ to: [], next: '2026-01-20T00:00:00Z' })
    expect(planOf(aPair({ members: [aPartner(), away] }))).toEqual({
      to: [['a-tom', 'introduction']],
      next: tomorrow,
    })
  })

  it('does not try for ever', () => {
    const failed = [1, 2, 3, 4].map((n) =>
      delivery({
        occurrence: `introduction ${n}`,
        state: 'failed',
        address: { type: 'account', accountId: 'a-amina' },
      }),
    )
    expect(planOf(across, failed).to.map(([to]) => to)).toEqual(['a-tom'])
  })

  it.each([
    ['has ended', { ...across, endedAt: NOW }],
    ['has one person only', aPair({ members: [amina] })],
    ['holds someone without a yes', aPair({ members: [aPartner({ consent: 'unasked' }), amina] })],
    ['holds someone who cannot be reached yet', aPair({ members: [aPartner({ account: null }), amina] })],
  ])('not at all when the pair %s', (_name, pair) => {
    expect(planOf(pair).to).toEqual([])
  })

  it('becomes deliveries of the ordinary class, each for its own person', async () => {
    const read = readerOf({ programmes: [aProgramme()], pairs: [across] })
    const { effects } = await introduction.plan(subject, read, aContext(NOW.toString()))
    expect(sends(effects).map(({ participantId, class: kind }) => [participantId, kind])).toEqual([
      ['p-tom', 'ordinary'],
      ['p-amina', 'ordinary'],
    ])
  })
})

describe('a pair of which somebody has asked to be kept apart from the other', () => {
  const planned = (typed: string, deliveries: readonly Delivery[] = []) =>
    introduction.plan(
      subject,
      readerOf({
        programmes: [aProgramme()],
        pairs: [across],
        notWith: [{ participantId: 'p-amina', people: ['Nobody Here', typed] }],
        deliveries,
      }),
      aContext(NOW.toString()),
    )

  it.each(['  tom  REED ', 'Tom@City.example'])(
    'is not introduced, and looked at again the next day: “%s”',
    async (typed) => {
      expect(await planned(typed)).toEqual({ effects: [], next: NOW.add({ hours: 24 }) })
    },
  )

  it('is introduced where whoever was named is somebody else', async () => {
    expect(sends((await planned('Tom Stone')).effects)).toHaveLength(2)
  })

  it('is introduced to the second of them, where the first was told before', async () => {
    const told = delivery({ state: 'sent', address: { type: 'account', accountId: 'a-tom' } })
    expect(sends((await planned('Tom Reed', [told])).effects)).toHaveLength(1)
  })
})

describe('an introduction', () => {
  const composed = (pair: Pair, one: Delivery) =>
    introduction.compose(
      one,
      readerOf({ programmes: [aProgramme()], pairs: [pair] }),
      aContext(NOW.toString()),
    )
  const said = async (pair: Pair, one: Delivery) => {
    const it = await composed(pair, one)
    if (it.type !== 'say') throw new Error(it.reason)
    expect(faultsOf(it.content)).toEqual([])
    return { words: wordsOf(it.content), buttons: buttonsOf(it.content) }
  }

  it('shows the partner and not oneself, and says who makes the first contact', async () => {
    const { words, buttons } = await said(across, delivery({ participantId: 'p-amina' }))
    expect(words).toContain('Tom Reed, Director of Finance, City Council, Liverpool')
    expect(words).toContain('tom@city.example')
    expect(words).not.toContain('amina@harbour.example')
    expect(words).toContain('Tom will make the first contact')
    expect(buttons[0]).toBe('Schedule')
  })

  it('asks the one who books first to choose times', async () => {
    const { words } = await said(across, delivery({ participantId: 'p-tom' }))
    expect(words).toContain('You make the first contact')
  })

  it('shows everyone to everyone in a conversation of three', async () => {
    const jo = aPartner({
      id: 'p-jo',
      name: 'Jo Bell',
      email: 'jo@x.example',
      account: anAccount({ id: 'a-jo' }),
    })
    const { words } = await said(aPair({ members: [beside, amina, jo] }), toPair({}))
    for (const name of ['Tom Reed', 'Amina Yusuf', 'Jo Bell']) expect(words).toContain(name)
    expect(words).toContain('Tom and Jo, please make the first contact')
    expect(words).toContain('coordinators of City Region Programme paired you')
  })

  it('leaves out what nobody told', async () => {
    const bare = aPartner({
      title: null,
      location: null,
      goals: [],
      offers: [],
      interests: [],
      languages: [],
    })
    const { words } = await said(aPair({ members: [bare, amina] }), delivery({ participantId: 'p-amina' }))
    expect(words).toContain('Tom Reed, City Council\nE-mail: tom@city.example')
  })

  it('gives away no address before everyone has said yes', async () => {
    const pair = aPair({ members: [aPartner({ consent: 'no' }), amina] })
    expect(await composed(pair, delivery({}))).toEqual({ type: 'drop', reason: 'no-consent' })
  })

  it('does not go out for a pair that has ended, and says so where it had', async () => {
    const over = { ...across, endedAt: NOW }
    expect(await composed(over, delivery({}))).toEqual({ type: 'drop', reason: 'pair-ended' })
    expect((await said(over, delivery({ state: 'sent' }))).words).toContain('has ended')
  })

  it('asks three questions, the same for the same pair', () => {
    expect(questionsFor('pair1')).toHaveLength(3)
    expect(questionsFor('pair1')).toEqual(questionsFor('pair1'))
    const all = new Set(Array.from({ length: 60 }, (_, n) => questionsFor(`pair${n}`)).flat())
    expect(all.size).toBe(QUESTIONS.length)
    for (const question of QUESTIONS)
      expect(question).not.toMatch(/community|culture|background|race|ethnic|people like you|come from/i)
  })
})
