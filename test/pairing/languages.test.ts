import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propose } from '../../src/pairing/index.ts'
import { languagesOf } from '../../src/pairing/languages.ts'
import { openRules, person } from './programmes.ts'

const together = (one: readonly string[], other: readonly string[]): boolean =>
  propose([person('x', 'a', { languages: one }), person('y', 'b', { languages: other })], openRules, 1)
    .matches.length === 1

const ways: Readonly<Record<string, readonly string[]>> = {
  English: [
    'English',
    'english ',
    'ENGLISH',
    'British English',
    'UK English',
    'American English',
    'Fluent English',
    'English (fluent)',
    'English - native',
    'Native speaker of English',
    'English C1',
    'en',
    'eng',
    'EN-gb',
    'en_US',
    'fluent en',
    'English, Urdu',
    'English / Welsh',
    'Polish and English',
    'Engilsh',
    'English; a bit of Klingon',
  ],
  Portuguese: ['Portuguese', 'Brazilian Portuguese', 'Português', 'pt-BR', 'por', 'Portuguese (Brazil)'],
  Chinese: ['Chinese', 'Mandarin Chinese', 'Mandarin', 'zh', 'cmn', 'zh-Hans-CN', '中文', 'chi'],
  Punjabi: ['Punjabi', 'Panjabi', 'pa', 'pan'],
  Spanish: [
    'Spanish',
    'Castilian',
    'Español',
    'es-MX',
    'spa',
    'Latin American Spanish',
    'conversational Spanish',
  ],
  'British Sign Language': ['British Sign Language', 'BSL', 'British sign language (level 2)'],
  Persian: ['Farsi', 'Persian', 'Dari', 'fa', 'per'],
  Norwegian: ['Norwegian', 'Norsk', 'nb', 'nn-NO', 'Norwegian Bokmål'],
  German: ['German', 'Deutsch', 'Swiss German', 'de-CH', 'ger'],
  Filipino: ['Filipino', 'Tagalog', 'tl', 'fil'],
  Welsh: ['Welsh', 'Cymraeg', 'wel', 'cy', 'Welsh & Klingon'],
}

describe('languages as people write them', () => {
  for (const [language, written] of Object.entries(ways)) {
    it(`never keep two apart who both say ${language}`, () => {
      for (const one of written) {
        for (const other of written) expect(together([one], [other]), `${one} with ${other}`).toBe(true)
        expect(together(['Tamil', one], [language])).toBe(true)
      }
    })
  }

  it('forbid nobody by what is no language, whatever else is said', () => {
    expect(together(['Engilsh', 'French'], ['English'])).toBe(true)
    expect(together(['Fluent'], ['Polish'])).toBe(true)
    fc.assert(
      fc.property(fc.stringMatching(/^[qxz]{4,9}( [qxz]{4,9})?$/), (word) => {
        expect(together([word], ['English'])).toBe(true)
        expect(together(['Polish'], [word, 'Urdu'])).toBe(true)
      }),
    )
  })

  it('take anything at all without a mistake', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect([true, false]).toContain(together([one, other], ['English', other]))
      }),
      { numRuns: 300 },
    )
  })

  it('keep two apart who say that they share none', () => {
    for (const [one = '', other = ''] of [
      ['English', 'Urdu'],
      ['Slovak', 'Slovene'],
      ['Mandarin', 'Cantonese'],
      ['BSL', 'English'],
      ['British Sign Language', 'American Sign Language'],
      ['Irish', 'Scottish Gaelic'],
      ['fluent French', 'native de'],
      ['English, Polish', 'Welsh and Somali'],
    ])
      expect(together([one], [other]), `${one} with ${other}`).toBe(false)
  })

  it('are not taken for one that is only part of another’s name, or denied', () => {
    for (const said of ['Irish Sign Language', 'Mauritian Creole English', 'no English'])
      expect(languagesOf([said]), said).toEqual([])
  })

  it('count one language once, however often it is written', () => {
    const [pair] = propose(
      [
        person('x', 'a', { languages: ['English', 'en', 'British English'] }),
        person('y', 'b', { languages: ['eng', 'Fluent English'] }),
      ],
      openRules,
      1,
    ).matches
    expect(pair?.parts.find(({ name }) => name === 'languages')?.value).toBe(6_000)
  })
})
