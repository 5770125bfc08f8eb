import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sayReason } from '../../../src/flows/announcement/reasons.ts'

it('has words for every reason for which a message is dropped or taken back', () => {
  const files = ['src/core', 'src/flows'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  )
  const written = files.flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(
        /(?:drop\(|nowhere\(|type: 'cancel',[^}]*?reason: |type: 'shut', reason: )'([a-z-]+)'/g,
      ),
    ].map(([, code = '']) => code),
  )
  expect(written.length).toBeGreaterThan(30)
  expect([...new Set(written)].filter((code) => sayReason(code).startsWith('reason:'))).toEqual([])
})
