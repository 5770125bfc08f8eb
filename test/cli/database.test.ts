import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clearSimulated, markSimulated, refuseSimulated } from '../../src/cli/simulated/database.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duologue-database-'))
  path = join(folder, 'duologue.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const url = () => `file:${path}`

it('a database that was not made for simulated people is never cleared', () => {
  writeFileSync(path, 'real people')
  expect(() => clearSimulated(url())).toThrow(expect.objectContaining({ code: 'not-simulated' }))
  expect(readFileSync(path, 'utf8')).toBe('real people')
})

it('a database of simulated people is made anew, and what SQLite keeps beside it', () => {
  markSimulated(url())
  for (const suffix of ['', '-wal', '-shm']) writeFileSync(`${path}${suffix}`, 'simulated people')
  clearSimulated(url())
  expect(['', '-wal', '-shm'].filter((suffix) => existsSync(`${path}${suffix}`))).toEqual([])
})

it('real workspaces are not served from a database of simulated people, and from any other they are', () => {
  writeFileSync(path, 'people')
  expect(() => refuseSimulated(url())).not.toThrow()
  markSimulated(url())
  expect(() => refuseSimulated(url())).toThrow(expect.objectContaining({ code: 'simulated-database' }))
})

it('a place that cannot be written to is told in a sentence', () => {
  writeFileSync(join(folder, 'file'), '')
  path = join(folder, 'file', 'duologue.db')
  expect(() => clearSimulated(url())).toThrow(expect.objectContaining({ code: 'no-place' }))
})
