import { existsSync, readFileSync } from 'node:fs'

/** Milliseconds of processor time that some work took: what else the machine does meanwhile hardly shows. */
export const cpuOf = (work: () => unknown): number => {
  const begun = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1_000
}

/** Where Linux tells how long the main thread has been on a processor, in nanoseconds. */
const SCHEDULE = `/proc/self/task/${process.pid}/schedstat`
const tells = existsSync(SCHEDULE)

/** Milliseconds that the main thread has worked so far; elsewhere than on Linux, by the clock. */
export const ownWork = (): number =>
  tells ? Number(readFileSync(SCHEDULE, 'utf8').split(' ')[0]) / 1e6 : performance.now()
