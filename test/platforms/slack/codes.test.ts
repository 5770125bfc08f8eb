import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answersOf,
  decodeForm,
  decodePress,
  encodeForm,
  encodePress,
  fieldId,
  placeOf,
} from '../../../src/platforms/slack/codes.ts'
import { LIMITS } from '../../../src/platforms/slack/limits.ts'

const code = fc.record({
  flow: fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/),
  name: fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
  subject: fc.string({ unit: 'binary', maxLength: 100 }),
})

describe('a button', () => {
  it('comes back as what it was', () => {
    fc.assert(
      fc.property(code, (any) => {
        const value = encodePress(any)
        expect(value.length).toBeLessThanOrEqual(LIMITS.button.value)
        expect(decodePress(value)).toEqual(any)
      }),
    )
  })

  it.each([
    undefined,
    null,
    42,
    {},
    '',
    'yes',
    '{}',
    '[]',
    '["a"]',
    '["a","b"]',
    '["a","b",1]',
    '["a","b",null]',
    '["a","b","c","d"]',
    '["A","b","c"]',
    '["../a","b","c"]',
    '["","b","c"]',
    '["a","","c"]',
    '["__proto__","b","c"]',
    '{"0":"a","1":"b","2":"c","length":3}',
    `["a","b","${'c'.repeat(101)}"]`,
    `["${'a'.repeat(101)}","b","c"]`,
    `["a","b","c"]${' '.repeat(3000)}`,
    '["a","b","c"',
  ])('that is none of ours is nothing: %j', (value) => {
    expect(decodePress(value)).toBeNull()
  })

  it('is nothing for any text that we did not make', () => {
    fc.assert(fc.property(fc.string(), (value) => decodePress(value) === null))
  })
})

describe('a form', () => {
  it('comes back as what it was, with where it came from', () => {
    const on = { conversation: 'D0AMA', message: '1700000000.000100' }
    fc.assert(
      fc.property(code, fc.constantFrom(on, null), (any, place) => {
        const metadata = encodeForm(any, place)
        expect(metadata.length).toBeLessThanOrEqual(LIMITS.privateMetadata)
        expect(decodeForm(metadata)).toEqual({ code: any, on: place })
      }),
    )
  })

  it.each([
    undefined,
    '',
    'kept',
    '["a","b","c","D0AMA"]',
    '["a","b","c","D0AMA",1.2]',
    '["a","b","c","nowhere","1.2"]',
    '["a","b","c","D0AMA","yesterday"]',
    '["a","b","c","D0AMA","1.2","more"]',
  ])('that is none of ours is nothing: %j', (metadata) => {
    expect(decodeForm(metadata)).toBeNull()
  })

  it.each([
    ['D0AMA', '1700000000.000100', true],
    ['G0AMA', '1.2', true],
    ['U0AMA', '1.2', false],
    ['D0AMA', '', false],
    ['D0 AMA', '1.2', false],
    [null, '1.2', false],
  ])('comes from %j at %j: %s', (conversation, message, good) => {
    expect(placeOf(conversation, message) !== null).toBe(good)
  })
})

describe('answers', () => {
  const form = { flow: 'checkin', name: 'after', subject: 'm1' }

  it('are read back whatever the kind of field', () => {
    const at = (field: string, reading: 'one' | 'many', state: object) => ({
      [field]: { [fieldId(form, field, reading)]: state },
    })
    expect(
      answersOf({
        ...at('words', 'one', { type: 'plain_text_input', value: 'Good.' }),
        ...at('empty', 'one', { value: null }),
        ...at('day', 'one', { selected_date: '2026-12-01' }),
        ...at('no-day', 'one', { selected_date: null }),
        ...at('time', 'one', { selected_time: '09:30' }),
        ...at('scale', 'one', { selected_option: { value: '4' } }),
        ...at('radio', 'many', { selected_option: { value: 'yes' } }),
        ...at('none', 'many', { selected_option: null }),
        ...at('boxes', 'many', { selected_options: [{ value: 'a' }, { value: 'b' }] }),
        ...at('no-boxes', 'many', { selected_options: [] }),
        theirs: { other: { value: 'x' } },
        ...JSON.parse('{"__proto__":{"duologue:one:00000000:__proto__":{"value":"x"}}}'),
      }),
    ).toEqual({
      words: 'Good.',
      empty: '',
      day: '2026-12-01',
      'no-day': '',
      time: '09:30',
      scale: '4',
      radio: ['yes'],
      none: [],
      boxes: ['a', 'b'],
      'no-boxes': [],
    })
  })

  it('have ids that Slack takes, however long the name', () => {
    expect(fieldId(form, 'x'.repeat(400), 'many')).toHaveLength(LIMITS.id)
  })
})
