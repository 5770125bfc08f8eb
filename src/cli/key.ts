import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The key of a database that holds simulated people alone: made once beside it, for its owner's eyes. */
export const keyBeside = (databaseUrl: string): Buffer => {
  const file = join(dirname(databaseUrl.replace(/^file:/, '')), 'simulated.key')
  if (existsSync(file)) return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  const key = randomBytes(32)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return key
}
