import { describe, expect, it } from 'vitest'
import { fillIn } from '../../src/simulator/forms.ts'
import type { Answer, ShownField } from '../../src/simulator/index.ts'
import { numbered, pick } from '../../src/simulator/pick.ts'

const field = (more: Partial<ShownField>): ShownField => ({
  name: 'a',
  label: 'Question',
  type: 'text',
  required: false,
  ...more,
})
const options = [
  { label: 'Half an hour', value: '30' },
  { label: 'An hour', value: '60' },
]

const TAKEN: [string, ShownField, Answer, string | string[] | null][] = [
  ['text', field({ maxLength: 5 }), 'hello', 'hello'],
  ['nothing where nothing is asked', field({}), '', null],
  ['a choice by its label, however written', field({ type: 'choice', options }), 'an HOUR', '60'],
  ['a choice by its value', field({ type: 'choice', options }), '30', '30'],
  ['several choices', field({ type: 'choices', options }), ['An hour', '30'], ['60', '30']],
  ['one where several might be', field({ type: 'choices', options }), 'An hour', ['60']],
  ['a date', field({ type: 'date', min: '2026-01-01', max: '2026-12-31' }), '2026-12-31', '2026-12-31'],
  ['a number within bounds', field({ type: 'number', min: '1', max: '10' }), 10, '10'],
  ['a switch', field({ type: 'toggle' }), true, 'true'],
]

const REFUSED: [string, ShownField, Answer][] = [
  ['nothing where something is asked', field({ required: true }), ''],
  ['an empty list where something is asked', field({ required: true, type: 'choices', options }), []],
  ['text that is too long', field({ maxLength: 5 }), 'hello!'],
  ['text that is too short', field({ minLength: 3 }), 'no'],
  ['a choice that is not offered', field({ type: 'choice', options }), 'A week'],
  ['two where one is asked', field({ type: 'choice', options }), ['30', '60']],
  ['a date in words', field({ type: 'date' }), 'tomorrow'],
  ['a date before the first', field({ type: 'date', min: '2026-01-01' }), '2025-12-31'],
  ['a time that no clock shows', field({ type: 'time' }), '24:00'],
  ['a number in words', field({ type: 'number' }), 'ten'],
  [
    'a number beyond the greatest, which is not a matter of spelling',
    field({ type: 'number', max: '9' }),
    '10',
  ],
  ['an address that is none', field({ type: 'email' }), 'ama at example'],
  ['what does not match the pattern', field({ pattern: '^[A-Z]+$' }), 'abc'],
]

describe('filling in a form', () => {
  it.each(TAKEN)('takes %s', (_, question, answer, expected) => {
    expect(fillIn([question], { Question: answer })).toMatchObject({ filled: { a: expected }, errors: {} })
  })

  it.each(REFUSED)('refuses %s', (_, question, answer) => {
    expect(Object.keys(fillIn([question], { a: answer }).errors)).toEqual(['a'])
  })

  it('keeps what a field already holds, and names a question that is not there', () => {
    const { filled, errors } = fillIn([field({ value: 'before', required: true })], { Colour: 'red' })
    expect(filled).toEqual({ a: 'before' })
    expect(Object.keys(errors)).toEqual(['Colour'])
  })
})

describe('picking by name', () => {
  const all = numbered([
    { id: 'press', label: 'Approve' },
    { id: 'press', label: 'Approve' },
    { id: 'Approve', label: 'Reject' },
    { id: 'x', label: 'Room #2' },
  ])

  it.each([
    ['press', 0],
    ['press#2', 1],
    ['Approve', 2],
    ['reject', 2],
    ['room #2', 3],
    ['Approve#2', undefined],
    ['nothing', undefined],
  ])('finds %s', (wanted, index) => {
    expect(pick(all, wanted)).toBe(index === undefined ? undefined : all[index])
  })
})

describe('an answer that no client lets anybody give', () => {
  it('is told with the choices that there are, the first of many', () => {
    expect(fillIn([field({ type: 'choice', options })], { a: 'A week' }).impossible).toEqual({
      a: '“A week” is not one of the choices: “Half an hour”, “An hour”.',
    })
    const many = Array.from({ length: 15 }, (_, index) => ({ label: `No. ${index}`, value: `${index}` }))
    const { impossible } = fillIn([field({ type: 'choices', options: many })], { a: ['1', 'x'] })
    expect(impossible['a']).toMatch(/“No. 11”, and 3 more\.$/)
  })

  it('is told apart from one that the card has words for', () => {
    const required = field({ required: true })
    expect(fillIn([required], {})).toMatchObject({ errors: { a: expect.any(String) }, impossible: {} })
    expect(fillIn([required], { a: ['one', 'two'] }).impossible).toEqual({
      a: 'Please give one answer only.',
    })
    expect(Object.keys(fillIn([required], { a: 'x', other: 'y' }).impossible)).toEqual(['other'])
  })
})
