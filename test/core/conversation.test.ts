import { afterEach, describe, expect, it } from 'vitest'
import { Conflict } from '../../src/core/errors.ts'
import { type Act, type Flow, save, send, touch } from '../../src/core/flow.ts'
import { type Message, message, say } from '../../src/core/message.ts'
import type { Carried, Inbound } from '../../src/core/platform.ts'
import { accountId } from '../../src/core/searching.ts'
import { at } from '../facts.ts'
import { AMINA, aFlow, aForm, aWord, openWorld, START, type World } from './world.ts'

const DONE: Message = message('Done.', say('Done.'))
const ON = { workspace: 'T1', conversation: 'C-pair', message: '1' }

let opened: World | null = null
const world = async (...flows: readonly Flow[]): Promise<World> => {
  opened = await openWorld(flows)
  return opened
}
afterEach(async () => {
  await opened?.cleanUp()
  opened = null
})

/** Pauses Amina, and says so: an act that leaves a trace. */
const pausing = (heard: Act[] = []): Flow =>
  aFlow({
    words: [aWord('pause')],
    hear: async (act) => {
      heard.push(act)
      return {
        effects: [save('participants', 'pause', 'p-amina', at('2026-04-01T00:00:00Z'))],
        reply: { type: 'answer', message: DONE },
      }
    },
  })
const isPaused = async ({ store }: World) =>
  (await store.read.participants.byId('p-amina'))?.pausedUntil !== null

describe('an act', () => {
  it('is carried out and answered', async () => {
    const heard: Act[] = []
    const here = await world(pausing(heard))
    expect(await here.say('amina', 'Pause, please')).toEqual({ type: 'answer', message: DONE })
    expect(heard).toMatchObject([
      { type: 'command', word: 'pause', rest: '', home: false, who: { account: { id: AMINA } } },
    ])
    expect(heard[0]?.who.participants.map(({ id }) => id)).toEqual(['p-amina'])
    expect(await isPaused(here)).toBe(true)
  })

  it('that is repeated changes nothing, even while the first is being done', async () => {
    const heard: Act[] = []
    const here = await world(pausing(heard))
    const inbound: Inbound = { ...here.by('amina'), type: 'said', text: 'pause' }
    const replies = await Promise.all([here.hear(inbound), here.hear(inbound)])
    expect(replies.map(({ type }) => type).toSorted()).toEqual(['answer', 'nothing'])
    expect(await here.hear(inbound)).toEqual({ type: 'nothing' })
    expect(heard).toHaveLength(1)
  })

  it('that fails is said to have failed, keeps nothing, and may not be repeated', async () => {
    let tries = 0
    const here = await world(
      aFlow({
        words: [aWord('pause')],
        hear: async () => {
          tries++
          return {
            effects: [
              save('participants', 'pause', 'p-amina', at('2026-04-01T00:00:00Z')),
              save('pairs', 'end', 'no-such-pair', at(START)),
            ],
            reply: { type: 'answer', message: DONE },
          }
        },
      }),
    )
    const inbound: Inbound = { ...here.by('amina'), type: 'said', text: 'pause' }
    expect(await here.hear(inbound)).toEqual({ type: 'answer', message: message('failed') })
    expect(await isPaused(here)).toBe(false)
    expect(here.troubles).toHaveLength(1)
    expect(await here.hear(inbound)).toEqual({ type: 'nothing' })
    expect(tries).toBe(1)
  })

  it('of a flow that throws is said to have failed', async () => {
    const here = await world(
      aFlow({
        words: [aWord('pause')],
        hear: async () => {
          throw new Error('on purpose')
        },
      }),
    )
    await here.say('amina', 'pause')
    expect(here.heardByFront.map(({ type }) => type)).toEqual(['failed'])
    expect(here.troubles).toEqual([new Error('on purpose')])
  })

  it.each([
    [1, 'answer', []],
    [2, 'answer', ['failed']],
  ])('that meets %i conflicts is tried once more', async (conflicts, type, front) => {
    let left = conflicts
    let tries = 0
    const here = await world(
      aFlow({
        words: [aWord('pause')],
        hear: async () => {
          tries++
          if (left-- > 0) throw new Conflict('meeting')
          return { effects: [], reply: { type: 'answer', message: DONE } }
        },
      }),
    )
    expect((await here.say('amina', 'pause')).type).toBe(type)
    expect(tries).toBe(2)
    expect(here.heardByFront.map((act) => act.type)).toEqual(front)
  })

  it('of somebody whom the platform will not tell of is heard all the same', async () => {
    const heard: Act[] = []
    const here = await world(pausing(heard))
    here.found.set('stranger', () => Promise.reject(new Error('network')))
    expect((await here.say('stranger', 'pause')).type).toBe('answer')
    expect(heard).toHaveLength(1)
    expect(here.heardByFront).toEqual([])
  })
})

