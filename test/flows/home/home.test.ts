import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { Act, Context, FrontAct, Who } from '../../../src/core/flow.ts'
import type { Survey } from '../../../src/core/model.ts'
import { home } from '../../../src/flows/home/index.ts'
import { flows } from '../../../src/flows/index.ts'
import { overview } from '../../../src/flows/overview/index.ts'
import { aContext, aMeeting, anAccount, aPair, aParticipant, aPartner, aProgramme, at } from '../../facts.ts'
import { type Facts, readerOf } from '../reading.ts'
import { aDelivery, buttonsOf, command, faultsOf, press, saves, shown, wordsOf } from '../said.ts'

const NOW = '2026-03-10T10:00:00Z'
const amina = aParticipant()
const words = flows.flatMap((flow) => flow.words)
const someone = (but: Partial<Who> = {}): Who => ({
  account: anAccount(),
  participants: [amina],
  coordinates: [],
  ...but,
})
const stranger = someone({ participants: [] })
const cora = someone({
  account: anAccount({ id: 'a-cora', name: 'Cora Lane', welcomedAt: null }),
  participants: [],
  coordinates: [aProgramme()],
})
const survey: Survey = {
  id: 's1',
  programmeId: 'g1',
  kind: 'halfway',
  anonymous: true,
  opensAt: at('2026-03-01T09:00:00Z'),
  closesAt: at('2026-03-31T17:00:00Z'),
}
const facts: Partial<Facts> = {
  programmes: [aProgramme()],
  participants: [amina, aPartner()],
  pairs: [aPair()],
}
const context: Context = { ...aContext(NOW), words }
const hear = (act: Act, given: Partial<Facts> = facts) => home.hear(act, readerOf(given), context)
const said = async (act: Act, given: Partial<Facts> = facts) => {
  const outcome = await hear(act, given)
  expect(faultsOf(shown(outcome))).toEqual([])
  const buttons = shown(outcome).parts.flatMap((part) => (part.type === 'actions' ? part.actions : []))
  expect(new Set(buttons.map((one) => JSON.stringify(one))).size).toBe(buttons.length)
  expect(buttons.length).toBeGreaterThan(0)
  return { words: wordsOf(shown(outcome)), buttons: buttonsOf(shown(outcome)), effects: outcome.effects }
}
const helpWith = (rest: string): Act => ({
  type: 'command',
  word: 'help',
  rest,
  home: false,
  who: someone(),
  id: 'act1',
})
const fronted = (act: FrontAct, who = someone()): Act => ({ ...act, who, id: 'act1' })

