import { describe, expect, it } from 'vitest'
import type { PairingQuestion, Progress } from '../../src/core/pairing.ts'
import { programmePairing as pairing } from '../../src/pairing/index.ts'
import { aQuestion } from './programmes.ts'

const subjects = ['speaking', 'finance', 'writing', 'data', 'design', 'law', 'teaching']

const questionOf = (size: number): PairingQuestion =>
  aQuestion(
    Array.from({ length: size * 2 }, (_, at) => ({
      id: `p${at}`,
      side: at % 2 === 0 ? 'a' : 'b',
      goals: [subjects[(at * 5) % 7] ?? '', subjects[(at * 3 + 1) % 7] ?? ''],
      offers: [subjects[(at >> 2) % 7] ?? ''],
    })),
    {
      excluded: [['p0', 'p1']],
      earlierPartners: [['p2', 'p3']],
      fixed: [['p4', 'p7']],
    },
  )

const unheard = { signal: new AbortController().signal, heard: () => {} }

describe('pairing in a thread of its own', () => {
  it('gives the same proposal as pairing here, and tells how far it is', async () => {
    const question = questionOf(250)
    const stages = new Set<Progress['stage']>()
    const apart = await pairing.run(question, { ...unheard, heard: ({ stage }) => stages.add(stage) })
    expect(apart).toEqual(pairing.propose(question))
    expect([...stages]).toEqual(['scoring', 'assigning', 'explaining'])
  })

  it('stops at once when cancelled', async () => {
    const controller = new AbortController()
    const running = pairing.run(questionOf(1_500), {
      signal: controller.signal,
      heard: () => controller.abort(new Error('no longer wanted')),
    })
    await expect(running).rejects.toThrow('no longer wanted')
    await expect(pairing.run(questionOf(0), { ...unheard, signal: controller.signal })).rejects.toThrow(
      'no longer wanted',
    )
  })

  it('says what is wrong with the input as pairing here does', async () => {
    const twice = aQuestion([{ id: '1' }, { id: '1' }])
    await expect(pairing.run(twice, unheard)).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'Two people have the id 1.',
    })
  })
})
