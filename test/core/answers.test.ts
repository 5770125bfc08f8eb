import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answersTo, answerTo, choicesFor, mistakesIn, refilled } from '../../src/core/answers.ts'
import type { Answers, Form, Input } from '../../src/core/message.ts'

const field = { name: 'field', label: 'A field', hint: null, required: true }
const text: Input = { ...field, type: 'text', lines: 'one', max: 10, initial: null, private: false }
const choice: Input = {
  ...field,
  type: 'choice',
  most: 2,
  initial: [],
  options: ['tea', 'coffee', 'water'].map((value) => ({ value, label: value })),
}
const scale: Input = {
  ...field,
  type: 'scale',
  from: 1,
  to: 5,
  fromLabel: 'poor',
  toLabel: 'good',
  initial: null,
}
const date: Input = { ...field, type: 'date', initial: null }
const time: Input = { ...field, type: 'time', initial: null }

const form = (...inputs: readonly Input[]): Form => ({
  type: 'form',
  flow: 'checkin',
  name: 'after',
  subject: 'm1',
  title: 'How was it?',
  invitation: 'A question.',
  intro: [],
  inputs,
  submit: 'Send',
})
const mistake = (input: Input, given: string | readonly string[]) =>
  mistakesIn(form(input), { field: given })['field'] ?? null

