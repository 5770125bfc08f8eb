import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { openBrowser, watchPage } from './launch.ts'
import { startSample } from './sample.ts'

/** From where the tools are compiled to. */
const FOLDER = fileURLToPath(new URL('../../../test/browser/screenshots/', import.meta.url))
const WIDTH = 1280
const HEIGHT = 820
/** Longer than a weekend. */
const MOST_HOURS = 80
const LOOKS = ['light', 'dark'] as const

/** Somebody's Slack or Teams: the first pane, or the second. */
const pane = (page: Page, place: 'First' | 'Second') =>
  page.locator('.pane', { has: page.getByRole('button', { name: `${place} person: ` }) })

const be = async (page: Page, place: 'First' | 'Second', name: string): Promise<void> => {
  await page.getByRole('button', { name: `${place} person: ` }).click()
  await page.getByRole('combobox', { name: `${place} person: search` }).fill(name)
  await page.getByRole('option', { name }).click()
  await page.getByRole('region', { name: `${name} in ` }).waitFor()
}

const type = async (page: Page, place: 'First' | 'Second', words: string): Promise<void> => {
  const box = pane(page, place).getByRole('textbox', { name: /^Message from / })
  await box.fill(words)
  await box.press('Enter')
}

/** Moves time on by an hour, and waits until it is there. */
const moveAnHour = async (page: Page): Promise<void> => {
  const time = page.getByRole('region', { name: 'Time' })
  const reading = time.getByRole('paragraph').first()
  const hour = Number(((await reading.textContent()) ?? '').slice(0, 2))
  await time.getByRole('button', { name: '+1 hour' }).click()
  const next = String((hour + 1) % 24).padStart(2, '0')
  await reading.filter({ hasText: new RegExp(`^${next}:`) }).waitFor()
  await time.getByRole('button', { name: 'Play' }).waitFor()
}

const take = async (page: Page, name: string, what: Page | Locator = page): Promise<void> => {
  // Nothing is pointed at, focused, or still on its way.
  await page.mouse.move(0, 0)
  await page.evaluate('document.activeElement?.blur()')
  // Conversations are seen from their end, which is where they begin to scroll.
  await page.evaluate("for (const thread of document.querySelectorAll('.thread')) thread.scrollTop = 0")
  for (const colorScheme of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {})',
    )
    await what.screenshot({ path: `${FOLDER}${name}-${colorScheme}.png` })
  }
}

/** Two partners, one in Slack and one in Teams, who have just agreed on a time. */
const partners = async (page: Page): Promise<void> => {
  const accept = pane(page, 'Second').getByRole('button', { name: 'Yes, book it' }).last()
  await accept.click()
  for (const place of ['First', 'Second'] as const)
    await pane(page, place)
      .locator('[data-message]')
      .last()
      .filter({ hasText: /You are meeting / })
      .waitFor()
  await take(page, 'partners')
}

/** A draft before a coordinator, whole. */
const draft = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: WIDTH, height: 1180 })
  await be(page, 'First', 'Dana Whitfield')
  await type(page, 'First', 'drafts')
  await pane(page, 'First').getByRole('button', { name: 'Decide some' }).last().waitFor()
  await take(page, 'draft', pane(page, 'First'))
}

/** The programme, while Slack is down: as soon as a message has to wait for that. */
const programme = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: WIDTH, height: HEIGHT })
  await page.getByRole('link', { name: 'Programme' }).click()
  await page.getByRole('switch', { name: 'Slack is down' }).check()
  const waiting = page.getByRole('heading', { name: 'Being tried again' })
  for (let hours = 0; hours < MOST_HOURS && !(await waiting.isVisible()); hours++) await moveAnHour(page)
  await waiting.waitFor()
  await take(page, 'programme')
}

mkdirSync(FOLDER, { recursive: true })
const sample = await startSample()
const browser = await openBrowser()
try {
  await sample.ready
  const { page } = await watchPage(browser, sample.address, { width: WIDTH, height: HEIGHT })
  await page.getByRole('region', { name: 'Time' }).waitFor()
  await partners(page)
  await draft(page)
  await programme(page)
} finally {
  await browser.close()
  await sample.stop()
}