describe('home', () => {
  it('shows the partner, the next meeting and what can be done', async () => {
    const { words, buttons } = await said(command('home', someone()), {
      ...facts,
      meetings: [
        aMeeting({ id: 'm2', times: [at('2026-04-14T09:00:00Z')] }),
        aMeeting({ times: [at('2026-03-17T10:00:00Z')] }),
      ],
    })
    expect(words).toContain('Tom Reed, Director of Finance, City Council')
    expect(words).toContain('Next meeting: Tuesday 17 March at 10:00, London time, with Tom')
    expect(buttons).toEqual(['Schedule', 'My meetings', 'Write a reflection', 'My details', 'Help'])
  })

  it('shows what waits for an answer first', async () => {
    const waiting = {
      ...facts,
      meetings: [
        aMeeting({ id: 'past', times: [at('2026-03-03T10:00:00Z')] }),
        aMeeting({
          id: 'new',
          state: 'proposed',
          times: [at('2026-03-20T10:00:00Z')],
          acceptedBy: ['p-tom'],
        }),
      ],
      surveys: [survey],
    }
    const { words, buttons } = await said(command('home', someone()), waiting)
    expect(words).toContain('Times with Tom that wait for your answer')
    expect(words).toContain('A check-in about Tuesday 3 March, with Tom')
    expect(words).toContain('The halfway survey, until Tuesday 31 March')
    expect(buttons.slice(0, 3)).toEqual(['My meetings', 'Check in', 'Open the survey'])
  })

  it('says to whoever has suggested times that the answer is still to come', async () => {
    const proposal = aMeeting({
      state: 'proposed',
      times: [at('2026-03-20T10:00:00Z')],
      acceptedBy: ['p-amina'],
    })
    const waiting = 'Times wait for an answer from Tom.'
    expect((await said(command('home', someone()), { ...facts, meetings: [proposal] })).words).toContain(
      waiting,
    )
    const others = { ...facts, meetings: [{ ...proposal, acceptedBy: ['p-tom'] }] }
    expect((await said(command('home', someone()), others)).words).not.toContain(waiting)
  })

  it('does not ask again what has been answered, or is not open', async () => {
    const done = {
      ...facts,
      meetings: [
        aMeeting({ id: 'past', times: [at('2026-03-03T10:00:00Z')] }),
        aMeeting({ id: 'just', times: [at('2026-03-10T08:00:00Z')] }),
        aMeeting({
          id: 'mine',
          state: 'proposed',
          times: [at('2026-03-20T10:00:00Z')],
          acceptedBy: ['p-amina'],
        }),
      ],
      checkIns: [
        { meetingId: 'past', participantId: 'p-amina', met: 'yes', rating: 5, next: null, at: at(NOW) },
      ] as const,
      surveys: [survey, { ...survey, id: 's2', opensAt: at('2026-04-01T09:00:00Z') }],
      taken: ['s1 p-amina'],
    }
    expect((await said(command('home', someone()), done)).words).not.toContain('Open for you')
  })

  it.each([
    ['unasked', 'You are invited'],
    ['no', 'You said no'],
  ] as const)('leads someone whose answer is “%s” to the invitation', async (consent, words) => {
    const asked = someone({ participants: [{ ...amina, consent }] })
    const shown = await said(command('home', asked))
    expect(shown.words).toContain(words)
    expect(shown.words).not.toContain('Tom')
    expect(shown.buttons).toEqual(['Read the invitation', 'Contact in confidence', 'Help'])
  })

  it('says so to someone without a partner, and lets someone paused resume', async () => {
    const away = someone({ participants: [{ ...amina, pausedUntil: at('2026-03-20T00:00:00Z') }] })
    const { words, buttons } = await said(command('home', away), { ...facts, pairs: [] })
    expect(words).toContain('no partner yet')
    expect(words).toContain('paused until Friday 20 March')
    expect(buttons[0]).toBe('Resume now')
  })

  it('says that the pair has ended, and what comes next, to someone who had a partner before', async () => {
    const left = aPartner({ leftAt: at('2026-03-09T20:00:00Z') })
    const ended = aPair({ members: [left, amina], endedAt: at('2026-03-09T20:00:00Z') })
    const after = await said(command('home', someone()), {
      ...facts,
      participants: [amina, left],
      pairs: [ended],
    })
    expect(after.words).toContain('The pair that you were in has ended')
    expect(after.words).toContain('I write as soon as you are in a new pair')
    expect(after.words).not.toMatch(/no partner yet|Tom|left/)
    const again = await said(command('home', someone()), { ...facts, pairs: [ended, aPair({ id: 'pair2' })] })
    expect(again.words).not.toContain('has ended')
    const others = { ...ended, members: [left, aParticipant({ id: 'p-jo' })] }
    expect((await said(command('home', someone()), { ...facts, pairs: [others] })).words).toContain(
      'no partner yet',
    )
  })

  it('gives a coordinator figures and tools, and keeps room for their own part', async () => {
    const alone = await said(command('home', cora))
    expect(alone.words).toContain('2 people on the list.')
    expect(alone.buttons).toEqual(['Drafts', 'Announce', 'Overview', 'Help'])
    const both = await said(command('home', someone({ coordinates: [aProgramme()] })))
    expect(both.buttons).toHaveLength(6)
    expect(both.buttons).toContain('Drafts')
    expect(both.buttons).toContain('Schedule')
  })

  it('gives a coordinator only figures that give nobody away', async () => {
    const many = (count: number, consent: 'yes' | 'no') =>
      Array.from({ length: count }, (_, n) => aParticipant({ id: `${consent}${n}`, consent }))
    const enough = { ...facts, participants: [...many(8, 'yes'), ...many(5, 'no')] }
    expect((await said(command('home', cora), enough)).words).toContain(
      '13 people on the list, 8 taking part.',
    )
    const tellTale = { ...facts, participants: [...many(8, 'yes'), ...many(1, 'no')] }
    expect((await said(command('home', cora), tellTale)).words).toContain('9 people on the list.')
  })

  it('tells a coordinator of two programmes which button is about which', async () => {
    const two = { ...cora, coordinates: [aProgramme(), aProgramme({ id: 'g2', name: 'Second' })] }
    const { buttons } = await said(command('home', two), {
      ...facts,
      programmes: [aProgramme(), aProgramme({ id: 'g2', name: 'Second' })],
    })
    expect(new Set(buttons).size).toBe(buttons.length)
    expect(buttons).toContain('Drafts: Second')
  })

  it('gives no other figures than the overview, so that nothing is learned by taking one from the other', async () => {
    const until = at('2036-01-01T00:00:00Z')
    const some = (count: number, but: Parameters<typeof aParticipant>[0]) =>
      Array.from({ length: count }, (_, n) => aParticipant({ id: `${JSON.stringify(but)}${n}`, ...but }))
    const participants = [
      ...some(65, {}),
      ...some(1, { pausedUntil: until }),
      ...some(11, { consent: 'unasked' }),
      ...some(3, { leftAt: at('2026-01-01T00:00:00Z') }),
    ]
    const { words } = await said(command('home', cora), { ...facts, participants })
    expect(words).toContain('80 people on the list, 66 taking part.')
    const outcome = await overview.hear(
      command('overview', cora),
      readerOf({ ...facts, participants }),
      aContext('2026-03-02T10:00:00Z'),
    )
    const seen = wordsOf(shown(outcome))
    expect(seen).toContain('On the list: 80')
    expect(seen).toContain('Taking part: 66')
    expect(seen).not.toContain('65')
    expect(seen).toMatch(/Not shown[^.]*paused/)
  })

  it('is of use to a stranger', async () => {
    const { words, buttons } = await said(command('home', stranger))
    expect(words).toContain('not in a programme here')
    expect(words).toContain('If you look after this app')
    expect(buttons).toContain('Help')
  })

  it('keeps to six buttons for someone in many pairs', async () => {
    const pairs = ['x', 'y', 'z', 'w'].map((id) => aPair({ id }))
    const { buttons } = await said(command('home', someone()), { ...facts, pairs })
    expect(buttons).toHaveLength(6)
    expect(buttons).toContain('Help')
  })
})