describe('who', () => {
  it('is unknown is met, with what the platform tells', async () => {
    const here = await world(pausing())
    here.found.set('jo', async () => ({
      type: 'found',
      person: 'jo',
      profile: { name: 'Jo Park', email: 'jo@harbour.example', timeZone: 'Mars/Olympus', locale: null },
    }))
    await here.say('jo', 'hello?')
    expect(await here.store.read.accounts.byId(accountId('slack', 'T1', 'jo'))).toMatchObject({
      name: 'Jo Park',
      email: 'jo@harbour.example',
      conversation: 'D-jo',
      timeZone: null,
    })
    expect(here.heardByFront).toMatchObject([{ type: 'unclear', who: { participants: [] } }])
  })

  it('comes from a workspace that is unknown brings it along', async () => {
    const here = await world()
    await here.hear({
      ...here.by('lee'),
      from: { platform: 'slack', workspace: 'T9', person: 'lee' },
      type: 'joined',
    })
    expect(await here.store.read.accounts.workspace('slack', 'T9')).toMatchObject({
      name: 'T9',
      removedAt: null,
    })
    expect(here.heardByFront).toMatchObject([{ type: 'joined' }])
  })

  it('was on the list is matched, and flows look at them', async () => {
    const here = await world(aFlow({ follows: ['participant'] }))
    await here.store.transact(({ write }) =>
      write.participants.add({
        id: 'p-jo',
        programmeId: 'g1',
        email: 'jo@harbour.example',
        importedAt: at(START),
        name: 'Jo',
        side: 'a',
        organisation: 'Harbour Trust',
        workspaceId: 'slack-T1',
        title: null,
        location: null,
        hours: null,
        languages: [],
        goals: [],
        offers: [],
        interests: [],
        conflicts: [],
        manager: null,
        partners: 1,
      }),
    )
    await here.hear({
      ...here.by('jo'),
      type: 'joined',
      profile: { name: 'Jo', email: 'JO@harbour.example', timeZone: null, locale: null },
    })
    expect((await here.store.read.participants.byId('p-jo'))?.account?.externalId).toBe('jo')
    expect((await here.store.momentsDue(at(START), 10)).map(({ subject }) => subject.id)).toEqual(['p-jo'])
  })

  it('left is gone, and is back with the first word', async () => {
    const here = await world()
    const gone = async () => (await here.store.read.accounts.byId(AMINA))?.gone
    expect(await here.hear({ ...here.by('amina'), type: 'left', everyone: false })).toEqual({
      type: 'nothing',
    })
    expect(await gone()).toBe(true)
    await here.say('amina', 'hello')
    expect(await gone()).toBe(false)
    await here.hear({ ...here.by('nobody'), type: 'left', everyone: false })
    expect(await here.store.read.accounts.byId(accountId('slack', 'T1', 'nobody'))).toBeNull()
  })

  it('speaks on a workspace that had removed the app shows that it is back', async () => {
    const here = await world()
    const removed = async () => (await here.store.read.accounts.workspace('slack', 'T1'))?.removedAt
    await here.hear({ ...here.by('amina'), type: 'left', everyone: true })
    expect(await removed()).toEqual(at(START))
    await here.say('amina', 'hello')
    expect(await removed()).toBeNull()
  })

  it('may not use a word is told so, and nothing happens', async () => {
    const heard: Act[] = []
    const flow = pausing(heard)
    const here = await world({
      ...flow,
      words: [aWord('pause', 'participant'), aWord('drafts', 'coordinator')],
    })
    await here.say('stranger', 'pause')
    await here.say('amina', 'drafts')
    expect(here.heardByFront).toMatchObject([
      { type: 'not-allowed', word: 'pause' },
      { type: 'not-allowed', word: 'drafts' },
    ])
    expect(heard).toEqual([])
    await here.store.transact(({ write }) => write.participants.leave('p-amina', at(START)))
    await here.say('amina', 'pause')
    expect(here.heardByFront).toHaveLength(3)
    await here.store.transact(({ write }) => write.programmes.addCoordinator('g1', 'amina@harbour.example'))
    await here.hear({
      ...here.by('amina'),
      type: 'said',
      text: 'drafts',
      profile: { name: null, email: 'amina@harbour.example', timeZone: null, locale: null },
    })
    expect(heard).toMatchObject([{ word: 'drafts' }])
  })
})

