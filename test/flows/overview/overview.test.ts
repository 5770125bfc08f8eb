import { describe, expect, it } from 'vitest'
import type { Who } from '../../../src/core/flow.ts'
import type { Meeting, Pair, Participant } from '../../../src/core/model.ts'
import { overview as overviewMessage } from '../../../src/flows/overview/copy.ts'
import { type Facts, overviewOf, stageOf, stateOf } from '../../../src/flows/overview/figures.ts'
import { overview } from '../../../src/flows/overview/index.ts'
import {
  aContext,
  aMeeting,
  anAccount,
  aPair,
  aParticipant,
  aPartner,
  aProgramme,
  at,
  aWorkspace,
} from '../../facts.ts'
import { readerOf } from '../reading.ts'
import { aDelivery, buttonsOf, command, faultsOf, press, shown, wordsOf } from '../said.ts'

const NOW = at('2026-03-10T10:00:00Z')
const many = (count: number, but: Partial<Participant>): readonly Participant[] =>
  Array.from({ length: count }, (_, n) => aParticipant({ id: `${JSON.stringify(but)}${n}`, ...but }))
const pairsOf = (count: number, meetings: readonly Meeting[], but: Partial<Pair> = {}): Facts['pairs'] =>
  Array.from({ length: count }, (_, n) => ({ pair: aPair({ id: `x${n}`, ...but }), meetings, checkIns: [] }))
const facts = (but: Partial<Facts> = {}): Facts => ({
  programme: aProgramme(),
  people: [],
  workspaces: [aWorkspace(), aWorkspace({ id: 'w-gone', name: 'gone', removedAt: NOW })],
  pairs: [],
  ...but,
})

describe('the figures of an overview', () => {
  it.each([
    ['2026-01-11T23:59:00Z', null],
    ['2026-01-12T00:00:00Z', 'contracting'],
    ['2026-01-19T00:00:00Z', 'first-meeting'],
    ['2026-07-11T22:59:00Z', 'first-meeting'],
    ['2026-07-11T23:00:00Z', 'halfway'],
    ['2027-02-01T00:00:00Z', 'closing'],
  ])('at %s the stage is %s', (now, stage) => {
    expect(stageOf(aProgramme(), at(now))).toBe(stage)
  })

  it.each([
    [{ leftAt: NOW, account: null }, 'left'],
    [{ account: null, consent: 'unasked' as const }, 'waiting'],
    [{ consent: 'unasked' as const }, 'invited'],
    [{ consent: 'no' as const }, 'no'],
    [{ pausedUntil: at('2026-03-11T00:00:00Z') }, 'paused'],
    [{ pausedUntil: at('2026-03-09T00:00:00Z') }, 'joined'],
  ])('counts %j as %s', (but, state) => {
    expect(stateOf(aParticipant(but), NOW)).toBe(state)
  })

  it('hides what is small, and what would give it away', () => {
    const { people, states } = overviewOf(
      facts({ people: [...many(20, {}), ...many(6, { consent: 'unasked' }), ...many(1, { consent: 'no' })] }),
      NOW,
    )
    expect(people).toBe(27)
    expect(states).toEqual({ joined: 20, invited: null, no: null, paused: null, left: null })
  })

  it('shows all that is large enough', () => {
    const { states } = overviewOf(
      facts({ people: [...many(20, {}), ...many(5, { consent: 'no' }), ...many(9, { leftAt: NOW })] }),
      NOW,
    )
    expect(states).toMatchObject({ joined: 20, no: 5, left: 9 })
  })

  it('counts who has paused among those who take part, and apart only where neither group is small', () => {
    const pausedUntil = at('2036-01-01T00:00:00Z')
    const of = (active: number, paused: number) =>
      overviewOf(facts({ people: [...many(active, {}), ...many(paused, { pausedUntil })] }), NOW).states
    expect(of(20, 6)).toMatchObject({ joined: 26, paused: 6 })
    expect(of(20, 4)).toMatchObject({ joined: 24, paused: null })
    expect(of(4, 20)).toMatchObject({ joined: 24, paused: null })
  })

  it('names those who wait for their account, with the reason', () => {
    const { waiting } = overviewOf(
      facts({
        people: [
          aParticipant({ id: '1', account: null }),
          aParticipant({ id: '2', account: null, workspaceId: 'w-gone' }),
          aParticipant({ id: '3', account: null, workspaceId: 'nowhere' }),
        ],
      }),
      NOW,
    )
    expect(waiting.map(({ workspace, reason }) => [workspace, reason])).toEqual([
      ['slack:harbour', 'not-found'],
      ['slack:gone', 'workspace-gone'],
      ['nowhere', 'workspace-unknown'],
    ])
  })

  const past = aMeeting({ times: [at('2026-02-20T10:00:00Z')] })
  const coming = aMeeting({ id: 'm2', times: [at('2026-03-20T10:00:00Z')] })

  it('counts pairs by whether they have met', () => {
    const { pairs, progress } = overviewOf(
      facts({ pairs: [...pairsOf(6, [past]), ...pairsOf(5, [coming]), ...pairsOf(7, [])] }),
      NOW,
    )
    expect(pairs).toBe(18)
    expect(progress).toEqual({ met: 6, booked: 5, nothing: 7 })
  })

  it('does not count a meeting that somebody says was not held', () => {
    const denied = pairsOf(5, [past]).map((one) => ({
      ...one,
      checkIns: [
        { meetingId: 'm1', participantId: 'p-tom', met: 'no', rating: null, next: null, at: NOW } as const,
      ],
    }))
    expect(overviewOf(facts({ pairs: denied }), NOW).progress).toMatchObject({ met: null, nothing: 5 })
  })

  it.each([
    ['nothing booked for long', pairsOf(1, []), 1],
    ['a meeting ahead', pairsOf(1, [coming]), 0],
    ['a meeting lately', pairsOf(1, [past]), 0],
    ['times on offer', pairsOf(1, [{ ...coming, state: 'proposed' }]), 0],
    ['only just paired', pairsOf(1, [], { pairedAt: at('2026-03-06T10:00:00Z') }), 0],
    [
      'a partner on a break',
      pairsOf(1, [], { members: [aPartner({ pausedUntil: at('2026-04-01T00:00:00Z') }), aParticipant()] }),
      0,
    ],
  ])('with %s, says whether help is needed', (_name, pairs, stuck) => {
    expect(overviewOf(facts({ pairs }), NOW).stuck).toHaveLength(stuck)
  })
})

