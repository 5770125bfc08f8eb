import { describe, expect, it } from 'vitest'
import type { Match, Proposed } from '../../../src/core/model.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { at } from '../../facts.ts'
import { faultsOf, shown, wordsOf } from '../said.ts'
import { context, draft, match, people, person, press, world } from './facts.ts'

const asProposed = (...matches: readonly Match[]): readonly Proposed[] =>
  matches.map(({ id, participantIds, score }) => ({ id, participantIds, score }))

const LATER = { id: 'd2', revision: 0, madeAt: at('2026-01-11T09:00:00Z') }

const compared = async (
  older: readonly Match[],
  newer: readonly Match[],
  proposed: Readonly<Record<string, readonly Proposed[]>>,
  participants = people,
) => {
  const read = world({ drafts: [draft(older), draft(newer, LATER)], proposed, participants })
  return shown(await drafts.hear(press('compare', 'd2:0'), read, context))
}

const [one, other] = [match('m1', ['a1', 'b1'], { score: 6000 }), match('m2', ['a2', 'b2'], { score: 4000 })]

describe('two drafts beside one another', () => {
  it('show what was proposed, and what a coordinator made of it, however often', async () => {
    const swapped = [match('m1', ['a1', 'b2'], { score: 3000 }), match('m2', ['a2', 'b1'], { score: 2000 })]
    const newer = [match('m3', ['a1', 'b1'], { score: 6000 }), match('m4', ['a2', 'b3'], { score: 5000 })]
    const said = await compared(swapped, newer, {
      d1: asProposed(one, other),
      d2: asProposed(...newer),
    })
    expect(faultsOf(said)).toEqual([])
    expect(wordsOf(said)).toBe(
      [
        'Two drafts of City Region Programme',
        '0 pairs are the same, 2 changed.',
        'Before, as proposed: 2 pairs; the weakest a fair fit (40 of 100); 100 of 200 together',
        'Before, as it was left: 2 pairs; the weakest a weak fit (20 of 100); 50 of 200 together',
        'Now, as proposed: 2 pairs; the weakest a good fit (50 of 100); 110 of 200 together',
        'New in this draft:',
        'Person a1 and Person b1: a good fit. Before: Person with Person, Person with Person. The draft before first proposed them too.',
        'Person a2 and Person b3: a good fit. Before: Person with Person, Person with nobody.',
        'Without a partner now: Person b2.',
        'What coordinators did with the draft before:',
        'Person a1 and Person b1 were proposed. After a swap: Person a1 and Person b2.',
        'Person a2 and Person b2 were proposed. After a swap: Person a2 and Person b1.',
      ].join('\n'),
    )
  })

  it('say nothing of swaps that were taken back', async () => {
    const words = wordsOf(
      await compared([one, other], [{ ...one, id: 'm3' }], {
        d1: asProposed(one, other),
        d2: asProposed({ ...one, id: 'm3' }),
      }),
    )
    expect(words).not.toMatch(/swap|as it was left|What coordinators did/)
    expect(words).toContain('1 pair is the same, 0 changed.')
    expect(words).toContain('Without a partner now: Person a2 and Person b2.')
  })

  it('leave out what was approved, and tell what was rejected, kept and undone', async () => {
    const [, , third = one] = [one, other, match('m5', ['a3', 'b3'])]
    const came = match('m6', ['a4', 'b4'])
    const words = wordsOf(
      await compared(
        [
          { ...one, state: 'approved' },
          { ...other, state: 'rejected' },
          { ...third, fixed: true },
        ],
        [{ ...third, id: 'm7' }, came],
        { d1: asProposed(one, other, third, came), d2: asProposed({ ...third, id: 'm7' }) },
        [...people, ...['a3', 'a4', 'b4'].map((id) => person(id))],
      ),
    )
    expect(words).toContain('1 pair is the same, 0 changed.')
    expect(words).toContain(
      [
        'What coordinators did with the draft before:',
        'Person a2 and Person b2 were rejected.',
        'Person a4 and Person b4 are in a later draft: a decision about them was undone.',
        '1 pair was approved.',
        '1 pair was kept.',
        'What coordinators did with this draft:',
        'Person a4 and Person b4 came back: a decision about them was undone.',
        'What was approved in the draft before is not compared.',
      ].join('\n'),
    )
  })

  it('say of a draft from before this was kept that it is shown as it was left', async () => {
    const words = wordsOf(
      await compared([one, other], [{ ...one, id: 'm3' }], { d2: asProposed({ ...one, id: 'm3' }) }),
    )
    expect(words).toContain('Before, as it was left: 2 pairs')
    expect(words).toContain('Now, as proposed: 1 pair')
    expect(words).toContain('how they were first proposed was not kept then')
    expect(words).not.toContain('Before, as proposed')
  })

  it('name a few of many changes, and count the others', async () => {
    const many = Array.from({ length: 20 }, (_, index) => match(`n${index}`, ['a1', `b${index}`]))
    const said = await compared([], many, { d2: asProposed(...many) })
    expect(faultsOf(said)).toEqual([])
    expect(wordsOf(said)).toContain('And 12 others.')
  })
})
