import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Shown, startPage } from '../simulator/page/world.ts'
import { noBrowser } from './browser.ts'
import { expectOpenToAll, type Hands, handsOn } from './hands.ts'
import { openBrowser, type Watched, watchPage } from './launch.ts'

/** Few people, so that a week is quickly over. */
const PEOPLE = 24
const INVITED_IN_SLACK = 'Amina Yusuf'
const INVITED_IN_TEAMS = 'Helen Marsh'
const COORDINATOR = 'Dana Whitfield'
const COORDINATOR_IN_TEAMS = 'Sam Ogunleye'
const PATIENCE_MS = 90_000
const PRIVATE = 'That I was afraid of this is for nobody else.'
const ANNOUNCED = 'The next gathering is in the Town Hall on the first of March.'

const first = (name: string): string => name.split(' ')[0] ?? ''

describe.skipIf(noBrowser !== null)(
  `a programme, lived through on the page ${noBrowser ?? ''}`,
  { timeout: PATIENCE_MS },
  () => {
    let browser: Browser
    let shown: Shown
    let watched: Watched
    let hands: Hands
    /** Two partners, one in each platform, once there are some. */
    let slack = ''
    let teams = ''

    const nameIn = async (platform: string): Promise<string> => {
      const region = watched.page.getByRole('region', { name: ` in ${platform}` })
      return ((await region.getAttribute('aria-label')) ?? '').replace(` in ${platform}`, '')
    }

    /** How often each of those who see these words sees them, but for whoever wrote them. */
    const timesSeen = async (words: string): Promise<readonly number[]> => {
      const { people } = await shown.ask({ do: 'open' })
      const screens = await Promise.all(
        people
          .filter(({ name }) => name !== COORDINATOR_IN_TEAMS)
          .map(({ key }) => shown.ask({ do: 'screen', person: key, since: 0 })),
      )
      return screens
        .map(({ conversations }) =>
          conversations.flatMap(({ messages }) => messages).filter(({ text }) => text.includes(words)),
        )
        .map(({ length }) => length)
        .filter((count) => count > 0)
    }

    beforeAll(async () => {
      shown = await startPage(PEOPLE, 0)
      browser = await openBrowser()
      watched = await watchPage(browser, shown.address)
      hands = handsOn(watched.page)
    }, PATIENCE_MS)
    afterEach(() => {
      expect(watched.complaints).toEqual([])
      expect(watched.strays).toEqual([])
    })
    afterAll(async () => {
      await browser?.close()
      await shown?.stop()
    })

    it('invites people, and takes their yes in Slack and in Teams', async () => {
      const { be, move, press, sees } = hands
      await be(INVITED_IN_SLACK, 'First')
      await be(INVITED_IN_TEAMS, 'Second')
      await move('+1 hour')
      await press(INVITED_IN_SLACK, 'Yes, join')
      await sees(INVITED_IN_SLACK, 'You said yes to City Region Programme.')
      await press(INVITED_IN_TEAMS, 'Open Duologue')
      await press(INVITED_IN_TEAMS, 'Read the invitation')
      await press(INVITED_IN_TEAMS, 'Yes, join')
      await sees(INVITED_IN_TEAMS, 'You said yes to City Region Programme.')
      await expectOpenToAll(watched.page)
    })

    it('takes a survey in a modal, and thanks for it', async () => {
      const { press, sees, client } = hands
      await press(INVITED_IN_SLACK, 'Answer')
      const form = client(INVITED_IN_SLACK).getByRole('dialog', { name: 'Opening survey' })
      await form.getByRole('radio').first().check()
      await expectOpenToAll(watched.page)
      await form.getByRole('button', { name: 'Done' }).click()
      await sees(INVITED_IN_SLACK, 'Thank you. Your answers to the opening survey')
      expect(await form.count()).toBe(0)
    })

    it('proposes pairs to a coordinator, asks once more, and makes them', async () => {
      const { be, move, press, sees, type } = hands
      await be(COORDINATOR, 'First')
      await move('+1 week')
      await press(COORDINATOR, 'Open Duologue')
      await type(COORDINATOR, 'drafts')
      await press(COORDINATOR, 'Make a draft')
      const draft = await sees(COORDINATOR, 'Nobody is told anything before you approve.')
      const approve = draft.getByRole('button', { name: /^Approve all/ })
      await approve.click()
      const question = watched.page.getByRole('dialog', { name: 'Approve all?' })
      await question.getByRole('button', { name: 'Not yet' }).click()
      await approve.click()
      await question.getByRole('button', { name: 'Approve all' }).click()
      await approve.waitFor({ state: 'detached' })
    })

    it('introduces partners, whom the programme puts side by side', async () => {
      const { go, move, sees } = hands
      await go('Programme')
      const across = watched.page.getByRole('listitem').filter({ hasText: 'Slack and Teams' })
      await across.getByRole('button').filter({ hasNotText: ',' }).first().click()
      slack = await nameIn('Slack')
      teams = await nameIn('Teams')
      // Their working hours may overlap late in the day.
      await move('Next working morning')
      await sees(slack, `you are paired with ${first(teams)}`)
      await sees(teams, `you are paired with ${first(slack)}`)
    })

    it('books a meeting between Slack and Teams, both partners in sight', async () => {
      const { client, messages, move, press, sees } = hands
      await press(slack, 'Schedule')
      const form = client(slack).getByRole('dialog', { name: 'Schedule a meeting' })
      await form.getByRole('checkbox').nth(3).check()
      await form.getByRole('button', { name: 'Suggest' }).click()
      await sees(slack, `Waiting for ${first(teams)}`)
      // It comes within the partner's working hours.
      await move('Next working morning')
      await press(teams, 'Yes, book it')
      await sees(teams, `You are meeting ${first(slack)}`)
      // The card comes as news, within the hours of whoever suggested it.
      await sees(slack, 'Settled: ')
      expect(await messages(slack, `Waiting for ${first(teams)}`).count()).toBe(0)
    })

    it('asks a week later how the meeting went, in a form on a card', async () => {
      const { client, move, press, sees } = hands
      await move('+1 week')
      await press(teams, 'Yes, we met')
      const form = await sees(teams, 'How was it?')
      await form.getByRole('radio', { name: /^5/ }).check()
      await expectOpenToAll(watched.page)
      await form.getByRole('button', { name: 'Send' }).click()
      await sees(teams, 'Thank you')
      expect(await client(teams).getByRole('radio', { name: /^5/ }).count()).toBe(0)
    })

    it('keeps a reflection, and shows its words nowhere', async () => {
      const { client, press, sees, type } = hands
      await type(slack, 'reflect')
      await press(slack, 'Write')
      const form = client(slack).getByRole('dialog', { name: 'Reflect' })
      await form.getByRole('textbox', { name: 'Your words' }).fill(PRIVATE)
      await form.getByRole('button', { name: 'Keep' }).click()
      await form.waitFor({ state: 'detached' })
      await sees(slack, /kept/i)
      for (const name of [slack, teams]) expect(await client(name).innerText()).not.toContain(PRIVATE)
    })

    it('holds an announcement back while Slack is down, and then delivers it once to each', async () => {
      const { page } = watched
      const { be, client, go, move, press, sees, type } = hands
      await be(COORDINATOR_IN_TEAMS, 'Second')
      await go('Programme')
      const down = page.getByRole('switch', { name: 'Slack is down' })
      await down.check()
      await go('People')
      await type(COORDINATOR_IN_TEAMS, 'announce')
      const words = client(COORDINATOR_IN_TEAMS).getByRole('textbox', { name: 'Your words' })
      await words.fill(ANNOUNCED)
      await press(COORDINATOR_IN_TEAMS, 'Preview')
      const preview = await sees(COORDINATOR_IN_TEAMS, 'Preview. This goes to')
      // Teams asks once more on the card itself.
      await preview.getByRole('button', { name: 'Send' }).click()
      await preview.getByRole('button', { name: 'Send' }).last().click()
      await sees(COORDINATOR_IN_TEAMS, 'Announcement: on its way')
      await move('+1 hour')
      const waiting = async () => {
        await press(COORDINATOR_IN_TEAMS, 'Look again')
        const told = await sees(COORDINATOR_IN_TEAMS, 'Waiting for its time')
        return Number(/Waiting for its time:?\s*(\d+)/.exec(await told.innerText())?.[1])
      }
      expect(await waiting()).toBeGreaterThan(0)
      await go('What happened')
      await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Waiting')
      await page
        .getByRole('button', { name: /Announcement.*tried again/ })
        .first()
        .waitFor()
      await go('Programme')
      await down.uncheck()
      await move('Next working morning')
      await go('People')
      await sees(COORDINATOR_IN_TEAMS, 'Announcement: done')
      await go('Programme')
      await page
        .getByText(/^(\d+) of \1 sent messages were accepted by the platforms exactly once\.$/)
        .waitFor()
      await expectOpenToAll(page)
      const times = await timesSeen(ANNOUNCED)
      expect(times.length).toBeGreaterThan(6)
      expect(times.every((count) => count === 1)).toBe(true)
    })

    it('lists what happened, to be filtered, and leads to the message', async () => {
      const { page } = watched
      const { be, go } = hands
      await be(COORDINATOR, 'Second')
      await go('What happened')
      await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Sent')
      await page.getByRole('combobox', { name: 'About' }).selectOption('Introduction')
      await page.getByRole('searchbox', { name: 'Person' }).fill('nobody of that name')
      await page.getByRole('status').filter({ hasText: 'Nothing fits these filters.' }).waitFor()
      await page.getByRole('searchbox', { name: 'Person' }).fill(teams)
      const rows = page.getByRole('list').getByRole('button', { name: 'Introduction' })
      await expect.poll(() => rows.count()).toBe(1)
      await expectOpenToAll(page)
      await rows.click()
      const message = hands.messages(teams, `you are paired with ${first(slack)}`)
      await message.waitFor()
      await expect.poll(() => message.evaluate((row) => row.matches(':focus'))).toBe(true)
    })
  },
)
