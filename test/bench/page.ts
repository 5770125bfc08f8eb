import type { Page } from 'playwright-core'
import type { Ask, Replies } from '../../src/simulator/page/protocol.ts'
import { foundBrowser, openBrowser, watchPage } from '../browser/launch.ts'
import { MOST_SCRIPT_KILOBYTES, scriptKilobytes } from '../browser/loading.ts'
import { startSample } from '../browser/sample.ts'
import { atMost, median, none, section, whole } from './figures.ts'

const ROUNDS = 5
const MOST_MS = 2000
const MESSAGES = 500
/** A frame that takes longer is seen as a jerk: three of a screen that shows sixty a second. */
const JERK_MS = 50
const SCROLL_FRAMES = 240

interface Scrolled {
  readonly frames: readonly number[]
  readonly longTasks: number
}

/** Scrolls the first conversation from its end to its beginning, a step in each frame, and times the frames. */
const SCROLL = `(async () => {
  const thread = document.querySelector('.thread')
  let longTasks = 0
  const watching = new PerformanceObserver((list) => { longTasks += list.getEntries().length })
  watching.observe({ type: 'longtask' })
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const frames = []
  const way = thread.scrollHeight - thread.clientHeight
  let before = await frame()
  for (let step = 1; step <= ${SCROLL_FRAMES}; step++) {
    thread.scrollTop = -way * step / ${SCROLL_FRAMES}
    const now = await frame()
    frames.push(now - before)
    before = now
  }
  await frame()
  watching.disconnect()
  return { frames, longTasks }
})()`

const isUsable = (page: Page) =>
  page
    .getByRole('textbox', { name: /^Message from / })
    .first()
    .waitFor()

/** How soon the page can be used, what its script weighs, and how a long conversation scrolls, in the system's browser. */
export const run = async (): Promise<void> => {
  if (foundBrowser === undefined) {
    console.log('\nThe page was not measured: no Chromium was found (set CHROME_PATH to one).')
    return
  }
  const sample = await startSample()
  const browser = await openBrowser()
  try {
    await sample.ready
    const times: number[] = []
    let kilobytes = 0
    for (let round = 0; round < ROUNDS; round++) {
      const begun = performance.now()
      const { page, close } = await watchPage(browser, sample.address)
      await isUsable(page)
      times.push(performance.now() - begun)
      kilobytes = await scriptKilobytes(page)
      await close()
    }
    const { page, close } = await watchPage(browser, sample.address)
    await isUsable(page)
    await fill(page, sample.address)
    const { frames, longTasks } = await page.evaluate<Scrolled>(SCROLL)
    const sorted = [...frames].sort((one, other) => one - other)
    section(
      `The page, in ${browser.browserType().name()} ${browser.version()} (medians of ${ROUNDS}, each in a new context)`,
      [
        ['', ''],
        ['opened until usable', atMost(median(times), MOST_MS, ' ms')],
        ['its own script, compressed', atMost(kilobytes, MOST_SCRIPT_KILOBYTES, ' KB')],
        [`scrolling through ${MESSAGES} messages: median frame, ms`, whole(median(frames))],
        ['95th of a hundred frames, ms', whole(sorted[Math.floor(frames.length * 0.95)] ?? Number.NaN)],
        [`frames of more than ${JERK_MS} ms`, none(frames.filter((ms) => ms > JERK_MS).length)],
        ['long tasks meanwhile', longTasks],
      ],
    )
    await close()
  } finally {
    await browser.close()
    await sample.stop()
  }
}

/** Lets the person in the first pane ask for help until the conversation has so many messages. */
const fill = async (page: Page, address: string): Promise<void> => {
  const ask = async <K extends Ask['do']>(what: Extract<Ask, { do: K }>): Promise<Replies[K]> =>
    (await page.request.post(`${address}/simulator/ask`, { data: what })).json()
  const { pair } = await ask({ do: 'open' })
  const [person = ''] = pair
  const { conversations } = await ask({ do: 'screen', person, since: 0 })
  const conversation = conversations.find(({ kind }) => kind === 'direct')?.id ?? ''
  const rows = page.locator('.pane').first().locator('[data-message]')
  while ((await rows.count()) < MESSAGES) {
    await ask({ do: 'say', person, since: 0, conversation, words: 'help' })
    await ask({ do: 'say', person, since: 0, conversation, words: 'home' })
  }
}
