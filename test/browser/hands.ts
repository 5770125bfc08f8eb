import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { barriers } from './browser.ts'

/** How long something on the page may take on a machine that does much else. */
const SOON = { timeout: 20_000, interval: 50 }

/** What somebody does on the page, finding everything as a screen reader tells it. */
export interface Hands {
  /** Somebody's Slack or Teams, by their name. */
  client(name: string): Locator
  /** Puts somebody before the eyes, unless they are. */
  be(name: string, place: 'First' | 'Second'): Promise<void>
  /** Types to Duologue. */
  type(name: string, words: string): Promise<void>
  /** Presses the newest button of this label. */
  press(name: string, label: string): Promise<void>
  /** Waits until somebody sees these words, and gives the newest message that holds them. */
  sees(name: string, words: string | RegExp): Promise<Locator>
  /** The messages with these words that somebody sees. */
  messages(name: string, words: string | RegExp): Locator
  go(view: 'People' | 'Programme' | 'What happened'): Promise<void>
  /** Moves time on, and waits until it is there. */
  move(way: '+1 hour' | 'Next working morning' | '+1 week' | 'Next thing that happens'): Promise<void>
}

export const handsOn = (page: Page): Hands => {
  page.setDefaultTimeout(SOON.timeout)
  const client = (name: string) =>
    page.getByRole('region', { name: new RegExp(`^${name} in (Slack|Teams)$`) })
  const messages = (name: string, words: string | RegExp) =>
    client(name)
      .getByRole('list', { name: / messages with / })
      .locator('> li')
      .filter({ hasText: words })

  return {
    client,
    messages,
    be: async (name, place) => {
      const own = client(name)
      if (await own.isVisible()) return
      await page.getByRole('link', { name: 'People' }).click()
      await page.getByRole('button', { name: `${place} person: ` }).click()
      await page.getByRole('combobox', { name: `${place} person: search` }).fill(name)
      await page.getByRole('option', { name }).click()
      await own.waitFor()
    },
    type: async (name, words) => {
      const box = client(name).getByRole('textbox', { name: /^Message from / })
      await box.fill(words)
      await box.press('Enter')
      await expect.poll(() => box.inputValue(), SOON).toBe('')
    },
    press: (name, label) => client(name).getByRole('button', { name: label, exact: true }).last().click(),
    sees: async (name, words) => {
      const newest = messages(name, words).last()
      await newest.waitFor()
      return newest
    },
    go: async (view) => {
      const link = page.getByRole('link', { name: view })
      await link.click()
      await expect.poll(() => link.getAttribute('aria-current'), SOON).toBe('page')
    },
    move: async (way) => {
      const time = page.getByRole('region', { name: 'Time' })
      const reading = time.getByRole('paragraph').first()
      const button = time.getByRole('button', { name: way })
      const before = await reading.innerText()
      await button.click()
      const isThere = async () => (await reading.innerText()) !== before && (await button.isEnabled())
      await expect.poll(isThere, SOON).toBe(true)
    },
  }
}

/** Nothing on the page keeps anybody from using it, in light and in dark. */
export const expectOpenToAll = async (page: Page): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {})',
    )
    expect(await barriers(page), colorScheme).toEqual([])
  }
}
