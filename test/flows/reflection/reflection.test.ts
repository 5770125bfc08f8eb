import { describe, expect, it } from 'vitest'
import type { Who } from '../../../src/core/flow.ts'
import type { CheckIn, Participant, Reflection } from '../../../src/core/model.ts'
import { reflection } from '../../../src/flows/reflection/index.ts'
import { PROMPTS, PROMPTS_BEFORE, promptFor } from '../../../src/flows/reflection/prompts.ts'
import { promptsAfter } from '../../../src/flows/reflection/schedule.ts'
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
  wordsOf,
} from '../said.ts'

const SECRET = 'the words that nobody else may see'
const programme = aProgramme()
const whoIs = (person: Participant): Who => ({
  account: person.account ?? anAccount(),
  participants: [person],
  coordinates: [],
})
const amina = whoIs(aParticipant())
const tom = whoIs(aPartner())
const stranger = whoIs(aParticipant({ id: 'p-x', account: anAccount({ id: 'a-x' }) }))
const cora: Who = { account: anAccount({ id: 'a-cora' }), participants: [], coordinates: [programme] }
const aReflection = (but: Partial<Reflection> = {}): Reflection => ({
  id: 'r1',
  participantId: 'p-amina',
  pairId: 'pair1',
  meetingId: null,
  prompt: PROMPTS[0] ?? '',
  words: SECRET,
  audience: 'me',
  writtenAt: at('2026-01-22T10:00:00Z'),
  ...but,
})
const world = (but: Partial<Facts> = {}) =>
  readerOf({
    programmes: [programme],
    participants: [aPartner(), aParticipant()],
    pairs: [aPair()],
    meetings: [aMeeting()],
    ...but,
  })
const context = aContext('2026-01-22T10:00:00Z')
const checkIn = (met: CheckIn['met']): CheckIn => ({
  meetingId: 'm1',
  participantId: 'p-tom',
  met,
  rating: null,
  next: null,
  at: at('2026-01-21T09:00:00Z'),
})

describe('when a prompt goes', () => {
  const due = (now: string, checkIns: readonly CheckIn[] = [], pair = aPair(), meeting = aMeeting()) =>
    promptsAfter(meeting, pair, programme, checkIns, at(now))

  it('waits two working days after the meeting, then goes to both', () => {
    expect(due('2026-01-21T17:00:00Z')).toMatchObject({ deliveries: [] })
    expect(due('2026-01-21T17:00:00Z').next?.toString()).toBe('2026-01-22T09:00:00Z')
    expect(due('2026-01-22T09:00:00Z').deliveries.map(({ participantId }) => participantId)).toEqual([
      'p-tom',
      'p-amina',
    ])
    expect(due('2026-01-22T09:00:00Z').next).toBeNull()
  })

  it('counts each person their own working days', () => {
    const thursdays = aPartner({
      hours: { zone: 'Europe/London', week: [{ day: 4, from: '10:00', to: '12:00' }], daysOff: [] },
    })
    const { next, deliveries } = due(
      '2026-01-22T09:00:00Z',
      [],
      aPair({ members: [thursdays, aParticipant()] }),
    )
    expect(deliveries.map(({ participantId }) => participantId)).toEqual(['p-amina'])
    expect(next?.toString()).toBe('2026-01-29T10:00:00Z')
  })

  it.each([
    ['they said that they did not meet', due('2026-01-22T09:00:00Z', [checkIn('no')])],
    ['they have not met yet', due('2026-01-22T09:00:00Z', [checkIn('not-yet')])],
    ['the pair has ended', due('2026-01-22T09:00:00Z', [], aPair({ endedAt: at('2026-01-21T09:00:00Z') }))],
    ['the meeting was cancelled', due('2026-01-22T09:00:00Z', [], aPair(), aMeeting({ state: 'cancelled' }))],
    ['it is long past', due('2026-02-22T09:00:00Z')],
  ])('does not go when %s', (_, { deliveries }) => {
    expect(deliveries).toEqual([])
  })
})