describe('what was filled in', () => {
  it('may be more than a list shows, where that says so, and never more than may be chosen', () => {
    expect(mistake({ ...choice, partial: true }, ['cocoa', 'tea'])).toBeNull()
    expect(mistake({ ...choice, partial: true }, ['cocoa', 'tea', 'milk'])).toMatch(/choose 2 at most/)
  })

  it.each<[string, Input, string | readonly string[]]>([
    ['a text', text, 'ten letter'],
    ['a text in a list of one', text, ['words']],
    ['a choice', choice, 'tea'],
    ['two choices', choice, ['tea', 'water']],
    ['one choice over and over', choice, ['tea', 'tea', 'tea']],
    ['a scale’s least', scale, '1'],
    ['a scale’s most', scale, '5'],
    ['a leap day', date, '2028-02-29'],
    ['midnight', time, '00:00'],
    ['the last minute', time, '23:59'],
    ['space around a date', date, ' 2026-12-01 '],
  ])('is taken: %s', (_, input, given) => {
    expect(mistake(input, given)).toBeNull()
  })

  it.each<[string, Input, string | readonly string[], RegExp]>([
    ['nothing', text, '', /fill this in/],
    ['only spaces', text, ' \n\t ', /fill this in/],
    ['an empty list', choice, [], /fill this in/],
    ['a list of nothing', choice, ['', ' '], /fill this in/],
    ['a text that is too long', text, 'eleven char', /10 characters/],
    ['several texts', text, ['one', 'two'], /one answer/],
    ['a choice that is not offered', choice, 'gin', /choose from the list/],
    ['a choice in other letters', choice, 'TEA', /choose from the list/],
    ['prototype names', choice, ['__proto__'], /choose from the list/],
    ['one of two not offered', choice, ['tea', 'constructor'], /choose from the list/],
    ['too many choices', choice, ['tea', 'coffee', 'water'], /2 at most/],
    ['below a scale', scale, '0', /1 to 5/],
    ['above a scale', scale, '6', /1 to 5/],
    ['between', scale, '2.5', /1 to 5/],
    ['not a number', scale, 'NaN', /1 to 5/],
    ['a number in another form', scale, '1e0', /1 to 5/],
    ['several numbers', scale, ['1', '2'], /one answer/],
    ['a day that is not', date, '2026-02-30', /such as/],
    ['the 29th of an ordinary February', date, '2027-02-29', /such as/],
    ['a date as half the world writes it', date, '12/03/2026', /such as/],
    ['a date with a time', date, '2026-03-02T10:00', /such as/],
    ['a date of a very far year', date, '+275760-09-13', /such as/],
    ['twenty-four o’clock', time, '24:00', /such as/],
    ['a time without its nought', time, '9:30', /such as/],
    ['a time with seconds', time, '09:30:00', /such as/],
  ])('is refused with a sentence: %s', (_, input, given, sentence) => {
    expect(mistake(input, given)).toMatch(sentence)
  })

  it('may be left out where it is not required', () => {
    for (const input of [text, choice, scale, date, time]) {
      const optional = { ...input, required: false }
      expect(mistakesIn(form(optional), {})).toEqual({})
      expect(mistake(optional, '')).toBeNull()
      expect(mistakesIn(form(input), {})).toHaveProperty('field')
    }
  })

  it('counts a text as it will be kept: trimmed', () => {
    expect(mistake(text, '  ten letter  ')).toBeNull()
    expect(answersTo(form(text), { field: '  ten letter  ' })).toEqual({ field: 'ten letter' })
    expect(answersTo(form(choice), { field: ['tea'] })).toEqual({ field: ['tea'] })
  })

  it('is kept as one value where one is asked for, and as one of a kind where several are', () => {
    expect(answersTo(form(text), { field: [' words '] })).toEqual({ field: 'words' })
    expect(answersTo(form(date), { field: [' 2026-12-01 '] })).toEqual({ field: '2026-12-01' })
    expect(answersTo(form(choice), { field: [' tea', 'tea', ''] })).toEqual({ field: ['tea'] })
    expect(answersTo(form(choice), { field: 'tea' })).toEqual({ field: 'tea' })
  })

  it('is only what the form asks for', () => {
    const hostile: Answers = JSON.parse('{"field":"yes","other":"x","__proto__":["y"],"toString":"z"}')
    expect(Object.keys(answersTo(form(text), hostile))).toEqual(['field'])
  })

  it('is not what every object has: a field may have any name', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const asking = form({ ...text, name, max: 100 })
      expect(mistakesIn(asking, {})).toHaveProperty([name], 'Please fill this in.')
      expect(answersTo(asking, {})).toEqual({})
      expect(answerTo({}, name)).toBe('')
      expect(choicesFor({}, name)).toEqual([])
      expect(() => refilled(asking, {})).not.toThrow()
    }
  })

  it('is read as one text, or as a list', () => {
    expect(answerTo({ field: 'a' }, 'field')).toBe('a')
    expect(answerTo({ field: ['a', 'b'] }, 'field')).toBe('a')
    expect(answerTo({ field: [] }, 'field')).toBe('')
    expect(answerTo({}, 'field')).toBe('')
    expect(choicesFor({ field: 'a' }, 'field')).toEqual(['a'])
    expect(choicesFor({ field: '' }, 'field')).toEqual([])
    expect(choicesFor({ field: ['a', 'b'] }, 'field')).toEqual(['a', 'b'])
    expect(choicesFor({}, 'field')).toEqual([])
  })

  it('never throws, however long or odd, and what passes keeps every rule', () => {
    const all = form(
      { ...text, name: 'text' },
      { ...choice, name: 'choice' },
      { ...scale, name: 'scale' },
      { ...date, name: 'date' },
      { ...time, name: 'time' },
    )
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('tea', 'water', '3', '2026-03-02', '09:30', '', '-5'),
    )
    const given = fc.dictionary(
      fc.constantFrom('text', 'choice', 'scale', 'date', 'time', 'more'),
      fc.oneof(odd, fc.array(odd, { maxLength: 5 })),
    )
    fc.assert(
      fc.property(given, (answers) => {
        const kept = answersTo(all, answers)
        const mistakes = mistakesIn(all, kept)
        expect(mistakesIn(all, answers)).toEqual(mistakes)
        const again = refilled(all, answers)
        expect(again.inputs.map(({ name }) => name)).toEqual(all.inputs.map(({ name }) => name))
        if (!('text' in mistakes)) expect(answerTo(kept, 'text').length).toBeLessThanOrEqual(10)
        if (!('choice' in mistakes)) {
          expect(choicesFor(kept, 'choice').length).toBeLessThanOrEqual(2)
          for (const one of choicesFor(kept, 'choice')) expect(['tea', 'coffee', 'water']).toContain(one)
        }
        if (!('scale' in mistakes)) expect([1, 2, 3, 4, 5]).toContain(Number(answerTo(kept, 'scale')))
        if (!('time' in mistakes)) expect(answerTo(kept, 'time')).toMatch(/^\d{2}:\d{2}$/)
        if (!('date' in mistakes)) expect(answerTo(kept, 'date')).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      }),
      { numRuns: 500 },
    )
  })

  it('of a list a hundred thousand long is refused', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `tea ${index}`)
    expect(mistake(choice, many)).toMatch(/from the list/)
    expect(mistake(text, many)).toMatch(/one answer/)
  })
})

describe('the form again', () => {
  it('holds what was filled in, and not what could not be chosen', () => {
    const again = refilled(
      form(text, { ...choice, name: 'c' }, { ...scale, name: 's' }, { ...date, name: 'd' }),
      {
        field: 'much too long for it',
        c: ['tea', 'gin'],
        s: '9',
        d: 'soon',
      },
    )
    expect(again.inputs.map(({ initial }) => initial)).toEqual(['much too long for it', ['tea'], null, null])
    const right = refilled(form({ ...scale, name: 's' }, { ...date, name: 'd' }, { ...time, name: 't' }), {
      s: '4',
      d: '2026-12-01',
      t: '09:30',
    })
    expect(right.inputs.map(({ initial }) => initial)).toEqual([4, '2026-12-01', '09:30'])
  })

  it('never shows private words again', () => {
    const again = refilled(form({ ...text, private: true, initial: 'from before' }), { field: 'a secret' })
    expect(JSON.stringify(again)).not.toMatch(/secret|before/)
  })
})
