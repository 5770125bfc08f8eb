import { describe, expect, it } from 'vitest'
import { mistakesIn } from '../../../src/core/answers.ts'
import type { Who } from '../../../src/core/flow.ts'
import type { Participant, Survey, SurveyResponse } from '../../../src/core/model.ts'
import { survey } from '../../../src/flows/survey/index.ts'
import { surveysToOpen } from '../../../src/flows/survey/schedule.ts'
import { aContext, anAccount, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
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

const SECRET = 'words of one person'
const programme = aProgramme()
const baseline: Survey = {
  id: 's1',
  programmeId: 'g1',
  kind: 'baseline',
  anonymous: true,
  opensAt: at('2026-01-06T10:00:00Z'),
  closesAt: at('2026-02-03T10:00:00Z'),
}
const whoIs = (person: Participant): Who => ({
  account: person.account ?? anAccount(),
  participants: [person],
  coordinates: [],
})
const amina = whoIs(aParticipant())
const cora: Who = { account: anAccount({ id: 'a-cora' }), participants: [], coordinates: [programme] }
const stranger: Who = { account: anAccount({ id: 'a-x' }), participants: [], coordinates: [] }
const world = (but: Partial<Facts> = {}) =>
  readerOf({
    programmes: [programme],
    participants: [aPartner(), aParticipant()],
    surveys: [baseline],
    coordinators: [{ programmeId: 'g1', email: 'cora@hub.example', account: cora.account }],
    ...but,
  })
const context = aContext('2026-01-12T10:00:00Z')
const late = aContext('2026-02-04T10:00:00Z')
const about = { kind: 'survey', id: 's1' } as const

describe('when surveys open', () => {
  const opened = (now: string, known: readonly Survey[] = [], yes = true) =>
    surveysToOpen(programme, known, yes, at(now)).open.map(({ kind }) => kind)

  it.each([
    ['nothing before anyone has said yes', '2026-01-12T10:00:00Z', [], false, []],
    ['the baseline as soon as someone has', '2026-01-05T10:00:00Z', [], true, ['baseline']],
    ['no second baseline', '2026-01-12T10:00:00Z', [baseline], true, []],
    ['halfway in month six', '2026-07-12T08:00:00Z', [baseline], true, ['halfway']],
    ['no baseline once halfway has come', '2026-07-12T08:00:00Z', [], true, ['halfway']],
    [
      'closing in month twelve',
      '2027-01-12T09:00:00Z',
      [baseline, { ...baseline, id: 's2', kind: 'halfway' as const }],
      true,
      ['closing'],
    ],
    ['nothing that an outage has overtaken', '2026-09-12T09:00:00Z', [baseline], true, []],
  ])('%s', (_, now, known, yes, expected) => {
    expect(opened(now, known, yes)).toEqual(expected)
  })

  it('gives each survey an id of its own that is always the same', () => {
    const [one] = surveysToOpen(programme, [], true, at('2026-01-12T10:00:00Z')).open
    const [again] = surveysToOpen(programme, [], true, at('2026-01-13T10:00:00Z')).open
    expect(one?.id).toBe(again?.id)
  })

  it('looks again at the next stage', () => {
    expect(surveysToOpen(programme, [], true, at('2026-01-12T10:00:00Z')).next?.toString()).toBe(
      '2026-07-12T08:00:00Z',
    )
  })

  it('opens the baseline when the first person says yes, through the programme', async () => {
    const plan = await survey.plan({ kind: 'participant', id: 'p-amina' }, world({ surveys: [] }), context)
    expect(touched(plan.effects)).toEqual(['programme g1'])
    const { effects } = await survey.plan({ kind: 'programme', id: 'g1' }, world({ surveys: [] }), context)
    expect(saves(effects)).toEqual(['surveys.open'])
  })
})

describe('who is invited', () => {
  const invited = async (but: Partial<Facts>, now = context) =>
    sends((await survey.plan(about, world(but), now)).effects).map(
      ({ occurrence, participantId }) => `${occurrence} ${participantId}`,
    )

  it('is everyone who said yes, and nobody else', async () => {
    const others = [
      aParticipant({ id: 'p-no', consent: 'no' }),
      aParticipant({ id: 'p-unasked', consent: 'unasked' }),
      aParticipant({ id: 'p-left', leftAt: at('2026-01-07T10:00:00Z') }),
      aParticipant({ id: 'p-nowhere', account: null }),
    ]
    expect(await invited({ participants: [aPartner(), aParticipant(), ...others] })).toEqual([
      'invitation p-tom',
      'invitation p-amina',
    ])
  })

  it('is reminded a week before the end, whoever has answered, when it is anonymous', async () => {
    const taken = ['s1 p-amina']
    expect(await invited({ taken }, aContext('2026-01-27T10:00:00Z'))).toContain('reminder p-amina')
    const named = { surveys: [{ ...baseline, anonymous: false }], taken }
    expect(await invited(named, aContext('2026-01-27T10:00:00Z'))).not.toContain('reminder p-amina')
  })

  it('is nobody once it has closed; coordinators then hear that results are ready', async () => {
    expect(await invited({}, late)).toEqual(['results null'])
  })

  it('leaves out whoever has paused, and invites them when they are back', async () => {
    const pausedUntil = at('2026-01-20T09:00:00Z')
    const participants = [aPartner(), aParticipant({ pausedUntil })]
    expect(await invited({ participants })).toEqual(['invitation p-tom'])
    const subject = { kind: 'participant', id: 'p-amina' } as const
    expect(await survey.plan(subject, world({ participants }), context)).toEqual({
      effects: [],
      next: pausedUntil,
    })
    const back = await survey.plan(subject, world({ participants }), aContext('2026-01-20T09:00:00Z'))
    expect(sends(back.effects)).toMatchObject([{ participantId: 'p-amina', occurrence: 'invitation' }])
  })

  it('includes those who say yes while it is open', async () => {
    const { effects } = await survey.plan({ kind: 'participant', id: 'p-amina' }, world(), context)
    expect(sends(effects)).toMatchObject([{ participantId: 'p-amina', occurrence: 'invitation' }])
  })

  it('says the rules before anything is asked, and that an anonymous reminder goes to all', async () => {
    const delivery = aDelivery({ flow: 'survey', subject: about, occurrence: 'reminder' })
    const said = await survey.compose(delivery, world({ taken: ['s1 p-amina'] }), context)
    if (said.type !== 'say') throw new Error('It should be said.')
    expect(faultsOf(said.content)).toEqual([])
    expect(wordsOf(said.content)).toMatch(/goes to everyone[\s\S]*never for fewer than 5 people/)
    expect(await survey.compose(delivery, world(), late)).toEqual({ type: 'drop', reason: 'closed' })
    const closed = await survey.compose({ ...delivery, state: 'sent' }, world(), late)
    expect(JSON.stringify(closed)).toContain('has closed')
  })
})

describe.each([
  ['anonymous', baseline, /It is anonymous/, /goes to everyone/],
  ['named', { ...baseline, anonymous: false }, /It is not anonymous.*whoever runs this app/, /only to those/],
] as const)('a survey that is %s', (_, asked, truth, reminds) => {
  const read = (but: Partial<Facts> = {}) => world({ surveys: [asked], ...but })
  const invited = aDelivery({ flow: 'survey', subject: about, occurrence: 'invitation' })
  const said = async (delivery = invited, but: Partial<Facts> = {}) => {
    const composed = await survey.compose(delivery, read(but), context)
    if (composed.type !== 'say') throw new Error('It should be said.')
    expect(faultsOf(composed.content)).toEqual([])
    return wordsOf(composed.content)
  }

  it('says so, and who sees what, in invitation, reminder and form, before anything is asked', async () => {
    for (const words of [await said(), await said({ ...invited, occurrence: 'reminder' })]) {
      expect(words).toMatch(truth)
      expect(words).toContain('never for fewer than 5 people')
    }
    const form = await survey.form('answer', 's1', amina, read(), context)
    expect(form && wordsOf({ ...form, inputs: [] })).toMatch(truth)
  })

  it('says in its reminder to whom it goes, and not in its invitation', async () => {
    expect(await said({ ...invited, occurrence: 'reminder' })).toMatch(reminds)
    expect(await said()).not.toMatch(reminds)
  })

  it('tells whoever has answered how the answers are kept', async () => {
    const act = submit('answer', 's1', { trust: '4', decision: ['send'] }, amina)
    expect(wordsOf(shown(await survey.hear(act, read(), context)))).toContain(
      asked.anonymous ? 'kept apart from your name' : 'kept with your name',
    )
  })

  it('tells coordinators in its results what it was', async () => {
    const results = shown(await survey.hear(press('results', 's1', cora), read(), late))
    expect(wordsOf(results)).toContain(asked.anonymous ? 'was anonymous' : 'was named')
  })

  it('is invited to and reminded of alike by whoever may not be known to have answered', async () => {
    const taken = { taken: ['s1 p-amina'] }
    for (const occurrence of ['invitation', 'reminder']) {
      const composed = await survey.compose({ ...invited, occurrence }, read(taken), context)
      expect(composed).toMatchObject(
        asked.anonymous ? { type: 'say' } : { type: 'drop', reason: 'already-answered' },
      )
    }
  })
})

describe('whether surveys are anonymous', () => {
  it('is the setting of the programme when they open, and stays', () => {
    const named = aProgramme({ settings: { ...programme.settings, surveys: 'named' } })
    const opening = (of: typeof programme) =>
      surveysToOpen(of, [], true, at('2026-01-12T10:00:00Z')).open.map(({ anonymous }) => anonymous)
    expect(opening(programme)).toEqual([true])
    expect(opening(named)).toEqual([false])
  })
})

describe('answering', () => {
  it('shows the rules in the form before the first question, and words stay private', async () => {
    const form = asked(await survey.hear(press('open', 's1', amina), world(), context))
    expect(faultsOf(form)).toEqual([])
    expect(wordsOf(form)).toContain('Who sees what')
    expect(form.inputs.find(({ name }) => name === 'words')).toMatchObject({ private: true })
    expect(mistakesIn(form, { trust: '6' })).toHaveProperty('trust')
    expect(mistakesIn(form, { decision: ['send'] })).toEqual({})
  })

  it('sends the answers once, under the side alone', async () => {
    const act = submit('answer', 's1', { trust: '4', words: SECRET, decision: ['send'] }, amina)
    const outcome = await survey.hear(act, world(), context)
    expect(outcome.effects).toEqual([
      {
        type: 'save',
        aggregate: 'surveys',
        verb: 'submit',
        with: ['s1', 'p-amina', 'b', { trust: '4', words: SECRET }],
      },
    ])
    expect(JSON.stringify(outcome.reply)).not.toContain(SECRET)
    const again = await survey.hear(act, world({ taken: ['s1 p-amina'] }), context)
    expect(again.effects).toEqual([])
    expect(shown(again).summary).toContain('already answered')
  })

  it('keeps what is not ready, and opens with it, private words excepted', async () => {
    const act = submit('answer', 's1', { trust: '4', words: SECRET, decision: ['keep'] }, amina)
    const outcome = await survey.hear(act, world(), context)
    expect(saves(outcome.effects)).toEqual(['surveys.keep'])
    const read = world({ begun: { 's1 p-amina': { trust: '4', words: SECRET, sponsorship: 'both' } } })
    const form = asked(await survey.hear(press('open', 's1', amina), read, context))
    expect(form.inputs.find(({ name }) => name === 'trust')).toMatchObject({ initial: 4 })
    expect(form.inputs.find(({ name }) => name === 'sponsorship')).toMatchObject({ initial: ['both'] })
    expect(JSON.stringify(form)).not.toContain(SECRET)
    const sent = await survey.hear(
      submit('answer', 's1', { trust: '5', words: '', decision: ['send'] }, amina),
      read,
      context,
    )
    expect(sent.effects[0]).toMatchObject({
      verb: 'submit',
      with: ['s1', 'p-amina', 'b', { trust: '5', words: SECRET }],
    })
  })

  it('asks for one answer at least before it sends', async () => {
    const outcome = await survey.hear(submit('answer', 's1', { decision: ['send'] }, amina), world(), context)
    expect(outcome.effects).toEqual([])
    expect(outcome.reply).toMatchObject({
      type: 'errors',
      errors: { confidence: expect.stringContaining('Nothing') },
    })
  })

  it.each([
    ['someone in no programme', stranger, world(), context],
    ['a coordinator', cora, world(), context],
    ['someone who has not said yes', whoIs(aParticipant({ consent: 'no' })), world(), context],
    ['anyone, about a survey that is not there', amina, world({ surveys: [] }), context],
    ['anyone, once it has closed', amina, world(), late],
  ])('is closed to %s', async (_, who, read, when) => {
    expect(await survey.form('answer', 's1', who, read, when)).toBeNull()
    const outcome = await survey.hear(
      submit('answer', 's1', { trust: '4', decision: ['send'] }, who),
      read,
      when,
    )
    expect(outcome.effects).toEqual([])
    expect(shown(await survey.hear(press('open', 's1', who), read, when)).type).toBe('message')
  })
})

describe('results', () => {
  const responses: readonly SurveyResponse[] = Array.from({ length: 10 }, (_, i) => ({
    surveyId: 's1',
    side: i < 5 ? 'a' : 'b',
    participantId: null,
    pseudonym: `pseudonym ${i}`,
    answers: { trust: i < 5 ? '4' : '2', words: `Comment ${i}` },
  }))

  it('come only after it has closed, so that timing reveals nobody', async () => {
    const read = world({ responses })
    const early = await survey.hear(press('results', 's1', cora), read, context)
    expect(shown(early).summary).toContain('once the survey has closed')
    expect(await survey.form('words', 's1:0', cora, read, context)).toBeNull()
    for (const act of [press('words', 's1:0', cora), submit('words', 's1:0', {}, cora)])
      expect(JSON.stringify(await survey.hear(act, read, context))).not.toMatch(/Comment|4\.0/)
    const said = shown(await survey.hear(press('results', 's1', cora), read, late))
    expect(faultsOf(said)).toEqual([])
    expect(wordsOf(said)).toContain(
      'Trust to raise concerns: Senior leaders 4.0, Emerging leaders 2.0, Everyone 3.0',
    )
    expect(JSON.stringify(said)).not.toMatch(/Comment|pseudonym/)
  })

  it('show what people wrote in a form, never in a message', async () => {
    const form = asked(await survey.hear(press('words', 's1:0', cora), world({ responses }), late))
    expect(wordsOf(form)).toContain('Comment 3')
    expect(JSON.stringify(form)).not.toContain('pseudonym')
    const after = await survey.hear(submit('words', form.subject, {}, cora), world({ responses }), late)
    expect(JSON.stringify(after.reply)).not.toContain('Comment')
  })

  it('say so when there are too few answers', async () => {
    const said = shown(
      await survey.hear(press('results', 's1', cora), world({ responses: responses.slice(0, 4) }), late),
    )
    expect(wordsOf(said)).toContain('Too few people answered')
    expect(buttonsOf(said)).not.toContain('Read what people wrote')
  })

  it('are for coordinators of the programme alone', async () => {
    for (const who of [amina, stranger]) {
      for (const [name, subject] of [
        ['results', 's1'],
        ['words', 's1:0'],
      ] as const) {
        const outcome = await survey.hear(press(name, subject, who), world({ responses }), late)
        expect(shown(outcome).summary).toContain('Only the coordinators')
      }
      expect(await survey.form('words', 's1:0', who, world({ responses }), late)).toBeNull()
    }
  })
})

describe('survey, typed', () => {
  it('offers what is open to participants, and results to coordinators', async () => {
    expect(buttonsOf(shown(await survey.hear(command('survey', amina), world(), context)))).toEqual([
      'Answer',
      'Home',
    ])
    const taken = shown(
      await survey.hear(command('survey', amina), world({ taken: ['s1 p-amina'] }), context),
    )
    expect(wordsOf(taken)).toContain('You have answered')
    expect(buttonsOf(shown(await survey.hear(command('survey', cora), world(), late)))).toContain(
      'Results: opening survey, City Region Pr…',
    )
    expect(shown(await survey.hear(command('survey', stranger), world(), context)).summary).toContain(
      'No survey',
    )
  })
})
