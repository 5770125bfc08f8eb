import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { type ProgrammeOptions, programmeFrom, refuseUnfit } from '../../src/cli/programme.ts'
import { DuologueError } from '../../src/core/errors.ts'
import { reciprocalTemplate } from '../../src/core/template.ts'

const OPTIONS: ProgrammeOptions = {
  template: 'reciprocal',
  name: 'City Region',
  from: '2027-01-11',
  sides: 'Leaders, Professionals',
  booksFirst: 'professionals',
  coordinator: ['Dana@Example.org'],
  contact: 'Grace Obi <grace@example.org>',
  timeZone: 'Europe/London',
}

/** The options that are told as mistaken, in order. */
const mistakes = (options: Partial<ProgrammeOptions>): readonly string[] => {
  try {
    programmeFrom({ ...OPTIONS, ...options })
    return []
  } catch (error) {
    if (!(error instanceof DuologueError)) throw error
    return [...error.message.matchAll(/^ {2}--([a-z-]+): /gm)].map(([, option = '']) => option)
  }
}

describe('creating a programme', () => {
  it('takes what the options say', () => {
    const { programme, coordinators } = programmeFrom(OPTIONS)
    expect(coordinators).toEqual(['dana@example.org'])
    expect(programme).toMatchObject({
      name: 'City Region',
      timeZone: 'Europe/London',
      sides: { a: 'Leaders', b: 'Professionals' },
      booksFirst: 'b',
      contact: { name: 'Grace Obi', email: 'grace@example.org' },
    })
    expect(programme.startsOn.toString()).toBe('2027-01-11')
  })

  it('takes settings, and begins with those of the template', () => {
    expect(programmeFrom(OPTIONS).programme.settings).toEqual(reciprocalTemplate)
    expect(programmeFrom(OPTIONS, { odd: 'waitlist' }).programme.settings).toEqual({
      ...reciprocalTemplate,
      odd: 'waitlist',
    })
  })

  it('tells mistakes in settings together with all others', () => {
    expect(() => programmeFrom({ ...OPTIONS, from: 'soon' }, { 'smallest-group': '2', odd: '' })).toThrow(
      /--from: .*\n {2}--smallest-group: .*\n {2}--odd: /,
    )
  })

  it('is the same programme for the same name and day', () => {
    const id = (options: Partial<ProgrammeOptions>) => programmeFrom({ ...OPTIONS, ...options }).programme.id
    expect(id({ name: ' CITY region ' })).toBe(id({}))
    expect(id({ from: '2027-01-12' })).not.toBe(id({}))
  })

  it.each<[string, Partial<ProgrammeOptions>]>([
    ['from', { from: '2027-02-29' }],
    ['from', { from: '11/01/2027' }],
    ['from', { from: '2027-1-11' }],
    ['from', { from: '' }],
    ['sides', { sides: 'Leaders, Professionals, Others' }],
    ['books-first', { booksFirst: 'Mentors' }],
    ['books-first', { booksFirst: '' }],
    ['contact', { contact: 'grace@example.org' }],
    ['contact', { contact: '<grace@example.org>' }],
    ['contact', { contact: 'Grace <grace>' }],
    ['contact', { contact: 'Dana <dana@EXAMPLE.org>' }],
    ['time-zone', { timeZone: 'Mars/Olympus' }],
    ['time-zone', { timeZone: '+01:00' }],
    ['template', { template: 'hierarchical' }],
    ['name', { name: '  ' }],
    ['coordinator', { coordinator: ['dana'] }],
    ['coordinator', { coordinator: ['dana@example.org', ''] }],
  ])('refuses a bad --%s: %j', (option, bad) => {
    expect(mistakes(bad)).toEqual([option])
  })

  it.each(['Leaders', 'Leaders,', 'Leaders, leaders', ',', ''])('refuses the sides %j', (sides) => {
    expect(mistakes({ sides, booksFirst: 'Leaders' })).toContain('sides')
  })

  it('tells all mistakes at once, what is missing among them', () => {
    expect(mistakes({ from: 'soon', contact: 'Grace', timeZone: 'x', coordinator: ['y'] })).toEqual([
      'from',
      'contact',
      'time-zone',
      'coordinator',
    ])
    try {
      programmeFrom({ template: 'reciprocal', coordinator: [], timeZone: 'Europe/London' })
      expect.unreachable()
    } catch (error) {
      for (const option of ['--name', '--from', '--sides', '--books-first', '--contact'])
        expect(String(error)).toContain(option)
    }
  })
})

describe('a programme', () => {
  const made = (options: Partial<ProgrammeOptions>) => programmeFrom({ ...OPTIONS, ...options }).programme
  const TODAY = Temporal.PlainDate.from('2027-01-04')

  it('whose name another has is refused, whatever its day and case, with a name that would do', () => {
    const refused = () => refuseUnfit(made({ name: 'CITY region', from: '2028-01-10' }), [made({})], TODAY)
    expect(refused).toThrow(expect.objectContaining({ code: 'programme-exists' }))
    expect(refused).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('“CITY region 2028”') }),
    )
  })

  it('of another name, to come or under way for a year and a half, is fit', () => {
    for (const from of ['2027-01-11', '2025-07-04', '2030-01-01'])
      expect(() => refuseUnfit(made({ name: 'Another', from }), [made({})], TODAY)).not.toThrow()
  })

  it('that would have begun long ago is refused', () => {
    expect(() => refuseUnfit(made({ from: '2025-07-03' }), [], TODAY)).toThrow(
      expect.objectContaining({ code: 'long-ago' }),
    )
  })

  it('keeps its zone as it is properly written', () => {
    expect(made({ timeZone: 'europe/london' }).timeZone).toBe('Europe/London')
  })
})
