import { describe, expect, it } from 'vitest'
import { castFrom } from '../../../src/cli/simulate/people.ts'

const HEADERS = 'name,email,side,organisation,workspace'
const list = (...sides: readonly string[]): Uint8Array =>
  new TextEncoder().encode(
    [
      HEADERS,
      ...sides.map((side, at) => `Person ${at},p${at}@example.org,${side},City Council,slack:north`),
    ].join('\n'),
  )

describe('a list of people that is lived with', () => {
  it.each([
    ['nobody', list(), 'The list has no people.'],
    ['not even headers', new Uint8Array(), 'The list has no people.'],
    ['one person', list('Leaders'), 'The list has people of one side alone, “Leaders”.'],
    ['one side, however it is written', list('Leaders', ' leaders '), 'one side alone, “Leaders”.'],
    ['no side', list('', ''), 'Nobody in the list has a side.'],
    [
      'three sides',
      list('Leaders', 'Others', 'Third'),
      'has people of 3 sides: “Leaders”, “Others” and “Third”.',
    ],
    ['a side for each', list('A', 'B', 'C', 'D', 'E'), 'of 5 sides: “A”, “B”, “C” and “D” …'],
    ['a side that is none', list('Leaders', '"Others, too"'), '“Others, too” cannot be the name of a side'],
  ])('with %s in it is refused by what is wrong with it, and what to do', (_, bytes, why) => {
    const refused = () => castFrom(bytes, 1)
    expect(refused).toThrow(why)
    expect(refused).toThrow(
      expect.objectContaining({ code: 'list', remedy: expect.stringContaining('“side”') }),
    )
    expect(refused).not.toThrow('--sides')
  })

  it('has its two sides, each written as it first is', () => {
    const { members } = castFrom(list('Leaders', 'Others', 'LEADERS'), 1)
    expect(members.map(({ side }) => side)).toEqual(['Leaders', 'Others', 'Leaders'])
  })
})
