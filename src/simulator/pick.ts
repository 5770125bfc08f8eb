/** Something that a person may choose by its id or by what is written on it. */
export interface Choosable {
  id: string
  label: string
}

/**
 * What an id or a label names, ids first. Where several are called the same, the first, unless a number is
 * added: `Approve#2` is the second.
 */
export function pick<T extends Choosable>(all: T[], wanted: string): T | undefined {
  const numbered = /^(.*)#(\d+)$/s.exec(wanted)
  const exact = among(all, wanted)[0]
  if (exact || !numbered) return exact
  return among(all, numbered[1] ?? '')[Number(numbered[2]) - 1]
}

function among<T extends Choosable>(all: T[], wanted: string): T[] {
  const lower = wanted.trim().toLowerCase()
  const ways: ((one: T) => boolean)[] = [
    ({ id }) => id === wanted,
    ({ label }) => label === wanted,
    ({ label }) => label.trim().toLowerCase() === lower,
  ]
  return ways.map((fits) => all.filter(fits)).find((found) => found.length > 0) ?? []
}

/** Numbers the ids that occur more than once, so that each names one thing: `press`, `press#2`. */
export function numbered<T extends Choosable>(all: T[]): T[] {
  const counts = new Map<string, number>()
  return all.map((one) => {
    const count = (counts.get(one.id) ?? 0) + 1
    counts.set(one.id, count)
    return count === 1 ? one : { ...one, id: `${one.id}#${count}` }
  })
}
