import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { openBrowser, watchPage } from './launch.ts'
import { startSample } from './sample.ts'

/** From where the tools are compiled to. */
const FOLDER = fileURLToPath(new URL('../../../test/browser/screenshots/', import.meta.url))
const WIDTH = 1280
const HEIGHT = 820
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

/** Moves time on, and waits until the clock shows the hour at which that ends. */
const move = async (page: Page, way: string, until: RegExp): Promise<void> => {
  const time = page.getByRole('region', { name: 'Time' })
  const reading = time.getByRole('paragraph').first()
  const before = (await reading.textContent()) ?? ''
  await time.getByRole('button', { name: way }).click()
  await reading.filter({ hasNotText: before }).filter({ hasText: until }).waitFor({ timeout: 120_000 })
  await time.getByRole('button', { name: 'Play' }).waitFor()
}

const take = async (page: Page, name: string, what: Page | Locator = page): Promise<void> => {
  // Nothing is pointed at, focused, or still on its way.
  await page.mouse.move(0, 0)
  await page.evaluate('document.activeElement?.blur()')
  for (const colorScheme of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {})',
    )
    await what.screenshot({ path: `${FOLDER}${name}-${colorScheme}.png` })
  }
}

/** Two partners, one in Slack and one in Teams, with times suggested and not answered yet. */
const partners = async (page: Page): Promise<void> => {
  await type(page, 'First', '/mentoring schedule')
  const form = page.getByRole('dialog', { name: 'Schedule a meeting' })
  for (const which of [1, 4, 6]) await form.getByRole('checkbox').nth(which).check()
  await form.getByRole('button', { name: 'Suggest' }).click()
  await form.waitFor({ state: 'detached' })
  await move(page, 'Next working morning', /^09:00/)
  await pane(page, 'Second').getByRole('button', { name: 'Suggest other times' }).last().waitFor()
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

/** The programme, in an hour in which Slack is down. */
const programme = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: WIDTH, height: HEIGHT })
  await page.getByRole('link', { name: 'Programme' }).click()
  await move(page, 'Next working morning', /^09:00/)
  await page.getByRole('switch', { name: 'Slack is down' }).check()
  await move(page, '+1 hour', /^10:/)
  await page.getByRole('heading', { name: 'Being tried again' }).waitFor()
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