describe('the overview', () => {
  const programme = aProgramme()
  const cora: Who = { account: anAccount({ id: 'a-cora' }), participants: [], coordinates: [programme] }
  const two: Who = { ...cora, coordinates: [programme, aProgramme({ id: 'g2', name: 'Second' })] }
  const stranger: Who = { account: anAccount(), participants: [aParticipant()], coordinates: [] }
  const given = {
    programmes: [programme],
    participants: [aParticipant(), aPartner(), aParticipant({ id: 'w', name: 'Wade Out', account: null })],
    pairs: [aPair(), aPair({ id: 'old', endedAt: NOW })],
    accounts: [anAccount()],
  }
  const hear = (act: Parameters<typeof overview.hear>[0]) =>
    overview.hear(act, readerOf(given), aContext(NOW.toString()))

  it('says the stage, small figures as such, who waits and who needs help', async () => {
    const said = shown(await hear(command('overview', cora)))
    const words = wordsOf(said)
    expect(faultsOf(said)).toEqual([])
    expect(words).toContain('Stage: First meetings')
    expect(words.match(/not shown/gi)).toHaveLength(1)
    expect(words).toContain(
      'Not shown, because they are below 5 or would give such a figure away: invited but not answered, taking part, paused, said no, left, the number of pairs, pairs that have met, pairs that have booked and not met yet and pairs with nothing booked yet.',
    )
    expect(said.parts.filter(({ type }) => type === 'facts')).toHaveLength(1)
    expect(words).toContain('Wade Out (slack:harbour): nobody found there')
    expect(words).toContain('Tom Reed and Amina Yusuf, since Monday 12 January')
  })

  it('shows what is large enough, and gives no reason when nothing is left out', async () => {
    const people = [...many(20, {}), ...many(6, { consent: 'unasked' }), ...many(5, { consent: 'no' })]
    const words = wordsOf(
      shown(
        await overview.hear(
          command('overview', cora),
          readerOf({ ...given, participants: people, pairs: [] }),
          aContext(NOW.toString()),
        ),
      ),
    )
    expect(words).toContain('Invited, not answered: 6\nTaking part: 20\nSaid no: 5')
    expect(words).toContain('give such a figure away: paused, left, the number of pairs,')
    const all = overviewMessage({
      programme,
      stage: null,
      people: 50,
      states: { invited: 10, joined: 10, paused: 10, no: 10, left: 10 },
      waiting: [],
      pairs: 30,
      progress: { met: 10, booked: 10, nothing: 10 },
      stuck: [],
    })
    expect(wordsOf(all)).not.toMatch(/not shown, because/i)
    expect(wordsOf(all)).toContain('Nothing booked yet: 10')
  })

  it('counts the time in which nothing was booked from the introduction, as nudges do', async () => {
    const introducedOn = (sentAt: string) =>
      readerOf({
        ...given,
        introduced: 'as delivered',
        deliveries: [
          aDelivery({
            flow: 'introduction',
            subject: { kind: 'pair', id: 'pair1' },
            state: 'sent',
            sentAt: at(sentAt),
          }),
        ],
      })
    const said = async (sentAt: string) =>
      wordsOf(
        shown(await overview.hear(command('overview', cora), introducedOn(sentAt), aContext(NOW.toString()))),
      )
    expect(await said('2026-03-09T10:00:00Z')).toContain('No pair needs your help')
    expect(await said('2026-02-02T10:00:00Z')).toContain('Tom Reed and Amina Yusuf, since Monday 2 February')
  })

  it('asks which programme when there are several', async () => {
    expect(buttonsOf(shown(await hear(command('overview', two))))).toEqual([
      'City Region Programme',
      'Second',
      'Home',
    ])
  })

  it('is shown anew in place', async () => {
    expect((await hear(press('overview', 'g1', cora))).reply.type).toBe('became')
  })

  it.each(['g1', 'g2', ''])('is not for those who do not coordinate the programme “%s”', async (id) => {
    const outcome = await hear(press('overview', id, stranger))
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('for the coordinators')
  })

  it('says a reason once, however many wait for it', async () => {
    const people = [
      aParticipant({ id: 'x', name: 'Wade Out', account: null }),
      aParticipant({ id: 'y', name: 'Ada Low', account: null, workspaceId: 'nowhere' }),
      aParticipant({ id: 'z', name: 'Bo Ray', account: null }),
    ]
    const said = await overview.hear(
      command('overview', cora),
      readerOf({ ...given, participants: people }),
      aContext(NOW.toString()),
    )
    const words = wordsOf(shown(said))
    expect(words).toContain('Wade Out (slack:harbour) and Bo Ray (slack:harbour): nobody found there')
    expect(words).toContain('Ada Low (nowhere): this workspace is not connected yet')
  })

  describe('people of the same name', () => {
    const ada = (id: string, but: Partial<Participant>) =>
      aParticipant({ id, name: 'Ada Obi', email: `${id}@example.org`, ...but })
    const said = async (first: Partial<Participant>, second: Partial<Participant>) => {
      const paired = ada('ada1', first)
      const read = readerOf({
        ...given,
        participants: [paired, ada('ada2', { account: null, ...second }), ...given.participants],
        pairs: [aPair({ members: [aPartner(), paired] })],
      })
      const wordsShown = wordsOf(
        shown(await overview.hear(command('overview', cora), read, aContext(NOW.toString()))),
      )
      expect(wordsShown).toContain('Wade Out (slack:harbour)')
      return wordsShown
    }

    it('are told apart by where they work', async () => {
      const words = await said({ organisation: 'Arts Hub' }, { organisation: 'City Council' })
      expect(words).toContain('Ada Obi (City Council) (slack:harbour) and Wade Out (slack:harbour):')
      expect(words).toContain('Tom Reed and Ada Obi (Arts Hub), since')
    })

    it('are told apart by their address where they work together', async () => {
      const words = await said({ organisation: 'Arts Hub' }, { organisation: 'Arts Hub' })
      expect(words).toContain('Ada Obi (ada2@example.org) (slack:harbour) and Wade Out (slack:harbour):')
      expect(words).toContain('Tom Reed and Ada Obi (ada1@example.org), since')
    })
  })

  it('stays readable with many people waiting', async () => {
    const crowd = Array.from({ length: 25 }, (_, n) => aParticipant({ id: `c${n}`, account: null }))
    const said = shown(
      await overview.hear(
        command('overview', cora),
        readerOf({ ...given, participants: crowd }),
        aContext(NOW.toString()),
      ),
    )
    expect(wordsOf(said)).toContain('And 15 more.')
  })
})
