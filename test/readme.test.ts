import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readPeople } from '../src/cli/people/read.ts'
import { programmeFrom } from '../src/cli/programme.ts'
import { flagOf, settingsTable } from '../src/cli/settings/table.ts'
import { readConfig } from '../src/config.ts'
import type { Workspace } from '../src/core/model.ts'
import { REASONS } from '../src/core/pairing.ts'
import { reciprocalTemplate } from '../src/core/template.ts'
import { flows } from '../src/flows/index.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const README = read('README.md')
const COMMANDS = read('src/cli/index.ts')

const section = (heading: string): string => README.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''

/** The rows of the tables of a text, cell by cell, without headers. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    )

const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

/** Lines within fences, without indentation; one that ends in a backslash goes on in the next. */
const fencedLines = (): readonly string[] =>
  [...README.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block
      .replace(/\\\n/g, ' ')
      .split('\n')
      .map((line) => line.trim()),
  )

describe('the commands of the README', () => {
  /** Every command that does something, with its options, as commander is told of them. */
  const known = (): ReadonlyMap<string, readonly string[]> => {
    const bases = new Map<string, string>([['program', '']])
    const leaves = new Map<string, readonly string[]>()
    for (const statement of COMMANDS.split(/\n(?=const |program|pairs|workspace|withSettings|try )/)) {
      const base = /^(?:const \w+ = |withSettings\()?(program|programme|pairs|workspace)\b/.exec(
        statement,
      )?.[1]
      if (!base || !bases.has(base)) continue
      const names = [...statement.matchAll(/\.command\('([\w-]+)/g)].map(([, name]) => name)
      const path = [bases.get(base), ...names].join(' ').trim()
      const made = /^const (\w+) =/.exec(statement)?.[1]
      if (made) bases.set(made, path)
      if (statement.includes('.action('))
        leaves.set(path, [
          ...[...statement.matchAll(/ption\('(--[\w-]+)/g)].map(([, option = '']) => option),
          ...(statement.startsWith('withSettings(') ? settingsTable.map(flagOf) : []),
        ])
    }
    return leaves
  }

  /** What the README runs: the command's words with what follows them, and its options. */
  const told = (): readonly { readonly words: string; readonly options: readonly string[] }[] =>
    [...fencedLines(), ...codeIn(README)]
      .map((line) => line.replace(/^\$ /, ''))
      .flatMap((line) => /^npm run duologue -- ([a-z].*)$/.exec(line)?.[1] ?? [])
      .map((rest) => ({
        words: `${rest.split(/ (?=--)/, 1)[0] ?? ''} `,
        options: rest.match(/(?<=^| )--[\w-]+/g) ?? [],
      }))

  it('are commands that exist, with options that they have', () => {
    const leaves = known()
    expect(told().length).toBeGreaterThan(8)
    for (const { words, options } of told()) {
      const path = [...leaves.keys()].find((one) => words.startsWith(`${one} `))
      expect(path, `duologue ${words}`).toBeDefined()
      for (const option of options) expect(leaves.get(path ?? ''), words).toContain(option)
    }
  })

  it('are all that there are, with every option', () => {
    expect(known().size).toBeGreaterThan(6)
    for (const [path, options] of known()) {
      if (path === 'start') continue // what `npm start` runs
      const uses = told().filter(({ words }) => words.startsWith(`${path} `))
      expect(uses.length, `duologue ${path}`).toBeGreaterThan(0)
      for (const option of options)
        expect(
          README.includes(`\`${option}\``) || uses.some((use) => use.options.includes(option)),
          option,
        ).toBe(true)
    }
  })

  it('are told with every reason for which a pair is rejected', () => {
    for (const reason of REASONS) expect(codeIn(section('Decide on pairs'))).toContain(reason)
  })

  it('are npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = [...README.matchAll(/\bnpm (?:run ([a-z]+)|(start|test)\b)/g)].map(([, a, b]) => a ?? b)
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'check', 'fix', 'bench', 'duologue']))
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
    expect(scripts.start).toMatch(/cli\/index\.js start$/)
  })
})

describe('the words of the README', () => {
  const of = (who: 'Anyone' | 'Participants' | 'Coordinators') =>
    rowsOf(
      section('What people can type')
        .split(`${who}:\n`)[1]
        ?.split(/^\w+:$/m)[0] ?? '',
    ).map(([word = '', , aliases = '']) => ({ word: codeIn(word), aliases: codeIn(aliases) }))

  it.each([
    ['Anyone', 'anyone'],
    ['Participants', 'participant'],
    ['Coordinators', 'coordinator'],
  ] as const)('for %s are those of the flows, with every other way to say them', (who, wordFor) => {
    const words = flows
      .flatMap((flow) => flow.words)
      .filter((word) => word.for === wordFor)
      .map(({ word, aliases }) => ({ word: [word], aliases }))
    expect(of(who)).toEqual(expect.arrayContaining(words))
    expect(of(who)).toHaveLength(words.length)
  })
})

describe('how many partners somebody can have', () => {
  it('is told where the list of people is, and among the settings', () => {
    const told = rowsOf(section('Bring in a programme')).filter(([name = '']) =>
      ['`partners`', '`--most-partners`'].includes(name),
    )
    expect(told).toHaveLength(2)
    for (const [, what = ''] of told) expect(what).toContain(`${reciprocalTemplate.mostPartners} at first`)
  })
})

describe('the settings of the README', () => {
  const variables = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name = '']) => name,
  )
  const rows = rowsOf(section('Configuration')).flatMap(([names = '', initial = '']) =>
    codeIn(names).map((name) => ({ name, initial })),
  )

  it('are all that the configuration reads, in its order, and those of .env.example', () => {
    expect(variables.length).toBeGreaterThan(15)
    expect(rows.map(({ name }) => name)).toEqual(variables)
    const examples = [...read('.env.example').matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name)
    expect([...examples].sort()).toEqual([...variables].sort())
  })

  it('are named nowhere else by another name', () => {
    for (const name of README.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [])
      expect(variables).toContain(name)
  })

  it('have the defaults that the configuration gives', () => {
    const simulated = readConfig({})
    const slack = readConfig({
      ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
      SLACK_BOT_TOKEN: 'xoxb-0',
      SLACK_SIGNING_SECRET: '0',
      TEAMS_APP_ID: '00000000-0000-0000-0000-000000000000',
      TEAMS_APP_PASSWORD: '0',
      TEAMS_TENANT_ID: '00000000-0000-0000-0000-000000000000',
    })
    if (!simulated.ok || !slack.ok) throw new Error('These settings are complete.')
    const defaultOf = (wanted: string) => codeIn(rows.find(({ name }) => name === wanted)?.initial ?? '')
    expect(defaultOf('DATABASE_URL')).toEqual([slack.config.databaseUrl, simulated.config.databaseUrl])
    expect(defaultOf('HOST')).toEqual([slack.config.host])
    expect(defaultOf('PORT')).toEqual([String(slack.config.port)])
    expect(defaultOf('LOG_LEVEL')).toEqual([slack.config.logLevel])
    expect(defaultOf('TEAMS_APP_TYPE')).toEqual([slack.config.teams?.appType])
    expect(defaultOf('TEAMS_ALLOW_UNAUTHENTICATED')).toEqual([
      String(slack.config.teams?.allowUnauthenticated),
    ])
  })
})

