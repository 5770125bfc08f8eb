import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Who } from '../../../src/core/flow.ts'
import type { Announcement, Delivery, Participant } from '../../../src/core/model.ts'
import type { RefusalCode } from '../../../src/core/platform.ts'
import { audienceOf } from '../../../src/flows/announcement/audience.ts'
import { announcement } from '../../../src/flows/announcement/index.ts'
import { sayReason } from '../../../src/flows/announcement/reasons.ts'
import { deliveriesFor, lookAgainAt } from '../../../src/flows/announcement/schedule.ts'
import { aContext, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import {
  aDelivery,
  asked,
  buttonsOf,
  command,
  faultsOf,
  press,
  saves,
  sends,
  shown,
  submit,
  touched,
  wordsOf,
} from '../said.ts'

/** One in which groups of two are large enough to be counted. */
const programme = aProgramme({ settings: { ...aProgramme().settings, smallestGroup: 2 } })
const author = anAccount({ id: 'a-cora', name: 'Cora Lane', email: 'cora@hub.example' })
const cora: Who = { account: author, participants: [], coordinates: [programme] }
const whoIs = (person: Participant): Who => ({
  account: person.account ?? anAccount(),
  participants: [person],
  coordinates: [],
})
const amina = whoIs(aParticipant())
const stranger: Who = { account: anAccount({ id: 'a-x' }), participants: [], coordinates: [] }
const anAnnouncement = (but: Partial<Announcement> = {}): Announcement => ({
  id: 'n1',
  programmeId: 'g1',
  authorId: 'a-cora',
  words: 'We meet on Friday.\n\nBring a friend <!channel> *bold*.',
  audience: { type: 'all' },
  asksAcknowledgement: true,
  at: null,
  postedAt: null,
  ...but,
})
const unpaired = aParticipant({
  id: 'p-jo',
  name: 'Jo Ray',
  organisation: 'City Council',
  account: anAccount({ id: 'a-jo', timeZone: 'America/New_York' }),
})
const silent = aParticipant({ id: 'p-silent', name: 'Si Lent', consent: 'unasked' })
const nowhere = aParticipant({ id: 'p-nowhere', name: 'No Where', account: null })
const people = [aPartner(), aParticipant(), unpaired, silent, nowhere]
const world = (but: Partial<Facts> = {}) =>
  readerOf({
    programmes: [programme],
    coordinators: [{ programmeId: 'g1', email: 'cora@hub.example', account: author }],
    accounts: [author],
    participants: people,
    pairs: [aPair()],
    announcements: [anAnnouncement()],
    ...but,
  })
const context = aContext('2026-01-20T10:00:00Z')
const about = { kind: 'announcement', id: 'n1' } as const
const delivered = (but: Partial<Delivery>): Delivery =>
  aDelivery({ flow: 'announcement', subject: about, occurrence: 'words', state: 'sent', ...but })
const filled = { words: 'Hello', audience: ['all'], acknowledge: ['no'], date: '', time: '' }

describe('who is in an audience', () => {
  it.each([
    ['everyone', { type: 'all' }, ['p-tom', 'p-amina', 'p-jo', 'p-nowhere']],
    ['a side', { type: 'side', side: 'a' }, ['p-tom']],
    ['an organisation', { type: 'organisation', organisation: 'City Council' }, ['p-tom', 'p-jo']],
    ['the paired', { type: 'paired' }, ['p-tom', 'p-amina']],
    ['the unpaired', { type: 'unpaired' }, ['p-jo', 'p-nowhere']],
  ] as const)('%s: only those who said yes', (_, audience, expected) => {
    expect(audienceOf(audience, people, [aPair()]).map(({ id }) => id)).toEqual(expected)
  })

  it('leaves out whoever left, and does not count an ended pair', () => {
    const left = aParticipant({ leftAt: at('2026-01-13T09:00:00Z') })
    const ended = aPair({ endedAt: at('2026-01-13T09:00:00Z') })
    expect(audienceOf({ type: 'paired' }, people, [ended])).toEqual([])
    expect(audienceOf({ type: 'all' }, [left], [])).toEqual([])
  })
})

describe('when it goes', () => {
  it('is at the chosen time in each person’s own zone', () => {
    const scheduled = anAnnouncement({ at: Temporal.PlainDateTime.from('2026-02-02T09:30') })
    const due = deliveriesFor(scheduled, [aPartner(), unpaired], programme, context.now)
    expect(due.map(({ dueAt }) => dueAt.toString())).toEqual([
      '2026-02-02T09:30:00Z',
      '2026-02-02T14:30:00Z',
      '2026-01-20T10:00:00Z',
    ])
    expect(due.every((one) => one.class === 'ordinary')).toBe(true)
  })

  it.each([
    ['nothing waits', [delivered({})], null],
    [
      'before the first is due',
      [delivered({ state: 'due', dueAt: at('2026-02-02T09:00:00Z') })],
      '2026-02-02T09:05:00Z',
    ],
    [
      'in its first hour',
      [delivered({ state: 'due', dueAt: at('2026-01-20T09:30:00Z') })],
      '2026-01-20T10:05:00Z',
    ],
    [
      'in its first day',
      [delivered({ state: 'due', dueAt: at('2026-01-20T00:00:00Z') })],
      '2026-01-20T11:00:00Z',
    ],
    [
      'in its first month',
      [delivered({ state: 'due', dueAt: at('2026-01-12T00:00:00Z') })],
      '2026-01-21T10:00:00Z',
    ],
    ['after months', [delivered({ state: 'due', dueAt: at('2025-06-12T00:00:00Z') })], null],
  ])('progress is looked at again, %s', (_, deliveries, expected) => {
    expect(lookAgainAt(deliveries, context.now)?.toString() ?? null).toBe(expected)
  })
})

describe('writing one', () => {
  it('shows exactly what people will see, and how many it reaches', async () => {
    const outcome = await announcement.hear(submit('compose', 'g1', filled, cora), world(), context)
    expect(saves(outcome.effects)).toEqual(['announcements.compose'])
    const said = shown(outcome)
    expect(faultsOf(said)).toEqual([])
    expect(wordsOf(said)).toContain('at least 2 people')
    expect(wordsOf(said)).toContain('1 more person has not been found')
    expect(wordsOf(said)).toContain('Posted by Cora Lane, who coordinates City Region Programme.')
    expect(buttonsOf(said)).toEqual(['Send', 'Change', 'Discard'])
  })

  it('shows the same words in the same paragraphs as the message itself', async () => {
    const outcome = await announcement.hear(press('preview', 'n1', cora), world(), context)
    const message = await announcement.compose(delivered({ state: 'due' }), world(), context)
    if (message.type !== 'say') throw new Error('It should be said.')
    for (const words of ['We meet on Friday.', 'Bring a friend <!channel> *bold*.']) {
      expect(wordsOf(shown(outcome)).split('\n')).toContain(words)
      expect(wordsOf(message.content).split('\n')).toContain(words)
    }
    expect(faultsOf(message.content)).toEqual([])
  })

  it.each([
    ['a date without a time', { date: '2026-02-02' }, 'time'],
    ['a time without a date', { time: '09:30' }, 'date'],
    ['a time that has passed', { date: '2026-01-20', time: '09:59' }, 'date'],
    ['a date more than a year ahead', { date: '2027-01-21', time: '09:00' }, 'date'],
    ['a date in a far age', { date: '9998-01-01', time: '09:00' }, 'date'],
    ['the last date that there is', { date: '9999-12-31', time: '23:59' }, 'date'],
    ['an audience of nobody', { audience: ['organisation:Nobody'] }, 'audience'],
  ])('refuses %s, and keeps what was written', async (_, but, field) => {
    const outcome = await announcement.hear(
      submit('compose', 'g1', { ...filled, ...but }, cora),
      world(),
      context,
    )
    expect(outcome.effects).toEqual([])
    if (outcome.reply.type !== 'errors') throw new Error('Errors were expected.')
    expect(Object.keys(outcome.reply.errors)).toEqual([field])
    expect(outcome.reply.form.inputs[0]).toMatchObject({ initial: 'Hello' })
    expect(faultsOf(outcome.reply.form)).toEqual([])
  })

  it('takes a date up to a year ahead, and says of a later one what is wrong', async () => {
    const on = (date: string) =>
      announcement.hear(submit('compose', 'g1', { ...filled, date, time: '09:00' }, cora), world(), context)
    expect(saves((await on('2027-01-20')).effects)).toEqual(['announcements.compose'])
    expect((await on('9998-01-01')).reply).toMatchObject({
      errors: { date: expect.stringContaining('more than a year ahead') },
    })
  })

  it('can be changed, from what it was', async () => {
    const form = asked(await announcement.hear(press('change', 'n1', cora), world(), context))
    expect(form.inputs[0]).toMatchObject({ initial: anAnnouncement().words })
    const outcome = await announcement.hear(submit('change', 'n1', filled, cora), world(), context)
    expect(saves(outcome.effects)).toEqual(['announcements.discard', 'announcements.compose'])
  })

  it('can be discarded', async () => {
    const outcome = await announcement.hear(press('discard', 'n1', cora), world(), context)
    expect(saves(outcome.effects)).toEqual(['announcements.discard'])
  })
})

describe('sending one', () => {
  const posted = anAnnouncement({ postedAt: context.now })

  it('posts it once, and whoever presses second sees how far it is', async () => {
    const outcome = await announcement.hear(press('send', 'n1', cora), world(), context)
    expect(saves(outcome.effects)).toEqual(['announcements.post'])
    expect(touched(outcome.effects)).toEqual(['announcement n1'])
    expect(shown(outcome).summary).toContain('On its way: it goes to at least 2 people')
    for (const name of ['send', 'change', 'discard']) {
      const again = await announcement.hear(
        press(name, 'n1', cora),
        world({ announcements: [posted] }),
        context,
      )
      expect(again.effects).toEqual([])
      expect(shown(again).summary).toContain('delivered')
    }
  })

  it('does not go at a time that passed while the preview lay about', async () => {
    const stale = anAnnouncement({ at: Temporal.PlainDateTime.from('2026-01-20T09:00') })
    const outcome = await announcement.hear(
      press('send', 'n1', cora),
      world({ announcements: [stale] }),
      context,
    )
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('has passed in the meantime')
  })

  it('reaches each person once, and whoever joins later not at all', async () => {
    const { effects, next } = await announcement.plan(about, world({ announcements: [posted] }), context)
    expect(sends(effects).map(({ occurrence, participantId }) => `${occurrence} ${participantId}`)).toEqual([
      'words p-tom',
      'words p-amina',
      'words p-jo',
      'progress null',
    ])
    expect(next).not.toBeNull()
    const later = world({
      announcements: [posted],
      deliveries: [delivered({ state: 'due', dueAt: context.now })],
    })
    const again = await announcement.plan(about, later, context)
    expect(again.effects).toMatchObject([{ type: 'revise', occurrence: 'progress' }])
  })

  it('says nothing of a preview, or of what was discarded', async () => {
    expect(await announcement.plan(about, world(), context)).toEqual({ effects: [], next: null })
    expect(await announcement.compose(delivered({}), world({ announcements: [] }), context)).toEqual({
      type: 'drop',
      reason: 'discarded',
    })
  })

  it('shows its progress in one message', async () => {
    const read = world({
      announcements: [posted],
      acknowledged: ['n1 p-amina'],
      deliveries: [
        delivered({}),
        delivered({ participantId: 'p-tom', state: 'failed', reason: 'blocked' }),
        delivered({ participantId: 'p-jo', state: 'due' }),
      ],
    })
    const said = await announcement.compose(
      delivered({ occurrence: 'progress', participantId: null }),
      read,
      context,
    )
    if (said.type !== 'say') throw new Error('It should be said.')
    expect(faultsOf(said.content)).toEqual([])
    expect(wordsOf(said.content)).toContain('Delivered: 1 of 3')
    expect(wordsOf(said.content)).toContain('Acknowledged: 1 of 1')
  })
})

describe('stopping one', () => {
  const later = anAnnouncement({
    postedAt: context.now,
    at: Temporal.PlainDateTime.from('2026-02-02T09:30'),
  })
  const to = (participantId: string, but: Partial<Delivery> = {}) =>
    delivered({ participantId, state: 'due', dueAt: at('2026-02-02T09:30:00Z'), ...but })
  const read = (...deliveries: readonly Delivery[]) => world({ announcements: [later], deliveries })
  const see = async (name: string, ...deliveries: readonly Delivery[]) => {
    const outcome = await announcement.hear(press(name, 'n1', cora), read(...deliveries), context)
    expect(faultsOf(shown(outcome))).toEqual([])
    return { words: wordsOf(shown(outcome)), buttons: buttonsOf(shown(outcome)), effects: outcome.effects }
  }

  it('is offered, with a question, while nothing has been sent', async () => {
    expect((await see('progress', to('p-tom'), to('p-jo'))).buttons).toContain('Stop it')
    expect((await see('progress', to('p-tom', { state: 'sent' }), to('p-jo'))).buttons).not.toContain(
      'Stop it',
    )
    const message = shown(await announcement.hear(press('progress', 'n1', cora), read(to('p-tom')), context))
    expect(message.parts.flatMap((part) => (part.type === 'actions' ? part.actions : []))).toContainEqual(
      expect.objectContaining({
        name: 'stop',
        style: 'danger',
        confirm: expect.objectContaining({ yes: 'Stop it' }),
      }),
    )
  })

  it('cancels what waits, and says that nobody had got it', async () => {
    const { words, buttons, effects } = await see('stop', to('p-tom'), to('p-jo'))
    expect(effects).toEqual([
      { type: 'cancel', flow: 'announcement', subject: about, occurrence: 'words', reason: 'stopped' },
      { type: 'touch', subject: about },
    ])
    expect(words).toContain('It is stopped. It had not been sent to anybody yet. Nobody gets it.')
    expect(buttons).not.toContain('Stop it')
  })

  it('says how many had been sent already, and what may still arrive', async () => {
    const some = [to('p-tom', { state: 'sent' }), to('p-amina', { state: 'sending' }), to('p-jo')]
    const { words, effects } = await see('stop', ...some)
    expect(effects).toHaveLength(2)
    expect(words).toContain('It had been sent to 1 person already')
    expect(words).toContain('To 1 person it was just being sent, and may still arrive. Nobody else gets it.')
  })

  it('says to a second press that it is stopped already', async () => {
    const { words, effects } = await see('stop', to('p-tom', { state: 'dropped', reason: 'stopped' }))
    expect(effects).toEqual([])
    expect(words).toContain('It was stopped already.')
    expect(words).toContain('Announcement: stopped')
  })

  it('stops nothing that has gone, and no preview', async () => {
    const gone = await see('stop', to('p-tom', { state: 'sent' }))
    expect(gone.effects).toEqual([])
    expect(gone.words).toContain('nothing to stop')
    const preview = await announcement.hear(press('stop', 'n1', cora), world(), context)
    expect(preview.effects).toEqual([])
    expect(buttonsOf(shown(preview))).toContain('Send')
  })

  it('does not try again what was being sent when it was stopped', async () => {
    const { effects } = await announcement.plan(
      about,
      read(to('p-tom', { state: 'dropped', reason: 'stopped' }), to('p-jo')),
      context,
    )
    expect(effects).toMatchObject([{ type: 'cancel', reason: 'stopped' }, { type: 'revise' }])
  })

  it('has words for why', () => {
    expect(sayReason('stopped')).toBe('the announcement was stopped')
  })
})

describe('an announcement to somebody who was paused', () => {
  const words = (days: number) =>
    announcement.compose(
      delivered({ state: 'due' }),
      world({ announcements: [anAnnouncement({ postedAt: context.now })] }),
      aContext(context.now.add({ hours: days * 24 }).toString()),
    )

  it('comes when they are back, unless that is more than a fortnight later', async () => {
    expect(await words(13)).toMatchObject({ type: 'say' })
    expect(await words(14)).toEqual({ type: 'drop', reason: 'too-late' })
  })
})

describe('an announcement to few people', () => {
  it('shows no figure of them: neither before it is sent, nor after', async () => {
    const read = world({
      announcements: [anAnnouncement({ postedAt: context.now })],
      programmes: [aProgramme()],
      deliveries: [delivered({}), delivered({ participantId: 'p-tom', state: 'due' })],
    })
    const asCora = { ...cora, coordinates: [aProgramme()] }
    const words = wordsOf(shown(await announcement.hear(press('progress', 'n1', asCora), read, context)))
    expect(words).toContain('fewer than 5 people, so no figures are shown')
    expect(words).not.toMatch(/Acknowledged|Waiting for|delivered/)
  })
})

describe('acknowledging', () => {
  const read = (but: Partial<Facts> = {}) =>
    world({ announcements: [anAnnouncement({ postedAt: context.now })], deliveries: [delivered({})], ...but })

  it('is kept once, and says so on the message', async () => {
    const outcome = await announcement.hear(press('acknowledge', 'n1', amina), read(), context)
    expect(saves(outcome.effects)).toEqual(['announcements.acknowledge'])
    expect(wordsOf(shown(outcome))).toContain('you have seen this')
    const again = await announcement.hear(
      press('acknowledge', 'n1', amina),
      read({ acknowledged: ['n1 p-amina'] }),
      context,
    )
    expect(again.effects).toEqual([])
    const composed = await announcement.compose(
      delivered({}),
      read({ acknowledged: ['n1 p-amina'] }),
      context,
    )
    expect(composed).toEqual({ type: 'say', content: shown(outcome) })
  })

  it.each([
    ['someone who did not get it', whoIs(aPartner())],
    ['someone in no programme', stranger],
  ])('is not for %s', async (_, who) => {
    expect((await announcement.hear(press('acknowledge', 'n1', who), read(), context)).effects).toEqual([])
  })
})

describe('what did not arrive', () => {
  it('says who, why, and what to do', async () => {
    const read = world({
      announcements: [anAnnouncement({ postedAt: context.now })],
      deliveries: [
        delivered({}),
        delivered({ participantId: 'p-tom', state: 'failed', reason: 'not-installed' }),
        delivered({ participantId: 'p-jo', state: 'dropped', reason: 'paused' }),
      ],
    })
    const words = wordsOf(shown(await announcement.hear(press('report', 'n1', cora), read, context)))
    expect(words).toContain(
      'Tom Reed: could not be delivered, because the app is not installed for them. Ask them',
    )
    expect(words).toContain('Jo Ray: not sent, because it was not a time to write to them.')
    expect(words).toContain('No Where: not found on their workspace yet')
    expect(words).not.toContain('Amina')
  })

  it.each([
    'not-installed',
    'blocked',
    'no-such-person',
    'conversation-gone',
    'workspace-gone',
    'not-allowed',
    'too-large',
    'message-gone',
    'rejected',
  ] satisfies readonly RefusalCode[])('has words for a platform’s %s', (code) => {
    expect(sayReason(code)).not.toMatch(/^reason:/)
  })

  it.each(['paused', 'left', 'no-consent', 'gone', 'erased', 'unreachable', 'platform-not-connected'])(
    'has words for our own %s',
    (code) => {
      expect(sayReason(code)).not.toMatch(/^reason:/)
    },
  )

  it('lists what waits and what went amiss in every flow, by reason and page by page', async () => {
    const deliveries = Array.from({ length: 40 }, (_, i) =>
      aDelivery({
        id: `d${i}`,
        flow: i % 2 ? 'nudge' : 'survey',
        subject: { kind: 'pair', id: 'pair1' },
        state: i % 2 ? 'failed' : 'due',
        reason: i % 2 ? 'blocked' : null,
        participantId: i === 0 ? 'p-unknown' : 'p-tom',
      }),
    )
    const group = aDelivery({
      flow: 'introduction',
      subject: { kind: 'pair', id: 'pair1' },
      participantId: null,
      address: { type: 'pair', pairId: 'pair1' },
    })
    const read = world({ deliveries: [group, ...deliveries] })
    const first = shown(await announcement.hear(command('deliveries', cora), read, context))
    expect(faultsOf(first)).toEqual([])
    expect(wordsOf(first)).toContain('20 could not be delivered: they have blocked the app')
    expect(wordsOf(first)).toContain('Tom Reed and Amina Yusuf, introduction, still to come.')
    expect(wordsOf(first)).toContain('page 1 of 3')
    const third = shown(await announcement.hear(press('deliveries', 'g1:2', cora), read, context))
    expect(wordsOf(third)).toContain('page 3 of 3')
  })
})

describe('people of the same name', () => {
  const alike = (but: Partial<Participant> = {}) => {
    const [first, second] = ['p-tom', 'p-ada'].map((id) =>
      aParticipant({ id, name: 'Ada Obi', email: `${id}@example.org`, organisation: 'Arts Hub' }),
    )
    return [aParticipant(), unpaired, { ...aPartner(), ...first }, { ...aPartner(), ...second, ...but }]
  }
  const listed = async (
    participants: readonly Participant[],
    act: Parameters<typeof announcement.hear>[0],
  ) => {
    const [amina, , ada] = participants
    const read = world({
      announcements: [anAnnouncement({ postedAt: context.now })],
      participants,
      pairs: [aPair({ members: [amina, ada].flatMap((one) => one ?? []) })],
      deliveries: [
        ...['p-tom', 'p-ada', 'p-jo'].map((participantId) =>
          delivered({ participantId, state: 'dropped', reason: 'left' }),
        ),
        aDelivery({
          flow: 'introduction',
          subject: { kind: 'pair', id: 'pair1' },
          participantId: null,
          address: { type: 'pair', pairId: 'pair1' },
        }),
      ],
    })
    return wordsOf(shown(await announcement.hear(act, read, context)))
  }

  it.each([
    ['deliveries', command('deliveries', cora), ', announcement'],
    ['who did not get an announcement', press('report', 'n1', cora), ': not sent'],
  ])(
    'are told apart in %s, by where they work or by their address, and nobody else is called otherwise',
    async (_, act, after) => {
      const together = await listed(alike(), act)
      expect(together).toContain(`Ada Obi (p-tom@example.org)${after}`)
      expect(together).toContain(`Ada Obi (p-ada@example.org)${after}`)
      expect(together).toContain(`Jo Ray${after}`)
      const apart = await listed(alike({ organisation: 'City Council' }), act)
      expect(apart).toContain(`Ada Obi (Arts Hub)${after}`)
      expect(apart).toContain(`Ada Obi (City Council)${after}`)
      expect(await listed(alike({ name: 'Ada Field' }), act)).not.toMatch(/\((?:Arts|City|p-)/)
    },
  )

  it('are told apart in the message of a pair', async () => {
    expect(await listed(alike(), command('deliveries', cora))).toContain(
      'Amina Yusuf and Ada Obi (p-tom@example.org), introduction',
    )
  })

  it('are told apart where one of them has left, for what was not sent to them is listed still', async () => {
    const words = await listed(alike({ leftAt: context.now }), command('deliveries', cora))
    expect(words).toContain('Ada Obi (p-tom@example.org), announcement')
    expect(words).toContain('Ada Obi (p-ada@example.org), announcement')
  })

  it('are told apart by those who have no account', async () => {
    const words = await listed(
      [
        ...alike().slice(0, 3),
        aParticipant({ id: 'p-ada', name: 'Ada Obi', organisation: 'Quay', account: null }),
      ],
      press('report', 'n1', cora),
    )
    expect(words).toContain('Ada Obi (Quay): not found on their workspace yet')
    expect(words).toContain('Ada Obi (Arts Hub): not sent')
  })
})

describe('who may', () => {
  it.each(['compose', 'send', 'stop', 'change', 'discard', 'report', 'progress', 'deliveries', 'nonsense'])(
    'only coordinators press %s',
    async (name) => {
      for (const who of [amina, stranger])
        for (const subject of ['g1', 'n1', 'n1:2', '']) {
          const outcome = await announcement.hear(press(name, subject, who), world(), context)
          expect(outcome.effects).toEqual([])
          expect(shown(outcome).summary).toContain('Only the coordinators')
          expect(await announcement.form(name, subject, who, world(), context)).toBeNull()
        }
    },
  )

  it('nobody else submits the form', async () => {
    for (const [name, subject] of [
      ['compose', 'g1'],
      ['change', 'n1'],
    ] as const) {
      const outcome = await announcement.hear(submit(name, subject, filled, amina), world(), context)
      expect(outcome.effects).toEqual([])
    }
  })
})
