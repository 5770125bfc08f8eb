import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languagesOf } from '../../src/pairing/languages.ts'
import { stems } from '../../src/pairing/words.ts'

describe('reading phrases', () => {
  it.each([
    ['Public speaking', 'speaking in public'],
    ['mentors', 'Mentoring'],
    ['Data visualisation', 'visualising data'],
    ['organization', 'organisation'],
    ['How to negotiate', 'negotiating'],
    ['Café culture', 'cafe cultures'],
    ["women's networks", 'womens network'],
    ['strategies', 'strategy'],
    ['engaging colleagues', 'colleague engagement'],
    ['planning', 'plans'],
  ])('takes “%s” and “%s” for the same', (one, other) => {
    expect(stems(one).toSorted()).toEqual(stems(other).toSorted())
  })

  it.each([
    ['C++', 'C#'],
    ['law', 'flaw'],
    ['business', 'busy'],
    ['public health', 'public speaking'],
  ])('keeps “%s” and “%s” apart', (one, other) => {
    expect(stems(one).toSorted()).not.toEqual(stems(other).toSorted())
  })

  it('finds nothing in phrases that say nothing', () => {
    expect(stems('I would like to learn more about this')).toEqual([])
    expect(stems(' – … !')).toEqual([])
  })

  it('reads a phrase alike whether or not a word of another script stands beside it', () => {
    const phrase = fc.string({ unit: fc.constantFrom(..."abcDEF sing's + # 12 -.,_~{}\t") })
    fc.assert(
      fc.property(phrase, (text) => {
        expect(stems(`${text} мир`)).toEqual([...stems(text), 'мир'])
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('reading languages', () => {
  it.each([
    ['English', 'en-GB'],
    ['EN', ' english '],
    ['Français', 'fr'],
    ['pt_BR', 'Portuguese (Brazil)'],
    ['Mandarin', 'zh-Hans-CN'],
    ['Twi', 'twi'],
  ])('takes “%s” and “%s” for one language', (one, other) => {
    expect(languagesOf([one])).toEqual(languagesOf([other]))
  })
})