describe('prompts', () => {
  it('are at least eight, all different, and come round again', () => {
    expect(new Set(PROMPTS).size).toBeGreaterThanOrEqual(8)
    expect(promptFor(PROMPTS.length)).toBe(PROMPTS[0])
    expect(promptFor(-1)).toBe(PROMPTS[PROMPTS.length - 1])
  })

  it('ask nobody to speak for others, and suppose nothing about who anyone is', () => {
    for (const prompt of [...PROMPTS, ...PROMPTS_BEFORE])
      expect(prompt).not.toMatch(
        /communit|people like|background|ethnic|race|gender|senior|junior|represent/i,
      )
  })

  it('are worded for either side after a meeting, and are dropped when they no longer fit', async () => {
    const delivery = aDelivery({
      flow: 'reflection',
      subject: { kind: 'meeting', id: 'm1' },
      occurrence: 'prompt',
    })
    const texts: string[] = []
    for (const participantId of ['p-tom', 'p-amina']) {
      const said = await reflection.compose({ ...delivery, participantId }, world(), context)
      if (said.type !== 'say') throw new Error('It should be said.')
      expect(faultsOf(said.content)).toEqual([])
      texts.push(wordsOf(said.content))
    }
    expect(texts[0]).toContain('invite them again')
    expect(texts[1]).toContain('bring up next time')
    const not = world({ checkIns: [checkIn('no')] })
    expect(await reflection.compose(delivery, not, context)).toEqual({ type: 'drop', reason: 'did-not-meet' })
    const late = aContext('2026-04-01T10:00:00Z')
    expect(await reflection.compose(delivery, world(), late)).toEqual({ type: 'drop', reason: 'too-late' })
    const written = world({ reflections: [aReflection({ meetingId: 'm1' })] })
    expect(await reflection.compose(delivery, written, context)).toEqual({
      type: 'drop',
      reason: 'already-written',
    })
    const after = await reflection.compose({ ...delivery, state: 'sent' }, written, context)
    expect(JSON.stringify(after)).not.toContain(SECRET)
    expect(JSON.stringify(after)).toContain('Kept, for you alone.')
  })
})

