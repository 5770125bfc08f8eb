import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { PairingQuestion } from '../../../src/core/pairing.ts'
import { alternativesOf } from '../../../src/pairing/alternatives.ts'
import { type Assignment, assign } from '../../../src/pairing/assign.ts'
import { solveDense } from '../../../src/pairing/dense.ts'
import { listed, personsOf, rulesOf } from '../../../src/pairing/listed.ts'
import { assignPool } from '../../../src/pairing/pool/assign.ts'
import { type Setting, settingOf } from '../../../src/pairing/setting.ts'
import type { Table } from '../../../src/pairing/table.ts'
import { atLeast, atMost, none, section } from '../figures.ts'
import { cpuOf } from '../own-work.ts'
import { byMunkres, compiled, plain } from './others.ts'
import { questionOf } from './programme.ts'
import { trios } from './trios.ts'

/** What one proposal in a process of its own came to; times in milliseconds, memory in MiB. */
export interface Cold {
  readonly ms: number
  readonly cpu: number
  /** What the thread itself worked: to read everybody, time zones above all, and to pair them. */
  readonly reading: number
  readonly pairing: number
  readonly peak: number
  readonly gap: number
}

/** What a long run in a process of its own came to; times in milliseconds, memory in MiB. */
export interface Whole {
  readonly ms: number
  readonly cpu: number
  /** Before the run, with everybody read. */
  readonly resting: number
  readonly peak: number
  readonly pairs: number
  readonly gap: number
  /** How often it told of its progress. */
  readonly told: number
  /** The longest that a timer of one millisecond waited, and the longest the asking thread worked in between. */
  readonly longestWait: number
  readonly longestWork: number
}

const COLD = 40
const LARGEST = 10_000
const SIZES = [40, 500, 2_000, 5_000, LARGEST]
const COLD_STARTS = 25
const LARGE_STARTS = 2
const POOL = 1_000
/** Above this, the plain way takes minutes. */
const MOST_FOR_PLAIN = 5_000

/** Short runs are repeated, and the shortest counts: the first ones measure the compiler. */
const runsFor = (size: number): number => (size <= 500 ? 60 : size <= 2_000 ? 12 : size < LARGEST ? 3 : 2)

const best = (runs: number, work: () => number): number => Math.min(...Array.from({ length: runs }, work))

const settled = ({ people, rules, seed }: PairingQuestion): Setting => {
  const persons = personsOf(
    people.map((person) => listed(person, rules)),
    rules.excluded,
  )
  return settingOf(persons, rulesOf(rules), seed)
}

const tableOf = (setting: Setting): Table => {
  const side = (wanted: 'a' | 'b'): number[] =>
    setting.order.flatMap((person, at) => (person.side === wanted ? [at] : []))
  return setting.table(side('a'), side('b'), () => {})
}

const assigned = (table: Table): Assignment =>
  assign({
    table,
    firstRows: table.rows,
    firstColumns: table.columns,
    furtherRows: new Int32Array(table.rows),
    furtherColumns: new Int32Array(table.columns),
  })

/** The limit on short-lived memory that a run has in its thread, for a process that stands for the thread alone. */
const AS_THREAD = ['--max-semi-space-size=1']

const child = (name: 'cold' | 'whole', size: number, options: readonly string[] = []): string =>
  spawnSync(
    process.execPath,
    [...options, fileURLToPath(new URL(`./${name}.js`, import.meta.url)), String(size)],
    { encoding: 'utf8' },
  ).stdout

const coldOf = (size: number, options: readonly string[] = []): Cold =>
  JSON.parse(child('cold', size, options))

const shown = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : value.toFixed(value < 100 ? 1 : 0)
const ratio = (ours: number, theirs: number | null | undefined): string =>
  theirs === null || theirs === undefined ? '-' : (ours / theirs).toFixed(2)

/** What the sides of one size came to. */
interface Line {
  readonly size: number
  readonly scoring: number
  readonly solving: number
  readonly dense: number
  readonly gap: number
  readonly plain: number | null
  readonly munkres: number
  readonly c: number | null
  readonly scipy: number | null
}

const measured = (size: number, others: ReturnType<typeof compiled>): Line => {
  const runs = runsFor(size)
  const question = questionOf(size)
  const setting = settled(question)
  const table = tableOf(setting)
  let gap = 0
  const solving = best(runs, () =>
    cpuOf(() => {
      const assignment = assigned(table)
      alternativesOf(assignment)
      gap = assignment.dual - assignment.primal
    }),
  )
  const { problem } = assigned(table)
  const whole = { ...problem, least: 0 }
  const ours = solveDense(whole)
  const total = ours.mate.reduce(
    (sum, column, row) => sum + (table.cells[row * table.columns + column] ?? 0),
    0,
  )
  const c = others.c(table, runs)
  const scipy = others.scipy(table, runs)
  for (const found of [c, scipy])
    if (found && found.total !== total)
      throw new Error(`Another solver's total is ${found.total}, and ours ${total}.`)
  return {
    size,
    scoring: best(runs, () => cpuOf(() => tableOf(settled(question)))),
    solving,
    dense: best(runs, () => cpuOf(() => solveDense(whole))),
    gap,
    plain: size <= MOST_FOR_PLAIN ? best(Math.min(2, runs), () => plain(table)) : null,
    munkres: best(Math.min(2, runs), () => byMunkres(table)),
    c: c?.ms ?? null,
    scipy: scipy?.ms ?? null,
  }
}

