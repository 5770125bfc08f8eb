import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Part } from '../../src/core/message.ts'
import { renderForm, renderHome, renderMessage } from '../../src/platforms/slack/render.ts'
import { render } from '../../src/platforms/teams/render.ts'
import { anyForm, anyMessage } from '../platforms/slack/arbitrary.ts'
import { barriers, inPage, noBrowser, openPage } from './browser.ts'
import { serveGallery } from './gallery.ts'
import { openBrowser, type Watched } from './launch.ts'
import { lived, type Specimen, specimenOf } from './lived.ts'

/** Long enough for every conversation but those that end a programme. */
const WEEKS = 9
const LIVING_MS = 120_000
/** As many drawings are looked through for barriers together, which costs little more than one. */
const AT_ONCE = 20
/** A machine that does much else draws slowly. */
const DRAWING_MS = 150_000

interface Look {
  readonly seen: string
  readonly buttons: readonly string[]
  readonly fields: readonly {
    readonly name: string
    readonly label: string
    readonly options: readonly string[]
  }[]
  readonly tags: readonly string[]
  readonly handlers: readonly string[]
  readonly links: readonly string[]
  readonly wide: boolean
}

const squeezed = (words: string): string => words.replace(/\s+/g, '')

/** What the simulated client reads in a specimen and the drawing does not show. */
const missing = ({ text, buttons, fields }: Specimen, look: Look): readonly string[] => [
  ...text
    .split('\n')
    .map((line) => squeezed(line.replace(/^• /, '')))
    .filter((line) => !look.seen.includes(line)),
  ...buttons
    .filter(({ label }) => !look.buttons.includes(squeezed(label)))
    .map(({ label }) => `button ${label}`),
  ...fields
    .filter(
      ({ name, label, options = [] }) =>
        !look.fields.some(
          (field) =>
            field.name === name &&
            field.label === squeezed(label) &&
            options.every((option) => field.options.includes(squeezed(option.label))),
        ),
    )
    .map(({ label }) => `question ${label}`),
]

/** Every string in a value. */
const strings = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(strings)
}

const PLAIN =
  'a b blockquote br button code div em fieldset figure figcaption form h2 h3 h4 hr input label legend li ol optgroup option p pre s select span strong table td textarea th time tr ul'.split(
    ' ',
  )

const recordOf = (value: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value))

/** The ids of what a card's button of this title unfolds; null where it unfolds nothing, and tells the bot itself. */
const behind = (raw: unknown, title: string): readonly string[] | null => {
  if (typeof raw !== 'object' || raw === null) return null
  const { type, title: own, card } = recordOf(raw)
  if (type === 'Action.ShowCard' && own === title) return idsIn(card)
  return Object.values(raw)
    .map((member) => behind(member, title))
    .reduce((found, other) => found ?? other, null)
}

const idsIn = (raw: unknown): readonly string[] => {
  if (typeof raw !== 'object' || raw === null) return []
  const { type, verb } = recordOf(raw)
  return type === 'Action.Execute' ? [String(verb)] : Object.values(raw).flatMap(idsIn)
}

/** A row holds six buttons; the menu for more of them is looked at apart. */
const MOST_IN_ROW = 6

const withOneRow = (part: Part): Part =>
  part.type === 'actions' ? { ...part, actions: part.actions.slice(0, MOST_IN_ROW) } : part

const someMessage = anyMessage.map((any) => ({ ...any, parts: any.parts.map(withOneRow) }))
const someForm = anyForm.map((any) => ({ ...any, intro: any.intro.map(withOneRow) }))

/** What could be mistaken for markup on one platform or the other, in any order. */
const anyMarkup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '*',
          '_',
          '~',
          '`',
          '```',
          '<',
          '>',
          '|',
          '&lt;',
          '&amp;',
          '\\',
          '[',
          ']',
          '](',
          ')',
          '\n',
          ' ',
          ':wave:',
        ],
        ...[
          '- ',
          '1. ',
          '> ',
          '&gt; ',
          '<at>',
          '</at>',
          '<!date^1^{date}^',
          'javascript:alert(1)',
          'data:text/html,x',
        ],
        ...[
          '<script>alert(1)</script>',
          '<img src=x onerror=alert(1)>',
          '<https://a.example|',
          '[x](https://a.example)',
        ],
        ...[
          '[x](javascript:alert(1))',
          '<javascript:alert(1)|x>',
          '[x]( javascript:alert(1))',
          '<@U1>',
          '<!here>',
          '**',
          '{{DATE(2026-01-01T00:00:00Z)}}',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''))

const activityOf = (card: unknown) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
})

