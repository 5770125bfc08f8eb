import { listed, personsOf, rulesOf } from '../../../src/pairing/listed.ts'
import { propose } from '../../../src/pairing/propose.ts'
import { median } from '../figures.ts'
import { cpuOf } from '../own-work.ts'
import { questionOf } from './programme.ts'

/** People of each side, of whom some are left over for trios. */
const CROWDS = [
  [8, 9, 'two'],
  [40, 41, 'two'],
  [38, 42, 'two'],
  [36, 42, 'two'],
  [60, 68, 'two'],
  [100, 104, 'two'],
  [200, 202, 'two'],
  [30, 42, 'two'],
  [40, 41, 'one'],
] as const

/** Programmes of each size. */
const PROGRAMMES = 6

const row = (first: number, second: number, sides: 'two' | 'one'): (string | number)[] => {
  const found = Array.from({ length: PROGRAMMES }, (_, at) => {
    const { people, rules } = questionOf(Math.max(first, second) + at + 1, sides)
    const own = (id: string): boolean => Number(id.slice(1)) < (id.startsWith('a') ? first : second)
    const persons = personsOf(
      people.filter(({ participant }) => own(participant.id)).map((person) => listed(person, rules)),
      rules.excluded,
    )
    let proof = { together: false, worst: null as number | null }
    const ms = cpuOf(() => {
      proof = propose(persons, rulesOf(rules), 1).proof
    })
    return { ms, ...proof }
  })
  return [
    sides === 'two' ? `${first} and ${second}` : `a pool of ${first + second}`,
    sides === 'two' ? second - first : 1,
    `${found.filter(({ together }) => together).length} of ${PROGRAMMES}`,
    median(found.map(({ ms }) => ms)).toFixed(0),
    Math.max(...found.map(({ ms }) => ms)).toFixed(0),
  ]
}

/** Trios chosen together with the pairs: how many are proved, and the processor time that takes, in milliseconds. */
export const trios = (): (string | number)[][] => [
  ['people', 'trios', 'proved together', 'median', 'at most'],
  ...CROWDS.map(([first, second, sides]) => row(first, second, sides)),
]
