import { expect, it } from 'vitest'
import { sayLived } from '../../../src/cli/simulate/report.ts'

const LIVED = { people: 300, months: 1, from: 'Monday', seed: 7, faults: false, acts: 12, messages: 30 }

it.each([
  [LIVED, '300 people, 1 month from Monday, seed 7\n12 acts, 30 messages accepted by the platforms'],
  [
    { ...LIVED, people: 1, months: 12, faults: true, acts: 1, messages: 1 },
    '1 person, 12 months from Monday, seed 7, with faults\n1 act, 1 message accepted by the platforms',
  ],
])('what was lived is counted in words that fit the number (%#)', (lived, said) => {
  expect(sayLived(lived)).toBe(said)
})