describe('the list of people in the README', () => {
  const { programme } = programmeFrom({
    template: 'reciprocal',
    name: 'Autumn programme',
    from: '2027-01-11',
    sides: 'Leaders,Professionals',
    booksFirst: 'Leaders',
    coordinator: ['dana@council.example'],
    contact: 'Grace Obi <grace@example.org>',
    timeZone: 'Europe/London',
  })
  const workspace = (platform: string, name: string): Workspace => ({
    id: name,
    platform,
    name,
    externalId: name,
    groups: true,
    removedAt: null,
  })
  const bytes = (text: string) => new TextEncoder().encode(text)

  it('can be imported as it stands', () => {
    const list = /```csv\n([\s\S]*?)```/.exec(README)?.[1] ?? ''
    const people = readPeople(bytes(list), programme, [
      workspace('slack', 'northbank'),
      workspace('teams', 'riverside'),
    ])
    expect(people).toMatchObject({ ok: true, people: [{ name: 'Amina Rao' }, { name: 'Ben Cole' }] })
  })

  it('has the columns that an import knows', () => {
    const refused = readPeople(bytes('nonsense\nx\n'), programme, [])
    if (refused.ok) throw new Error('A list without its columns was taken.')
    const reason = refused.problems.find(({ column }) => column === 'nonsense')?.reason ?? ''
    const known = (/Possible are (.*)\.$/.exec(reason)?.[1] ?? '').split(', ')
    const named = rowsOf(section('Bring in a programme')).flatMap(([columns = '']) => codeIn(columns))
    expect(named.filter((one) => !one.startsWith('--')).sort()).toEqual([...known].sort())
    expect(named.filter((one) => one.startsWith('--'))).toEqual(settingsTable.map(flagOf))
  })
})

describe('the places that the README names', () => {
  it('are files and folders that exist', () => {
    const links = [...README.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path)
    const paths = codeIn(README).filter((code) => /^(?:src|test|prisma|manifests)(?:\/|$)/.test(code))
    expect(links.length + paths.length).toBeGreaterThan(15)
    for (const path of [...links, ...paths]) expect(existsSync(join(ROOT, path)), path).toBe(true)
  })

  it('are headings of its own where it points to itself', () => {
    const headings = [...README.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    )
    const anchors = [...README.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
    expect(anchors.length).toBeGreaterThan(8)
    for (const anchor of anchors) expect(headings).toContain(anchor)
  })
})
