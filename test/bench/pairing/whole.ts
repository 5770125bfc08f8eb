import { programmePairing } from '../../../src/pairing/index.ts'
import { ownWork } from '../own-work.ts'
import type { Whole } from './index.ts'
import { questionOf } from './programme.ts'

/** A long run as the product makes it, in a process of its own; the thread that asks goes on answering meanwhile. */

const question = questionOf(Number(process.argv[2]))
const resting = process.memoryUsage().rss
const used = process.cpuUsage()
const begun = performance.now()
let [before, worked, longestWait, longestWork] = [begun, ownWork(), 0, 0]
const timer = setInterval(() => {
  const [now, work] = [performance.now(), ownWork()]
  longestWait = Math.max(longestWait, now - before)
  longestWork = Math.max(longestWork, work - worked)
  before = now
  worked = work
}, 1)
let told = 0
const { matches, proof } = await programmePairing.run(question, {
  signal: new AbortController().signal,
  heard: () => told++,
})
const ms = performance.now() - begun
const { user, system } = process.cpuUsage(used)
clearInterval(timer)
const whole: Whole = {
  ms,
  cpu: (user + system) / 1_000,
  resting: resting / 1_048_576,
  peak: process.resourceUsage().maxRSS / 1_024,
  pairs: matches.length,
  gap: proof.dual - proof.primal,
  told,
  longestWait,
  longestWork,
}
console.log(JSON.stringify(whole))
