import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actions, button, type Form, type Input, link, message, say, text } from '../../src/core/message.ts'
import { renderForm, renderMessage } from '../../src/platforms/slack/render.ts'
import { render } from '../../src/platforms/teams/render.ts'
import { barriers, inPage, noBrowser, openPage } from './browser.ts'
import { serveGallery } from './gallery.ts'
import { openBrowser } from './launch.ts'

const plain = (words: string) => ({ type: 'plain_text', text: words })
const blocks = (...all: readonly object[]) => ({ type: 'message', text: 'x', blocks: all })
const activity = (content: unknown) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
})
const card = (...body: readonly object[]) => activity({ type: 'AdaptiveCard', version: '1.5', body })

const CANCELLING = message(
  'You are meeting Sofia.',
  say('You are meeting Sofia.'),
  actions(
    button('Reschedule', 'scheduling', 'reschedule', 'm1'),
    button('Cancel', 'scheduling', 'cancel', 'm1', {
      style: 'danger',
      confirm: { title: 'Cancel it?', text: 'Sofia will be told.', yes: 'Yes, cancel it', no: 'Keep it' },
    }),
  ),
)

const OPTIONS = ['30', '45', '60'].map((value) => ({ value, label: `${value} minutes` }))

const LENGTH: Input = {
  name: 'length',
  label: 'How long?',
  hint: null,
  required: true,
  type: 'choice',
  most: 1,
  options: OPTIONS,
  initial: [],
}

const MEETING: Form = {
  type: 'form',
  flow: 'scheduling',
  name: 'suggest',
  subject: 'p1',
  title: 'Schedule a meeting',
  invitation: 'Suggest some times.',
  intro: [],
  inputs: [
    {
      ...LENGTH,
      options: [
        ...OPTIONS,
        ...['90', '120', '150', '180', '210'].map((value) => ({ value, label: `${value} minutes` })),
      ],
      initial: ['30'],
    },
    {
      name: 'days',
      label: 'Which days?',
      hint: 'Up to three.',
      required: true,
      type: 'choice',
      most: 3,
      options: [
        { value: 'mon,1', label: 'Monday' },
        { value: 'tue', label: 'Tuesday' },
        { value: 'wed', label: 'Wednesday' },
        { value: 'thu', label: 'Thursday' },
      ],
      initial: [],
    },
    {
      name: 'note',
      label: 'A word to Sofia',
      hint: null,
      required: false,
      type: 'text',
      lines: 'one',
      max: 20,
      initial: null,
      private: false,
    },
    { name: 'from', label: 'From', hint: null, required: true, type: 'time', initial: '09:00' },
  ],
  submit: 'Suggest',
}

