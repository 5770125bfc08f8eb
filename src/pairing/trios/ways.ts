import { highestScore } from '../score.ts'
import type { Table } from '../table.ts'

/** Every way in which three people may be a trio, side by side, those with the highest scores first. */
export interface Ways {
  count: number
  /** The first and the second of the pair, and who joins them: rows of the table. */
  first: Int16Array
  second: Int16Array
  third: Int16Array
  /** One of the three, so that no two trios have the same one: of two sides, whoever is the only one of theirs. */
  host: Int16Array
  /** The trio's score: the lower of the pair's and of how well the third suits them. */
  score: Int16Array
  /** The pair's score and how well the third suits them, together. */
  value: Int32Array
}

/** Three people, the third of whom joins the other two, by the score of the two and how well the third suits them. */
type Meet = (one: number, other: number, third: number, pair: number, suits: number) => void

function everyWay({ rows: people, cells }: Table, pairs: Table, least: number, meet: Meet): void {
  for (let one = 0; one < people; one++) {
    for (let other = one + 1; other < people; other++) {
      const pair = pairs.cells[one * people + other] ?? 0
      if (pair <= least) continue
      for (let third = 0; third < people; third++) {
        const withOne = cells[third * people + one] ?? 0
        const withOther = cells[third * people + other] ?? 0
        const suits = (withOne + withOther - 2) >> 1
        if (withOne > 0 && withOther > 0 && suits >= least) meet(one, other, third, pair - 1, suits)
      }
    }
  }
}

/**
 * Lists the ways that score at least `least`. `together` holds how well any two people go together, `pairs` the same
 * of those who may be a pair. Null where there are more than `most`.
 */
export function waysOf(together: Table, pairs: Table, least: number, most: number): Ways | null {
  const { rows: people } = together
  // Counted first, so that each finds its place in one more pass.
  const start = new Int32Array(highestScore + 2)
  let count = 0
  everyWay(together, pairs, least, (_one, _other, _third, pair, suits) => {
    const rank = highestScore - Math.min(pair, suits)
    start[rank + 1] = (start[rank + 1] ?? 0) + 1
    count++
  })
  if (count > most) return null
  for (let rank = 0; rank <= highestScore; rank++)
    start[rank + 1] = (start[rank + 1] ?? 0) + (start[rank] ?? 0)
  const ways: Ways = {
    count,
    first: new Int16Array(count),
    second: new Int16Array(count),
    third: new Int16Array(count),
    host: new Int16Array(count),
    score: new Int16Array(count),
    value: new Int32Array(count),
  }
  everyWay(together, pairs, least, (one, other, third, pair, suits) => {
    const score = Math.min(pair, suits)
    const at = start[highestScore - score] ?? 0
    start[highestScore - score] = at + 1
    ways.first[at] = one
    ways.second[at] = other
    ways.third[at] = third
    ways.host[at] = (pairs.cells[third * people + one] ?? 0) > 0 ? one : other
    ways.score[at] = score
    ways.value[at] = pair + suits
  })
  return ways
}
