import { afterEach, describe, expect, it } from 'vitest'
import type { Flow } from '../../../src/core/flow.ts'
import { save } from '../../../src/core/flow.ts'
import type { Draft } from '../../../src/core/model.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { introduction } from '../../../src/flows/introduction/index.ts'
import { stage } from '../../../src/flows/stage/index.ts'
import { programmePairing } from '../../../src/pairing/index.ts'
import { aParticipant, aProgramme, at as instant } from '../../facts.ts'
import { type House, openHouse } from '../house.ts'
import { wordsOf } from '../said.ts'

let house: House | null = null
afterEach(async () => {
  await house?.cleanUp()
  house = null
})

const PEOPLE = ['a1', 'a2', 'b1', 'b2', 'b3'] as const

const person = (id: string, name: string) =>
  aParticipant({
    id,
    name,
    email: `${id}@example.org`,
    side: id.startsWith('a') ? 'a' : 'b',
    organisation: `Organisation ${id}`,
  })

const open = async (flows: readonly Flow[] = [drafts, stage], start = '2026-01-12T09:00:00Z') => {
  const programme = aProgramme()
  house = await openHouse(flows, {
    programme: { ...programme, settings: { ...programme.settings, odd: 'waitlist' } },
    people: [
      person('a1', 'Ada Field'),
      person('a2', 'Ben Stone'),
      person('b1', 'Cy Brook'),
      person('b2', 'Di Marsh'),
      person('b3', 'Ed Vale'),
    ],
    start,
    pairing: programmePairing,
    joined: false,
    coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
  })
  for (const id of PEOPLE) await house.bring(save('participants', 'consented', id, 'yes', instant(start)))
  return house
}

const said = (reply: Awaited<ReturnType<House['say']>>): string => {
  if (reply.type !== 'answer' && reply.type !== 'became')
    throw new Error(`Words were expected, not ${reply.type}.`)
  return wordsOf(reply.message)
}

const latest = async (at: House): Promise<Draft> => {
  const found = await at.store.read.drafts.latest('g1')
  if (!found) throw new Error('A draft was expected.')
  return found
}

const together = ({ participantIds }: { readonly participantIds: readonly string[] }): string =>
  [...participantIds].sort().join('+')

/** Presses what a draft offers, as it is now. */
const press = async (at: House, name: string, ...rest: readonly string[]) => {
  const { id, revision } = await latest(at)
  return at.act('cora', 'drafts', name, [id, revision, ...rest].join(':'))
}

const fill = async (
  at: House,
  name: string,
  answers: Readonly<Record<string, string | readonly string[]>>,
  ...rest: readonly string[]
) => {
  const { id, revision } = await latest(at)
  return at.submit('cora', { flow: 'drafts', name, subject: [id, revision, ...rest].join(':') }, answers)
}

