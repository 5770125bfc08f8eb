import { describe, expect, it } from 'vitest'
import { notes, peopleOrFail, planLines } from '../../src/cli/participants.ts'
import { planImport } from '../../src/cli/people/plan.ts'
import { aParticipant, aProgramme, at } from '../facts.ts'
import { AMINA, HEADERS, problems, read, TOM, WORKSPACES, wholeList } from './people/list.ts'

const programme = aProgramme()
const withConflicts = (...lines: readonly string[]) =>
  wholeList(`${HEADERS},conflicts\n${lines.join('\n')}\n`)
const failing = (list: string) => () => peopleOrFail(read(list))

describe('importing a list', () => {
  it('tells changes by the names that people know, and by no code', () => {
    const list = wholeList(`${HEADERS}\n${TOM}\n`)
    const [person] = list.people
    if (!person) throw new Error('The list has nobody.')
    const before = aParticipant({ ...person, side: person.side === 'a' ? 'b' : 'a', workspaceId: 'w-slack' })
    expect(planLines(planImport(list, [before]), programme, WORKSPACES)).toEqual([
      '0 people to add, 1 to change, 0 unchanged.',
      '  tom@city.example',
      '    side: “Emerging leaders” becomes “Senior leaders”',
      '    workspace: “slack:harbour” becomes “teams:city”',
    ])
  })

  it('names an address that is kept apart from somebody and belongs to nobody, with its line', () => {
    const list = withConflicts(`${AMINA},tom@city.example; eve@city.exmaple; eve@city.example`, `${TOM},`)
    expect(notes(list, planImport(list, []), [{ email: 'eve@city.example', leftAt: null }], [])).toEqual([
      expect.stringMatching(/^Kept apart from somebody who is not in this programme/),
      '  eve@city.exmaple, line 2',
    ])
  })

  it('names a coordinator who would take part, once: when they are added', () => {
    const list = wholeList(`${HEADERS}\n${TOM}\n${AMINA}\n`)
    const coordinators = [{ email: 'amina@harbour.example' }]
    expect(notes(list, planImport(list, []), [], coordinators)).toEqual([
      expect.stringMatching(/^They coordinate this programme/),
      '  amina@harbour.example, line 3',
    ])
    expect(notes(list, { added: [] }, [], coordinators)).toEqual([])
  })

  it('names whoever has left, for a list brings nobody back', () => {
    const list = wholeList(`${HEADERS}\n${TOM}\n${AMINA}\n`)
    const there = [
      { email: 'tom@city.example', leftAt: null },
      { email: 'amina@harbour.example', leftAt: at('2026-03-02T09:00:00Z') },
    ]
    expect(notes(list, { added: [] }, there, [])).toEqual([
      'They have left the programme, and a list brings nobody back:',
      '  amina@harbour.example, line 3',
    ])
  })

  it('refuses the independent contact', () => {
    const { email } = programme.contact
    expect(problems(`${HEADERS}\n${TOM.replace('tom@city.example', email.toUpperCase())}\n`)).toEqual([
      { line: 2, column: 'email', reason: expect.stringContaining('independent contact') },
    ])
  })

  it('tells the first of many bad lines, and how many more there are', () => {
    const bad = (count: number) => `${HEADERS}\n${`${TOM.replace('tom@city.example', '')}\n`.repeat(count)}`
    expect(failing(bad(20))).toThrow(/line 21, email/)
    expect(failing(bad(5000))).toThrow(/has 5000 problems:(\n {2}line \d+, .*){20}\n {2}… and 4980 more\.$/)
  })
})
