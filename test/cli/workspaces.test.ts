import { expect, it } from 'vitest'
import { added } from '../../src/cli/workspaces.ts'

const named = (name: string) => ({ platform: 'slack', name })

it.each([
  ['a new workspace', null, 'Added the Slack workspace slack:northbank.'],
  ['one that is there', named('northbank'), 'The Slack workspace slack:northbank was there already.'],
  [
    'one that gets another name',
    named('North'),
    'The Slack workspace slack:North was there already: from now on, lists call it slack:northbank.',
  ],
])('%s is told as what it is', (_, known, told) => {
  expect(added('Slack workspace', named('northbank'), known)).toBe(told)
})
