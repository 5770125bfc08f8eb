import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

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

/** The system's Chromium; undefined where there is none. */
export const foundBrowser: string | undefined = [process.env['CHROME_PATH'], ...PLACES].find(
  (path) => path !== undefined && existsSync(path),
)

/** The system's browser. Whoever opens it closes it. */
export const openBrowser = (): Promise<Browser> => {
  if (foundBrowser === undefined) throw new Error('There is no browser.')
  return chromium.launch({
    executablePath: foundBrowser,
    args: FLAGS,
    // The pickers of dates and times speak the browser's own language.
    env: { ...process.env, LANGUAGE: 'en_GB' },
  })
}

/** What a page complained of while it was open. */
export interface Watched {
  readonly page: Page
  /** Errors and warnings of its console, uncaught errors, and what its security policy refused. */
  readonly complaints: string[]
  /** Requests to anything but the address that it was opened from. */
  readonly strays: string[]
  close(): Promise<void>
}

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
}

/** Opens an address in a page that shares nothing with others. */
export const watchPage = async (
  browser: Browser,
  address: string,
  { width = 1280, height = 900, dark = false }: PageOptions = {},
): Promise<Watched> => {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  })
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
  return { page, complaints, strays, close: () => context.close() }
}
