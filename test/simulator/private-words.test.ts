import { describe, expect, it } from 'vitest'
import { createPrivateWords } from '../../src/simulator/private-words.ts'

describe('what people wrote in private', () => {
  const survey = (words: Readonly<Record<string, string>>, isUnsent: boolean, who = 'Claire') => ({
    who,
    form: 'Halfway survey',
    words,
    isUnsent,
  })

  it('has to be kept, until they write something else in its place before they send it', () => {
    const written = createPrivateWords()
    written.take(survey({ stay: 'one', change: 'two' }, true))
    written.take(survey({ stay: 'three' }, true))
    written.take(survey({ stay: 'four' }, false))
    expect(written.all()).toEqual(['one', 'two', 'three', 'four'])
    expect(written.kept()).toEqual(['two', 'four'])
  })

  it('has to be kept beside what others write, and what they write once it is sent', () => {
    const written = createPrivateWords()
    written.take(survey({ stay: 'one' }, true))
    written.take(survey({ stay: 'two' }, true, 'Omar'))
    written.take(survey({ stay: 'three' }, false, 'Omar'))
    written.take(survey({ stay: 'four' }, false, 'Omar'))
    expect(written.kept()).toEqual(['one', 'three', 'four'])
  })
})
