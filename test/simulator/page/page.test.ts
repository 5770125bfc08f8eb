import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonCard, Screen } from '../../../src/simulator/page/protocol.ts'
import { type Listener, type Shown, startPage } from './world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const JSON_TYPE = { 'Content-Type': 'application/json' }
const OPEN = JSON.stringify({ do: 'open' })

let page: Shown
let people: readonly PersonCard[]
const heard: Listener[] = []

beforeAll(async () => {
  page = await startPage(24, 14)
  people = (await page.ask({ do: 'open' })).people
}, 60_000)
afterAll(async () => {
  for (const listener of heard) listener.stop()
  await page.stop()
})

const listener = async (): Promise<Listener> => {
  const made = await page.listen()
  heard.push(made)
  return made
}

const one = (fits: (person: PersonCard) => boolean): PersonCard => {
  const found = people.find(fits)
  if (!found) throw new Error('Nobody of that kind is in the sample.')
  return found
}

const textsOf = (screen: Screen): readonly string[] =>
  screen.conversations.flatMap(({ messages }) => messages.map(({ text }) => text))

const everything = (person: string) => page.ask({ do: 'screen', person, since: 0 })

describe('the page for this machine', () => {
  it('comes whole from this server, and lets nothing in from elsewhere', async () => {
    const { status, headers, text } = await page.send('GET', '/')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/https?:|\*|unsafe/)
    const addresses = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)
    expect(addresses.length).toBeGreaterThan(3)
    for (const address of addresses) expect(address).toMatch(/^\/simulator\//)
  })

  it('answers for the root alone', async () => {
    expect((await page.send('GET', '/somewhere')).status).toBe(404)
    expect((await page.send('GET', '/healthz')).text).toBe('ok')
  })

  it.each([
    ['GET', '/'],
    ['GET', '/simulator/page/page.css'],
    ['GET', '/simulator/live'],
    ['POST', '/simulator/ask'],
    ['POST', '/simulator/door'],
  ])('refuses %s %s under a name that is not this machine', async (method, path) => {
    const { status } = await page.send(
      method,
      path,
      { ...JSON_TYPE, Host: `rebound.example:${page.port}` },
      OPEN,
    )
    expect(status).toBe(path === '/simulator/door' ? 404 : 403)
  })

  it.each<[string, Record<string, string>, number]>([
    ['another site', { ...JSON_TYPE, Origin: 'https://elsewhere.example' }, 403],
    ['another port of this machine', { ...JSON_TYPE, Origin: 'http://127.0.0.1:1' }, 403],
    ['a frame without an origin', { ...JSON_TYPE, Origin: 'null' }, 403],
    ['another site, as the browser tells', { ...JSON_TYPE, 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['a proxy', { ...JSON_TYPE, 'X-Forwarded-For': '192.0.2.7' }, 403],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { 'Content-Type': 'text/plain' }, 415],
  ])('does nothing for %s', async (_, headers, status) => {
    expect(await page.send('POST', '/simulator/ask', headers, OPEN)).toMatchObject({ status, text: '' })
  })

  it('does for itself what it does for a program of this machine', async () => {
    const headers = { ...JSON_TYPE, Origin: page.address, 'Sec-Fetch-Site': 'same-origin' }
    expect((await page.send('POST', '/simulator/ask', headers, OPEN)).status).toBe(200)
  })

  it.each([
    '',
    '{',
    '[]',
    '{"do":"format"}',
    '{"do":"screen","person":7,"since":0}',
    `{"do":"${'x'.repeat(300_000)}"}`,
  ])('refuses what it does not understand: %#', async (body) => {
    expect((await page.send('POST', '/simulator/ask', JSON_TYPE, body)).status).toBe(400)
  })

  it('says so when somebody or something is not there', async () => {
    const body = JSON.stringify({ do: 'screen', person: 'nobody', since: 0 })
    const { status, text } = await page.send('POST', '/simulator/ask', JSON_TYPE, body)
    expect(status).toBe(409)
    expect(JSON.parse(text)).toEqual({ problem: 'There is nobody of that name in the simulated workspaces.' })
  })

  it('serves its own files and no others, small and kept until they change', async () => {
    const fetched = await page.send('GET', '/simulator/page/page.css', { 'Accept-Encoding': 'br' })
    expect(fetched.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'no-cache' })
    const tag = String(fetched.headers['etag'])
    expect((await page.send('GET', '/simulator/page/page.css', { 'If-None-Match': tag })).status).toBe(304)
    for (const name of [
      '../index.ts',
      '%2e%2e/desk.ts',
      'tsconfig.json',
      'page.ts',
      '/etc/passwd',
      'none.css',
    ])
      expect((await page.send('GET', `/simulator/page/${name}`)).status, name).toBe(404)
    expect((await page.send('POST', '/simulator/page/page.css')).status).toBe(405)
  })
})