describe('with the real store, engine and pairing', () => {
  it('a coordinator makes a draft, rejects one pair, asks again and approves; the odd one out is told', async () => {
    const at = await open([drafts, introduction, stage])
    expect(said(await at.say('cora', 'drafts'))).toContain('5 people have said yes')
    expect(said(await at.act('cora', 'drafts', 'make', 'g1'))).toContain('2 pairs wait for your decision')
    const [weakest] = (await latest(at)).matches
    if (!weakest) throw new Error('A pair was expected.')
    const rejected = await fill(at, 'choose', {
      pairs: [weakest.id],
      decision: ['reject'],
      reason: ['close'],
    })
    expect(said(rejected)).toContain('1 pair is rejected')
    await press(at, 'again')
    const second = await latest(at)
    expect(second.matches.map(together)).not.toContain(together(weakest))

    expect(said(await press(at, 'approve-all'))).toContain('2 pairs are made')
    expect(await at.store.read.approved.of('g1')).toHaveLength(2)
    expect(said(await press(at, 'approve-all'))).toContain('2 approved')
    expect(await at.store.read.approved.of('g1')).toHaveLength(2)

    await at.until('2026-01-12T12:00:00Z')
    const [waiting] = second.waiting
    const told = PEOPLE.filter((id) =>
      at.messagesOf(id).some(({ summary }) => summary.includes('no partner for you')),
    )
    expect(told).toEqual([waiting?.participantId])
    expect(said(await at.say('cora', 'pairs'))).toContain('2 pairs')

    await at.until('2026-01-16T12:00:00Z')
    for (const id of ['a1', 'a2'])
      expect(at.messagesOf(id).filter(({ summary }) => summary.startsWith('Before you begin'))).toHaveLength(
        1,
      )
  })

  it('asks again around what is kept, never for what was rejected, and compares', async () => {
    const at = await open()
    await at.act('cora', 'drafts', 'make', 'g1')
    const first = await latest(at)
    expect(first.made?.proof.gap).toBe(0)
    const [one, other] = first.matches
    if (!one || !other) throw new Error('Two pairs were expected.')
    await press(at, 'keep', one.id)
    await fill(at, 'reject', { reason: ['goals'] }, other.id)
    await press(at, 'again')
    const second = await latest(at)
    expect(second.matches.find(({ fixed }) => fixed)?.participantIds).toEqual(one.participantIds)
    expect(second.matches.map(together)).not.toContain(together(other))
    const compared = said(await press(at, 'compare'))
    expect(compared).toContain('1 pair is the same, 1 changed.')
    expect(compared).toMatch(/Before, as proposed: 2 pairs; the weakest .* \(\d+ of 100\)/)
    expect(compared).toMatch(/Before, as it was left: 1 pair; the weakest .* \(\d+ of 100\)/)
    expect(compared).toMatch(/Before: Ben with Ed \(rejected\)[\s\S]*Ben Stone and Ed Vale were rejected\./)
  })

  it('lets two change places, shows what that does first, and refuses what is forbidden without saying who asked', async () => {
    const at = await open()
    await at.store.transact(async ({ read, write }) => {
      await write.participants.keepApart('b1', ['Ben Stone'])
      for (const [id, interest] of Object.entries({ a1: 'Chess', b1: 'Chess', a2: 'Bread', b3: 'Bread' })) {
        const someone = await read.participants.byId(id)
        if (someone) await write.participants.change(id, { ...someone, interests: [interest] })
      }
    })
    await at.act('cora', 'drafts', 'make', 'g1')
    const before = await latest(at)
    expect(before.matches.map(together)).toEqual(['a1+b1', 'a2+b3'])
    expect(before.waiting.map(({ participantId }) => participantId)).toEqual(['b2'])

    const refused = said(await fill(at, 'swap', { one: ['b3'], other: ['b1'] }))
    expect(refused).toMatch(/cannot change places[\s\S]*Ben Stone and Cy Brook are kept apart\./)
    expect(refused).not.toMatch(/asked|wish|private|rather not/i)
    expect(said(await press(at, 'swap-now', 'b3', 'b1'))).toContain('kept apart')

    const shownFirst = said(await fill(at, 'swap', { one: ['b3'], other: ['b2'] }))
    expect(shownFirst).toMatch(
      /Now:\nBen Stone and Ed Vale: a .* fit \(\d+ of 100\)\nAfter the swap:\nBen Stone and Di Marsh: a .* fit \(\d+ of 100\)/,
    )
    expect(shownFirst).toContain('Ed Vale would then be without a partner')
    expect(await latest(at)).toEqual(before)

    expect(said(await press(at, 'swap-now', 'b3', 'b2'))).toContain(
      'Ed Vale and Di Marsh have changed places.',
    )
    const after = await latest(at)
    expect(after.revision).toBe(1)
    expect(after.waiting.map(({ participantId }) => participantId)).toEqual(['b3'])
    expect(after.matches.map(together).sort()).toEqual(['a1+b1', 'a2+b2'])
    expect(await at.store.read.audit.of('g1', 0, 1)).toMatchObject([
      { act: 'swapped', people: [['b3', 'b2']], revision: 1 },
    ])
    expect(said(await press(at, 'approve-all'))).toContain('2 pairs are made')
  })
})

describe('somebody who takes two partners', () => {
  it('has two pairs where somebody would have none otherwise, and each of them is introduced once', async () => {
    const at = await open([drafts, introduction])
    await at.store.transact(async ({ read, write }) => {
      const ada = await read.participants.byId('a1')
      if (ada) await write.participants.change('a1', { ...ada, partners: 2 })
    })
    await at.act('cora', 'drafts', 'make', 'g1')
    const { matches, waiting } = await latest(at)
    expect(matches.filter(({ participantIds }) => participantIds.includes('a1'))).toHaveLength(2)
    expect(waiting).toEqual([])
    expect(said(await press(at, 'approve-all'))).toContain('3 pairs are made')
    await at.until('2026-01-13T12:00:00Z')
    for (const { participantIds } of matches)
      expect(
        at.messagesOf(participantIds.join('+')).filter(({ summary }) => summary.includes('you are paired')),
      ).toHaveLength(1)
    const nobodyLeft = said(await at.act('cora', 'drafts', 'make', 'g1'))
    expect(nobodyLeft).toContain('nobody to pair anew. This draft stays as it is.')
    expect(nobodyLeft).toContain('Every pair of this draft is decided')
    expect(nobodyLeft).not.toContain('There is no draft')
  })
})

