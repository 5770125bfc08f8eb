import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  type Person,
  type Progress,
  type proposeApart as ProposeApart,
  propose,
} from '../../src/pairing/index.ts'
import { openRules, person, weekdays } from './programmes.ts'

const root = resolve(import.meta.dirname, '../..')
let folder = ''
let proposeApart: typeof ProposeApart

// A thread of Node 20 runs JavaScript only, so what is shipped is what is tested.
beforeAll(async () => {
  folder = mkdtempSync(join(root, 'node_modules', '.pairing-'))
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, rootDir: join(root, 'src'), outDir: folder },
    files: [join(root, 'src/pairing/apart.ts'), join(root, 'src/pairing/worker.ts')],
    include: [],
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(folder, 'tsconfig.json')], {
    stdio: 'inherit',
  })
  const built: { proposeApart: typeof ProposeApart } = await import(
    pathToFileURL(join(folder, 'pairing/apart.js')).href
  )
  proposeApart = built.proposeApart
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const subjects = ['speaking', 'finance', 'writing', 'data', 'design', 'law', 'teaching']

const programme = (size: number): Person[] =>
  Array.from({ length: size * 2 }, (_, at) =>
    person(`p${at}`, at % 2 === 0 ? 'a' : 'b', {
      goals: [subjects[(at * 5) % 7] ?? '', subjects[(at * 3 + 1) % 7] ?? ''],
      offers: [subjects[(at >> 2) % 7] ?? ''],
      weeklyHours: weekdays(6 + (at % 9), 12 + (at % 9)),
    }),
  )

describe('pairing in a thread of its own', () => {
  it('gives the same proposal as pairing here, and tells how far it is', async () => {
    const people = programme(250)
    const stages = new Set<Progress['stage']>()
    const apart = await proposeApart(people, openRules, 5, { heard: ({ stage }) => stages.add(stage) })
    expect(apart).toEqual(propose(people, openRules, 5))
    expect([...stages]).toEqual(['scoring', 'assigning', 'explaining'])
  })

  it('stops at once when cancelled', async () => {
    const controller = new AbortController()
    const running = proposeApart(programme(1_500), openRules, 1, {
      signal: controller.signal,
      heard: () => controller.abort(new Error('no longer wanted')),
    })
    await expect(running).rejects.toThrow('no longer wanted')
    await expect(proposeApart([], openRules, 1, { signal: controller.signal })).rejects.toThrow(
      'no longer wanted',
    )
  })

  it('says what is wrong with the input as pairing here does', async () => {
    const twice = [person('1', 'a'), person('1', 'b')]
    await expect(proposeApart(twice, openRules, 1)).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'Two people have the id 1.',
    })
  })
})