describe('a button or a form', () => {
  it('of a flow that is not there has expired', async () => {
    const here = await world(aFlow())
    for (const flow of ['gone', '__proto__', 'toString', '']) {
      await here.press('yes', { flow })
      await here.press('form:ask', { flow })
      await here.submit({ words: 'x' }, { flow })
    }
    expect(here.heardByFront.every(({ type }) => type === 'expired')).toBe(true)
    expect(here.heardByFront).toHaveLength(12)
  })

  it('that this person may not have is expired, whatever its subject claims', async () => {
    const heard: Act[] = []
    const here = await world(
      aFlow({
        form: async () => null,
        hear: async (act) => {
          heard.push(act)
          return { effects: [], reply: { type: 'nothing' } }
        },
      }),
    )
    await here.press('form:ask', { subject: 'somebody-else' })
    await here.submit({ words: 'x' })
    expect(here.heardByFront.map(({ type }) => type)).toEqual(['expired', 'expired'])
    expect(heard).toEqual([])
  })

  it('is opened, checked by its own rules, and handed on as it will be kept', async () => {
    const heard: Act[] = []
    const here = await world(
      aFlow({
        form: async (name) => (name === 'ask' ? aForm() : null),
        hear: async (act) => {
          heard.push(act)
          return { effects: [], reply: { type: 'became', message: DONE } }
        },
      }),
    )
    expect(await here.press('form:ask')).toEqual({ type: 'form', form: aForm() })
    expect(await here.submit({ words: 'far too long' })).toMatchObject({
      type: 'errors',
      errors: { words: expect.stringContaining('10') },
      form: { inputs: [{ initial: 'far too long' }] },
    })
    expect(await here.submit({})).toMatchObject({ type: 'errors' })
    expect(heard).toEqual([])
    expect(await here.submit({ words: ['', ' short '], forged: 'x' })).toEqual({
      type: 'became',
      message: DONE,
    })
    expect(heard).toMatchObject([{ type: 'submit', name: 'ask', subject: 'm1' }])
    expect(heard[0]?.type === 'submit' && heard[0].answers).toEqual({ words: 'short' })
  })
})

