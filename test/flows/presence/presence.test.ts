import { describe, expect, it } from 'vitest'
import type { Act, Effect, Who } from '../../../src/core/flow.ts'
import type { Meeting } from '../../../src/core/model.ts'
import { presence } from '../../../src/flows/presence/index.ts'
import { aContext, aMeeting, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
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

/** A Tuesday. */
const NOW = '2026-03-10T10:00:00Z'
const amina = aParticipant()
const tom = aPartner()
const who = (but: Partial<Who> = {}): Who => ({
  account: anAccount(),
  participants: [amina],
  coordinates: [],
  ...but,
})
const coordinator = {
  programmeId: 'g1',
  email: 'cora@hub.example',
  account: anAccount({ id: 'a-cora', name: 'Cora Lane' }),
}
const ahead = aMeeting({ id: 'm-ahead', times: [at('2026-03-17T10:00:00Z')], revision: 4 })
const over = aMeeting({ id: 'm-over', times: [at('2026-02-17T10:00:00Z')] })
const offered = aMeeting({ id: 'm-offered', state: 'proposed', times: [at('2026-03-24T10:00:00Z')] })
const facts: Partial<Facts> = {
  programmes: [aProgramme()],
  coordinators: [coordinator],
  participants: [amina, tom],
  pairs: [aPair()],
  meetings: [over, ahead, offered],
}
const hear = (act: Act, given: Partial<Facts> = facts, now = NOW) =>
  presence.hear(act, readerOf(given), aContext(now))
const typed = (rest: string, by = who()): Act => ({
  type: 'command',
  word: 'pause',
  rest,
  home: false,
  who: by,
  id: 'act1',
})
const savesOf = (effects: readonly Effect[], verb: string) =>
  effects.filter((effect) => effect.type === 'save' && `${effect.aggregate}.${effect.verb}` === verb)
const changed = (effects: readonly Effect[]): readonly Meeting[] =>
  effects.flatMap((effect) =>
    effect.type === 'save' && effect.aggregate === 'meetings' && effect.verb === 'change'
      ? [effect.with[0]]
      : [],
  )

describe('a pause', () => {
  it('lasts until the start of the day, in the person’s own zone', async () => {
    const away = { ...amina, hours: { zone: 'America/New_York', week: [], daysOff: [] } }
    const { effects } = await hear(typed('until 20 March', who({ participants: [away] })))
    expect(savesOf(effects, 'participants.pause')).toEqual([
      expect.objectContaining({ with: ['p-amina', at('2026-03-20T04:00:00Z')] }),
    ])
  })

  it('says the day, that nobody else is affected, and which meetings stand', async () => {
    const said = shown(await hear(typed('until 20 March')))
    expect(wordsOf(said)).toContain('Friday 20 March')
    expect(wordsOf(said)).toContain('nobody else')
    expect(wordsOf(said)).toContain('Tuesday 17 March at 10:00, London time, with Tom')
    expect(buttonsOf(said)).toContain('My meetings')
    expect(faultsOf(said)).toEqual([])
  })

  it('leaves out meetings after the pause, those that are over and those only proposed', async () => {
    const said = wordsOf(shown(await hear(typed('until 16 March'))))
    expect(said).not.toContain('17 March')
    expect(said).not.toContain('stay booked')
  })

  it('touches the person, their pairs and meetings ahead', async () => {
    const { effects } = await hear(typed('for 2 weeks'))
    expect(touched(effects)).toEqual([
      'participant p-amina',
      'pair pair1',
      'meeting m-ahead',
      'meeting m-offered',
    ])
  })

  it.each([
    ['', null],
    ['until I feel better', 'could not read'],
    ['until 2026-03-10', 'not ahead'],
    ['until 2026-09-11', 'at most 6 months'],
  ])('asks for a day after "pause %s", and changes nothing', async (rest, note) => {
    const outcome = await hear(typed(rest))
    expect(outcome.effects).toEqual([])
    expect(faultsOf(asked(outcome))).toEqual([])
    if (note) expect(wordsOf(asked(outcome))).toContain(note)
  })

  it('takes the day from the form, and gives it back with a reason when it is past', async () => {
    const good = await hear(submit('pause', 'me', { until: '2026-03-12' }, who()))
    expect(saves(good.effects)).toEqual(['participants.pause'])
    const past = await hear(submit('pause', 'me', { until: '2026-03-09' }, who()))
    expect(past.effects).toEqual([])
    expect(past.reply).toMatchObject({
      type: 'errors',
      errors: { until: 'Please choose a day after today.' },
    })
    expect(asked(past).inputs[0]).toMatchObject({ initial: '2026-03-09' })
  })

  it('lets someone in two programmes choose, and pauses only what was chosen', async () => {
    const other = aParticipant({ id: 'p-two', programmeId: 'g2' })
    const both = who({ participants: [amina, other] })
    const given = { ...facts, programmes: [aProgramme(), aProgramme({ id: 'g2', name: 'Second' })] }
    const form = asked(await hear(typed('until Friday', both), given))
    expect(form.inputs.map(({ name, initial }) => [name, initial])).toEqual([
      ['until', '2026-03-13'],
      ['programmes', ['p-amina', 'p-two']],
    ])
    const { effects } = await hear(
      submit('pause', 'me', { until: '2026-03-13', programmes: ['p-two', 'p-forged'] }, both),
      given,
    )
    expect(savesOf(effects, 'participants.pause')).toEqual([
      expect.objectContaining({ with: ['p-two', at('2026-03-13T00:00:00Z')] }),
    ])
  })

  it('is not there for someone who has not said yes, or takes no part', async () => {
    const invited = who({ participants: [{ ...amina, consent: 'unasked' }] })
    const first = await hear(typed('until Friday', invited))
    const second = await hear(typed('until Friday', who({ participants: [] })))
    expect([first.effects, second.effects]).toEqual([[], []])
    expect(wordsOf(shown(first))).toContain('not joined')
    expect(wordsOf(shown(second))).toContain('not taking part')
    expect(await presence.form('pause', 'me', invited, readerOf(facts), aContext(NOW))).toBeNull()
  })

  it('ends by itself on its day, once, with a kind word', async () => {
    const until = at('2026-03-20T00:00:00Z')
    const given = { ...facts, participants: [{ ...amina, pausedUntil: until }] }
    const subject = { kind: 'participant', id: 'p-amina' } as const
    const before = await presence.plan(subject, readerOf(given), aContext(NOW))
    expect(before).toEqual({ effects: [], next: until })
    const due = await presence.plan(subject, readerOf(given), aContext('2026-03-20T00:00:00Z'))
    expect(saves(due.effects)).toEqual([])
    expect(sends(due.effects)).toMatchObject([{ class: 'ordinary', participantId: 'p-amina' }])
    expect(touched(due.effects)).toContain('pair pair1')
    expect(due.next).toBeNull()
    const deliveries = sends(due.effects).map((one) => aDelivery({ ...one }))
    const after = await presence.plan(
      subject,
      readerOf({ ...given, deliveries }),
      aContext('2026-03-20T00:00:01Z'),
    )
    expect(after).toEqual({ effects: [], next: null })
  })

  it('greets nobody who has paused again before the word went out', async () => {
    const delivery = aDelivery({
      flow: 'presence',
      subject: { kind: 'participant', id: 'p-amina' },
      occurrence: 'back 2026-03-20T00:00:00Z',
    })
    const again = { ...amina, pausedUntil: at('2026-04-01T00:00:00Z') }
    const compose = (participant: typeof amina, state: 'due' | 'sent') =>
      presence.compose(
        { ...delivery, state },
        readerOf({ ...facts, participants: [participant] }),
        aContext('2026-03-20T09:00:00Z'),
      )
    expect(await compose(again, 'due')).toEqual({ type: 'drop', reason: 'no-longer-true' })
    const back = { ...amina, pausedUntil: at('2026-03-20T00:00:00Z') }
    expect(await compose(back, 'due')).toMatchObject({ type: 'say' })
    expect(await compose(again, 'sent')).toMatchObject({ type: 'say' })
  })

  it('ends in one tap, and a second tap says so kindly', async () => {
    const away = who({ participants: [{ ...amina, pausedUntil: at('2026-04-01T00:00:00Z') }] })
    const first = await hear(press('resume', 'me', away))
    expect(savesOf(first.effects, 'participants.pause')).toMatchObject([{ with: ['p-amina', null] }])
    const second = await hear(press('resume', 'me', who()))
    expect(second.effects).toEqual([])
    expect(wordsOf(shown(second))).toContain('not paused')
    const past = who({ participants: [{ ...amina, pausedUntil: at('2026-03-01T00:00:00Z') }] })
    expect((await hear(press('resume', 'me', past))).effects).toEqual([])
  })
})

describe('leaving', () => {
  it('asks first, names whom it concerns, and changes nothing', async () => {
    const outcome = await hear(command('leave', who()))
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('Tom will hear')
    expect(faultsOf(shown(outcome))).toEqual([])
  })

  it('asks somebody who has only been invited without speaking of a partner or a pause', async () => {
    const invited = aParticipant({ consent: 'unasked' })
    const asked = await hear(command('leave', who({ participants: [invited] })))
    expect(wordsOf(shown(asked))).not.toMatch(/partner|pause/i)
    expect(buttonsOf(shown(asked))).toEqual(['Leave', 'Read the invitation', 'Home', 'Contact in confidence'])
    expect(asked.effects).toEqual([])
  })

  it('does all of it in one step', async () => {
    const { effects, reply } = await hear(press('leave-now', 'p-amina', who()))
    expect(saves(effects)).toEqual(['participants.leave', 'pairs.end', 'meetings.change', 'meetings.change'])
    expect(changed(effects).map(({ id, state, revision }) => [id, state, revision])).toEqual([
      ['m-ahead', 'cancelled', 5],
      ['m-offered', 'cancelled', 2],
    ])
    expect(touched(effects)).toEqual(
      expect.arrayContaining(['participant p-amina', 'participant p-tom', 'pair pair1', 'meeting m-ahead']),
    )
    expect(sends(effects)).toMatchObject([
      { participantId: 'p-tom', class: 'ordinary', address: { accountId: 'a-tom' } },
      { participantId: null, class: 'ordinary', address: { accountId: 'a-cora' } },
    ])
    expect(reply.type).toBe('became')
  })

  it('lets two of three go on, with what is booked', async () => {
    const jo = aPartner({ id: 'p-jo', name: 'Jo Bell', account: anAccount({ id: 'a-jo' }) })
    const given = { ...facts, pairs: [aPair({ members: [tom, amina, jo] })] }
    const { effects } = await hear(press('leave-now', 'p-amina', who()), given)
    expect(saves(effects)).toEqual(['participants.leave', 'pairs.goOnWithout', 'meetings.change'])
    expect(changed(effects).map(({ id }) => id)).toEqual(['m-offered'])
    expect(sends(effects).map(({ participantId }) => participantId)).toEqual(['p-tom', 'p-jo', null])
  })

  it('is over when pressed again, and is nobody else’s to do', async () => {
    const gone = { ...amina, leftAt: at('2026-03-09T10:00:00Z') }
    const again = await hear(press('leave-now', 'p-amina', who({ participants: [] })), {
      ...facts,
      participants: [gone, tom],
    })
    expect(again.effects).toEqual([])
    expect(wordsOf(shown(again))).toContain('left City Region Programme already')
    for (const subject of ['p-tom', 'nobody', '']) {
      const forged = await hear(press('leave-now', subject, who()))
      expect(forged.effects).toEqual([])
      expect(wordsOf(shown(forged))).toContain('Only the person')
    }
  })

  it('asks which programme when there are several', async () => {
    const both = who({ participants: [amina, aParticipant({ id: 'p-two', programmeId: 'g2' })] })
    const given = { ...facts, programmes: [aProgramme(), aProgramme({ id: 'g2', name: 'Second' })] }
    const which = shown(await hear(command('leave', both), given))
    expect(buttonsOf(which)).toEqual(['City Region Programme', 'Second', 'Home'])
    const one = shown(await hear(press('leave', 'p-two', both), given))
    expect(wordsOf(one)).toContain('leave Second?')
  })

  const leftAt = at(NOW)
  const gone = { ...amina, leftAt }
  const left: Partial<Facts> = {
    ...facts,
    participants: [gone, tom],
    pairs: [aPair({ members: [tom, gone], endedAt: leftAt })],
  }
  const told = async (but: Parameters<typeof aDelivery>[0], given: Partial<Facts>) => {
    const composed = await presence.compose(aDelivery(but), readerOf(given), aContext(NOW))
    if (composed.type !== 'say') throw new Error(composed.reason)
    expect(faultsOf(composed.content)).toEqual([])
    return wordsOf(composed.content)
  }

  it('tells the partner neutrally, with what happens next', async () => {
    const words = await told(
      {
        flow: 'presence',
        subject: { kind: 'pair', id: 'pair1' },
        occurrence: 'left p-amina',
        participantId: 'p-tom',
      },
      left,
    )
    expect(words).toContain('Amina has left City Region Programme, so your pairing has ended')
    expect(words).toContain('paired with somebody else')
  })

  it('tells coordinators who has no partner now, and no reason', async () => {
    const words = await told(
      {
        flow: 'presence',
        subject: { kind: 'participant', id: 'p-amina' },
        occurrence: `left ${leftAt}`,
        participantId: null,
      },
      left,
    )
    expect(words).toContain('Tom Reed has no partner now')
  })

  it('tells those who remain of three whom they go on with', async () => {
    const jo = aPartner({ id: 'p-jo', name: 'Jo Bell' })
    const words = await told(
      {
        flow: 'presence',
        subject: { kind: 'pair', id: 'pair1' },
        occurrence: 'left p-amina',
        participantId: 'p-tom',
      },
      { ...left, pairs: [aPair({ members: [tom, jo] })] },
    )
    expect(words).toContain('You and Jo go on as a pair')
  })
})
