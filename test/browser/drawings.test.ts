import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderForm, renderHome, renderMessage } from '../../src/platforms/slack/render.ts'
import { render } from '../../src/platforms/teams/render.ts'
import { anyForm, anyMessage } from '../platforms/slack/arbitrary.ts'
import { barriers, inPage, noBrowser, openBrowser, openPage, type Watched } from './browser.ts'
import { serveGallery } from './gallery.ts'
import { lived, type Specimen, specimenOf } from './lived.ts'

/** Long enough for every conversation but those that end a programme. */
const WEEKS = 9
const LIVING_MS = 120_000
const DRAWING_MS = 120_000

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

const activityOf = (card: unknown) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
})

const recordOf = (value: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value))

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
        expect(await barriers(page), specimen.text).toEqual([])
      }
      expect(complaints).toEqual([])
      expect(strays).toEqual([])
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
        fc.asyncProperty(anyMessage, async (any) => {
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
    'shows any form on either platform, and makes nothing of its words',
    async () => {
      const { page, complaints } = await open()
      await fc.assert(
        fc.asyncProperty(anyForm, async (any) => {
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