describe('help', () => {
  it('lists what this person may do', async () => {
    const participant = await said(command('help', someone()))
    expect(participant.words).toContain('pause: ')
    expect(participant.words).not.toContain('As a coordinator')
    const nobody = await said(command('help', stranger))
    expect(nobody.words).not.toContain('pause: ')
    expect(nobody.words).toContain('contact: ')
    const coordinator = await said(command('help', cora))
    expect(coordinator.words).toContain('drafts: ')
  })

  it('says how to see it again', async () => {
    expect((await said(press('help', 'me', someone()))).words).toContain('Type “help”')
  })
})

describe('status', () => {
  it('shows everything held, and never private words', async () => {
    const held: Partial<Facts> = {
      ...facts,
      participants: [{ ...amina, conflicts: ['boss@harbour.example'] }, aPartner()],
      notWith: [{ participantId: 'p-amina', people: ['a private wish'] }],
      meetings: [
        aMeeting({ times: [at('2026-03-03T10:00:00Z')] }),
        aMeeting({ id: 'm2', times: [at('2026-03-17T10:00:00Z')] }),
      ],
      checkIns: [
        {
          meetingId: 'm1',
          participantId: 'p-amina',
          met: 'yes',
          rating: 2,
          next: 'a private next step',
          at: at(NOW),
        },
      ],
      reflections: (['me', 'me', 'partner', 'programme'] as const).map((audience, index) => ({
        id: `r${index}`,
        participantId: 'p-amina',
        pairId: 'pair1',
        meetingId: null,
        prompt: 'What stayed with you?',
        words: 'a private reflection',
        audience,
        writtenAt: at(NOW),
      })),
      surveys: [
        survey,
        { ...survey, id: 's2', kind: 'closing' },
        { ...survey, id: 's3', kind: 'baseline', anonymous: false },
      ],
      taken: ['s1 p-amina', 's3 p-amina'],
      begun: { 's2 p-amina': { q1: 'a private answer' } },
    }
    const { words, buttons } = await said(command('status', someone()), held)
    for (const part of [
      'Name: Amina Yusuf',
      'E-mail: amina@harbour.example',
      'Side: Emerging leaders',
      'Not to be paired with: boss@harbour.example',
      'Rather not paired with: whom you named in the form of your details, if anybody',
      'Your answer: yes, I take part, on 6 January 2026',
      'Paired with: Tom Reed',
      'Meetings: 1 past and 1 booked',
      'Check-ins: 1 answer',
      '2 for you alone, 1 shared with your partner and 1 shared with the programme, without your name',
      'halfway (submitted, kept without your name), closing (begun, kept for you) and opening (submitted, kept with your name)',
    ])
      expect(words).toContain(part)
    expect(words).not.toContain('a private')
    expect(buttons).toContain('Leave')
    expect((await said(command('status', someone()), { ...held, notWith: [] })).words).toBe(words)
  })

  it('shows what is still held of someone who has left', async () => {
    const left = { ...amina, leftAt: at('2026-03-01T10:00:00Z') }
    const { words, buttons } = await said(command('status', stranger), { ...facts, participants: [left] })
    expect(words).toContain('Left: 1 March 2026')
    expect(buttons).not.toContain('Leave')
  })

  it('shows a stranger their account alone', async () => {
    const { words, buttons } = await said(command('status', stranger), {})
    expect(words).toContain('Your account: Amina Yusuf')
    expect(words).toContain('no programme here')
    expect(words).toContain('ask whoever looks after this app')
    expect(words).not.toMatch(/coordinator|contact/)
    expect(buttons).toEqual(['Help', 'Home'])
  })
})

