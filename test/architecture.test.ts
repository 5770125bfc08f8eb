import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Source {
  /** From the top of the project: `src/core/clock.ts`. */
  readonly path: string
  readonly text: string
}

interface Import {
  /** A path from the top of the project, or the name of a package. */
  readonly of: string
  readonly own: boolean
  readonly typesOnly: boolean
}

/** Everything of ours below src; what Prisma generates is Prisma's. */
const sources = (): readonly Source[] =>
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => join('src', name))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('src/store/generated/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))

const STATEMENT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?([^'"`;]*?\bfrom\s*)?['"]([^'"\n]+)['"]/g
const CALL = /\b(?:import|require)\(\s*['"]([^'"\n]+)['"]/g

const importsOf = ({ path, text }: Source): readonly Import[] => {
  const told = (of: string, typesOnly: boolean): Import =>
    of.startsWith('.')
      ? { of: relative(ROOT, join(ROOT, dirname(path), of)), own: true, typesOnly }
      : { of, own: false, typesOnly }
  const code = codeOf(text)
  return [
    ...[...code.matchAll(STATEMENT)].map(([, type, , of = '']) => told(of, type !== undefined)),
    ...[...code.matchAll(CALL)].map(([, of = '']) => told(of, false)),
  ]
}

/** The text without comments that begin a line, which may say anything. */
const codeOf = (text: string): string =>
  text.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '')

/** `core`, `platforms/slack`, …; the files that stand at the top of src are the root, which puts all together. */
const roomOf = (path: string): string => {
  const [, room = '', inner = ''] = path.split('/')
  if (inner === '') return 'root'
  return room === 'platforms' ? `platforms/${inner}` : room
}

const NEIGHBOURS: Readonly<Record<string, readonly string[] | 'all'>> = {
  root: 'all',
  cli: 'all',
  core: [],
  flows: ['core'],
  pairing: ['core'],
  insight: ['core'],
  'platforms/slack': ['core'],
  'platforms/teams': ['core'],
  store: ['core'],
  engine: ['core'],
  simulator: ['core'],
}

/** Packages that one room alone may use. */
const KEPT: readonly { readonly packages: RegExp; readonly room: string }[] = [
  { packages: /^@?prisma\b/, room: 'store' },
  { packages: /^@slack\//, room: 'platforms/slack' },
  { packages: /^bot(builder|framework)/, room: 'platforms/teams' },
]

/** Calls people by what participants may not know of one another, for the conversations that tell coordinators of them. */
const FOR_COORDINATORS = { path: 'src/flows/people.ts', flows: ['announcement', 'drafts', 'overview'] }

/** What runs in a browser: it is served on its own, and the rest of the house is not. */
const BROWSER = 'src/simulator/page/client/'

const neighbours = (source: Source): readonly string[] => {
  const room = roomOf(source.path)
  const may = NEIGHBOURS[room]
  if (!may) return [`is in a folder that has no rules yet: say in this test what ${room} may import`]
  return importsOf(source).flatMap(({ of, own, typesOnly }) => {
    if (!own)
      return KEPT.filter((kept) => kept.packages.test(of) && kept.room !== room).map(
        (kept) => `imports ${of}, which is for ${kept.room} alone`,
      )
    const other = roomOf(of)
    const into = of.startsWith(BROWSER)
    if (source.path.startsWith(BROWSER) && !into && !typesOnly)
      return [`imports more than types from ${of}, which no browser is served`]
    if (into && !source.path.startsWith(BROWSER)) return [`imports ${of}, which is for a browser`]
    if (of === FOR_COORDINATORS.path && !FOR_COORDINATORS.flows.includes(source.path.split('/')[2] ?? ''))
      return [`imports ${of}, which is for coordinators' eyes`]
    if (other === room) return []
    if (may !== 'all' && !may.includes(other)) return [`imports ${of}`]
    if (room === 'simulator' && !typesOnly) return [`imports more than types from ${of}`]
    // Each file of core is an entrance of its own; cli and the root are entered by nobody but each other.
    const open = ['core', 'cli', 'root'].includes(other)
    return open || of.endsWith('/index.ts') ? [] : [`does not enter ${other} through an index.ts: ${of}`]
  })
}

interface Ban {
  readonly words: RegExp
  readonly what: string
  readonly rooms: readonly string[] | 'all'
  readonly except: Readonly<Record<string, string>>
}

const BANS: readonly Ban[] = [
  {
    words: /\bprocess\.env\b/,
    what: 'reads the environment',
    rooms: 'all',
    except: { 'src/config.ts': 'the only reader of it' },
  },
  {
    words: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bprocess\.hrtime\b|\bTemporal\.Now\b/,
    what: 'reads the time',
    rooms: 'all',
    except: {
      'src/core/clock.ts': 'the clock',
      'src/simulator/clock.ts': 'signatures and tokens are checked against real time, so they are made by it',
      'src/store/turns.ts': 'how long this process has been held up is the machine’s to tell',
      'src/platforms/teams/tokens.ts':
        'a token ages with the machine, whatever the clock of the product shows',
    },
  },
  {
    words: /\bset(Timeout|Interval)\b/,
    what: 'waits by the machine',
    rooms: ['core', 'flows', 'pairing', 'store'],
    except: {},
  },
  {
    words: /\bslack\b|\bteams\b|\bmicrosoft\b/i,
    what: 'names a platform',
    rooms: ['core', 'flows'],
    except: {},
  },
]

const banned = ({ path, text }: Source): readonly string[] =>
  BANS.filter(
    ({ words, rooms, except }) =>
      (rooms === 'all' || rooms.includes(roomOf(path))) && !(path in except) && words.test(text),
  ).map(({ what }) => what)

const offences = (all: readonly Source[]): readonly string[] =>
  all.flatMap((source) => [...neighbours(source), ...banned(source)].map((what) => `${source.path} ${what}`))

describe('the house', () => {
  it('keeps its rules', () => {
    expect(offences(sources())).toEqual([])
  })

  it('looks at every room, and sees what is imported', () => {
    const all = sources()
    expect(all.length).toBeGreaterThan(150)
    for (const room of ['root', 'cli', 'core', 'flows', 'pairing', 'store', 'engine', 'simulator'])
      expect(all.filter(({ path }) => roomOf(path) === room).length, room).toBeGreaterThan(0)
    const main = all.find(({ path }) => path === 'src/main.ts')
    expect(main && importsOf(main).map(({ of }) => of)).toEqual(
      expect.arrayContaining(['src/core/delivery.ts', 'src/flows/index.ts', 'node-cron', 'pino']),
    )
  })

  it('gives a reason for an exception only where there is one', () => {
    const all = sources()
    for (const { words, except } of BANS)
      for (const path of Object.keys(except))
        expect(words.test(all.find((source) => source.path === path)?.text ?? ''), path).toBe(true)
  })

  it.each([
    ['src/core/a.ts', "import { flows } from '../flows/index.ts'", 'imports src/flows/index.ts'],
    ['src/core/a.ts', "export * from '../store/index.ts'", 'imports src/store/index.ts'],
    ['src/flows/x/a.ts', "const all = await import('../../store/index.ts')", 'imports src/store/index.ts'],
    ['src/flows/x/a.ts', "import {\n  a,\n  b,\n} from '../../http.ts'", 'imports src/http.ts'],
    ['src/flows/introduction/a.ts', "import { byId } from '../people.ts'", 'is for coordinators'],
    ['src/flows/copy.ts', "import { byId } from './people.ts'", 'is for coordinators'],
    ['src/pairing/a.ts', "import type { Flow } from '../flows/index.ts'", 'imports src/flows/index.ts'],
    ['src/platforms/slack/a.ts', "import '../teams/index.ts'", 'imports src/platforms/teams/index.ts'],
    ['src/engine/a.ts', "import { openStore } from '../store/index.ts'", 'imports src/store/index.ts'],
    ['src/simulator/a.ts', "import '../platforms/slack/index.ts'", 'imports src/platforms/slack/index.ts'],
    ['src/simulator/a.ts', "import { x } from '../core/ids.ts'", 'more than types from src/core/ids.ts'],
    [
      'src/cli/a.ts',
      "import { x } from '../simulator/life.ts'",
      'does not enter simulator through an index.ts',
    ],
    [
      'src/simulator/page/client/a.ts',
      "import { x } from '../protocol.ts'",
      'imports more than types from src/simulator/page/protocol.ts',
    ],
    [
      'src/simulator/page/desk.ts',
      "import type { X } from './client/surface.ts'",
      'imports src/simulator/page/client/surface.ts, which is for a browser',
    ],
    ['src/main.ts', "import { x } from './store/vault.ts'", 'does not enter store through an index.ts'],
    ['src/engine/a.ts', "import { PrismaClient } from '@prisma/client'", 'which is for store alone'],
    ['src/main.ts', "import bolt from '@slack/bolt'", 'which is for platforms/slack alone'],
    ['src/platforms/slack/a.ts', "import { X } from 'botbuilder'", 'which is for platforms/teams alone'],
    ['src/cli/a.ts', 'const debug = process.env.DEBUG', 'reads the environment'],
    ['src/store/a.ts', 'const now = new Date()', 'reads the time'],
    ['src/platforms/slack/a.ts', 'const now = Date.now()', 'reads the time'],
    ['src/main.ts', 'const now = Temporal.Now.instant()', 'reads the time'],
    ['src/core/a.ts', 'setTimeout(() => {}, 1)', 'waits by the machine'],
    ['src/flows/x/copy.ts', "const words = 'Open Slack'", 'names a platform'],
    ['src/gossip/a.ts', '', 'has no rules yet'],
  ])('finds that %s has %j', (path, text, found) => {
    expect(offences([{ path, text }])).toEqual([expect.stringContaining(found)])
  })

  it.each([
    ['src/core/a.ts', "import { Temporal } from 'temporal-polyfill'\nimport type { X } from './b.ts'"],
    ['src/flows/x/a.ts', "import { a } from '../../core/flow.ts'\nimport { b } from '../y/index.ts'"],
    ['src/flows/overview/a.ts', "import { byId } from '../people.ts'"],
    ['src/simulator/a.ts', "import type { X } from '../core/model.ts'"],
    ['src/simulator/page/client/a.ts', "import type { X } from '../protocol.ts'\nimport { y } from './b.ts'"],
    ['src/store/a.ts', "import { Prisma } from './generated/client.ts'\nconst day = new Date(0)"],
    ['src/cli/x/a.ts', "import { a } from '../y/b.ts'\n// import { b } from '../../store/vault.ts'"],
  ])('has nothing against %s with %j', (path, text) => {
    expect(offences([{ path, text }])).toEqual([])
  })
})