describe.skipIf(noBrowser !== null)(`acting on what the platforms show ${noBrowser ?? ''}`, () => {
  let browser: Browser
  let gallery: Awaited<ReturnType<typeof serveGallery>>
  beforeAll(async () => {
    gallery = await serveGallery()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await gallery?.stop()
  })

  const open = async (kind: string, ...raw: readonly unknown[]): Promise<Page> => {
    const { page } = await openPage(browser, gallery.address)
    await page.waitForSelector('[data-ready]')
    for (const one of raw) await inPage(page, 'show', kind, one)
    await inPage(page, 'drawn')
    return page
  }
  const acts = (page: Page) => page.evaluate<readonly Readonly<Record<string, unknown>>[]>('acts')

  describe('in Slack', () => {
    it('says that a press is on its way, and sends it once', async () => {
      const page = await open('slackMessage', renderMessage(CANCELLING))
      await inPage(page, 'hold')
      const press = page.getByRole('button', { name: 'Reschedule' })
      await press.click()
      const sending = page.getByRole('button', { name: 'Sending…' })
      await expect.poll(() => sending.getAttribute('aria-disabled')).toBe('true')
      await sending.click({ force: true })
      await sending.press('Enter')
      expect(await acts(page)).toEqual([
        { act: 'press', id: 'duologue:press:0', label: 'Reschedule', answers: {} },
      ])
      await inPage(page, 'release', { ok: false, error: 'operation_timeout' })
      expect(await page.getByRole('alert').innerText()).toBe('operation_timeout')
      expect(await press.evaluate((element) => element.matches(':focus'))).toBe(true)
    })

    it('asks again where the button says so, and takes no for an answer', async () => {
      const page = await open('slackMessage', renderMessage(CANCELLING))
      const cancel = page.getByRole('button', { name: 'Cancel' })
      await cancel.click()
      const dialog = page.getByRole('dialog', { name: 'Cancel it?' })
      expect(await dialog.innerText()).toContain('Sofia will be told.')
      expect(await barriers(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Keep it' }).click()
      await cancel.click()
      await page.keyboard.press('Escape')
      expect(await acts(page)).toEqual([])
      expect(await dialog.count()).toBe(0)
      await cancel.click()
      await dialog.getByRole('button', { name: 'Yes, cancel it' }).click()
      await expect.poll(() => acts(page)).toMatchObject([{ id: 'duologue:press:1', label: 'Cancel' }])
    })

    it('sends no form that is not filled in, and says beside each question what is missing', async () => {
      const page = await open('slackModal', renderForm(MEETING, null))
      await page.getByLabel('A word to Sofia').fill('much too long for twenty characters')
      await page.getByRole('button', { name: 'Suggest' }).click()
      expect(await acts(page)).toEqual([])
      expect(await page.locator('.field-error').allInnerTexts()).toEqual([
        'Please complete this required field.',
        'Please shorten this to 20 characters; it has 35.',
      ])
      const note = page.getByLabel('A word to Sofia')
      expect(await note.getAttribute('aria-invalid')).toBe('true')
      const told = await note.getAttribute('aria-describedby')
      expect(await page.locator(`[id="${told}"]`).innerText()).toMatch(/^Please shorten/)
      expect(await page.getByLabel('Monday').evaluate((element) => element.matches(':focus'))).toBe(true)
      expect(await barriers(page)).toEqual([])

      await page.getByLabel('Monday').check()
      await page.getByLabel('Tuesday').check()
      await note.fill('Gladly')
      await note.blur()
      expect(await page.locator('.field-error').count()).toBe(0)
      await page.getByRole('button', { name: 'Suggest' }).click()
      expect(await acts(page)).toEqual([
        { act: 'submit', answers: { length: '30', days: ['mon,1', 'tue'], note: 'Gladly', from: '09:00' } },
      ])
    })

    it('complains of a question without changing how its choices look', async () => {
      const page = await open('slackModal', renderForm(MEETING, null))
      const look = () =>
        page.evaluate(
          `(({ color, fontSize, fontWeight }) => [color, fontSize, fontWeight])(getComputedStyle(document.querySelector('.several .choice')))`,
        )
      const before = await look()
      await page.getByRole('button', { name: 'Suggest' }).click()
      await page.getByText('Please complete this required field.').waitFor()
      expect(await look()).toEqual(before)
    })

    it('lets nobody choose more than may be chosen', async () => {
      const page = await open('slackModal', renderForm(MEETING, null))
      for (const day of ['Monday', 'Tuesday', 'Wednesday']) await page.getByLabel(day).check()
      expect(await page.getByLabel('Thursday').isDisabled()).toBe(true)
      expect(await page.getByText('3 of 3 chosen').isVisible()).toBe(true)
      await page.getByLabel('Monday').uncheck()
      expect(await page.getByLabel('Thursday').isEnabled()).toBe(true)
    })

    it('shows what the product finds wrong beside the question', async () => {
      const page = await open('slackModal', renderForm({ ...MEETING, inputs: MEETING.inputs.slice(2) }, null))
      await inPage(page, 'hold')
      await page.getByRole('button', { name: 'Suggest' }).click()
      await inPage(page, 'release', { ok: false, fieldErrors: { from: 'Please choose a time after now.' } })
      const from = page.getByLabel('From')
      expect(await from.getAttribute('aria-invalid')).toBe('true')
      expect(await from.evaluate((element) => element.matches(':focus'))).toBe(true)
      expect(await page.getByText('Please choose a time after now.').isVisible()).toBe(true)
    })

    it('keeps what somebody has typed when the product changes the form under their hands', async () => {
      const page = await open('slackModal', renderForm(MEETING, null))
      await page.getByLabel('How long?').selectOption('90')
      await page.getByLabel('Tuesday').check()
      await page.getByLabel('A word to Sofia').fill('Gladly')
      await inPage(page, 'redraw', 'slackModal', renderForm({ ...MEETING, title: 'Once more' }, null))
      expect(await page.getByRole('heading', { name: 'Once more' }).isVisible()).toBe(true)
      expect(await page.getByLabel('A word to Sofia').inputValue()).toBe('Gladly')
      expect(await page.getByLabel('A word to Sofia').evaluate((element) => element.matches(':focus'))).toBe(
        true,
      )
      expect(await page.getByLabel('How long?').inputValue()).toBe('90')
      expect(await page.getByLabel('Tuesday').isChecked()).toBe(true)
      expect(await page.getByText('1 of 3 chosen').isVisible()).toBe(true)
    })

    it('can be left without sending', async () => {
      const page = await open('slackModal', renderForm(MEETING, null))
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Close' }).click()
      expect(await acts(page)).toEqual([{ act: 'dismiss' }, { act: 'dismiss' }])
    })

    it('has menus that are worked with the keyboard', async () => {
      const options = ['Edit', 'Copy', 'Delete'].map((words) => ({
        text: plain(words),
        value: words.toLowerCase(),
      }))
      const page = await open(
        'slackMessage',
        blocks({
          type: 'section',
          text: plain('A thing'),
          accessory: { type: 'overflow', action_id: 'more', options },
        }),
        blocks({
          type: 'actions',
          elements: [{ type: 'static_select', action_id: 'pick', placeholder: plain('Pick one'), options }],
        }),
      )
      await page.getByRole('button', { name: 'More actions' }).press('ArrowDown')
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('End')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.getByLabel('Pick one').selectOption('delete')
      expect(await acts(page)).toMatchObject([
        { id: 'more:copy', label: 'Copy' },
        { id: 'pick:delete', label: 'Delete' },
      ])
      await page.getByRole('button', { name: 'More actions' }).press('ArrowUp')
      await page.keyboard.press('Escape')
      expect(await page.getByRole('menu').count()).toBe(0)
    })
  })

  describe('in Teams', () => {
    it('sends a press once, under its verb', async () => {
      const page = await open('teamsMessage', activity(render(CANCELLING)))
      await inPage(page, 'hold')
      await page.getByRole('button', { name: 'Reschedule' }).click()
      const sending = page.getByRole('button', { name: 'Sending…' })
      await sending.click({ force: true })
      await sending.press('Enter')
      expect(await acts(page)).toEqual([
        { act: 'press', id: 'press:scheduling:reschedule', label: 'Reschedule', answers: {} },
      ])
      await inPage(page, 'release', { ok: false, error: 'Unable to reach app. Please try again.' })
      expect(await page.getByRole('alert').innerText()).toBe('Unable to reach app. Please try again.')
      expect(await page.getByRole('button', { name: 'Reschedule' }).isEnabled()).toBe(true)
    })

    it('unfolds a question before what cannot be undone', async () => {
      const page = await open('teamsMessage', activity(render(CANCELLING)))
      const cancel = page.getByRole('button', { name: 'Cancel', exact: true })
      await cancel.click()
      expect(await cancel.getAttribute('aria-expanded')).toBe('true')
      expect(await page.getByText('Sofia will be told.').isVisible()).toBe(true)
      expect(await barriers(page)).toEqual([])
      await page.getByRole('button', { name: 'Yes, cancel it' }).click()
      expect(await acts(page)).toMatchObject([{ id: 'press:scheduling:cancel', label: 'Yes, cancel it' }])
    })

    it('sends no form that is not filled in, and says beside the question what is missing', async () => {
      const page = await open('teamsMessage', activity(render(MEETING)))
      await page.getByRole('button', { name: 'Suggest' }).click()
      expect(await acts(page)).toEqual([])
      const days = page.getByRole('group', { name: /^Which days/ })
      const told = await days.getAttribute('aria-describedby')
      expect(await page.locator(`[id="${told}"]`).isVisible()).toBe(true)
      expect(await page.getByLabel('Monday').evaluate((element) => element.matches(':focus'))).toBe(true)
      expect(await barriers(page)).toEqual([])

      await page.getByLabel('Monday').check()
      await page.getByLabel('Wednesday').check()
      await page.getByRole('button', { name: 'Suggest' }).click()
      expect(await acts(page)).toEqual([
        {
          act: 'press',
          id: 'form:scheduling:suggest',
          label: 'Suggest',
          answers: { length: '30', days: ['mon%2C1', 'wed'], note: '', from: '09:00' },
        },
      ])
    })

    it('ties what the product found wrong to its question', async () => {
      const page = await open(
        'teamsMessage',
        activity(render(MEETING, { from: 'Please choose a later time.' })),
      )
      const from = page.getByLabel(/^From/)
      expect(await from.getAttribute('aria-invalid')).toBe('true')
      const told = await from.getAttribute('aria-describedby')
      expect(await page.locator(`[id="${told}"]`).innerText()).toBe('Please choose a later time.')
    })

    it('keeps the choices of one card apart from those of another', async () => {
      const form: Form = { ...MEETING, inputs: [LENGTH] }
      const page = await open('teamsMessage', activity(render(form)), activity(render(form)))
      await page.getByLabel('30 minutes').first().check()
      await page.getByLabel('45 minutes').last().check()
      expect(await page.getByLabel('30 minutes').first().isChecked()).toBe(true)
      const ids = await page.evaluate<readonly string[]>(
        '[...document.querySelectorAll("[id]")].map(({ id }) => id)',
      )
      expect(new Set(ids).size).toBe(ids.length)
    })

    it('puts more buttons than fit into a menu, and numbers those that are called the same', async () => {
      const many = Array.from({ length: 9 }, (_, index) =>
        button('Approve', 'drafts', 'approve', `p${index}`),
      )
      const page = await open('teamsMessage', activity(render(message('Pairs', actions(...many)))))
      await page.getByRole('button', { name: 'Approve' }).nth(1).click()
      await page.getByRole('button', { name: 'More actions' }).click()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      expect(await acts(page)).toMatchObject([
        { id: 'press:drafts:approve#2' },
        { id: 'press:drafts:approve#8' },
      ])
    })

    it('asks again from the menu, too', async () => {
      const many = Array.from({ length: 8 }, (_, index) =>
        button(`Drop ${index}`, 'drafts', 'drop', `p${index}`, {
          confirm: {
            title: `Drop ${index}?`,
            text: 'It is final.',
            yes: `Yes, drop ${index}`,
            no: 'Keep it',
          },
        }),
      )
      const page = await open('teamsMessage', activity(render(message('Pairs', actions(...many)))))
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Drop 7' }).click()
      expect(await page.getByText('Drop 7?').isVisible()).toBe(true)
      await page.getByRole('button', { name: 'Yes, drop 7' }).click()
      expect(await acts(page)).toMatchObject([{ id: 'press:drafts:drop#8', label: 'Yes, drop 7' }])
    })

    it('opens links in a tab that knows nothing of this one', async () => {
      const page = await open(
        'teamsMessage',
        activity(
          render(
            message('x', say(text`See ${link('the page', `${gallery.address}/favicon.ico`)}.`), {
              type: 'actions',
              actions: [{ type: 'link', label: 'Add to calendar', url: `${gallery.address}/favicon.ico` }],
            }),
          ),
        ),
      )
      for (const name of ['the page', 'Add to calendar']) {
        const [opened] = await Promise.all([
          page.context().waitForEvent('page'),
          page.getByRole('link', { name }).click(),
        ])
        expect(await opened.evaluate('window.opener')).toBe(null)
      }
      expect(await acts(page)).toEqual([])
    })

    it('opens nothing but pages and mails, and asks no other server for a picture', async () => {
      const { page, strays, complaints } = await openPage(browser, gallery.address)
      await page.waitForSelector('[data-ready]')
      const evil = 'javascript:document.title="evil"'
      await inPage(
        page,
        'show',
        'teamsMessage',
        card(
          { type: 'TextBlock', text: `[here](${evil}) <img src=x onerror=alert(1)> **bold** \\*not\\*` },
          {
            type: 'RichTextBlock',
            inlines: [
              { type: 'TextRun', text: 'there', selectAction: { type: 'Action.OpenUrl', url: evil } },
            ],
          },
          { type: 'Image', url: 'https://elsewhere.example/x.png', altText: 'a chart' },
          {
            type: 'Container',
            backgroundImage: 'https://elsewhere.example/y.png',
            items: [{ type: 'TextBlock', text: 'in it' }],
          },
          {
            type: 'ActionSet',
            actions: [
              {
                type: 'Action.OpenUrl',
                title: 'Open',
                url: evil,
                iconUrl: 'https://elsewhere.example/z.png',
              },
            ],
          },
        ),
      )
      await page.getByText('there').click()
      await page.getByText('Open').click()
      expect(await page.locator('.teams').innerText()).toContain('<img src=x onerror=alert(1)> bold *not*')
      expect(await page.locator('.teams').innerText()).toContain('a chart')
      expect(await page.locator('.teams a, .teams img').count()).toBe(0)
      expect(await page.title()).not.toBe('evil')
      expect(page.context().pages()).toHaveLength(1)
      expect(strays).toEqual([])
      expect(complaints).toEqual([])
    })
  })
})
