import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

/** Where systems keep a Chromium, the first that is there. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=en-GB',
]

const found = [process.env['CHROME_PATH'], ...PLACES].find((path) => path !== undefined && existsSync(path))

if (found === undefined && process.env['CI'] === 'true')
  throw new Error('No Chromium was found, and in CI the tests of the page may not be left out.')

/** Why the tests that need a browser are left out; null where there is one. To be said in the name of what is skipped. */
export const noBrowser: string | null =
  found === undefined ? 'skipped: no Chromium was found (set CHROME_PATH to one)' : null

/** What a page complained of while it was open. */
export interface Watched {
  readonly page: Page
  /** Errors and warnings of its console, uncaught errors, and what its security policy refused. */
  readonly complaints: string[]
  /** Requests to anything but the address that it was opened from. */
  readonly strays: string[]
}

/** The system's browser. Close it when all tests of the file are done. */
export const openBrowser = (): Promise<Browser> => {
  if (found === undefined) throw new Error('There is no browser.')
  return chromium.launch({
    executablePath: found,
    args: FLAGS,
    // The pickers of dates and times speak the browser's own language.
    env: { ...process.env, LANGUAGE: 'en_GB' },
  })
}

/** A page in a context of its own, closed when the test ends. */
export const openPage = async (
  browser: Browser,
  address: string,
  options: { readonly width?: number; readonly dark?: boolean } = {},
): Promise<Watched> => {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  const strays: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== new URL(address).origin) strays.push(url.href)
  })
  await page.goto(address)
  return { page, complaints, strays }
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
  await page.evaluate(axe.source)
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
