import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actions, button, link, message, plain, quiet, say, strong, text } from '../../src/core/message.ts'

describe('a text', () => {
  it('is built of strings, numbers, spans and whole texts', () => {
    expect(text`Meet ${strong('Amina')} on ${'Tuesday'}, ${2} o’clock`).toEqual([
      { type: 'plain', text: 'Meet ' },
      { type: 'strong', text: 'Amina' },
      { type: 'plain', text: ' on ' },
      { type: 'plain', text: 'Tuesday' },
      { type: 'plain', text: ', ' },
      { type: 'plain', text: '2' },
      { type: 'plain', text: ' o’clock' },
    ])
    expect(text`${text`one ${strong('two')}`} three`).toHaveLength(3)
    expect(text`${link('here', 'https://duologue.example')}`).toEqual([
      { type: 'link', text: 'here', url: 'https://duologue.example' },
    ])
  })

  it('holds nothing for nothing, and nought for nought', () => {
    expect(text``).toEqual([])
    expect(text`${''}`).toEqual([])
    expect(text`${[]}`).toEqual([])
    expect(plain(text`${0} people`)).toBe('0 people')
  })

  it('keeps whatever people write as it stands, and as no markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (one, other) => {
        const of = text`${one} and ${strong(other)}.`
        expect(plain(of)).toBe(`${one} and ${other}.`)
        expect(of.filter(({ type }) => type !== 'plain')).toEqual([{ type: 'strong', text: other }])
      }),
    )
    expect(plain(text`${'<@U1> *bold* \\n'}`)).toBe('<@U1> *bold* \\n')
  })
})

describe('a message', () => {
  it('is plain data', () => {
    const of = message('Hello.', say('Hello.'), quiet(text`Set up by ${'Cleo'}`), actions())
    expect(structuredClone(of)).toEqual(of)
    expect(JSON.parse(JSON.stringify(of))).toEqual(of)
  })

  it('has buttons that are plain and ask nothing unless told otherwise', () => {
    expect(button('Yes', 'test', 'yes', 'm1')).toMatchObject({ style: 'plain', confirm: null })
    expect(button('Yes', 'test', 'yes', 'm1', { style: 'primary' })).toMatchObject({ style: 'primary' })
  })
})
