import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { REASONS } from '../../src/core/pairing.ts'

let told = ''
let code: unknown

beforeEach(() => {
  told = ''
  code = undefined
  vi.resetModules()
  vi.spyOn(process.stderr, 'write').mockImplementation((text, ...rest) => {
    told += String(text)
    for (const one of rest) if (typeof one === 'function') one()
    return true
  })
  vi.spyOn(process, 'exit').mockImplementation((given) => {
    code = given
    throw new Error('It has ended.')
  })
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** Runs the command line as it is typed. */
const duologue = async (...words: readonly string[]): Promise<void> => {
  vi.stubEnv('DATABASE_URL', 'none that could be opened')
  vi.spyOn(process, 'argv', 'get').mockReturnValue(['node', 'duologue', ...words])
  await import('../../src/cli/index.ts').catch(() => {})
}

const SEEN =
  'Nothing was done, for it is not known which state of the draft you have seen.\nGive it, such as --seen 3.4. Look with “duologue pairs draft”.\n'

it.each([
  ['--as', ['say', 'schedule'], 'Nothing was said, for it is not known who speaks.\nGive '],
  [
    '--tenant',
    ['workspace', 'add', 'teams', '--name', 'council'],
    'Nothing was added, for it is not known which tenant is meant.\nGive ',
  ],
  [
    '--name',
    ['workspace', 'add', 'teams', '--tenant', '00000000-0000-0000-0000-000000000000'],
    'Nothing was added, for the tenant has no name.\nGive ',
  ],
  ['--token-stdin', ['workspace', 'add', 'slack'], 'Nothing was added, for there is no bot token.\nGive '],
  ['--seen', ['pairs', 'approve', '1'], SEEN],
  ['--seen', ['pairs', 'reject', '1', '--reason', 'close'], SEEN],
  ['--seen', ['pairs', 'keep', '1'], SEEN],
  ['--seen', ['pairs', 'swap', 'a@example.org', 'b@example.org'], SEEN],
  ['--seen', ['pairs', 'undo', 'a@example.org'], SEEN],
  [
    '--reason',
    ['pairs', 'reject', '1', '--seen', '1.0'],
    `Nothing was rejected, for there is no reason.\nGive --reason with one of ${REASONS.join(', ')}.\n`,
  ],
])('without %s, “%s” says what was not done, and what to give', async (option, words, said) => {
  await duologue(...words)
  expect(told.startsWith(said), told).toBe(true)
  expect(told).toContain(option)
  expect(told).not.toMatch(/error|required/)
  expect(code).toBe(1)
})

it('all that is missing is told at once', async () => {
  await duologue('workspace', 'add', 'teams')
  expect(told).toMatch(
    /^Nothing was added, for the tenant has no name, and it is not known which tenant is meant\.\n.*--name.*--tenant/,
  )
  expect(code).toBe(1)
})