describe('contact', () => {
  it('names the independent contact of each programme, once', async () => {
    const two = someone({ participants: [amina, aParticipant({ id: 'p2', programmeId: 'g2' })] })
    const { words } = await said(command('contact', two), {
      participants: two.participants,
      programmes: [aProgramme(), aProgramme({ id: 'g2', name: 'Second' })],
    })
    expect(words.match(/Grace Obi/g)).toHaveLength(1)
    expect(words).toContain('independent of every organisation')
  })

  it('says to a stranger that there is none, and who else can help', async () => {
    expect((await said(command('contact', stranger), {})).words).toContain('Whoever invited you')
  })

  it('names the contact to somebody who has left, to whom status names it too', async () => {
    const left = { ...facts, participants: [{ ...amina, leftAt: at('2026-03-01T10:00:00Z') }] }
    expect((await said(command('contact', stranger), left)).words).toContain('Grace Obi')
    expect((await said(command('status', stranger), left)).buttons).toContain('Contact in confidence')
  })
})

describe('a first meeting', () => {
  const fresh = (but: Partial<Who> = {}) => someone({ account: anAccount({ welcomedAt: null }), ...but })
  const invited = { ...amina, consent: 'unasked' } as const
  const invitation = aDelivery({
    flow: 'onboarding',
    subject: { kind: 'participant', id: 'p-amina' },
    state: 'sent',
    sentAt: at(NOW),
  })

  it.each([
    ['a stranger', fresh({ participants: [] }), 'Whoever looks after apps'],
    ['a coordinator', cora, 'Nobody is paired without you'],
    ['someone invited', fresh({ participants: [invited] }), 'have invited you'],
  ])('is told to %s in words of their own', async (_who, who, words) => {
    const met = await said(fronted({ type: 'joined' }, who))
    expect(met.words).toContain(words)
    expect(met.words).toContain('I am Duologue')
    expect(saves(met.effects)).toEqual(['accounts.welcomed'])
  })

  it('comes once', async () => {
    const outcome = await hear(fronted({ type: 'joined' }, someone()))
    expect(outcome).toEqual({ effects: [], reply: { type: 'nothing' } })
  })

  it('is not told to those who have had their invitation, or answered it', async () => {
    const told = await hear(fronted({ type: 'joined' }, fresh({ participants: [invited] })), {
      ...facts,
      deliveries: [invitation],
    })
    const joined = await hear(fronted({ type: 'joined' }, fresh()))
    for (const { reply, effects } of [told, joined]) {
      expect(reply.type).toBe('nothing')
      expect(saves(effects)).toEqual(['accounts.welcomed'])
    }
  })
})