describe('writing', () => {
  it('opens a private form for the pair, with only me chosen', async () => {
    const form = asked(await reflection.hear(press('write', 'pair1', amina), world(), context))
    expect(faultsOf(form)).toEqual([])
    expect(form.inputs).toMatchObject([
      { type: 'text', private: true, initial: null },
      { type: 'choice', initial: ['me'], options: [{ label: 'Only me' }, { label: 'My partner, Tom' }, {}] },
    ])
  })

  it.each([
    ['have no meeting', []],
    ['have one ahead', [aMeeting({ times: [at('2026-01-30T10:00:00Z')] })]],
    ['cancelled the only one', [aMeeting({ state: 'cancelled' })]],
  ])('asks nobody to look back on a meeting while they %s', async (_, meetings) => {
    const prompts: string[] = []
    for (let written = 0; written <= PROMPTS_BEFORE.length; written++) {
      const reflections = Array.from({ length: written }, (_, n) => aReflection({ id: `r${n}` }))
      const read = world({ meetings, reflections })
      const form = asked(await reflection.hear(press('write', 'pair1', amina), read, context))
      const kept = submit(form.name, form.subject, { words: SECRET, audience: ['me'] }, amina)
      const { effects } = await reflection.hear(kept, world({ meetings: [aMeeting()], reflections }), context)
      const [prompt = ''] = wordsOf(form).split('\n')
      expect(effects[0]).toMatchObject({ with: [{ prompt }] })
      prompts.push(prompt)
    }
    expect(prompts).toEqual([...PROMPTS_BEFORE, PROMPTS_BEFORE[0]])
  })

  it('looks back once they have met, and not when somebody says that they did not', async () => {
    const first = async (but: Partial<Facts>) =>
      wordsOf(asked(await reflection.hear(press('write', 'pair1', amina), world(but), context)))
    expect(await first({})).toContain(PROMPTS[0])
    expect(await first({ checkIns: [checkIn('no')] })).toContain(PROMPTS_BEFORE[0])
  })

  it('keeps the prompt that was shown, and the meeting', async () => {
    const act = submit('write', 'pair1:m1:3', { words: SECRET, audience: ['me'] }, amina)
    const outcome = await reflection.hear(act, world(), context)
    expect(outcome.effects[0]).toMatchObject({
      aggregate: 'reflections',
      verb: 'write',
      with: [
        { words: SECRET, audience: 'me', meetingId: 'm1', prompt: PROMPTS[3], participantId: 'p-amina' },
      ],
    })
    expect(sends(outcome.effects)).toEqual([])
    expect(JSON.stringify(outcome.reply)).not.toContain(SECRET)
  })

  it('tells the partner that there is one, without a word of it', async () => {
    const act = submit('write', 'pair1', { words: SECRET, audience: ['partner'] }, amina)
    const outcome = await reflection.hear(act, world(), context)
    expect(sends(outcome.effects)).toMatchObject([{ participantId: 'p-tom', class: 'ordinary' }])
    const read = world({ reflections: [aReflection({ audience: 'partner', id: 'reflection' })] })
    const [note] = sends(outcome.effects)
    if (!note) throw new Error('A note was expected.')
    const said = await reflection.compose(aDelivery(note), read, context)
    expect(JSON.stringify(said)).not.toContain(SECRET)
    expect(JSON.stringify(said)).toContain('Amina')
    const form = asked(await reflection.hear(press('read', 'reflection', tom), read, context))
    expect(wordsOf(form)).toContain(SECRET)
    const after = await reflection.hear(submit('read', form.subject, {}, tom), read, context)
    expect({ type: 'say', content: shown(after) }).toEqual(said)
  })

  it('forgets a meeting of another pair that a forged button names', async () => {
    const read = world({ meetings: [aMeeting({ id: 'm9', pairId: 'pair9' })] })
    const act = submit('write', 'pair1:m9:0', { words: SECRET, audience: ['me'] }, amina)
    expect((await reflection.hear(act, read, context)).effects[0]).toMatchObject({
      with: [{ meetingId: null }],
    })
  })

  it.each([
    ['a stranger', world(), stranger],
    [
      'anyone, once the pair has ended',
      world({ pairs: [aPair({ endedAt: at('2026-01-20T00:00:00Z') })] }),
      amina,
    ],
  ])('is closed to %s', async (_, read, who) => {
    expect(await reflection.form('write', 'pair1', who, read, context)).toBeNull()
    const outcome = await reflection.hear(
      submit('write', 'pair1', { words: SECRET, audience: ['me'] }, who),
      read,
      context,
    )
    expect(outcome.effects).toEqual([])
    expect(JSON.stringify(outcome.reply)).not.toContain(SECRET)
  })
})

