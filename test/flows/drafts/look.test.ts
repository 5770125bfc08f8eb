import { describe, expect, it } from 'vitest'
import type { ScorePart } from '../../../src/core/pairing.ts'
import { drafts } from '../../../src/flows/drafts/index.ts'
import { shown, wordsOf } from '../said.ts'
import { context, draft, match, people, person, press, world } from './facts.ts'

describe('a closer look at three', () => {
  const part = (name: ScorePart['name'], value: number): ScorePart => ({
    name,
    value,
    weight: 32_768,
    known: true,
  })
  const parts = [part('first-learns', 8000), part('second-learns', 4000)]
  const trio = (score: number) => draft([match('m1', ['a1', 'b1', 'b2'], { score, parts })])
  const look = async (score: number, everyone = people) =>
    wordsOf(
      shown(
        await drafts.hear(
          press('look', 'd1:3:m1'),
          world({ drafts: [trio(score)], participants: everyone }),
          context,
        ),
      ),
    )

  it('says what the third has to do with the score, where the score is not that of the first two', async () => {
    const words = await look(3600)
    expect(words).toContain('Person a1 and Person b1 alone would be a good fit, 60 of 100.')
    expect(words).toContain('Person b2 with each of them, taken together, is a fair fit, 36 of 100.')
  })

  it('says that the third suits the two where the score is theirs', async () => {
    expect(await look(6000)).toContain('Person b2 suits each of them, taken together, no less than')
  })

  it('tells people of one first name apart', async () => {
    const everyone = [
      person('a1', { name: 'Quin Nash' }),
      person('b1', { name: 'Yara Moss' }),
      person('b2', { name: 'Yara Shah' }),
    ]
    expect(await look(6000, everyone)).toContain('What Yara Moss hopes for, and Quin Nash offers')
  })
})
