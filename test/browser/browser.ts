import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { foundBrowser, type PageOptions, type Watched, watchPage } from './launch.ts'

if (foundBrowser === undefined && process.env['CI'] === 'true')
  throw new Error('No Chromium was found, and in CI the tests of the page may not be left out.')

/** Why the tests that need a browser are left out; null where there is one. To be said in the name of what is skipped. */
export const noBrowser: string | null =
  foundBrowser === undefined ? 'skipped: no Chromium was found (set CHROME_PATH to one)' : null

/** A page in a context of its own, closed when the test ends. */
export const openPage = async (
  browser: Browser,
  address: string,
  options: PageOptions = {},
): Promise<Watched> => {
  const watched = await watchPage(browser, address, options)
  onTestFinished(watched.close)
  return watched
}

/** Calls a function of the page's own by its name. Arguments and result are JSON. */
export const inPage = <T>(page: Page, name: string, ...args: readonly unknown[]): Promise<T> =>
  page.evaluate<T>(`${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`)

interface Violation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe-core finds that would keep somebody from using the page, a line each; empty when nothing. */
export const barriers = async (page: Page): Promise<readonly string[]> => {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source)
  const { violations } = await inPage<{ readonly violations: readonly Violation[] }>(page, 'axe.run', {
    runOnly: STANDARDS,
    resultTypes: ['violations'],
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 300)} ${failureSummary}`),
    )
}
