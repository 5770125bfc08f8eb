import { listed, personsOf, rulesOf } from '../../../src/pairing/listed.ts'
import { propose } from '../../../src/pairing/propose.ts'
import type { Person, Rules } from '../../../src/pairing/types.ts'
import { ownWork } from '../own-work.ts'
import type { Cold } from './index.ts'
import { questionOf } from './programme.ts'

/** People as pairing reads them, and when that began; the question itself is not kept, as the product's thread keeps none. */
const asked = (size: number): { persons: readonly Person[]; rules: Rules; seed: number; begun: Begun } => {
  const { people, rules, seed } = questionOf(size)
  const begun = now()
  const persons = personsOf(
    people.map((person) => listed(person, rules)),
    rules.excluded,
  )
  return { persons, rules: rulesOf(rules), seed, begun }
}

interface Begun {
  readonly cpu: NodeJS.CpuUsage
  readonly at: number
  readonly work: number
}

const now = (): Begun => ({ cpu: process.cpuUsage(), at: performance.now(), work: ownWork() })

/** A proposal that is the first thing a process does, or for larger programmes the only one. */
ownWork()
const { persons, rules, seed, begun } = asked(Number(process.argv[2]))
const read = ownWork()
const { proof } = propose(persons, rules, seed)
const done = ownWork()
const ms = performance.now() - begun.at
const { user, system } = process.cpuUsage(begun.cpu)
const cold: Cold = {
  ms,
  cpu: (user + system) / 1_000,
  reading: read - begun.work,
  pairing: done - read,
  peak: process.resourceUsage().maxRSS / 1_024,
  gap: proof.dual - proof.primal,
}
console.log(JSON.stringify(cold))