describe.skipIf(noBrowser !== null)(`what the platforms show ${noBrowser ?? ''}`, () => {
  let browser: Browser
  let gallery: Awaited<ReturnType<typeof serveGallery>>
  let specimens: readonly Specimen[] = []
  beforeAll(async () => {
    gallery = await serveGallery()
    browser = await openBrowser()
    specimens = await lived(WEEKS)
  }, LIVING_MS)
  afterAll(async () => {
    await browser?.close()
    await gallery?.stop()
  })

  const open = async (how: { width?: number; dark?: boolean } = {}): Promise<Watched> => {
    const watched = await openPage(browser, gallery.address, how)
    await watched.page.waitForSelector('[data-ready]')
    return watched
  }

  it('has been seen in every kind', () => {
    for (const kind of ['slackMessage', 'slackModal', 'slackHome', 'teamsMessage'] as const)
      expect(specimens.filter((specimen) => specimen.kind === kind).length, kind).toBeGreaterThan(2)
    expect(specimens.length).toBeGreaterThan(60)
  })

  it.each([
    [1280, false],
    [360, true],
  ])(
    'is all there, %i pixels wide, dark %s, for everything that a programme sends, and nothing complains',
    async (width, dark) => {
      const { page, complaints, strays } = await open({ width, dark })
      for (const specimen of specimens) {
        const look = await inPage<Look>(page, 'look', specimen.kind, specimen.raw)
        expect(missing(specimen, look), specimen.text).toEqual([])
        expect(look.wide, specimen.text).toBe(false)
      }
      for (let from = 0; from < specimens.length; from += AT_ONCE) {
        await inPage(page, 'layOut', specimens.slice(from, from + AT_ONCE))
        expect(await barriers(page)).toEqual([])
      }
      expect(complaints).toEqual([])
      expect(strays).toEqual([])
    },
    DRAWING_MS,
  )

  it(
    'can all be pressed, each under the id that the simulated client knows it by',
    async () => {
      const { page } = await open()
      for (const specimen of specimens) {
        const pressed = await inPage<readonly string[]>(page, 'pressAll', specimen.kind, specimen.raw)
        const known = specimen.buttons
          .filter(({ url }) => url === undefined)
          .flatMap(({ id }) => behind(specimen.raw, id) ?? [id])
        expect([...pressed].sort(), specimen.text).toEqual(known.sort())
      }
    },
    DRAWING_MS,
  )

  /** Whatever somebody wrote, it is shown, and becomes nothing else. */
  const harmless = (specimen: Specimen, look: Look) => {
    expect(missing(specimen, look)).toEqual([])
    expect(look.tags.filter((tag) => !PLAIN.includes(tag))).toEqual([])
    expect(look.handlers).toEqual([])
    const written = strings(specimen.raw)
    for (const link of look.links) {
      expect(written.some((one) => one === link || one.includes(link.replaceAll('&', '&amp;')))).toBe(true)
      expect(link).toMatch(/^(https?:|mailto:)/)
    }
  }

  it(
    'shows any message on either platform, and makes nothing of its words',
    async () => {
      const { page, complaints } = await open()
      await fc.assert(
        fc.asyncProperty(someMessage, async (any) => {
          for (const specimen of [
            specimenOf('slackMessage', recordOf(renderMessage(any))),
            specimenOf('slackHome', recordOf(renderHome(any))),
            specimenOf('teamsMessage', activityOf(render(any))),
          ])
            harmless(specimen, await inPage<Look>(page, 'look', specimen.kind, specimen.raw))
        }),
        { numRuns: 40 },
      )
      expect(complaints).toEqual([])
    },
    DRAWING_MS,
  )

  it(
    'makes nothing but what markup stands for, whatever the markup',
    async () => {
      const { page, complaints, strays } = await open()
      await fc.assert(
        fc.asyncProperty(anyMarkup, async (source) => {
          const shown = { type: 'mrkdwn', text: source }
          for (const [kind, raw] of [
            ['slackMessage', { type: 'message', text: source }],
            [
              'slackMessage',
              {
                blocks: [
                  { type: 'section', text: shown },
                  { type: 'context', elements: [shown] },
                ],
              },
            ],
            ['teamsMessage', { type: 'message', text: source }],
            [
              'teamsMessage',
              activityOf({
                type: 'AdaptiveCard',
                version: '1.5',
                body: [{ type: 'TextBlock', text: source }],
              }),
            ],
          ] as const) {
            const look = await inPage<Look>(page, 'look', kind, raw)
            expect(look.tags.filter((tag) => !PLAIN.includes(tag))).toEqual([])
            expect(look.handlers).toEqual([])
            for (const link of look.links) expect(link).toMatch(/^(https?|mailto):/i)
          }
        }),
        { numRuns: 150 },
      )
      expect(complaints).toEqual([])
      expect(strays).toEqual([])
    },
    DRAWING_MS,
  )

  it(
    'shows any form on either platform, and makes nothing of its words',
    async () => {
      const { page, complaints } = await open()
      await fc.assert(
        fc.asyncProperty(someForm, async (any) => {
          for (const specimen of [
            specimenOf('slackModal', recordOf(renderForm(any, null))),
            specimenOf('teamsMessage', activityOf(render(any))),
          ])
            harmless(specimen, await inPage<Look>(page, 'look', specimen.kind, specimen.raw))
        }),
        { numRuns: 40 },
      )
      expect(complaints).toEqual([])
    },
    DRAWING_MS,
  )
})