describe('what no other flow understands', () => {
  it.each([
    ['meetings', 'My meetings'],
    ['pause', 'Take a break'],
    ['help', 'Help'],
    ['home', 'Home'],
  ])('offers “%s” when that was nearly typed', async (nearest, label) => {
    const { words, buttons } = await said(fronted({ type: 'unclear', text: 'meetngs', nearest }))
    expect(words).toContain(`Did you mean this?\n${nearest}: `)
    expect(buttons[0]).toBe(label)
  })

  it('offers a button to schedule when that was nearly typed, and says how one word is used', async () => {
    const near = await said(fronted({ type: 'unclear', text: 'shedule', nearest: 'schedule' }))
    expect(near.buttons[0]).toBe('Schedule')
    const help = await said(helpWith('pause'))
    expect(help.words).toContain('pause until Monday')
    expect(help.words).toContain('“snooze”')
    const theirs = await said(helpWith('drafts'))
    expect(theirs.words).toContain('for the coordinators')
  })

  it.each(['thanks', 'Thank you!', 'many thanks', 'Thank you so much, Duologue'])(
    'takes “%s” for thanks',
    async (text) => {
      const { words } = await said(fronted({ type: 'unclear', text, nearest: null }))
      expect(words).toContain('You are welcome')
      expect(words).not.toContain('program')
    },
  )

  it.each(['leave', 'pause'])('says kindly of “%s” that they have left already', async (word) => {
    const gone = { ...facts, participants: [aParticipant({ leftAt: at('2026-02-01T10:00:00Z') })] }
    const { words } = await said(fronted({ type: 'not-allowed', word }, stranger), gone)
    expect(words).toContain('You have left')
    expect(words).not.toContain('you are in none here')
  })

  it('names the contact of each programme to somebody in two', async () => {
    const two = [
      aProgramme(),
      aProgramme({ id: 'g2', name: 'Second', contact: { name: 'Sal Moss', email: 'sal@x.example' } }),
    ]
    const mine = [aParticipant(), aParticipant({ id: 'p2', programmeId: 'g2' })]
    const { words } = await said(
      fronted(
        { type: 'unclear', text: 'something is wrong', nearest: null },
        someone({ participants: mine }),
      ),
      { ...facts, programmes: two, participants: mine },
    )
    expect(words).toContain('Grace Obi')
    expect(words).toContain('Sal Moss (sal@x.example) for Second')
  })

  it('offers no word that this person may not use', async () => {
    const { words } = await said(fronted({ type: 'unclear', text: 'draft', nearest: 'drafts' }))
    expect(words).not.toContain('drafts')
    expect(words).toContain('no person reads')
  })

  it('answers a sentence kindly, names the contact, and repeats none of it', async () => {
    const { words, effects } = await said(
      fronted({ type: 'unclear', text: 'my partner hurt me', nearest: null }),
    )
    expect(words).toContain('Grace Obi')
    expect(words).not.toContain('hurt')
    expect(effects).toEqual([])
  })

  it.each([
    ['drafts', 'for the coordinators'],
    ['pause', 'for people in a programme'],
    ['form:details', 'not yours to do'],
  ])('says of “%s” why it did nothing', async (word, reason) => {
    const { words, effects } = await said(fronted({ type: 'not-allowed', word }, stranger))
    expect(words).toContain(reason)
    expect(effects).toEqual([])
  })

  it.each(['expired', 'failed'] as const)('when %s, says what was kept and where to go on', async (type) => {
    const { words, buttons } = await said(fronted({ type }))
    expect(words).toMatch(/still there|as it was/)
    expect(words).not.toMatch(/went wrong/i)
    expect(buttons).toEqual(['Home', 'Help'])
  })

  it('takes a forged button for one that no longer applies', async () => {
    expect((await said(press('nonsense', '<script>', someone()))).words).toContain('no longer applies')
  })
})

it('the summer time of a meeting is the reader’s own', async () => {
  const hours = { zone: 'America/New_York', week: [], daysOff: [Temporal.PlainDate.from('2026-05-01')] }
  const away = someone({ participants: [{ ...amina, hours }] })
  const { words } = await said(command('home', away), {
    ...facts,
    meetings: [aMeeting({ times: [at('2026-03-17T10:00:00Z')] })],
  })
  expect(words).toContain('Tuesday 17 March at 06:00, New York time')
})