describe('a reply', () => {
  const replying = (reply: 'answer' | 'became' | 'form'): Flow =>
    aFlow({
      words: [aWord('go')],
      form: async () => aForm(),
      hear: async () => ({
        effects: [],
        reply: reply === 'form' ? { type: 'form', form: aForm() } : { type: reply, message: DONE },
      }),
    })

  it.each<['answer' | 'became' | 'form', readonly Carried[]]>([
    ['answer', ['form', 'became', 'errors']],
    ['became', ['answer', 'form', 'errors']],
    ['form', ['answer', 'became', 'errors']],
  ])(
    'of the type %s goes out by itself, at once and in private, where the response cannot carry it',
    async (type, carries) => {
      const here = await world(replying(type))
      here.clock.moveTo(at('2026-03-07T23:30:00Z'))
      expect(await here.press('go', { carries, on: ON })).toEqual({ type: 'nothing' })
      await here.run()
      expect(here.dispatched).toMatchObject([
        {
          to: { type: 'person', person: 'amina', conversation: 'D-amina' },
          content: type === 'form' ? aForm() : DONE,
        },
      ])
      expect(await here.press('go', { carries: [type], on: null })).toMatchObject({ type })
      await here.run()
      expect(here.dispatched).toHaveLength(1)
    },
  )

  it('with mistakes in a form goes out as the form again', async () => {
    const here = await world(replying('form'))
    expect(await here.submit({ words: 'far too long' }, { carries: [] })).toEqual({ type: 'nothing' })
    await here.run()
    expect(here.dispatched).toMatchObject([
      { content: { type: 'form', inputs: [{ initial: 'far too long' }] } },
    ])
  })

  it('becomes their own message, and never a pair’s or somebody else’s', async () => {
    const here = await world(replying('became'))
    await here.store.transact(async ({ write, outbox }) => {
      await write.accounts.meet({
        id: 'a-tom',
        workspaceId: 'slack-T1',
        externalId: 'tom',
        conversation: 'D-tom',
        profile: null,
      })
      await write.pairs.pair([
        {
          id: 'pair1',
          programmeId: 'g1',
          participantIds: ['p-amina'],
          pairedAt: at(START),
        },
      ])
      for (const [id, address] of [
        ['own', { type: 'account', accountId: AMINA }],
        ['pair', { type: 'pair', pairId: 'pair1' }],
        ['toms', { type: 'account', accountId: 'a-tom' }],
      ] as const)
        await outbox.enqueue(
          {
            id,
            flow: 'test',
            subject: { kind: 'meeting', id: 'm1' },
            occurrence: id,
            address,
            class: 'answer',
            participantId: null,
            dueAt: at(START),
            programmeId: 'g1',
          },
          null,
        )
    })
    await here.run()
    expect(here.dispatched).toHaveLength(3)
    const receiptOf = async (id: string) => (await here.store.read.deliveries.byId(id))?.receipt ?? null
    for (const id of ['pair', 'toms', 'own']) await here.press('go', { carries: [], on: await receiptOf(id) })
    await here.run()
    await here.run()
    expect(here.revised.map(({ receipt }) => receipt)).toEqual([await receiptOf('own')])
    expect(here.revised[0]?.dispatch.content).toEqual(DONE)
    expect(here.dispatched.slice(3).map(({ to, content }) => [to.type, content])).toEqual([
      ['person', DONE],
      ['person', DONE],
    ])
  })
})

describe('what is decided', () => {
  it('is done together with the act: sent, touched and saved', async () => {
    const here = await world(
      aFlow({
        words: [aWord('go')],
        follows: ['pair'],
        hear: async () => ({
          effects: [
            send(
              {
                flow: 'test',
                subject: { kind: 'pair', id: 'pair1' },
                occurrence: 'once',
                address: { type: 'account', accountId: AMINA },
                class: 'ordinary',
                participantId: 'p-amina',
                dueAt: at(START),
              },
              'g1',
            ),
            touch('pair', 'pair1'),
            touch('meeting', 'm1'),
          ],
          reply: { type: 'nothing' },
        }),
      }),
    )
    await here.say('amina', 'go')
    await here.say('amina', 'go')
    await here.run()
    expect(here.dispatched).toHaveLength(1)
    expect(await here.store.momentsDue(at(START), 10)).toEqual([
      { flow: 'test', subject: { kind: 'pair', id: 'pair1' }, dueAt: at(START) },
    ])
  })
})