/**
 * Prints what pairing takes: the first proposal of a process, the largest run as the product makes it, scoring apart
 * from solving by size beside others that find the best total only, one pool, and trios. A number on the command line
 * leaves out larger sizes.
 */
export async function run(): Promise<void> {
  const most = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? Number.POSITIVE_INFINITY)

  const colds = Array.from({ length: COLD_STARTS }, () => coldOf(COLD))
  const quickest = (of: (cold: Cold) => number): number => Math.min(...colds.map(of))
  const pairing = quickest((cold) => cold.pairing)
  section(`Pairing ${COLD} a side, the first thing a process does, best of ${COLD_STARTS} processes`, [
    ['scored, solved and explained', atMost(pairing, 15, ' ms')],
    [
      'people read before, with seven time zones',
      `${quickest(({ reading }) => reading).toFixed(1)} ms, unless the calendar has read the zones already`,
    ],
    ['both by the clock', `${quickest(({ ms }) => ms).toFixed(1)} ms, whatever else the machine did`],
  ])

  const larges = Array.from({ length: most >= LARGEST ? LARGE_STARTS : 0 }, () => coldOf(LARGEST, AS_THREAD))
  const [alone] = larges.sort((one, other) => one.cpu - other.cpu)
  if (alone) {
    section(
      `Pairing ${LARGEST} a side, scored, solved and explained, in a process that does nothing else, the quicker of ${LARGE_STARTS}`,
      [
        ['by the clock', atMost(alone.ms / 1_000, 6, ' s')],
        ['processor time', atMost(alone.cpu / 1_000, 6, ' s')],
        ['peak memory', atMost(alone.peak, 320, ' MB')],
        ['duality gap', none(alone.gap)],
      ],
    )
    const whole: Whole = JSON.parse(child('whole', LARGEST))
    section(`The same in a thread, as the product runs it, while the thread that asks goes on`, [
      ['by the clock', atMost(whole.ms / 1_000, 6, ' s')],
      ['processor time', atMost(whole.cpu / 1_000, 6, ' s')],
      ['memory of both', `${whole.peak.toFixed(0)} MB at most, ${whole.resting.toFixed(0)} MB before`],
      ['told of progress', `${whole.told} times`],
      ['the asking thread, longest at work', atMost(whole.longestWork, 20, ' ms')],
      ['a timer in it, longest wait', `${whole.longestWait.toFixed(1)} ms, whatever else the machine did`],
    ])
  }

  const others = compiled()
  const lines = SIZES.filter((size) => size <= most).map((size) => measured(size, others))
  section(
    'Milliseconds of processor time by people a side. “solve” is fair, proved and with everyone’s next best; “dense” and all after it find the best total only',
    [
      [
        'a side',
        'score',
        'solve',
        'dense',
        'gap',
        'plain',
        'munkres',
        'C',
        'SciPy',
        'solve/C',
        'dense/C',
        'dense/SciPy',
        'solve/SciPy',
        'solve/plain',
        'solve/munkres',
      ],
      ...lines.map((line) => [
        line.size,
        shown(line.scoring),
        shown(line.solving),
        shown(line.dense),
        line.gap,
        shown(line.plain),
        shown(line.munkres),
        line.c === null ? '-' : line.c.toFixed(3),
        line.scipy === null ? '-' : line.scipy.toFixed(2),
        ratio(line.solving, line.c),
        ratio(line.dense, line.c),
        ratio(line.dense, line.scipy),
        ratio(line.solving, line.scipy),
        ratio(line.solving, line.plain),
        ratio(line.solving, line.munkres),
      ]),
    ],
  )
  for (const sentence of others.missing) console.log(sentence)
  others.clear()
  const large = lines.filter(({ size }) => size >= 500 && size < LARGEST)
  const worst = (of: (line: Line) => number | null): number => Math.max(...large.map((line) => of(line) ?? 0))
  if (large.some(({ c }) => c !== null))
    console.log(
      `dense beside C, at worst: ${atMost(
        worst(({ dense, c }) => c && dense / c),
        3,
      )}`,
    )
  if (large.some(({ scipy }) => scipy !== null))
    console.log(
      `dense beside SciPy, at worst: ${atMost(
        worst(({ dense, scipy }) => scipy && dense / scipy),
        0.65,
      )}`,
    )
  const largest = lines.find(({ size }) => size === LARGEST)
  if (largest?.scipy)
    console.log(
      `scored and solved beside SciPy with its table of costs, ${LARGEST} a side: ${atMost(
        (largest.scoring + largest.solving) / largest.scipy,
        0.2,
      )}`,
    )
  if (alone && largest?.scipy)
    console.log(
      `the same with everybody read and every pair explained, in a process of its own: ${(
        alone.ms / largest.scipy
      ).toFixed(2)} x by the clock, ${(alone.cpu / largest.scipy).toFixed(2)} x in processor time`,
    )

  const setting = settled(questionOf(POOL / 2, 'one'))
  const everyone = setting.order.map((_, at) => at)
  const table = setting.table(everyone, everyone, () => {})
  let share = 0
  const pool = best(5, () =>
    cpuOf(() => {
      const { primal, dual } = assignPool(table, () => {})
      share = primal / dual
    }),
  )
  section(`One pool of ${POOL}`, [
    ['solved', atMost(pool / 1_000, 0.3, ' s')],
    ['of the bound', atLeast(share * 100, 99.95, ' %')],
  ])
  section('Trios, chosen together with the pairs; processor time in milliseconds', trios())
}
