import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, escaped, isLink, pieces, typed, words } from '../../../src/platforms/slack/text.ts'

describe('cutting', () => {
  it.each([
    ['short', 10, 'short'],
    ['one two three', 9, 'one two…'],
    ['onetwothree', 6, 'onetw…'],
    ['ab👋🏽', 4, 'ab…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s to %i is %s', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected)
  })

  it('never goes over, and never leaves half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const some = cut(text, max)
        expect(some.length).toBeLessThanOrEqual(max)
        expect(() => encodeURIComponent(some)).not.toThrow()
      }),
    )
  })

  it('into pieces loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, max) => {
        const all = pieces(text, max)
        expect(all.join('')).toBe(pieces(text, 10_000).join(''))
        for (const piece of all) expect(piece.length).toBeLessThanOrEqual(max)
      }),
    )
  })

  it.each(['', '   ', '\u0000', '\n'])('always has words to show: %j', (nothing) => {
    expect(words(nothing, 10)).toBe('–')
  })
})

describe('escaping', () => {
  it('leaves nothing that Slack would take for its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = escaped(text)
        expect(safe).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
        expect(safe).not.toMatch(/:[\w+'-]+:/)
        expect(safe.replaceAll('\u200b', '').replace(/&(amp|lt|gt);/g, (_, name) => NAMES[name] ?? '')).toBe(
          text.replaceAll('\u200b', ''),
        )
      }),
    )
  })
})

const NAMES: Record<string, string> = { amp: '&', lt: '<', gt: '>' }

describe('what was typed', () => {
  it.each([
    ['hello', 'hello'],
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;', '&lt;'],
    ['<@U0DUO> schedule', ' schedule'],
    ['see <https://x.example/?a=1&amp;b=2>', 'see https://x.example/?a=1&b=2'],
    ['see <https://x.example|x.example>', 'see x.example'],
    ['<mailto:ama@x.example|ama@x.example>', 'ama@x.example'],
    ['<mailto:ama@x.example>', 'ama@x.example'],
    ['in <#C0GENERAL|general>', 'in #general'],
    ['<!here> hello', '@here hello'],
    ['a <b', 'a <b'],
    ['', ''],
  ])('%j is %j', (text, expected) => {
    expect(typed(text)).toBe(expected)
  })
})

it.each([
  ['https://x.example/a?b=c', true],
  ['http://127.0.0.1:3000/calendar/x.ics', true],
  ['mailto:grace@x.example', true],
  ['javascript:alert(1)', false],
  ['file:///etc/passwd', false],
  ['//x.example', false],
  ['https://x.example/ a', false],
  ['https://x.example/|a', false],
  [`https://x.example/${'a'.repeat(3000)}`, false],
])('%s may be linked: %s', (url, expected) => {
  expect(isLink(url)).toBe(expected)
})