/** A Sunday: nobody is introduced before Monday morning. */
const SUNDAY = '2026-01-11T12:00:00Z'

describe('undoing', () => {
  it('takes a pair back that nobody has heard of, proposes it again, and tells nobody; approved again, it is made once', async () => {
    const at = await open([drafts, introduction, stage], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    await press(at, 'approve-all')
    const [first] = (await latest(at)).matches
    if (!first?.pairId) throw new Error('A pair was expected.')
    const pairId = first.pairId
    const undone = said(await fill(at, 'undo', { pairs: [first.id] }))
    expect(undone).toContain('are proposed again. Nobody was told anything.')
    expect(undone).toContain('1 pair waits for your decision; 1 approved')
    expect(await at.store.read.approved.byId(pairId)).toBeNull()
    const about = await at.store.read.deliveries.about('introduction', { kind: 'pair', id: pairId })
    expect(about.length).toBeGreaterThan(0)
    expect(about.every(({ state, reason }) => state === 'dropped' && reason === 'undone')).toBe(true)

    await at.until('2026-01-12T12:00:00Z')
    for (const id of first.participantIds) expect(at.messagesOf(id)).toEqual([])

    await press(at, 'approve', first.id)
    await at.until('2026-01-12T16:00:00Z')
    expect(await at.store.read.approved.of('g1')).toHaveLength(2)
    const told = at.messagesOf(first.participantIds.join('+'))
    expect(told.filter(({ summary }) => summary.includes('you are paired'))).toHaveLength(1)
  })

  it('proposes what was undone in the draft that counts, when there is a newer one', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    const first = await latest(at)
    const [one] = first.matches
    if (!one) throw new Error('A pair was expected.')
    await press(at, 'approve', one.id)
    await press(at, 'again')
    const second = await latest(at)
    expect(second.id).not.toBe(first.id)
    await fill(at, 'undo', { pairs: [one.id] })
    expect((await latest(at)).matches).toContainEqual(
      expect.objectContaining({ id: one.id, draftId: second.id, state: 'proposed', pairId: null }),
    )
    expect((await at.store.read.drafts.byId(first.id))?.matches.map(({ id }) => id)).not.toContain(one.id)
  })

  it('says plainly when it is too late, and what to do instead', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    await press(at, 'approve-all')
    const [first] = (await latest(at)).matches
    if (!first) throw new Error('A pair was expected.')
    // The form is open while the introduction goes out.
    await at.until('2026-01-12T12:00:00Z')
    const late = said(await fill(at, 'undo', { pairs: [first.id] }))
    expect(late).toMatch(/too late[\s\S]*Talk with both of them/)
    expect(await at.store.read.approved.of('g1')).toHaveLength(2)
    expect(said(await press(at, 'undo'))).toContain('There is nothing to undo')
    expect(await at.store.read.audit.of('g1', 0, 9)).toHaveLength(2)
  })

  it('proposes a rejected pair again', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    const [one] = (await latest(at)).matches
    if (!one) throw new Error('A pair was expected.')
    await fill(at, 'reject', { reason: ['other'], words: 'A slip of the thumb.' }, one.id)
    expect(said(await press(at, 'approve-all'))).toContain('1 pair is made')
    await fill(at, 'undo', { pairs: [one.id] })
    expect(said(await press(at, 'approve-all'))).toContain('1 pair is made')
  })

  it('writes to whoever waits once, however often the last decision is undone', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    await press(at, 'approve-all')
    const { matches, waiting } = await latest(at)
    const [one] = matches
    if (!one) throw new Error('A pair was expected.')
    await fill(at, 'undo', { pairs: [one.id] })
    await at.until('2026-01-12T08:00:00Z')
    await press(at, 'approve-all')
    await at.until('2026-01-13T12:00:00Z')
    const [odd] = waiting
    expect(
      at.messagesOf(odd?.participantId ?? '').filter(({ summary }) => summary.includes('no partner for you')),
    ).toHaveLength(1)
  })
})

