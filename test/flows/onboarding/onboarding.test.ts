import { describe, expect, it } from 'vitest'
import { mistakesIn } from '../../../src/core/answers.ts'
import type { Act, Who } from '../../../src/core/flow.ts'
import type { Delivery, Participant } from '../../../src/core/model.ts'
import { onboarding } from '../../../src/flows/onboarding/index.ts'
import { onboardingPlan } from '../../../src/flows/onboarding/schedule.ts'
import { aContext, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import {
  aDelivery,
  asked,
  buttonsOf,
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
const NOW = '2026-01-06T10:00:00Z'
const subject = { kind: 'participant', id: 'p-amina' } as const
const invited = aParticipant({
  consent: 'unasked',
  consentAt: null,
  confirmedAt: null,
  account: anAccount({ welcomedAt: null }),
})
const joined: Participant = { ...invited, consent: 'yes', consentAt: at('2026-01-06T10:00:00Z') }
const refused: Participant = { ...invited, consent: 'no', consentAt: at('2026-01-06T10:00:00Z') }
const by = (participant: Participant): Who => ({
  account: anAccount(),
  participants: [participant],
  coordinates: [],
})
const factsOf = (participant: Participant): Partial<Facts> => ({
  programmes: [aProgramme()],
  participants: [participant, aPartner()],
})
const hear = (act: Act, participant: Participant, given: Partial<Facts> = {}) =>
  onboarding.hear(act, readerOf({ ...factsOf(participant), ...given }), aContext(NOW))
const delivery = (but: Partial<Delivery>): Delivery =>
  aDelivery({ flow: 'onboarding', subject, class: 'invitation', ...but })
const sentAt = (occurrence: string, iso: string) => delivery({ occurrence, state: 'sent', sentAt: at(iso) })

describe('when onboarding speaks', () => {
  const cases: readonly (readonly [
    string,
    Participant,
    readonly Delivery[],
    string,
    string | null,
    string | null,
  ])[] = [
    ['invites as soon as there is an account', invited, [], NOW, 'invitation', '2026-01-09T09:00:00Z'],
    [
      'waits while the invitation waits for working hours',
      invited,
      [delivery({ occurrence: 'invitation', state: 'due' })],
      NOW,
      null,
      '2026-01-09T09:00:00Z',
    ],
    [
      'waits three working days from when it was shown, over a weekend',
      invited,
      [sentAt('invitation', '2026-01-08T10:00:00Z')],
      '2026-01-09T10:00:00Z',
      null,
      '2026-01-13T09:00:00Z',
    ],
    [
      'reminds once',
      invited,
      [sentAt('invitation', '2026-01-08T10:00:00Z')],
      '2026-01-13T09:00:00Z',
      'reminder',
      null,
    ],
    [
      'reminds once even after a long outage',
      invited,
      [sentAt('invitation', '2026-01-08T10:00:00Z')],
      '2026-06-13T09:00:00Z',
      'reminder',
      null,
    ],
    [
      'is silent after the reminder',
      invited,
      [sentAt('invitation', '2026-01-08T10:00:00Z'), sentAt('reminder', '2026-01-13T09:00:00Z')],
      '2026-06-13T09:00:00Z',
      null,
      null,
    ],
    [
      'tries anew what could not be delivered',
      invited,
      [delivery({ occurrence: 'invitation', state: 'failed', reason: 'not-installed' })],
      NOW,
      'invitation 2',
      '2026-01-09T09:00:00Z',
    ],
    [
      'does not try for ever',
      invited,
      ['invitation', 'invitation 2', 'invitation 3'].map((occurrence) =>
        delivery({ occurrence, state: 'failed' }),
      ),
      NOW,
      null,
      null,
    ],
    ['is silent after a no', refused, [], NOW, null, null],
    ['waits for the form after a yes', joined, [], NOW, null, '2026-01-09T09:00:00Z'],
    ['reminds of the form once', joined, [], '2026-01-09T09:00:00Z', 'details', null],
    [
      'does not remind of the form twice',
      joined,
      [delivery({ occurrence: 'details', state: 'due' })],
      '2026-02-09T09:00:00Z',
      null,
      null,
    ],
    ['is silent once all is confirmed', aParticipant(), [], NOW, null, null],
    ['is silent without an account', { ...invited, account: null }, [], NOW, null, null],
    [
      'is silent when the app was removed',
      { ...invited, account: anAccount({ gone: true }) },
      [],
      NOW,
      null,
      null,
    ],
    ['is silent for someone who has left', { ...invited, leftAt: at(NOW) }, [], NOW, null, null],
  ]
  it.each(cases)('%s', (_name, participant, deliveries, now, occurrence, next) => {
    const plan = onboardingPlan(participant, aProgramme(), deliveries, at(now))
    expect(plan.step?.occurrence ?? null).toBe(occurrence)
    expect(plan.next?.toString() ?? null).toBe(next)
  })

  it('leaves someone who was just welcomed time to open the invitation themselves', () => {
    const account = anAccount({ welcomedAt: at('2026-01-06T09:59:00Z') })
    const { step } = onboardingPlan({ ...invited, account }, aProgramme(), [], at(NOW))
    expect(step?.dueAt.toString()).toBe('2026-01-06T10:14:00Z')
  })

  it('sends the invitation as the only class that may reach someone who has not said yes', async () => {
    const { effects } = await onboarding.plan(subject, readerOf(factsOf(invited)), aContext(NOW))
    expect(sends(effects)).toMatchObject([{ class: 'invitation', participantId: 'p-amina' }])
    const later = await onboarding.plan(subject, readerOf(factsOf(joined)), aContext('2026-01-12T09:00:00Z'))
    expect(sends(later.effects)).toMatchObject([{ class: 'ordinary', occurrence: 'details' }])
  })
})

describe('the invitation', () => {
  const composed = async (participant: Participant, but: Partial<Delivery>) => {
    const said = await onboarding.compose(
      delivery({ occurrence: 'invitation', ...but }),
      readerOf(factsOf(participant)),
      aContext(NOW),
    )
    if (said.type === 'say') expect(faultsOf(said.content)).toEqual([])
    return said.type === 'say' ? wordsOf(said.content) : said.reason
  }

  it('says what is kept, what an employer can see, and whom to turn to', async () => {
    const words = await composed(invited, {})
    expect(words).toContain('What is kept')
    expect(words).toContain('they can export this chat')
    expect(words).toContain('Grace Obi (grace@independent.example), who is independent of every organisation')
  })

  it.each([
    ['due', joined, 'already-answered'],
    ['sent', joined, 'You said yes'],
    ['due', refused, 'already-answered'],
    ['sent', refused, 'You said no'],
    ['due', { ...invited, leftAt: at(NOW) }, 'left'],
    ['sent', { ...invited, leftAt: at(NOW) }, 'You have left'],
  ] as const)('when %s, shows what became of it', async (state, participant, words) => {
    expect(await composed(participant, { state })).toContain(words)
  })

  it('is reminded of with all that a yes rests on', async () => {
    const words = await composed(invited, { occurrence: 'reminder' })
    expect(words).toContain('only this once more')
    expect(words).toContain('they can export this chat')
  })

  it('drops the reminder of the form once it is filled in', async () => {
    expect(await composed(joined, { occurrence: 'details' })).toContain('09:00 to 17:00, London time')
    expect(await composed(aParticipant(), { occurrence: 'details' })).toBe('already-confirmed')
  })
})

describe('an answer to the invitation', () => {
  it('yes: keeps it, touches whom it concerns, and leads to the form', async () => {
    const outcome = await hear(press('yes', 'p-amina', by(invited)), invited, { pairs: [aPair()] })
    expect(saves(outcome.effects)).toEqual(['participants.consented'])
    expect(touched(outcome.effects)).toEqual(['participant p-amina', 'pair pair1'])
    expect(outcome.effects).toContainEqual(expect.objectContaining({ type: 'revise', flow: 'onboarding' }))
    expect(buttonsOf(shown(outcome))).toContain('Confirm my details')
    expect(faultsOf(shown(outcome))).toEqual([])
  })

  it('the form is right as it opens', async () => {
    const form = asked(await hear(press('details', 'p-amina', by(joined)), joined))
    const initial = Object.fromEntries(
      form.inputs.map(({ name, initial }) => [name, typeof initial === 'number' ? '' : (initial ?? '')]),
    )
    expect(mistakesIn(form, initial)).toEqual({})
    expect(faultsOf(form)).toEqual([])
    const { effects, reply } = await hear(submit('details', 'p-amina', initial, by(joined)), joined)
    expect(saves(effects)).toEqual(['participants.confirm'])
    expect(reply.type).toBe('became')
  })

  it('yes twice: nothing changes', async () => {
    const again = await hear(press('yes', 'p-amina', by(joined)), joined)
    expect(again.effects).toEqual([])
    const confirmed = aParticipant()
    expect(wordsOf(shown(await hear(press('yes', 'p-amina', by(confirmed)), confirmed)))).toContain(
      'You have said yes',
    )
  })

  it('no: is respected, and can change to yes', async () => {
    const no = await hear(press('no', 'p-amina', by(invited)), invited)
    expect(saves(no.effects)).toEqual(['participants.consented'])
    expect(wordsOf(shown(no))).toContain('respected')
    expect(faultsOf(shown(no))).toEqual([])
    const yes = await hear(press('yes', 'p-amina', by(refused)), refused)
    expect(saves(yes.effects)).toEqual(['participants.consented'])
  })

  it('an old no of someone who has joined changes nothing', async () => {
    const { effects, reply } = await hear(press('no', 'p-amina', by(joined)), joined)
    expect(effects).toEqual([])
    expect(reply.type).toBe('answer')
  })

  it('what exactly is kept is told without deciding anything', async () => {
    const outcome = await hear(press('kept', 'p-amina', by(invited)), invited)
    expect(outcome.effects).toEqual([])
    expect(buttonsOf(shown(outcome))).toContain('Yes, join')
    expect(faultsOf(shown(outcome))).toEqual([])
  })

  it.each(['yes', 'no', 'kept', 'details', 'invitation'])(
    'a forged “%s” for somebody else does nothing',
    async (name) => {
      const outcome = await hear(press(name, 'p-tom', by(invited)), invited)
      expect(outcome.effects).toEqual([])
      expect(wordsOf(shown(outcome))).toContain('Only the person')
    },
  )

  it('nobody fills in details before a yes, nor for another', async () => {
    const form = (participant: Participant, id: string) =>
      onboarding.form('details', id, by(participant), readerOf(factsOf(participant)), aContext(NOW))
    expect(await form(invited, 'p-amina')).toBeNull()
    expect(await form(joined, 'p-tom')).toBeNull()
    expect((await form(joined, 'p-amina'))?.name).toBe('details')
  })

  it('mistakes come back with what was filled in', async () => {
    const filled = { zone: 'Europe/London', days: ['1'], from: '12:00', to: '11:00', 'days-off': 'soon' }
    const outcome = await hear(submit('details', 'p-amina', filled, by(joined)), joined)
    expect(outcome.effects).toEqual([])
    expect(outcome.reply).toMatchObject({
      type: 'errors',
      errors: { to: expect.stringContaining('later'), 'days-off': expect.stringContaining('“soon”') },
    })
    expect(asked(outcome).inputs.find(({ name }) => name === 'days-off')?.initial).toBe('soon')
  })

  it('whom somebody would rather not be paired with is kept, and never shown to anybody, themselves included', async () => {
    const filled = { zone: 'Europe/London', days: ['1'], from: '09:00', to: '17:00', 'not-with': 'Eve Stone' }
    const saved = await hear(submit('details', 'p-amina', filled, by(joined)), joined)
    expect(saved.effects).toContainEqual({
      type: 'save',
      aggregate: 'participants',
      verb: 'keepApart',
      with: ['p-amina', ['Eve Stone']],
    })
    expect(JSON.stringify(saved.reply)).not.toContain('Eve')
    const mended = await hear(submit('details', 'p-amina', { ...filled, to: '08:00' }, by(joined)), joined)
    expect(saves(mended.effects)).toEqual(['participants.keepApart'])
    expect(JSON.stringify(mended.reply)).not.toContain('Eve')
    expect(JSON.stringify(mended.reply)).toContain('1 entry is kept; leave this empty to keep that')
    const facts = { ...factsOf(joined), notWith: [{ participantId: 'p-amina', people: ['Eve Stone', 'x'] }] }
    const form = await onboarding.form('details', 'p-amina', by(joined), readerOf(facts), aContext(NOW))
    expect(JSON.stringify(form)).toContain('2 entries are kept')
    expect(JSON.stringify(form)).not.toContain('Eve')
  })

  it('someone who has left hears so', async () => {
    const gone = { ...joined, leftAt: at(NOW) }
    const nobody: Who = { account: anAccount(), participants: [], coordinates: [] }
    const outcome = await hear(press('yes', 'p-amina', nobody), gone)
    expect(outcome.effects).toEqual([])
    expect(wordsOf(shown(outcome))).toContain('You have left')
  })
})