describe('the people of the page', () => {
  it('are all there, each with their side, organisation and workspace, and a pair comes first', async () => {
    const opening = await page.ask({ do: 'open' })
    expect(opening.people).toHaveLength(26)
    expect(new Set(opening.people.map(({ role }) => role))).toEqual(
      new Set(['Senior leaders', 'Emerging leaders', 'Coordinator']),
    )
    expect(opening.people.every(({ organisation, workspace }) => organisation && workspace)).toBe(true)
    const pair = opening.pair.map((key) => opening.people.find((person) => person.key === key)?.platform)
    expect(pair).toEqual(['slack', 'teams'])
  })

  it.each(['slack', 'teams'] as const)(
    'type in %s, and see what was said and the answer',
    async (platform) => {
      const { key } = one((person) => person.platform === platform && person.role === 'Coordinator')
      const before = await everything(key)
      const conversation = before.conversations.find(({ kind }) => kind === 'direct')?.id ?? ''
      const done = await page.ask({
        do: 'say',
        person: key,
        since: before.version,
        conversation,
        words: 'help',
      })
      expect(done).toMatchObject({ ok: true, error: null })
      const texts = textsOf(done.screen)
      expect(texts[0]).toBe('help')
      expect(texts.at(-1)).toMatch(/overview/)
    },
  )

  it('use the command of Slack, whose answer is for them alone, and no other command', async () => {
    const { key } = one(({ platform, role }) => platform === 'slack' && role === 'Coordinator')
    const { version, conversations } = await everything(key)
    const conversation = conversations[0]?.id ?? ''
    const done = await page.ask({
      do: 'say',
      person: key,
      since: version,
      conversation,
      words: '/mentoring overview',
    })
    expect(done.ok).toBe(true)
    expect(textsOf(done.screen).join()).toMatch(/on the list/i)
    const other = await page.ask({ do: 'say', person: key, since: version, conversation, words: '/giphy' })
    expect(other).toMatchObject({ ok: false, error: expect.stringContaining('Only /mentoring') })
  })

  it('press a button, fill in the form that it opens, and are told what is wrong beside the question', async () => {
    const { key } = one(({ platform, role }) => platform === 'slack' && role === 'Coordinator')
    const start = await everything(key)
    const conversation = start.conversations[0]?.id ?? ''
    await page.ask({ do: 'say', person: key, since: 0, conversation, words: 'announce' })
    const { form } = await everything(key)
    expect(form).toBeNull()
    const opened = await page.ask({
      do: 'say',
      person: key,
      since: 0,
      conversation,
      words: '/mentoring announce',
    })
    const shown = opened.screen.form
    expect(shown?.fields.length).toBeGreaterThan(1)
    const wrong = await page.ask({ do: 'submit', person: key, since: 0, answers: {} })
    expect(wrong.ok).toBe(false)
    expect(Object.keys(wrong.fieldErrors).length).toBeGreaterThan(0)
    const closed = await page.ask({ do: 'dismiss', person: key, since: 0 })
    expect(closed.screen.form).toBeNull()
  })

  it('open Home in Slack, and press what is on it', async () => {
    const { key } = one(({ platform, role }) => platform === 'slack' && role === 'Coordinator')
    const { screen } = await page.ask({ do: 'home', person: key, since: 0 })
    const home = screen.home
    expect(home?.text).toMatch(/Programme/)
    const [button] = home?.buttons ?? []
    const done = await page.ask({
      do: 'press',
      person: key,
      since: screen.version,
      on: { type: 'home', id: home?.id ?? '' },
      label: button?.id ?? '',
      answers: {},
    })
    expect(done).toMatchObject({ ok: true, error: null })
  })

  it('are asked for words that they may use, and no others', async () => {
    const wordsOf = async (fits: (person: PersonCard) => boolean) =>
      (await page.ask({ do: 'words', person: one(fits).key })).map(({ word }) => word)
    expect(await wordsOf(({ role }) => role === 'Coordinator')).toEqual(
      expect.arrayContaining(['help', 'overview', 'drafts']),
    )
    const leader = await wordsOf(({ role }) => role === 'Senior leaders')
    expect(leader).toEqual(expect.arrayContaining(['help', 'schedule']))
    expect(leader).not.toContain('overview')
  })

  it('see again only what has changed since', async () => {
    const { key } = one(({ platform, role }) => platform === 'teams' && role === 'Coordinator')
    const { version, conversations } = await everything(key)
    const conversation = conversations[0]?.id ?? ''
    expect(textsOf(await page.ask({ do: 'screen', person: key, since: version }))).toEqual([])
    await page.ask({ do: 'say', person: key, since: 0, conversation, words: 'contact' })
    const texts = textsOf(await page.ask({ do: 'screen', person: key, since: version }))
    expect(texts).toHaveLength(2)
    expect(texts[0]).toBe('contact')
  })
})

