import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import munkres from 'munkres'
import type { Table } from '../../../src/pairing/table.ts'
import { cpuOf } from '../own-work.ts'

/** Solvers that find the best total and nothing else: no lowest score, no proof, no reasons. */

const FORBIDDEN = 20_000_000

/** What another program took, in milliseconds of processor time, and the sum of cells that it found. */
export interface Found {
  readonly ms: number
  readonly total: number
}

const costsOf = ({ cells }: Table): Float64Array =>
  Float64Array.from(cells, (cell) => (cell === 0 ? FORBIDDEN : -cell))

/** The textbook way: shortest augmenting paths from empty, in flat arrays. */
export function plain(table: Table): number {
  const { rows, columns } = table
  const costs = costsOf(table)
  return cpuOf(() => {
    const u = new Float64Array(rows + 1)
    const v = new Float64Array(columns + 1)
    const match = new Int32Array(columns + 1)
    const way = new Int32Array(columns + 1)
    const least = new Float64Array(columns + 1)
    const used = new Uint8Array(columns + 1)
    for (let row = 1; row <= rows; row++) {
      match[0] = row
      least.fill(Number.POSITIVE_INFINITY)
      used.fill(0)
      let at = 0
      do {
        used[at] = 1
        const from = match[at] ?? 0
        const start = (from - 1) * columns - 1
        const base = u[from] ?? 0
        let delta = Number.POSITIVE_INFINITY
        let next = 0
        for (let column = 1; column <= columns; column++) {
          if (used[column] === 1) continue
          const cost = (costs[start + column] ?? 0) - base - (v[column] ?? 0)
          if (cost < (least[column] ?? 0)) {
            least[column] = cost
            way[column] = at
          }
          if ((least[column] ?? 0) < delta) {
            delta = least[column] ?? 0
            next = column
          }
        }
        for (let column = 0; column <= columns; column++) {
          if (used[column] === 1) {
            const of = match[column] ?? 0
            u[of] = (u[of] ?? 0) + delta
            v[column] = (v[column] ?? 0) - delta
          } else least[column] = (least[column] ?? 0) - delta
        }
        at = next
      } while (match[at] !== 0)
      while (at !== 0) {
        const before = way[at] ?? 0
        match[at] = match[before] ?? 0
        at = before
      }
    }
  })
}

export function byMunkres({ rows, columns, cells }: Table): number {
  const costs = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const cell = cells[row * columns + column] ?? 0
      return cell === 0 ? FORBIDDEN : -cell
    }),
  )
  return cpuOf(() => munkres(costs))
}

/** Programs that are not ours to bring along: used where the machine has them. */
export interface Compiled {
  /** Our own C, compiled here; null without a compiler. */
  c(table: Table, runs: number): Found | null
  /** Null without Python and SciPy. */
  scipy(table: Table, runs: number): Found | null
  /** What is missing, in sentences. */
  readonly missing: readonly string[]
  clear(): void
}

const SOURCE = fileURLToPath(new URL('../../../../test/bench/pairing/assignment.c', import.meta.url))

const SCIPY = `
import sys, time, numpy
from scipy.optimize import linear_sum_assignment
path, size, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
scores = numpy.fromfile(path, dtype=numpy.uint16).reshape(size, size)
best = 1e300
for _ in range(runs):
    begun = time.process_time()
    cost = numpy.where(scores == 0, ${FORBIDDEN}.0, -scores.astype(numpy.float64))
    rows, columns = linear_sum_assignment(cost)
    best = min(best, (time.process_time() - begun) * 1e3)
print(best, int(scores[rows, columns].astype(numpy.int64).sum()))
`

export function compiled(): Compiled {
  const folder = mkdtempSync(join(tmpdir(), 'pairing-bench-'))
  const program = join(folder, 'assignment')
  const table = join(folder, 'table')
  const hasC = spawnSync('cc', ['-O3', '-march=native', '-o', program, SOURCE]).status === 0
  const hasScipy = spawnSync('python3', ['-c', 'import scipy.optimize']).status === 0
  const ask = (command: string, args: readonly string[], { rows, cells }: Table, runs: number): Found => {
    writeFileSync(table, cells)
    const { stdout } = spawnSync(command, [...args, table, String(rows), String(runs)], { encoding: 'utf8' })
    const [ms = Number.NaN, total = Number.NaN] = stdout.trim().split(' ').map(Number)
    return { ms, total }
  }
  return {
    c: (of, runs) => (hasC ? ask(program, [], of, runs) : null),
    scipy: (of, runs) => (hasScipy ? ask('python3', ['-c', SCIPY], of, runs) : null),
    missing: [
      ...(hasC ? [] : ['There is no C compiler here: nothing is compared with C.']),
      ...(hasScipy ? [] : ['There is no Python with SciPy here: nothing is compared with it.']),
    ],
    clear: () => rmSync(folder, { recursive: true, force: true }),
  }
}