describe('sharing', () => {
  it.each([
    ['me', 'partner', ['p-tom']],
    ['me', 'programme', []],
    ['programme', 'me', []],
  ] as const)('from %s to %s', async (from, to, told) => {
    const read = world({ reflections: [aReflection({ audience: from })] })
    const outcome = await reflection.hear(submit('share', 'r1', { audience: [to] }, amina), read, context)
    expect(outcome.effects[0]).toMatchObject({ verb: 'share', with: ['r1', to] })
    expect(sends(outcome.effects).map(({ participantId }) => participantId)).toEqual(told)
  })

  it('can be taken back, and then nobody can open it', async () => {
    const read = world({ reflections: [aReflection({ audience: 'partner' })] })
    const outcome = await reflection.hear(press('take-back', 'r1', amina), read, context)
    expect(outcome.effects).toMatchObject([
      { verb: 'share', with: ['r1', 'me'] },
      { type: 'revise', occurrence: 'shared r1' },
    ])
    const after = world({ reflections: [aReflection()] })
    expect(JSON.stringify(await reflection.hear(press('read', 'r1', tom), after, context))).not.toContain(
      SECRET,
    )
    const note = aDelivery({
      flow: 'reflection',
      subject: { kind: 'pair', id: 'pair1' },
      occurrence: 'shared r1',
      participantId: 'p-tom',
    })
    expect(await reflection.compose(note, after, context)).toEqual({ type: 'drop', reason: 'taken-back' })
    const sent = await reflection.compose({ ...note, state: 'sent' }, after, context)
    expect(JSON.stringify(sent)).toContain('nothing to read here any more')
  })

  it('changes nothing when it is what it was, and nothing by anyone else', async () => {
    const read = world({ reflections: [aReflection({ audience: 'programme' })] })
    const same = await reflection.hear(
      submit('share', 'r1', { audience: ['programme'] }, amina),
      read,
      context,
    )
    expect(same.effects).toEqual([])
    for (const who of [tom, stranger, cora])
      for (const act of [submit('share', 'r1', { audience: ['me'] }, who), press('take-back', 'r1', who)])
        expect((await reflection.hear(act, read, context)).effects).toEqual([])
  })

  it.each([
    ['the partner, of what is for its writer alone', aReflection(), tom],
    ['a stranger, of what is for the partner', aReflection({ audience: 'partner' }), stranger],
    ['a coordinator, of what is for the partner', aReflection({ audience: 'partner' }), cora],
    ['the partner, of what is for the programme', aReflection({ audience: 'programme' }), tom],
  ])('shows nothing to %s', async (_, one, who) => {
    const read = world({ reflections: [one] })
    for (const [name, subject] of [
      ['read', 'r1'],
      ['shared', 'pair1'],
      ['mine', 'me'],
      ['programme', 'g1'],
      ['share', 'r1'],
    ] as const) {
      expect(JSON.stringify(await reflection.hear(press(name, subject, who), read, context))).not.toContain(
        SECRET,
      )
      expect(JSON.stringify(await reflection.form(name, subject, who, read, context))).not.toContain(SECRET)
    }
  })
})

describe('what coordinators can read', () => {
  const shared = (people: number, each: number): Partial<Facts> => ({
    participants: Array.from({ length: people }, (_, i) => aParticipant({ id: `p${i}` })),
    reflections: Array.from({ length: people * each }, (_, i) =>
      aReflection({
        id: `r${i}`,
        participantId: `p${i % people}`,
        audience: 'programme',
        words: `words ${i}`,
      }),
    ),
  })

  it('is nothing while fewer than five people have shared, however much each did', async () => {
    const read = world(shared(4, 3))
    const outcome = await reflection.hear(press('programme', 'g1', cora), read, context)
    expect(JSON.stringify(outcome)).not.toContain('words 1')
    expect(shown(outcome).summary).toContain('Too few')
    expect(await reflection.form('programme', 'g1:0', cora, read, context)).toBeNull()
  })

  it('is the words without names, a page at a time, from the fifth person on', async () => {
    const read = world(shared(5, 3))
    const form = asked(await reflection.hear(press('programme', 'g1', cora), read, context))
    expect(wordsOf(form)).toContain('words 1')
    expect(wordsOf(form)).not.toContain('Amina')
    expect(form.submit).toBe('More')
    const second = asked(await reflection.hear(submit('programme', form.subject, {}, cora), read, context))
    expect(second.submit).toBe('Close')
    const after = await reflection.hear(submit('programme', second.subject, {}, cora), read, context)
    expect(JSON.stringify(after.reply)).not.toContain('words 1')
  })
})

describe('reflect', () => {
  it('offers to write, to read one’s own, and what was shared, without the words', async () => {
    const read = world({
      reflections: [aReflection(), aReflection({ id: 'r2', participantId: 'p-tom', audience: 'partner' })],
    })
    const said = shown(await reflection.hear(command('reflect', amina), read, context))
    expect(buttonsOf(said)).toEqual(['Write', 'What I wrote', 'Read what was shared', 'Home'])
    expect(JSON.stringify(said)).not.toContain(SECRET)
    const form = asked(await reflection.hear(press('mine', 'me', amina), read, context))
    expect(wordsOf(form)).toContain(SECRET)
  })

  it('says when it starts to someone without a partner', async () => {
    const said = shown(await reflection.hear(command('reflect', stranger), world(), context))
    expect(wordsOf(said)).toContain('once you have a partner')
    expect(saves((await reflection.hear(command('reflect', stranger), world(), context)).effects)).toEqual([])
  })
})