describe('the time of the page', () => {
  it('goes on by an hour, to the working morning, and by a week, and tells so on the way', async () => {
    const live = await listener()
    const moved = async (move: 'hour' | 'morning' | 'week') => {
      const from = page.now()
      await page.ask({ do: 'move', move })
      await live.until('clock', ({ pace, now }) => pace === 'own' && now > from)
      return page.now() - from
    }
    expect(await moved('hour')).toBe(HOUR)
    await moved('morning')
    const morning = new Date(page.now())
    expect([morning.getUTCHours(), morning.getUTCMinutes()]).toEqual([9, 0])
    expect(morning.getUTCDay()).toBeGreaterThanOrEqual(1)
    expect(morning.getUTCDay()).toBeLessThanOrEqual(5)
    const from = page.now()
    expect(await moved('week')).toBe(7 * DAY)
    await live.until('clock', ({ pace, now }) => pace === 'jump' && now > from && now < from + 7 * DAY)
    const on = live.happenings().filter(({ at }) => at > from)
    expect(on.length).toBeGreaterThan(0)
    expect(on.every(({ at }) => at <= page.now())).toBe(true)
  })

  it('goes to the next thing that happens, which leads to its message', async () => {
    const live = await listener()
    const from = page.now()
    const known = (await page.ask({ do: 'open' })).happenings.at(-1)?.id ?? 0
    await page.ask({ do: 'move', move: 'next' })
    await live.until('clock', ({ pace, now }) => pace === 'own' && now > from)
    const { happenings } = await page.ask({ do: 'open' })
    const [first] = happenings.filter(
      ({ id, answer, outcome }) => id > known && !answer && outcome === 'sent',
    )
    const message = first?.message
    const key = first?.people[0]?.key ?? ''
    expect(message).not.toBeNull()
    const conversation = (await everything(key)).conversations.find(({ id }) => id === message?.conversation)
    expect(conversation?.messages.map(({ id }) => id)).toContain(message?.id)
  })

  it('plays until it is stopped, and never goes back', async () => {
    const live = await listener()
    const from = page.now()
    await page.ask({ do: 'move', move: 'play' })
    const playing = await live.until('clock', ({ pace, now }) => pace === 'play' && now > from + HOUR / 5)
    await page.ask({ do: 'move', move: 'stop' })
    const stopped = await live.until('clock', ({ pace, now }) => pace === 'own' && now >= playing.now)
    expect(page.now()).toBe(stopped.now)
  })

  it('stops in the middle of a long way', async () => {
    const live = await listener()
    const from = page.now()
    await page.ask({ do: 'move', move: 'week' })
    await page.ask({ do: 'move', move: 'stop' })
    await live.until('clock', ({ pace, now }) => pace === 'own' && now >= from)
    expect(page.now()).toBeLessThan(from + 7 * DAY)
  })
})