describe('undoing a rejection once a newer draft is there', () => {
  /** One leader, and three who could be with her, of whom Bea and Pia are kept apart. */
  const openTrio = async () => {
    const programme = aProgramme()
    const chess = (id: string, name: string) => ({ ...person(id, name), interests: ['Chess'] })
    house = await openHouse([drafts, introduction], {
      programme: { ...programme, settings: { ...programme.settings, odd: 'trio', mostPartners: 2 } },
      people: [
        chess('a1', 'Zoe Obi'),
        chess('b1', 'Ann Reed'),
        { ...chess('b2', 'Bea Holt'), conflicts: ['b3@example.org'] },
        { ...person('b3', 'Pia Lund'), partners: 2 },
      ],
      start: SUNDAY,
      pairing: programmePairing,
      joined: false,
      coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
    })
    for (const id of ['a1', 'b1', 'b2', 'b3'])
      await house.bring(save('participants', 'consented', id, 'yes', instant(SUNDAY)))
    await house.act('cora', 'drafts', 'make', 'g1')
    const [trio] = (await latest(house)).matches
    if (!trio || together(trio) !== 'a1+b1+b2') throw new Error('Zoe, Ann and Bea were expected.')
    await fill(house, 'reject', { reason: ['other'] }, trio.id)
    return { at: house, trio }
  }

  it('leaves that draft as it is where somebody is in another pair of it, and asking again takes it into account', async () => {
    const { at, trio } = await openTrio()
    await press(at, 'again')
    const before = await latest(at)
    expect(before.matches.map(together)).toEqual(['a1+b3'])

    const undone = said(await fill(at, 'undo', { pairs: [trio.id] }))
    expect(undone).toContain(
      'Zoe Obi, Ann Reed and Bea Holt can be proposed again when you ask for a new draft, and nobody was told anything. This draft stays as it is, for one of them is in another pair of it.',
    )
    expect(undone).toContain('1. Zoe Obi and Pia Lund: ')
    expect(undone).not.toMatch(/2\.|ossible/)
    expect(undone).toContain('Ann Reed can be paired with more people since a decision was undone.')
    const after = await latest(at)
    expect(after.matches).toEqual(before.matches)
    expect(after.revision).toBe(before.revision + 1)
    expect((await at.store.read.drafts.byId(trio.draftId))?.matches).toMatchObject([
      { id: trio.id, state: 'proposed' },
    ])
    expect(said(await press(at, 'undo'))).toContain('There is nothing to undo')

    await press(at, 'again')
    const { matches, waiting } = await latest(at)
    expect(matches.map(together)).toEqual(['a1+b1+b2'])
    expect(waiting.map(({ participantId }) => participantId)).toEqual(['b3'])
  })

  it('proposes them in it where nobody of them is, and whoever is in a pair of it waits no longer', async () => {
    const { at, trio } = await openTrio()
    await press(at, 'again')
    const [instead] = (await latest(at)).matches
    await fill(at, 'reject', { reason: ['other'] }, instead?.id ?? '')
    const undone = said(await fill(at, 'undo', { pairs: [trio.id] }))
    expect(undone).toContain('Zoe Obi, Ann Reed and Bea Holt are proposed again. Nobody was told anything.')
    expect(undone).toContain('1 other person is not in this draft')
    expect(undone).not.toMatch(/Ann Reed (has|can)|Bea Holt (has|can)/)
    expect((await latest(at)).matches.filter(({ state }) => state === 'proposed').map(together)).toEqual([
      'a1+b1+b2',
    ])
    expect(said(await press(at, 'approve-all'))).toContain('1 pair is made')
  })

  it('proposes one of two where both would take the same place, the newer of them', async () => {
    const { at, trio } = await openTrio()
    await press(at, 'again')
    const [second] = (await latest(at)).matches
    if (!second) throw new Error('A pair was expected.')
    await fill(at, 'reject', { reason: ['other'] }, second.id)
    const undone = said(await fill(at, 'undo', { pairs: [trio.id, second.id] }))
    expect(undone).toMatch(/^.*\n?Zoe Obi and Pia Lund are proposed again\./)
    expect(undone).toContain('This draft stays as it is')
    expect((await latest(at)).matches.map(together)).toEqual(['a1+b3'])
  })

  it('proposes nobody in it who could not be approved', async () => {
    const { at, trio } = await openTrio()
    await at.store.transact(({ write }) => write.participants.keepApart('b1', ['Zoe Obi']))
    await press(at, 'again')
    const [second] = (await latest(at)).matches
    await fill(at, 'reject', { reason: ['other'] }, second?.id ?? '')
    const undone = said(await fill(at, 'undo', { pairs: [trio.id] }))
    expect(undone).toContain(
      'Zoe Obi, Ann Reed and Bea Holt: this is undone, and nobody was told anything. They are not in this draft. Not possible: these two are kept apart.',
    )
    expect((await latest(at)).matches.map(together)).toEqual(['a1+b3'])
  })
})

