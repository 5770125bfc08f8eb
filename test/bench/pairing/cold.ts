import { listed, personsOf, rulesOf } from '../../../src/pairing/listed.ts'
import { propose } from '../../../src/pairing/propose.ts'
import { ownWork } from '../own-work.ts'
import type { Cold } from './index.ts'
import { questionOf } from './programme.ts'

/** A proposal that is the first thing a process does, or for larger programmes the only one. */
const { people, rules, seed } = questionOf(Number(process.argv[2]))
const used = process.cpuUsage()
const begun = performance.now()
ownWork()
const before = ownWork()
const persons = personsOf(
  people.map((person) => listed(person, rules)),
  rules.excluded,
)
const read = ownWork()
const { proof } = propose(persons, rulesOf(rules), seed)
const done = ownWork()
const ms = performance.now() - begun
const { user, system } = process.cpuUsage(used)
const cold: Cold = {
  ms,
  cpu: (user + system) / 1_000,
  reading: read - before,
  pairing: done - read,
  peak: process.resourceUsage().maxRSS / 1_024,
  gap: proof.dual - proof.primal,
}
console.log(JSON.stringify(cold))
