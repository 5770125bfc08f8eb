import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Shown, startPage } from '../simulator/page/world.ts'
import { noBrowser, openPage } from './browser.ts'
import { expectOpenToAll, handsOn } from './hands.ts'
import { openBrowser } from './launch.ts'
import { MOST_SCRIPT_KILOBYTES, scriptKilobytes } from './loading.ts'

const PEOPLE = 10
const DAYS = 4
const PATIENCE_MS = 60_000

const focused = (page: Page) => page.locator(':focus')

describe.skipIf(noBrowser !== null)(`the page ${noBrowser ?? ''}`, { timeout: PATIENCE_MS }, () => {
  let browser: Browser
  let shown: Shown
  beforeAll(async () => {
    shown = await startPage(PEOPLE, DAYS)
    browser = await openBrowser()
  }, PATIENCE_MS)
  afterAll(async () => {
    await browser?.close()
    await shown?.stop()
  })

  const slackPane = (page: Page) => page.getByRole('region', { name: ' in Slack' })

  it('brings little script of its own', async () => {
    const { page } = await openPage(browser, shown.address)
    await slackPane(page).waitFor()
    const weight = await scriptKilobytes(page)
    expect(weight).toBeGreaterThan(5)
    expect(weight).toBeLessThan(MOST_SCRIPT_KILOBYTES)
  })

  it('finds people by name, side, organisation or workspace, and says when nobody fits', async () => {
    const { page, complaints, strays } = await openPage(browser, shown.address)
    const opener = page.getByRole('button', { name: 'Second person: ' })
    await opener.click()
    const search = page.getByRole('combobox', { name: 'Second person: search' })
    const options = page.getByRole('listbox', { name: 'People' }).getByRole('option')
    await expect.poll(() => options.count()).toBe(PEOPLE + 2)
    await search.fill('coordinator teams')
    await expect.poll(() => options.allInnerTexts()).toEqual([expect.stringContaining('Sam Ogunleye')])
    await expectOpenToAll(page)
    await search.fill('nobody of that name')
    await page.getByRole('status').filter({ hasText: 'Nobody fits.' }).waitFor()
    await search.press('Escape')
    expect(await opener.evaluate((button) => button.matches(':focus'))).toBe(true)
    await opener.click()
    await search.fill('harbour')
    await search.press('ArrowDown')
    await search.press('Enter')
    await expect.poll(() => opener.innerText()).toContain('Slack')
    expect([...complaints, ...strays]).toEqual([])
  })

  it('can be used with the keys alone: skip, type with completion, press, fill in, and leave a form', async () => {
    const { page, complaints } = await openPage(browser, shown.address)
    const { be } = handsOn(page)
    await be('Dana Whitfield', 'First')
    const pane = slackPane(page)
    const welcome = pane.getByRole('button', { name: 'Open Duologue' })
    const box = pane.getByRole('textbox', { name: 'Message from Dana to Duologue' })
    await welcome.or(box).waitFor()
    if (await welcome.isVisible()) {
      await welcome.focus()
      await page.keyboard.press('Enter')
    }
    await box.waitFor()
    await page.reload()
    await box.waitFor()
    await page.keyboard.press('Tab')
    expect(await focused(page).innerText()).toBe('Skip to the conversations')
    await page.keyboard.press('Enter')
    const passBy = pane.getByRole('button', { name: 'Skip the messages' })
    for (let presses = 0; presses < 12 && !(await passBy.evaluate((one) => one.matches(':focus'))); presses++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.type('/men')
    await pane.getByRole('option', { name: '/mentoring' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.type('announ')
    await pane.getByRole('option', { name: '/mentoring announce' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const form = pane.getByRole('dialog', { name: 'Announcement' })
    await form.waitFor()
    await page.keyboard.type('We meet on Tuesday.')
    expect(await form.getByRole('textbox', { name: 'Your words' }).inputValue()).toBe('We meet on Tuesday.')
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'detached' })
    expect(await pane.evaluate((element) => element.matches(':focus-within'))).toBe(true)
    expect(complaints).toEqual([])
  })

  it.each(['People', 'Programme', 'What happened'] as const)(
    'fits %s into 360 pixels, and keeps nobody out',
    async (view) => {
      const { page, complaints, strays } = await openPage(browser, shown.address, { width: 360 })
      await handsOn(page).go(view)
      const [first, second] = await page
        .getByRole('group', { name: 'Which person is shown' })
        .getByRole('button')
        .all()
      if (view === 'People') {
        await second?.click()
        expect(await second?.getAttribute('aria-pressed')).toBe('true')
        expect(await page.getByRole('region', { name: ' in Teams' }).isVisible()).toBe(true)
        expect(await slackPane(page).isVisible()).toBe(false)
        await first?.click()
        expect(await slackPane(page).isVisible()).toBe(true)
      }
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360)
      await expectOpenToAll(page)
      expect([...complaints, ...strays]).toEqual([])
    },
  )

  it('says when the server has stopped, and comes back by itself when it is there again', async () => {
    const before = await startPage(4, 0)
    const { page, complaints, strays } = await openPage(browser, before.address)
    await slackPane(page).waitFor()
    await before.stop()
    await page.getByRole('alert').filter({ hasText: 'Duologue has stopped.' }).waitFor()
    await expectOpenToAll(page)
    const after = await startPage(4, 0, false, Number(before.port))
    onTestFinished(after.stop)
    const waiting = page.getByRole('progressbar', { name: 'How far the first weeks are' })
    await waiting.waitFor({ timeout: PATIENCE_MS })
    await expectOpenToAll(page)
    const [one, other] = after.shown.world.simulator.people()
    const pair = [one, other].flatMap((door) =>
      door ? [{ workspace: door.workspace, person: door.person.id }] : [],
    )
    await after.shown.open({ pair, hint: null })
    await page.getByRole('region', { name: 'Time' }).waitFor()
    expect(await page.getByRole('alert').filter({ hasText: 'stopped' }).count()).toBe(0)
    expect(complaints.filter((complaint) => !complaint.includes('net::ERR_'))).toEqual([])
    expect(strays).toEqual([])
  })
  it('says what to try first, until it is closed', async () => {
    const early = await startPage(4, 0, false)
    onTestFinished(early.stop)
    const pair = early.shown.world.simulator
      .people()
      .slice(0, 2)
      .map(({ workspace, person }) => ({ workspace, person: person.id }))
    await early.shown.open({ pair, hint: 'Press the button.' })
    const { page } = await openPage(browser, early.address, { width: 360 })
    const hint = page.getByText('Try this: Press the button.')
    await hint.waitFor()
    await expectOpenToAll(page)
    await page.getByRole('button', { name: 'Close the hint' }).click()
    expect(await hint.count()).toBe(0)
    expect((await early.ask({ do: 'open' })).hint).toBe('Press the button.')
    await handsOn(page).move('+1 hour')
    expect((await early.ask({ do: 'open' })).hint).toBeNull()
  })
  it('asks for no figures before there are any', async () => {
    const early = await startPage(4, 0, false)
    onTestFinished(early.stop)
    const { page, complaints } = await openPage(browser, early.address)
    await page.getByRole('progressbar', { name: 'How far the first weeks are' }).waitFor()
    const refused = page.waitForResponse((response) => response.status() === 503, { timeout: 1_000 })
    await page.evaluate(`location.hash = 'programme'`)
    await expect(refused).rejects.toThrow('Timeout')
    await early.shown.open({ pair: [], hint: null })
    await page.getByRole('heading', { name: 'Let something go wrong' }).waitFor()
    await page.getByText('On the list').waitFor()
    expect(complaints).toEqual([])
  })
})