describe('undoing a rejection of people who were proposed to others since', () => {
  /** Ann with Cy and Bob with Di are rejected, and the others proposed instead; Gus has not said yes. */
  const openChanged = async () => {
    const programme = aProgramme()
    const keen = (id: string, name: string, interest: string) => ({
      ...person(id, name),
      interests: [interest],
    })
    const at = await openHouse([drafts, introduction], {
      programme: { ...programme, settings: { ...programme.settings, odd: 'waitlist' } },
      people: [
        keen('a1', 'Ann Lee', 'Chess'),
        keen('a2', 'Bob May', 'Bread'),
        keen('b1', 'Cy Poe', 'Chess'),
        keen('b2', 'Di Ray', 'Bread'),
        keen('b3', 'Gus Orr', 'Chess'),
      ],
      start: SUNDAY,
      pairing: programmePairing,
      joined: false,
      coordinator: { id: 'cora', name: 'Cora Lane', email: 'cora@hub.example' },
    })
    house = at
    for (const id of ['a1', 'a2', 'b1', 'b2']) await consent(at, id)
    await at.act('cora', 'drafts', 'make', 'g1')
    const first = await latest(at)
    expect(first.matches.map(together).sort()).toEqual(['a1+b1', 'a2+b2'])
    const pairs = first.matches.map(({ id }) => id)
    await fill(at, 'choose', { pairs, decision: ['reject'], reason: ['other'] })
    await press(at, 'again')
    const bobWithDi = first.matches.find((one) => together(one) === 'a2+b2')
    const bobWithCy = (await latest(at)).matches.find((one) => together(one) === 'a2+b1')
    if (!bobWithDi || !bobWithCy) throw new Error('Bob was expected, with Di first and then with Cy.')
    return { at, bobWithDi, bobWithCy }
  }

  const consent = (at: House, id: string) =>
    at.bring(save('participants', 'consented', id, 'yes', instant(SUNDAY)))

  const LIFTED =
    'Bob May and Di Ray: this is undone, and nobody was told anything. They cannot be proposed as long as Bob May has a partner and no room for another.'

  it('says who has a partner by now and no room for another, and leaves what is said of those who wait', async () => {
    const { at, bobWithDi, bobWithCy } = await openChanged()
    await press(at, 'approve', bobWithCy.id)
    await consent(at, 'b3')
    await press(at, 'again')
    const before = await latest(at)
    expect(before.matches.map(together)).toEqual(['a1+b3'])
    expect(before.waiting.map(({ participantId }) => participantId)).toEqual(['b2'])

    const undone = said(await fill(at, 'undo', { pairs: [bobWithDi.id] }))
    expect(undone).toContain(LIFTED)
    expect(undone).not.toMatch(/can be proposed again|another pair of it|can be paired with more/)
    const after = await latest(at)
    expect(after.matches).toEqual(before.matches)
    expect(after.waiting).toEqual(before.waiting)
  })

  it('says so too where that partner is of the draft that counts', async () => {
    const { at, bobWithDi, bobWithCy } = await openChanged()
    await press(at, 'approve', bobWithCy.id)
    expect(said(await fill(at, 'undo', { pairs: [bobWithDi.id] }))).toContain(LIFTED)
  })

  it('names each of them who has no room', async () => {
    const { at, bobWithDi } = await openChanged()
    await press(at, 'approve-all')
    expect(said(await fill(at, 'undo', { pairs: [bobWithDi.id] }))).toContain(
      'They cannot be proposed as long as Bob May or Di Ray has a partner and no room for another.',
    )
  })

  it('says of both that they are in other pairs, where these are only proposed', async () => {
    const { at, bobWithDi } = await openChanged()
    expect(said(await fill(at, 'undo', { pairs: [bobWithDi.id] }))).toContain(
      'Bob May and Di Ray can be proposed again when you ask for a new draft, and nobody was told anything. This draft stays as it is, for both of them are in other pairs of it.',
    )
  })
})

