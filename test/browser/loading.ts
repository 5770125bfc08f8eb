import type { Page } from 'playwright-core'

interface Loaded {
  readonly name: string
  readonly encodedBodySize: number
}

/** What the page's own scripts weigh as they were sent, in kilobytes; the card renderer of others is not among them. */
export const scriptKilobytes = async (page: Page): Promise<number> => {
  const all = await page.evaluate<readonly Loaded[]>(
    "performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => ({ name, encodedBodySize }))",
  )
  const own = all.filter(({ name }) => name.endsWith('.js') && !name.endsWith('/adaptivecards.js'))
  return own.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024
}

/** What the page's own scripts may weigh. */
export const MOST_SCRIPT_KILOBYTES = 150