describe('the programme of the page', () => {
  it('counts what was sent, and finds each accepted exactly once', async () => {
    const view = await page.ask({ do: 'programme' })
    expect(view.name).toBe('City Region Programme')
    expect(view.people[0]).toEqual({ label: 'On the list', count: 24 })
    expect(view.pairs.length).toBeGreaterThan(2)
    expect(view.deliveries.sent).toBeGreaterThan(50)
    expect(view.accepted).toEqual({ once: view.deliveries.sent, more: 0, never: 0 })
  })

  it('shows messages wait while a platform is down, and get through afterwards', async () => {
    const live = await listener()
    const { key } = one(({ platform, role }) => platform === 'slack' && role === 'Coordinator')
    await page.ask({ do: 'fault', fault: { type: 'outage', platform: 'slack', on: true } })
    await live.until('faults', ({ outages }) => outages.includes('slack'))
    const conversation = (await everything(key)).conversations[0]?.id ?? ''
    const said = await page.ask({ do: 'say', person: key, since: 0, conversation, words: 'help' })
    expect(said).toMatchObject({ ok: false, error: 'Slack cannot be reached just now.' })
    const later = live.until('happened', (all) => all.some(({ outcome }) => outcome === 'later'))
    await page.ask({ do: 'move', move: 'week' })
    await later
    await page.ask({ do: 'move', move: 'stop' })
    await live.until('clock', ({ pace, now }) => pace === 'own' && now >= page.now())
    const down = await page.ask({ do: 'programme' })
    expect(down.deliveries.retrying).toBeGreaterThan(0)
    expect(down.waiting[0]?.why).toMatch(/^tried /)
    await page.ask({ do: 'fault', fault: { type: 'outage', platform: 'slack', on: false } })
    const from = page.now()
    await page.ask({ do: 'move', move: 'hour' })
    await live.until('clock', ({ pace, now }) => pace === 'own' && now > from)
    const up = await page.ask({ do: 'programme' })
    expect(up.deliveries.retrying).toBe(0)
    const { happenings } = await page.ask({ do: 'open' })
    const tried = happenings.filter(({ tries }) => tries > 0)
    expect(tried.length).toBeGreaterThan(0)
    expect(tried.map(({ outcome }) => outcome)).toEqual(tried.map(() => 'sent'))
    expect(new Set(happenings.map(({ delivery }) => delivery)).size).toBe(happenings.length)
    expect(up.accepted).toEqual({ once: up.deliveries.sent, more: 0, never: 0 })
  }, 60_000)

  it('lets each message wait once when a platform has too many requests', async () => {
    const { key } = one(({ platform, role }) => platform === 'teams' && role === 'Coordinator')
    const live = await listener()
    await page.ask({ do: 'fault', fault: { type: 'limits', on: true } })
    const { version, conversations } = await everything(key)
    const conversation = conversations[0]?.id ?? ''
    const said = await page.ask({ do: 'say', person: key, since: version, conversation, words: 'contact' })
    expect(textsOf(said.screen)).toEqual(['contact'])
    const from = page.now()
    await page.ask({ do: 'move', move: 'hour' })
    await live.until('clock', ({ pace, now }) => pace === 'own' && now > from)
    expect(textsOf(await page.ask({ do: 'screen', person: key, since: version })).length).toBeGreaterThan(1)
    await page.ask({ do: 'fault', fault: { type: 'limits', on: false } })
    expect((await page.ask({ do: 'open' })).faults.limits).toBe(false)
  })

  it('tells who did not get a message because they block the app', async () => {
    const { key, name } = one(({ platform, role }) => platform === 'slack' && role === 'Coordinator')
    await page.ask({ do: 'fault', fault: { type: 'block', person: key, on: true } })
    const screen = await everything(key)
    const conversation = screen.conversations[0]?.id ?? ''
    await page.ask({ do: 'say', person: key, since: 0, conversation, words: 'help' })
    const { happenings, faults } = await page.ask({ do: 'open' })
    expect(faults.blocked).toEqual([key])
    expect(happenings.at(-1)).toMatchObject({ outcome: 'failed', people: [{ key, name }] })
    expect(happenings.at(-1)?.why).toMatch(/block|write to them/)
    await page.ask({ do: 'fault', fault: { type: 'block', person: key, on: false } })
    expect((await page.ask({ do: 'open' })).faults.blocked).toEqual([])
  })
})

describe('the page before and after', () => {
  it('says that the workspaces are being made, and asks for patience', async () => {
    const early = await startPage(4, 0, false)
    const live = await early.listen()
    expect(await live.until('starting')).toEqual({ share: 0 })
    expect((await early.send('GET', '/')).status).toBe(200)
    expect((await early.send('POST', '/simulator/ask', JSON_TYPE, OPEN)).status).toBe(503)
    await early.shown.open({ pair: [], hint: null })
    expect(await live.until('ready')).toBeNull()
    const stopped = early.stop()
    expect(await live.until('stopping')).toBeNull()
    await live.ended
    await stopped
  })
})

describe('the other people of the page', () => {
  it('live on by themselves, but for those who are looked at, and none of them when told to be quiet', async () => {
    const acted = new Set<string>()
    page.shown.world.simulator.subscribe((event) => {
      if (event.type === 'act') acted.add(`${event.workspace}/${event.person}`)
    })
    const live = await listener()
    const weeks = async (count: number) => {
      acted.clear()
      for (let week = 0; week < count; week++) {
        const from = page.now()
        await page.ask({ do: 'move', move: 'week' })
        await live.until('clock', ({ pace, now }) => pace === 'own' && now >= from + 7 * DAY)
      }
    }
    await weeks(2)
    const [busy = ''] = acted
    expect(acted.size).toBeGreaterThan(1)
    await page.ask({ do: 'watch', people: [busy] })
    await weeks(2)
    expect(acted.size).toBeGreaterThan(0)
    expect([...acted]).not.toContain(busy)
    await page.ask({ do: 'others', answer: false })
    await weeks(2)
    expect([...acted]).toEqual([])
    await page.ask({ do: 'others', answer: true })
  }, 60_000)
})