describe('asking again where too few are left for a new pair', () => {
  const leave = (at: House, ...ids: readonly string[]) =>
    Promise.all(ids.map((id) => at.bring(save('participants', 'leave', id, instant(SUNDAY)))))

  it('puts aside pairs that are possible no longer, and then whoever is left over is told so', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    const { matches, id: first } = await latest(at)
    const [one, other] = matches
    if (!one || !other) throw new Error('Two pairs were expected.')
    await press(at, 'approve', one.id)
    const [leader = ''] = other.participantIds.filter((id) => id.startsWith('a'))
    const [left = ''] = other.participantIds.filter((id) => id.startsWith('b'))
    await leave(at, leader)
    const again = said(await press(at, 'again'))
    expect(again).toContain('No pair can be proposed as things are')
    expect(again).not.toContain('ossible:')
    expect(again).toMatch(/Without a partner in this draft:[\s\S]*has no partner yet/)
    const clean = await latest(at)
    expect(clean.id).not.toBe(first)
    expect(clean.matches).toEqual([])
    expect(await at.store.read.approved.of('g1')).toHaveLength(1)
    await at.until('2026-01-12T16:00:00Z')
    expect(at.messagesOf(left).map(({ summary }) => summary)).toEqual([
      expect.stringContaining('no partner for you'),
    ])
  })

  it('finds whoever comes last a partner who has room for a second', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.store.transact(async ({ read, write }) => {
      const ada = await read.participants.byId('a1')
      if (ada) await write.participants.change('a1', { ...ada, partners: 2 })
      await write.participants.pause('b3', instant('2026-01-11T13:00:00Z'))
    })
    await at.act('cora', 'drafts', 'make', 'g1')
    expect(said(await press(at, 'approve-all'))).toContain('2 pairs are made')
    await at.until('2026-01-11T13:00:00Z')
    expect(said(await at.act('cora', 'drafts', 'make', 'g1'))).toContain('1 pair waits for your decision')
    expect((await latest(at)).matches.map(together)).toEqual(['a1+b3'])
  })
})

describe('the history', () => {
  it('has a row for each act, with who, when and why; notes are read apart, and by coordinators alone', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    const [one, other] = (await latest(at)).matches
    if (!one || !other) throw new Error('Two pairs were expected.')
    await fill(at, 'reject', { reason: ['close'], words: 'They share a desk.' }, one.id)
    await press(at, 'keep', other.id)
    await press(at, 'approve', other.id)
    await fill(at, 'undo', { pairs: [other.id] })
    const told = said(await at.act('cora', 'drafts', 'history', 'g1'))
    expect(told).toMatch(
      /undid the decision[\s\S]*You approved[\s\S]*You kept[\s\S]*You rejected .*: they know each other too well \(with a note\)[\s\S]*made a new draft/,
    )
    expect(told).toContain('Sunday 11 January, 12:00')
    expect(told).not.toContain('desk')
    const notes = await at.act('cora', 'drafts', 'reasons', 'g1:0')
    if (notes.type !== 'form') throw new Error('A form was expected.')
    expect(wordsOf(notes.form)).toContain('They share a desk.')
    for (const id of PEOPLE)
      expect(said(await at.act(id, 'drafts', 'history', 'g1'))).toContain('Only the coordinators')
    expect(JSON.stringify(at.messagesOf('cora'))).not.toContain('desk')
  })
})

describe('two coordinators at once', () => {
  it('cannot approve different things: one act happens whole, the other not at all', async () => {
    const at = await open([drafts, introduction], SUNDAY)
    await at.act('cora', 'drafts', 'make', 'g1')
    const { id, revision, matches } = await latest(at)
    const [one, other] = matches
    if (!one || !other) throw new Error('Two pairs were expected.')
    const both = await Promise.all([
      at.act('cora', 'drafts', 'approve', `${id}:${revision}:${one.id}`),
      at.submit(
        'cora',
        { flow: 'drafts', name: 'choose', subject: `${id}:${revision}` },
        { pairs: [one.id, other.id], decision: ['reject'], reason: ['other'] },
      ),
    ])
    expect(both.map(said).filter((words) => words.includes('Since you looked'))).toHaveLength(1)
    const after = await latest(at)
    expect(after.revision).toBe(revision + 1)
    const states = after.matches.map(({ state }) => state).sort()
    expect([
      ['approved', 'proposed'],
      ['rejected', 'rejected'],
    ]).toContainEqual(states)
    expect(await at.store.read.approved.of('g1')).toHaveLength(states.includes('approved') ? 1 : 0)
  })
})
