import { describe, expect, it } from 'vitest'
import type { Draft } from '../../../src/core/model.ts'
import type { NotWith } from '../../../src/core/store.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { programmePairing } from '../../../src/pairing/index.ts'
import { aContext } from '../../facts.ts'
import type { Facts } from '../reading.ts'
import { command } from '../said.ts'
import { cora, person, press, programme, submit, world } from './facts.ts'

const context = { ...aContext('2026-01-12T09:00:00Z'), pairing: programmePairing }
const waitlist = { ...programme, settings: { ...programme.settings, odd: 'waitlist' as const } }
const who = { ...cora, coordinates: [waitlist] }
const IDS = ['a1', 'a2', 'a3', 'b1', 'b2'] as const

const everybody = (conflicts: Readonly<Record<string, readonly string[]>> = {}) =>
  IDS.map((id) => person(id, { conflicts: conflicts[id] ?? [] }))

/** All that a coordinator can be shown of a draft that is made from these facts, button by button. */
const shownFrom = async (facts: Partial<Facts>): Promise<string> => {
  const before = world({ programmes: [waitlist], ...facts })
  const made = await drafts.hear(press('make', 'g1', who), before, context)
  const draft = made.effects.flatMap((effect): Draft[] =>
    effect.type === 'save' && effect.aggregate === 'drafts' && effect.verb === 'propose'
      ? [effect.with[0]]
      : [],
  )[0]
  if (!draft) throw new Error('A draft was expected.')
  const read = world({ programmes: [waitlist], ...facts, drafts: [draft] })
  const at = (...rest: readonly string[]) => ['draft', '0', ...rest].join(':')
  const acts = [
    command('drafts', who),
    command('pairs', who),
    ...['more', 'waiting', 'compare', 'choose', 'closer', 'swap', 'undo'].map((name) =>
      press(name, at(), who),
    ),
    ...['history', 'drafts'].map((name) => press(name, 'g1', who)),
    ...draft.matches.map(({ id }) => press('look', at(id), who)),
    ...IDS.flatMap((one) => IDS.map((other) => submit('swap', at(), { one: [one], other: [other] }, who))),
    press('approve-all', at(), who),
  ]
  const replies = [made.reply]
  for (const act of acts) replies.push((await drafts.hear(act, read, context)).reply)
  return JSON.stringify([draft, ...replies])
}

const wish = (participantId: string, ...names: readonly string[]): NotWith => ({
  participantId,
  people: names,
})

describe('whom somebody would rather not be paired with', () => {
  it('cannot be told from a conflict on the list: neither who asked, nor whether both did, nor how often', async () => {
    const listed = await shownFrom({ participants: everybody({ a1: ['b1@example.org'] }) })
    const ways: readonly (readonly NotWith[])[] = [
      [wish('a1', 'Person b1')],
      [wish('b1', 'a1@example.org')],
      [wish('a1', 'b1@example.org', 'PERSON B1', 'Nobody Here'), wish('b1', 'Person a1', 'Somebody Else')],
    ]
    for (const notWith of ways) expect(await shownFrom({ participants: everybody(), notWith })).toBe(listed)
  })

  it('shows nowhere at all where it keeps nobody apart', async () => {
    const plain = await shownFrom({ participants: everybody() })
    const notWith = [wish('a1', 'Nobody Here', 'a1@example.org', 'Somebody Else'), wish('b2', 'Nobody Here')]
    expect(await shownFrom({ participants: everybody(), notWith })).toBe(plain)
  })
})
