import type { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, test } from 'vitest'
import { message } from '../../src/core/message.ts'
import type { Address, AuditEntry, NewDelivery, Pair, Participant, Subject } from '../../src/core/model.ts'
import { defaultWeights } from '../../src/core/pairing.ts'
import { firstOf, type Store, type Transaction, type Writes } from '../../src/core/store.ts'
import { aMeeting, aParticipant, aPartner, aProgramme, at, aWorkspace } from '../facts.ts'

const NOW = at('2026-03-02T09:00:00Z')
const later = (minutes: number): Temporal.Instant => NOW.add({ minutes })

const slack = aWorkspace()
const teams = aWorkspace({
  id: 'w-teams',
  platform: 'teams',
  name: 'city',
  externalId: 'tenant-1',
  groups: false,
})

const meetingSubject: Subject = { kind: 'meeting', id: 'm1' }
const toTom: Address = { type: 'account', accountId: 'a-tom' }
const toAmina: Address = { type: 'account', accountId: 'a-amina' }

const delivery = (
  id: string,
  but: Partial<NewDelivery> & { programmeId?: string | null } = {},
): NewDelivery & { id: string; programmeId: string | null } => ({
  id,
  flow: 'scheduling',
  subject: meetingSubject,
  occurrence: id,
  address: toTom,
  class: 'ordinary',
  participantId: 'p-tom',
  dueAt: NOW,
  programmeId: 'g1',
  ...but,
})

const receipt = (id: string) => ({ workspace: 'T1', conversation: 'D1', message: id })

const add = async ({ write }: Transaction, { account, ...participant }: Participant): Promise<void> => {
  await write.participants.add(participant)
  if (account)
    await write.accounts.meet({
      id: account.id,
      workspaceId: participant.workspaceId,
      externalId: account.externalId,
      conversation: null,
      profile: {
        name: account.name,
        email: account.email,
        timeZone: account.timeZone,
        locale: account.locale,
      },
    })
}

/** A programme with two workspaces and nobody in it. */
const foundation = async ({ write }: Transaction): Promise<void> => {
  await write.programmes.create(aProgramme())
  await write.accounts.addWorkspace(slack)
  await write.accounts.addWorkspace(teams)
}

/** Amina on Slack and Tom on Teams, paired. */
const couple = async (transaction: Transaction): Promise<void> => {
  await foundation(transaction)
  await add(transaction, aParticipant())
  await add(transaction, aPartner())
  await transaction.write.pairs.pair([
    {
      id: 'pair1',
      programmeId: 'g1',
      participantIds: ['p-tom', 'p-amina'],
      pairedAt: NOW,
    },
  ])
}

const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id)

/** What the port promises, of any store. `open` gives an empty one each time; whoever calls this closes it. */
export const storeContract = (open: () => Promise<Store>): void => {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })

  const enqueue = (...deliveries: readonly ReturnType<typeof delivery>[]) =>
    store.transact(async ({ outbox }) => {
      for (const one of deliveries) await outbox.enqueue(one, null)
    })

  const dueIds = async (now: Temporal.Instant, most = 10) =>
    (await store.queue.due(now, most)).map((one) => one.id)

  const send = async (id: string, now = NOW, shows: string | null = `what ${id} shows`) => {
    expect(await store.queue.claim(id, now, 'one')).toBe(true)
    await store.queue.sent(id, receipt(id), now, shows)
  }

  describe('a transaction', () => {
    test('leaves nothing of what it did when it throws', async () => {
      const failing = store.transact(async (transaction) => {
        await couple(transaction)
        await transaction.outbox.enqueue(delivery('d1'), null)
        await transaction.outbox.wake(['nudge'], [meetingSubject], NOW)
        await transaction.outbox.remember('act-1', NOW)
        throw new Error('on purpose')
      })
      await expect(failing).rejects.toThrow('on purpose')
      expect(await store.read.programmes.all()).toEqual([])
      expect(await store.read.accounts.workspaces()).toEqual([])
      expect(firstOf(await store.agenda())).toBeNull()
      expect(await store.transact(({ outbox }) => outbox.remember('act-1', NOW))).toBe(true)
    })

    test('sees what it wrote before; nobody else does until it ends', async () => {
      await store.transact(async ({ read, write }) => {
        await write.programmes.create(aProgramme())
        expect(await read.programmes.byId('g1')).toEqual(aProgramme())
        expect(await store.read.programmes.byId('g1')).toBeNull()
      })
      expect(await store.read.programmes.byId('g1')).toEqual(aProgramme())
    })

    test('sees all of what it wrote, one thing after another', async () => {
      await store.transact(async ({ read, write }) => {
        for (const id of ['g1', 'g2', 'g3']) {
          await write.programmes.create(aProgramme({ id }))
          expect((await read.programmes.all()).map((one) => one.id)).toContain(id)
        }
      })
      expect(await store.read.programmes.all()).toHaveLength(3)
    })

    test('runs after those asked for before, however many there are, and one that fails harms no other', async () => {
      const order: number[] = []
      const all = Array.from({ length: 25 }, (_, index) =>
        store.transact(async ({ read, write }) => {
          const before = (await read.programmes.all()).length
          await write.programmes.create(aProgramme({ id: `g${index}` }))
          order.push(index)
          if (index === 7) throw new Error('on purpose')
          return before
        }),
      )
      const settled = await Promise.allSettled(all)
      expect(settled.filter((one) => one.status === 'rejected')).toHaveLength(1)
      expect(order).toEqual(Array.from({ length: 25 }, (_, index) => index))
      expect(await store.read.programmes.all()).toHaveLength(24)
    })

    test('gives back what its work resolves to', async () => {
      expect(await store.transact(async () => 'seventeen')).toBe('seventeen')
    })

    test('may be read beside while it runs', async () => {
      await store.transact(foundation)
      let finish = () => {}
      const held = new Promise<void>((resolve) => {
        finish = resolve
      })
      const long = store.transact(async ({ write }) => {
        await write.programmes.create(aProgramme({ id: 'g2' }))
        await held
      })
      expect(await store.read.programmes.all()).toHaveLength(1)
      finish()
      await long
      expect(await store.read.programmes.all()).toHaveLength(2)
    })
  })

  describe('programmes', () => {
    test('come back whole, by first day', async () => {
      await store.transact(async ({ write }) => {
        await write.programmes.create(
          aProgramme({ id: 'g2', startsOn: aProgramme().startsOn.add({ days: 1 }) }),
        )
        await write.programmes.create(aProgramme())
      })
      expect((await store.read.programmes.all()).map((one) => one.id)).toEqual(['g1', 'g2'])
      expect(await store.read.programmes.byId('g1')).toEqual(aProgramme())
      expect(await store.read.programmes.byId('g9')).toBeNull()
    })

    test('take other settings, and leave those of another programme alone', async () => {
      const settings = { ...aProgramme().settings, nudgeAfterWorkingDays: [], odd: 'waitlist' as const }
      await store.transact(async ({ write }) => {
        await write.programmes.create(aProgramme())
        await write.programmes.create(aProgramme({ id: 'g2' }))
      })
      expect(await store.read.programmes.byId('g1')).toEqual(aProgramme())
      await store.transact(({ write }) => write.programmes.changeSettings('g1', settings))
      expect(await store.read.programmes.byId('g1')).toEqual(aProgramme({ settings }))
      expect(await store.read.programmes.byId('g2')).toEqual(aProgramme({ id: 'g2' }))
    })

    test('take a coordinator once, whatever the case of the address', async () => {
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.programmes.addCoordinator('g1', 'Grace@Harbour.example')
        await transaction.write.programmes.addCoordinator('g1', 'grace@harbour.example')
      })
      expect(await store.read.programmes.coordinators('g1')).toEqual([
        { programmeId: 'g1', email: 'grace@harbour.example', account: null },
      ])
    })
  })

  describe('accounts', () => {
    const meetGrace = (workspaceId: string, email: string | null = 'Grace@Harbour.example') =>
      store.transact(({ write }) =>
        write.accounts.meet({
          id: `a-${workspaceId}`,
          workspaceId,
          externalId: 'U9',
          conversation: 'D9',
          profile: { name: 'Grace', email, timeZone: 'Europe/Paris', locale: 'fr' },
        }),
      )

    test('are matched to a waiting participant by e-mail on their own workspace alone', async () => {
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.participants.add(aParticipant({ email: 'GRACE@harbour.example' }))
      })
      await meetGrace('w-teams')
      expect((await store.read.participants.byId('p-amina'))?.account).toBeNull()
      await meetGrace('w-slack')
      expect((await store.read.participants.byId('p-amina'))?.account?.id).toBe('a-w-slack')
      expect((await store.read.participants.ofAccount('a-w-slack')).map((one) => one.id)).toEqual(['p-amina'])
    })

    test('met before the list came are matched when it comes', async () => {
      await store.transact(foundation)
      await meetGrace('w-slack')
      await store.transact(async ({ write }) => {
        await write.participants.add(aParticipant({ email: 'grace@harbour.example' }))
        await write.programmes.addCoordinator('g1', 'grace@harbour.example')
      })
      expect((await store.read.participants.byId('p-amina'))?.account?.id).toBe('a-w-slack')
      expect((await store.read.programmes.coordinatedBy('a-w-slack')).map((one) => one.id)).toEqual(['g1'])
      expect(await store.read.accounts.sought(later(1_000_000), 10)).toEqual([])
    })

    test('are matched to a waiting coordinator on any workspace, first come', async () => {
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.programmes.addCoordinator('g1', 'grace@harbour.example')
      })
      await meetGrace('w-teams')
      await meetGrace('w-slack')
      const [coordinator] = await store.read.programmes.coordinators('g1')
      expect(coordinator?.account?.id).toBe('a-w-teams')
    })

    test('keep what is known where a platform tells nothing new, and keep their id', async () => {
      await store.transact(foundation)
      await meetGrace('w-slack')
      await store.transact(async ({ write }) => {
        await write.accounts.welcomed('a-w-slack', NOW)
        await write.accounts.gone('a-w-slack')
      })
      expect((await store.read.accounts.byId('a-w-slack'))?.gone).toBe(true)
      await store.transact(({ write }) =>
        write.accounts.meet({
          id: 'another',
          workspaceId: 'w-slack',
          externalId: 'U9',
          conversation: null,
          profile: { name: null, email: null, timeZone: 'Europe/Rome', locale: null },
        }),
      )
      expect(await store.read.accounts.byExternalId('slack', 'T1', 'U9')).toEqual({
        id: 'a-w-slack',
        workspace: slack,
        externalId: 'U9',
        name: 'Grace',
        email: 'grace@harbour.example',
        timeZone: 'Europe/Rome',
        locale: 'fr',
        conversation: 'D9',
        welcomedAt: NOW,
        gone: false,
      })
      expect(await store.read.accounts.byId('another')).toBeNull()
      expect(await store.read.accounts.byExternalId('teams', 'T1', 'U9')).toBeNull()
    })

    test('may be met with no profile at all', async () => {
      await store.transact(foundation)
      await store.transact(({ write }) =>
        write.accounts.meet({
          id: 'a1',
          workspaceId: 'w-slack',
          externalId: 'U1',
          conversation: null,
          profile: null,
        }),
      )
      expect(await store.read.accounts.byId('a1')).toMatchObject({
        email: null,
        conversation: null,
        gone: false,
      })
    })

    test('are looked for from the import on, oldest first, a coordinator on each workspace', async () => {
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.programmes.addCoordinator('g1', 'grace@harbour.example')
        await transaction.write.participants.add(aParticipant({ importedAt: NOW }))
        await transaction.write.participants.add(aPartner({ importedAt: NOW.subtract({ hours: 1 }) }))
      })
      const sought = await store.read.accounts.sought(NOW, 10)
      expect(sought.map((one) => `${one.email} ${one.workspace.id}`)).toEqual([
        'grace@harbour.example w-teams',
        'grace@harbour.example w-slack',
        'tom@city.example w-teams',
        'amina@harbour.example w-slack',
      ])
      expect(await store.read.accounts.sought(NOW, 3)).toEqual(sought.slice(0, 3))
      expect((await store.read.accounts.sought(later(-1), 10)).map((one) => one.email)).not.toContain(
        'amina@harbour.example',
      )
    })

    test('not found on one workspace are looked for again there when told, or never', async () => {
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.programmes.addCoordinator('g1', 'grace@harbour.example')
      })
      for (const sought of await store.read.accounts.sought(NOW, 10))
        await store.transact(({ write }) =>
          write.accounts.notFound(sought, sought.workspace.platform === 'slack' ? later(60) : null),
        )
      expect(await store.read.accounts.sought(later(59), 10)).toEqual([])
      expect(firstOf(await store.agenda())).toEqual(later(60))
      expect((await store.read.accounts.sought(later(60), 10)).map((one) => one.workspace.id)).toEqual([
        'w-slack',
      ])
    })

    test('are not looked for on a workspace that removed the app, until it comes back', async () => {
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.participants.add(aParticipant({ importedAt: NOW }))
        await transaction.write.accounts.workspaceRemoved('w-slack', NOW)
      })
      expect(await store.read.accounts.workspace('slack', 'T1')).toEqual({ ...slack, removedAt: NOW })
      expect(await store.read.accounts.sought(NOW, 10)).toEqual([])
      expect(firstOf(await store.agenda())).toBeNull()
      await store.transact(({ write }) => write.accounts.workspaceRemoved('w-slack', null))
      expect(await store.read.accounts.sought(NOW, 10)).toHaveLength(1)
    })

    test('live on a workspace that may be added again: it is named anew, and has the app', async () => {
      await store.transact(foundation)
      await store.transact(async ({ write }) => {
        await write.programmes.addCoordinator('g1', 'grace@harbour.example')
        await write.accounts.workspaceRemoved('w-slack', NOW)
        await write.accounts.addWorkspace({ ...slack, name: 'quay' })
      })
      expect(await store.read.accounts.workspace('slack', 'T1')).toEqual({ ...slack, name: 'quay' })
      expect(await store.read.accounts.workspaces()).toHaveLength(2)
      expect(await store.read.accounts.sought(NOW, 10)).toHaveLength(2)
      for (const name of ['quay', 'Quay']) {
        const namesake = store.transact(({ write }) =>
          write.accounts.addWorkspace({ ...slack, id: 'w3', externalId: 'T3', name }),
        )
        await expect(namesake).rejects.toMatchObject({ code: 'workspace-name-taken' })
      }
    })

    test('of a workspace that came later are looked for there, too', async () => {
      await store.transact(async ({ write }) => {
        await write.programmes.create(aProgramme())
        await write.programmes.addCoordinator('g1', 'grace@harbour.example')
        await write.accounts.addWorkspace(slack)
      })
      expect(await store.read.accounts.sought(NOW, 10)).toHaveLength(1)
    })
  })

  describe('participants', () => {
    test('come back whole, with the account that they have', async () => {
      await store.transact(couple)
      await store.transact(async ({ write }) => {
        await write.participants.consented('p-amina', 'yes', NOW)
        await write.participants.confirm(
          'p-amina',
          {
            hours: {
              zone: 'Europe/London',
              week: [{ day: 1, from: '09:00', to: '12:30' }],
              daysOff: [aProgramme().startsOn],
            },
            goals: ['Speak up; "loudly"', 'naïve 𝒳 \u0000'],
            offers: [],
          },
          later(1),
        )
        await write.participants.pause('p-amina', later(2))
      })
      const amina = await store.read.participants.byId('p-amina')
      expect(amina).toEqual({
        ...aParticipant({
          account: amina?.account ?? null,
          consentAt: NOW,
          confirmedAt: later(1),
          pausedUntil: later(2),
          hours: {
            zone: 'Europe/London',
            week: [{ day: 1, from: '09:00', to: '12:30' }],
            daysOff: [aProgramme().startsOn],
          },
          goals: ['Speak up; "loudly"', 'naïve 𝒳 \u0000'],
          offers: [],
        }),
      })
      expect(amina?.account).toMatchObject({ id: 'a-amina', email: 'amina@harbour.example' })
      await store.transact(async ({ write }) => {
        await write.participants.pause('p-amina', null)
        await write.participants.leave('p-amina', later(3))
      })
      expect(await store.read.participants.byId('p-amina')).toMatchObject({
        pausedUntil: null,
        leftAt: later(3),
      })
      expect(await store.read.participants.of('g1')).toHaveLength(2)
    })

    test('cannot be in a programme twice with one address', async () => {
      await store.transact(couple)
      const again = store.transact(({ write }) =>
        write.participants.add(aParticipant({ id: 'p2', email: 'AMINA@harbour.example' })),
      )
      await expect(again).rejects.toMatchObject({ code: 'conflict' })
    })

    test('of whom the list names another workspace are looked for there', async () => {
      await store.transact(couple)
      await store.transact(({ write }) =>
        write.participants.change('p-amina', { ...aParticipant(), workspaceId: 'w-teams', title: null }),
      )
      expect(await store.read.participants.byId('p-amina')).toMatchObject({
        account: null,
        workspaceId: 'w-teams',
        title: null,
      })
      expect((await store.read.accounts.sought(NOW, 10)).map((one) => one.id)).toEqual(['p-amina'])
    })

    test('keep their account when the list changes anything else', async () => {
      await store.transact(couple)
      await store.transact(({ write }) =>
        write.participants.change('p-amina', { ...aParticipant(), name: 'Amina Y.' }),
      )
      expect(await store.read.participants.byId('p-amina')).toMatchObject({
        name: 'Amina Y.',
        account: { id: 'a-amina' },
      })
    })
  })

  describe('pairs and drafts', () => {
    const ids = (pair: Pair | null | undefined) => pair?.members.map((one) => one.id)

    test('come in the order in which they were made, and their people in that in which they came', async () => {
      const timeOf = { a: later(2), b: later(1), c: later(2), d: later(0) }
      const made = [
        { id: 'pair-a', participantIds: ['a', 'b'], pairedAt: later(1) },
        { id: 'pair-c', participantIds: ['c', 'd'], pairedAt: NOW },
        { id: 'pair-b', participantIds: ['a', 'd'], pairedAt: NOW },
      ]
      await store.transact(async (transaction) => {
        await foundation(transaction)
        for (const [id, importedAt] of Object.entries(timeOf))
          await transaction.write.participants.add(
            aParticipant({ id, importedAt, email: `${id}@harbour.example` }),
          )
        await transaction.write.pairs.pair(made.map((one) => ({ ...one, programmeId: 'g1' })))
      })
      expect(idsOf(await store.read.participants.of('g1'))).toEqual(['d', 'b', 'a', 'c'])
      const inOrder = ['pair-b', 'pair-c', 'pair-a']
      expect(idsOf(await store.read.approved.of('g1'))).toEqual(inOrder)
      expect(idsOf(await store.read.approved.among(Object.keys(timeOf)))).toEqual(inOrder)
    })

    test('keep the order of their members, and end', async () => {
      await store.transact(couple)
      const pair = await store.read.approved.byId('pair1')
      expect(ids(pair)).toEqual(['p-tom', 'p-amina'])
      expect(pair).toMatchObject({ pairedAt: NOW, endedAt: null, conversation: null })
      expect((await store.read.approved.ofParticipant('p-tom')).map((one) => one.id)).toEqual(['pair1'])
      await store.queue.conversationOf({ type: 'pair', pairId: 'pair1' }, 'G1')
      await store.transact(({ write }) => write.pairs.end('pair1', later(1)))
      expect(await store.read.approved.ofParticipant('p-tom')).toEqual([])
      expect(await store.read.approved.of('g1')).toMatchObject([{ endedAt: later(1), conversation: 'G1' }])
    })

    test('are read, decided and woken by the thousand', async () => {
      const many = Array.from({ length: 1_200 }, (_, index) => String(index).padStart(4, '0'))
      const twoOf = (number: string) => [`b${number.slice(-1)}`, `a${number.slice(-1)}`]
      const [first] = draft('d1', 0).matches
      if (!first) throw new Error('A draft has matches.')
      const matches = many.map((number) => ({
        ...first,
        id: `m${number}`,
        participantIds: twoOf(number),
      }))
      const paired = many.map((number) => ({
        id: `pair${number}`,
        programmeId: 'g1',
        participantIds: twoOf(number),
        pairedAt: NOW,
      }))
      await store.transact(async (transaction) => {
        await foundation(transaction)
        for (const id of many.slice(0, 10).flatMap(twoOf))
          await transaction.write.participants.add(aParticipant({ id, email: `${id}@harbour.example` }))
        await transaction.write.drafts.propose({ ...draft('d1', 0), matches })
        await transaction.write.drafts.keep(
          matches.map(({ id }) => id),
          true,
        )
        await transaction.write.drafts.approve(
          many.map((number) => ({ matchId: `m${number}`, pairId: `pair${number}` })),
        )
        await transaction.write.pairs.pair(paired)
        await transaction.outbox.wake(
          ['nudge', 'checkin'],
          paired.map(({ id }) => ({ kind: 'pair', id })),
          NOW,
        )
      })
      const pairs = await store.read.approved.of('g1')
      expect(pairs.map((pair) => [pair.id, ids(pair)])).toEqual(
        paired.map(({ id, participantIds }) => [id, participantIds]),
      )
      expect((await store.read.drafts.latest('g1'))?.matches).toHaveLength(many.length)
      expect((await store.read.drafts.decided('g1')).map(({ pairId }) => pairId)).toEqual(
        paired.map(({ id }) => id),
      )
      expect(await store.momentsDue(NOW, 5_000)).toHaveLength(2 * paired.length)
      const rejecting = store.transact(({ write }) => write.drafts.reject(matches.map(({ id }) => id)))
      await expect(rejecting).rejects.toMatchObject({ code: 'conflict' })
    })

    test('of a draft that is written in parts are none until it is complete', async () => {
      const { matches, ...begun } = draft('d2', 1)
      const write = (work: (drafts: Writes['drafts']) => Promise<void>) =>
        store.transact(({ write: { drafts } }) => work(drafts))
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.drafts.propose(draft('d1', 0))
      })
      await write((drafts) => drafts.begin(begun))
      await write((drafts) => drafts.lay('d2', matches.slice(0, 1), 0))
      const seen = async () => [
        (await store.read.drafts.latest('g1'))?.id,
        (await store.read.drafts.byId('d2'))?.id,
        (await store.read.drafts.revisionOf('d2')) ?? undefined,
        ...(await store.read.drafts.ids('g1')),
      ]
      expect(await seen()).toEqual(['d1', undefined, undefined, 'd1'])
      // A process that died is followed by one that begins again.
      await write((drafts) => drafts.begin(begun))
      for (const [at, one] of matches.entries()) await write((drafts) => drafts.lay('d2', [one], at))
      await write((drafts) => drafts.complete('d2'))
      expect(await seen()).toEqual(['d2', 'd2', 0, 'd1', 'd2'])
      expect(await store.read.drafts.latest('g1')).toEqual(draft('d2', 1))
      expect((await store.read.drafts.proposed('d2')).map(({ id }) => id)).toEqual(
        matches.map(({ id }) => id),
      )
      await write((drafts) => drafts.discard('d2'))
      expect(await seen()).toEqual(['d2', 'd2', 0, 'd1', 'd2'])
      await expect(write((drafts) => drafts.complete('d2'))).rejects.toMatchObject({ code: 'conflict' })
    })

    test('are laid once, and only where their draft is', async () => {
      const { matches, ...begun } = draft('d2', 1)
      const lay = () => store.transact(({ write }) => write.drafts.lay('d2', matches, 0))
      await store.transact(foundation)
      await expect(lay()).rejects.toMatchObject({ code: 'no-such-thing' })
      await store.transact(({ write }) => write.drafts.begin(begun))
      await lay()
      await expect(lay()).rejects.toMatchObject({ code: 'conflict' })
    })

    test('of a draft that was never completed count for nothing', async () => {
      const { matches, ...begun } = draft('d2', 1)
      await store.transact(async (transaction) => {
        await foundation(transaction)
        const { drafts } = transaction.write
        await drafts.propose(draft('d1', 0))
        await drafts.begin(begun)
        await drafts.lay(
          'd2',
          matches.map((one) => ({ ...one, state: 'rejected' as const })),
          0,
        )
        await drafts.propose(draft('d3', 2))
      })
      expect((await store.read.drafts.before('d3'))?.id).toBe('d1')
      expect(await store.read.drafts.decided('g1')).toEqual([])
      expect(await store.read.drafts.rejected('g1')).toEqual([])
    })

    test('that are open come the weakest first, after the one that was looked at last', async () => {
      const { matches, ...begun } = draft('d1', 0)
      const [first] = matches
      if (!first) throw new Error('A draft has matches.')
      const scored = [5, 3, 5, 1].map((score, at) => ({ ...first, id: `m${at}`, score }))
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.drafts.propose({ ...begun, matches: scored })
      })
      const next = async (after: string | null, most: number) =>
        (await store.read.drafts.nextOpen('d1', after, most)).map(({ id }) => id)
      expect(await next(null, 9)).toEqual(['m3', 'm1', 'm0', 'm2'])
      expect(await next('m1', 1)).toEqual(['m0'])
      await store.transact(({ write }) => write.drafts.reject(['m1', 'm2']))
      expect(await next('m1', 9)).toEqual(['m0'])
      expect((await store.read.drafts.rejected('g1')).map(({ id }) => id)).toEqual(['m1', 'm2'])
    })

    test('that are approved a few at a time are approved once, whoever goes on with it', async () => {
      const approval = {
        id: 'ap1',
        programmeId: 'g1',
        draftId: 'd1',
        by: null,
        begunAt: NOW,
        state: 'wanted' as const,
        total: 2,
        looked: 0,
        approved: 0,
        last: null,
      }
      const write = (work: (drafts: Writes['drafts']) => Promise<void>) =>
        store.transact(({ write: { drafts } }) => work(drafts))
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.drafts.propose(draft('d1', 0))
        await transaction.write.drafts.beginApproval(approval)
      })
      expect(await store.read.drafts.approvals()).toEqual([approval])
      await write((drafts) => drafts.approvedUpTo('ap1', 'd1x', 2, 1))
      const further = { ...approval, looked: 2, approved: 1, last: 'd1x' }
      expect(await store.read.drafts.approvalById('ap1')).toEqual(further)
      await write((drafts) => drafts.turnApproval('ap1', 'wanted', 'stopping'))
      expect(await store.read.drafts.approvals()).toEqual([{ ...further, state: 'stopping' }])
      for (const late of [
        (drafts: Writes['drafts']) => drafts.approvedUpTo('ap1', 'd1y', 1, 1),
        (drafts: Writes['drafts']) => drafts.turnApproval('ap1', 'wanted', 'done'),
      ])
        await expect(write(late)).rejects.toMatchObject({ code: 'conflict' })
      await write((drafts) => drafts.turnApproval('ap1', 'stopping', 'stopped'))
      expect(await store.read.drafts.approvals()).toEqual([])
    })

    test('of a draft are each there once, however many were proposed again in it', async () => {
      const [first] = draft('d1', 0).matches
      if (!first) throw new Error('A draft has matches.')
      const matchesOf = (draftId: string) =>
        Array.from({ length: 250 }, (_, index) => ({ ...first, id: `${draftId}-${index}`, draftId }))
      const [one, other] = [matchesOf('d1'), matchesOf('d2')]
      await store.transact(async (transaction) => {
        await foundation(transaction)
        await transaction.write.drafts.propose({ ...draft('d1', 0), matches: one })
        await transaction.write.drafts.reject(one.map(({ id }) => id))
        await transaction.write.drafts.propose({ ...draft('d2', 1), matches: other })
        for (const { id } of one) await transaction.write.drafts.reopen(id, 'd2')
      })
      const there = (await store.read.drafts.latest('g1'))?.matches.map(({ id }) => id) ?? []
      expect([...there].sort()).toEqual([...one, ...other].map(({ id }) => id).sort())
    })

    test('are under way, and known to their people, from the moment that a message about them is on its way, or that they begin', async () => {
      const told = { how: 'told', since: null }
      const underWay = async () => {
        const all = [...(await store.read.deliveries.underWayAmong(['pair1', 'pair2', 'nobody']))]
        const known = all.map(([id]) => id)
        await store.transact(async ({ read }) => {
          for (const { pairs } of [read, store.read]) {
            expect(idsOf(await pairs.of('g1'))).toEqual(known)
            expect(idsOf(await pairs.ofParticipant('p-tom'))).toEqual(known)
            expect(idsOf(await pairs.among(['p-tom']))).toEqual(known)
            expect((await pairs.byId('pair1'))?.id ?? null).toBe(known.includes('pair1') ? 'pair1' : null)
          }
        })
        return all
      }
      await store.transact(couple)
      await enqueue(delivery('d1', { subject: { kind: 'pair', id: 'pair1' } }))
      expect(await underWay()).toEqual([])
      expect(await store.queue.claim('d1', NOW, 'me')).toBe(true)
      expect(await underWay()).toEqual([['pair1', told]])
      await store.queue.postpone('d1', later(1), { attempted: true, inDoubt: false })
      expect(await underWay()).toEqual([])
      await store.queue.claim('d1', later(1), 'me')
      await store.queue.postpone('d1', later(2), { attempted: true, inDoubt: true })
      expect(await underWay()).toEqual([['pair1', told]])
      await store.queue.claim('d1', later(2), 'me')
      await store.queue.sent('d1', receipt('d1'), later(2), null)
      await store.transact(async ({ write }) => {
        const participantIds = ['p-tom', 'p-amina']
        await write.pairs.pair([{ id: 'pair2', programmeId: 'g1', participantIds, pairedAt: NOW }])
        await write.meetings.propose(aMeeting({ pairId: 'pair2' }))
      })
      expect(await underWay()).toEqual([
        ['pair1', { how: 'told', since: later(2) }],
        ['pair2', { how: 'begun', since: null }],
      ])
      expect(await store.read.pairs.of('g2')).toEqual([])
      const pairedAt = async (id: string) => [
        (await store.read.approved.byId(id))?.pairedAt,
        (await store.read.pairs.byId(id))?.pairedAt,
      ]
      expect(await pairedAt('pair1')).toEqual([NOW, later(2)])
      expect(await pairedAt('pair2')).toEqual([NOW, NOW])
    })

    test('are known to have begun as soon as they have, in the same transaction as well', async () => {
      await store.transact(couple)
      await store.transact(async ({ read, write }) => {
        expect(await read.pairs.of('g1')).toEqual([])
        expect(await read.pairs.byId('pair1')).toBeNull()
        await write.meetings.propose(aMeeting())
        expect(idsOf(await read.pairs.of('g1'))).toEqual(['pair1'])
        expect((await read.pairs.byId('pair1'))?.id).toBe('pair1')
      })
    })

    test('go on as two when one of three leaves', async () => {
      await store.transact(async (transaction) => {
        await foundation(transaction)
        for (const name of ['one', 'two', 'three'])
          await transaction.write.participants.add(
            aParticipant({ id: name, email: `${name}@harbour.example` }),
          )
        await transaction.write.pairs.pair([
          {
            id: 'trio',
            programmeId: 'g1',
            participantIds: ['one', 'two', 'three'],
            pairedAt: NOW,
          },
        ])
      })
      await store.queue.conversationOf({ type: 'pair', pairId: 'trio' }, 'G3')
      expect((await store.read.approved.byId('trio'))?.conversation).toBe('G3')
      await store.transact(({ write }) => write.pairs.goOnWithout('trio', 'two', later(1)))
      expect((await store.read.approved.byId('trio'))?.conversation).toBeNull()
      expect(ids(await store.read.approved.byId('trio'))).toEqual(['one', 'three'])
      expect(await store.read.approved.ofParticipant('two')).toEqual([])
      const again = store.transact(({ write }) => write.pairs.goOnWithout('trio', 'two', later(2)))
      await expect(again).rejects.toMatchObject({ code: 'conflict' })
    })

    const draft = (id: string, hour: number) => ({
      id,
      programmeId: 'g1',
      madeAt: NOW.add({ hours: hour }),
      revision: 0,
      seed: 4_294_967_295,
      made: {
        weights: defaultWeights,
        organisations: 'different' as const,
        sides: 'two' as const,
        odd: 'trio' as const,
        mostPartners: 3,
        proof: { primal: 17_999, dual: 17_999, gap: 0 as const, worst: 8999, together: true },
        refused: ['One of them has paused.'],
      },
      matches: ['x', 'y'].map((name, index) => ({
        id: `${id}${name}`,
        draftId: id,
        participantIds: ['p-tom', `p-${name}`],
        score: 9000 - index,
        reasons: ['Both run', 'Different organisations'],
        parts: [
          { name: 'hours' as const, value: 7000, weight: 65_536, known: true },
          { name: 'location' as const, value: 5000, weight: 0, known: false, silent: 'one' as const },
        ],
        caution: index === 0 ? null : 'Few hours.',
        nextBest: [
          {
            participantId: 'p-tom',
            otherId: 'p-q',
            score: 8000,
            costAtLeast: 10,
            swapCost: null,
            lowersWorst: false,
          },
        ],
        fixed: index === 1,
        pairId: null,
        state: 'proposed' as const,
      })),
      waiting: [{ participantId: 'p-z', reason: 'Nobody is left on the other side.' }],
    })

    const twoDrafts = async (transaction: Transaction) => {
      await foundation(transaction)
      await transaction.write.drafts.propose(draft('d1', 0))
      await transaction.write.drafts.propose(draft('d2', 1))
    }

    test('are proposed whole, decided once, and what was decided is remembered', async () => {
      await store.transact(twoDrafts)
      expect(await store.read.drafts.byId('d1')).toEqual(draft('d1', 0))
      expect((await store.read.drafts.latest('g1'))?.id).toBe('d2')
      expect(await store.read.drafts.ids('g1')).toEqual(['d1', 'd2'])
      expect((await store.read.drafts.before('d2'))?.id).toBe('d1')
      expect(await store.read.drafts.before('d1')).toBeNull()
      await store.transact(async ({ write }) => {
        await write.drafts.reject(['d2x'])
        await write.drafts.approve([{ matchId: 'd1x', pairId: 'pair9' }])
      })
      expect((await store.read.drafts.latest('g1'))?.id).toBe('d2')
      expect(
        (await store.read.drafts.decided('g1')).map(({ id, state, pairId }) => [id, state, pairId]),
      ).toEqual([
        ['d1x', 'approved', 'pair9'],
        ['d2x', 'rejected', null],
      ])
      for (const again of [
        store.transact(({ write }) => write.drafts.reject(['d1x'])),
        store.transact(({ write }) => write.drafts.approve([{ matchId: 'd2x', pairId: 'pair8' }])),
        store.transact(({ write }) => write.drafts.keep(['d2x'], true)),
      ])
        await expect(again).rejects.toMatchObject({ code: 'conflict' })
      expect((await store.read.drafts.byId('d1'))?.matches[0]?.state).toBe('approved')
    })

    test('are remembered as they were proposed, whatever was done to them', async () => {
      await store.transact(twoDrafts)
      const [first, second] = draft('d1', 0).matches
      if (!first || !second) throw new Error('A draft has matches.')
      const asProposed = [first, second].map(({ id, participantIds, score }) => ({
        id,
        participantIds,
        score,
      }))
      expect(await store.read.drafts.proposed('d1')).toEqual(asProposed)
      await store.transact(async ({ write }) => {
        await write.drafts.rearrange('d1', [{ ...first, participantIds: ['p-tom', 'p-q'], score: 1 }], [])
        await write.drafts.reject(['d1y'])
        await write.drafts.reopen('d1y', 'd2')
      })
      expect(await store.read.drafts.proposed('d1')).toEqual(asProposed)
      expect((await store.read.drafts.proposed('d2')).map(({ id }) => id)).toEqual(['d2x', 'd2y'])
      expect(await store.read.drafts.proposed('d9')).toEqual([])
    })

    test('are turned by one who saw the newest revision, and by nobody else', async () => {
      await store.transact(twoDrafts)
      const both = await Promise.allSettled([
        store.transact(({ write }) => write.drafts.turn('d1', 0)),
        store.transact(({ write }) => write.drafts.turn('d1', 0)),
      ])
      expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
      expect((await store.read.drafts.byId('d1'))?.revision).toBe(1)
    })

    test('are kept, given other people, and proposed anew in the draft that counts', async () => {
      await store.transact(twoDrafts)
      const [first, second] = draft('d2', 1).matches
      if (!first || !second) throw new Error('A draft has matches.')
      const changed = {
        ...first,
        participantIds: ['p-tom', 'p-q'],
        score: 1,
        caution: 'By hand.',
        nextBest: [],
      }
      const waiting = [{ participantId: 'p-x', reason: 'Moved.' }]
      await store.transact(async ({ write }) => {
        await write.drafts.keep(['d2x'], true)
        await write.drafts.rearrange('d2', [changed], waiting)
        await write.drafts.approve([{ matchId: 'd1x', pairId: 'pair9' }])
        await write.drafts.reopen('d1x', 'd2')
      })
      const after = await store.read.drafts.byId('d2')
      expect(after?.waiting).toEqual(waiting)
      expect(after?.matches).toContainEqual({ ...changed, fixed: true })
      expect(after?.matches).toContainEqual({ ...draft('d1', 0).matches[0], draftId: 'd2' })
      await store.transact(({ write }) => write.drafts.reject(['d2y']))
      for (const work of [
        store.transact(({ write }) => write.drafts.reopen('d2x', 'd2')),
        store.transact(({ write }) => write.drafts.rearrange('d2', [{ ...second, score: 3 }], [])),
      ])
        await expect(work).rejects.toMatchObject({ code: 'conflict' })
      expect((await store.read.drafts.byId('d2'))?.waiting).toEqual(waiting)
    })

    test('are wanted until they are made, stopped or given up, and tell how far they are', async () => {
      const wanted = (id: string, minutes: number) => ({
        id,
        programmeId: 'g1',
        wantedAt: later(minutes),
        by: 'a-tom',
        seed: 7,
        state: 'wanted' as const,
        progress: { stage: 'scoring' as const, done: 0 },
      })
      await store.transact(async (transaction) => {
        await foundation(transaction)
        for (const [id, minutes] of [
          ['w2', 2],
          ['w1', 1],
        ] as const)
          await transaction.write.drafts.want(wanted(id, minutes))
      })
      expect((await store.read.drafts.wanted()).map(({ id }) => id)).toEqual(['w1', 'w2'])
      const progress = { stage: 'assigning' as const, done: 0.75 }
      await store.transact(({ write }) => write.drafts.progressed('w1', progress))
      expect(await store.read.drafts.wantedById('w1')).toEqual({ ...wanted('w1', 1), progress })
      await store.transact(({ write }) => write.drafts.settleWanted('w1', 'stopped'))
      expect(await store.read.drafts.wanted()).toEqual([wanted('w2', 2)])
      const again = store.transact(({ write }) => write.drafts.settleWanted('w1', 'made'))
      await expect(again).rejects.toMatchObject({ code: 'conflict' })
      expect((await store.read.drafts.wantedById('w1'))?.state).toBe('stopped')
      expect(await store.read.drafts.wantedById('w9')).toBeNull()
    })

    test('are taken back as if they had never been, unless they have begun', async () => {
      await store.transact(couple)
      await store.transact(({ write }) => write.pairs.unmake('pair1'))
      expect(await store.read.approved.byId('pair1')).toBeNull()
      expect(await store.read.approved.of('g1')).toEqual([])
      const people = ['p-tom', 'p-amina']
      await store.transact(async ({ write }) => {
        await write.pairs.pair([{ id: 'pair2', programmeId: 'g1', participantIds: people, pairedAt: NOW }])
        await write.meetings.propose(aMeeting({ pairId: 'pair2' }))
      })
      for (const id of ['pair1', 'pair2'])
        await expect(store.transact(({ write }) => write.pairs.unmake(id))).rejects.toMatchObject({
          code: 'conflict',
        })
      expect(await store.read.approved.byId('pair2')).not.toBeNull()
    })
  })

  describe('private wishes about partners', () => {
    test('take the place of those before, and go when nobody is named', async () => {
      await store.transact(couple)
      const wish = (people: readonly string[]) =>
        store.transact(({ write }) => write.participants.keepApart('p-amina', people))
      await wish(['Eve Stone', 'eve@city.example'])
      await wish(['Zoë Quay'])
      expect(await store.read.participants.notWith('g1')).toEqual([
        { participantId: 'p-amina', people: ['Zoë Quay'] },
      ])
      expect(await store.read.participants.notWith('g2')).toEqual([])
      expect(await store.read.participants.notWithOf('p-amina')).toEqual(['Zoë Quay'])
      expect(await store.read.participants.notWithOf('p-tom')).toEqual([])
      await wish([])
      expect(await store.read.participants.notWith('g1')).toEqual([])
    })
  })

  describe('the audit', () => {
    const entry = (id: string, but: Partial<AuditEntry> = {}): AuditEntry => ({
      id,
      programmeId: 'g1',
      at: NOW,
      by: 'a-tom',
      act: 'approved',
      about: { kind: 'draft', id: 'd1' },
      revision: 1,
      people: [['p-tom', 'p-amina']],
      reason: null,
      words: null,
      ...but,
    })

    test('tells what was done, the newest first, and everything about one thing in its order', async () => {
      const entries = [
        entry('e1'),
        entry('e2', { by: null, revision: null, about: { kind: 'list', id: 'd1' } }),
        entry('e3', {
          people: [
            ['p-tom', 'p-amina'],
            ['p-x', 'p-y'],
          ],
          reason: 'close',
          words: 'They sit side by side.',
        }),
        entry('e4', { programmeId: 'g2' }),
      ]
      for (const one of entries) await store.transact(({ write }) => write.audit.record(one))
      const ids = (of: readonly AuditEntry[]) => of.map(({ id }) => id)
      expect(await store.read.audit.of('g1', 0, 10)).toEqual([entries[2], entries[1], entries[0]])
      expect(ids(await store.read.audit.of('g1', 1, 1))).toEqual(['e2'])
      expect(ids(await store.read.audit.about({ kind: 'draft', id: 'd1' }))).toEqual(['e1', 'e3', 'e4'])
    })

    test('notes an act once', async () => {
      const note = () => store.transact(({ write }) => write.audit.record(entry('e1')))
      await note()
      await expect(note()).rejects.toMatchObject({ code: 'conflict' })
      expect(await store.read.audit.of('g1', 0, 10)).toEqual([entry('e1')])
    })

    test('holds what was done, or nothing, together with it', async () => {
      const work = store.transact(async ({ write }) => {
        await write.audit.record(entry('e1'))
        throw new Error('No.')
      })
      await expect(work).rejects.toThrow('No.')
      expect(await store.read.audit.of('g1', 0, 10)).toEqual([])
    })
  })

  describe('meetings', () => {
    test('change only from the revision that was seen', async () => {
      await store.transact(couple)
      const meeting = aMeeting({ state: 'proposed', times: [later(60), later(120)], bookedAt: null })
      await store.transact(({ write }) => write.meetings.propose(meeting))
      expect(await store.read.meetings.byId('m1')).toEqual(meeting)
      const booked = aMeeting({
        ...meeting,
        state: 'booked',
        times: [later(120)],
        bookedAt: NOW,
        revision: 2,
      })
      const both = await Promise.allSettled([
        store.transact(({ write }) => write.meetings.change(booked, 1)),
        store.transact(({ write }) => write.meetings.change({ ...booked, state: 'cancelled' }, 1)),
      ])
      expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected'])
      expect(await store.read.meetings.byId('m1')).toEqual(booked)
    })

    test('of a pair come by first time', async () => {
      await store.transact(couple)
      await store.transact(async ({ write }) => {
        for (const [id, minutes] of [
          ['late', 90],
          ['early', 30],
          ['middle', 60],
        ] as const)
          await write.meetings.propose(aMeeting({ id, times: [later(minutes)] }))
      })
      expect((await store.read.meetings.ofPair('pair1')).map((one) => one.id)).toEqual([
        'early',
        'middle',
        'late',
      ])
    })
  })

  describe('what people write', () => {
    test('a check-in is one for each person and meeting, the last one told', async () => {
      await store.transact(couple)
      const said = { meetingId: 'm1', participantId: 'p-amina', at: NOW }
      await store.transact(async ({ write }) => {
        await write.meetings.propose(aMeeting())
        await write.checkIns.record({ ...said, met: 'not-yet', rating: null, next: null })
        await write.checkIns.record({ ...said, met: 'yes', rating: 5, next: 'Read each other’s drafts' })
        await write.checkIns.record({
          ...said,
          participantId: 'p-tom',
          met: 'no',
          rating: null,
          next: null,
          at: later(1),
        })
      })
      const whole = { ...said, met: 'yes', rating: 5, next: 'Read each other’s drafts' }
      expect(await store.read.checkIns.ofMeeting('m1')).toMatchObject([
        whole,
        { participantId: 'p-tom', met: 'no' },
      ])
      expect(await store.read.checkIns.ofParticipant('p-amina')).toEqual([whole])
    })

    test('a reflection is seen by whom its writer chose, until they choose anew', async () => {
      await store.transact(couple)
      const reflection = {
        id: 'r1',
        participantId: 'p-amina',
        pairId: 'pair1',
        meetingId: null,
        prompt: 'What surprised you?',
        words: 'That he asked.\n\u2028 and 𝒳',
        audience: 'me' as const,
        writtenAt: NOW,
      }
      await store.transact(({ write }) => write.reflections.write(reflection))
      expect(await store.read.reflections.ofParticipant('p-amina')).toEqual([reflection])
      expect(await store.read.reflections.ofParticipant('p-tom')).toEqual([])
      expect(await store.read.reflections.sharedInPair('pair1')).toEqual([])
      expect(await store.read.reflections.sharedWithProgramme('g1')).toEqual([])
      await store.transact(({ write }) => write.reflections.share('r1', 'partner'))
      expect(await store.read.reflections.sharedInPair('pair1')).toEqual([
        { ...reflection, audience: 'partner' },
      ])
      await store.transact(({ write }) => write.reflections.share('r1', 'programme'))
      expect(await store.read.reflections.sharedInPair('pair1')).toEqual([])
      expect(await store.read.reflections.sharedWithProgramme('g1')).toEqual([reflection.words])
      await store.transact(({ write }) => write.reflections.share('r1', 'me'))
      expect(await store.read.reflections.sharedWithProgramme('g1')).toEqual([])
      expect(await store.read.reflections.byId('r1')).toEqual(reflection)
    })

    const survey = (id: string, anonymous: boolean) => ({
      id,
      programmeId: 'g1',
      kind: id === 's1' ? ('baseline' as const) : ('closing' as const),
      anonymous,
      opensAt: NOW,
      closesAt: later(600),
    })

    test('a survey is kept while it is filled in, and taken once', async () => {
      await store.transact(couple)
      await store.transact(async ({ write }) => {
        await write.surveys.open(survey('s1', true))
        await write.surveys.keep('s1', 'p-amina', { q1: '3' })
        await write.surveys.keep('s1', 'p-amina', { q1: '4', q2: ['x', 'y'] })
      })
      expect(await store.read.surveys.of('g1')).toEqual([survey('s1', true)])
      expect(await store.read.surveys.begun('s1', 'p-amina')).toEqual({ q1: '4', q2: ['x', 'y'] })
      expect(await store.read.surveys.begun('s1', 'p-tom')).toBeNull()
      expect(await store.read.surveys.taken('s1', 'p-amina')).toBe(false)
      await store.transact(({ write }) => write.surveys.submit('s1', 'p-amina', 'b', { q1: '4' }))
      expect(await store.read.surveys.taken('s1', 'p-amina')).toBe(true)
      expect(await store.read.surveys.taken('s1', 'p-tom')).toBe(false)
      expect(await store.read.surveys.begun('s1', 'p-amina')).toBeNull()
      const again = store.transact(({ write }) => write.surveys.submit('s1', 'p-amina', 'b', { q1: '1' }))
      await expect(again).rejects.toMatchObject({ code: 'conflict' })
      expect((await store.read.surveys.responses('s1')).map((one) => one.answers)).toEqual([{ q1: '4' }])
    })

    test('an anonymous response names nobody, and has one pseudonym in all anonymous surveys', async () => {
      await store.transact(couple)
      await store.transact(async ({ write }) => {
        await write.surveys.open(survey('s1', true))
        await write.surveys.open(survey('s2', false))
        await write.surveys.open(survey('s3', true))
        for (const id of ['s1', 's2', 's3']) {
          await write.surveys.submit(id, 'p-amina', 'b', { q1: '4' })
          await write.surveys.submit(id, 'p-tom', 'a', { q1: '5' })
        }
      })
      const anonymous = await store.read.surveys.responses('s1')
      const named = await store.read.surveys.responses('s2')
      expect(JSON.stringify(anonymous)).not.toMatch(/p-amina|p-tom/)
      expect(anonymous.map((one) => one.participantId)).toEqual([null, null])
      expect(named.map((one) => one.participantId).sort()).toEqual(['p-amina', 'p-tom'])
      const later = await store.read.surveys.responses('s3')
      expect(new Set([...anonymous, ...later].map((one) => one.pseudonym)).size).toBe(2)
      const theirs = anonymous.map((one) => one.pseudonym)
      expect(named.filter((one) => theirs.some((code) => JSON.stringify(one).includes(code)))).toEqual([])
      expect(new Set(anonymous.map((one) => one.side))).toEqual(new Set(['a', 'b']))
    })

    test('an announcement is posted once; a preview can be discarded, a posted one cannot', async () => {
      await store.transact(couple)
      const announcement = {
        id: 'n1',
        programmeId: 'g1',
        authorId: 'a-tom',
        words: 'Come to the event',
        audience: { type: 'side', side: 'a' } as const,
        asksAcknowledgement: true,
        at: aProgramme().startsOn.toPlainDateTime('09:30'),
        postedAt: null,
      }
      await store.transact(async ({ write }) => {
        await write.announcements.compose(announcement)
        await write.announcements.compose({ ...announcement, id: 'n2', audience: { type: 'all' }, at: null })
        await write.announcements.discard('n2')
      })
      expect(await store.read.announcements.byId('n1')).toEqual(announcement)
      expect(await store.read.announcements.byId('n2')).toBeNull()
      await store.transact(async ({ write }) => {
        await write.announcements.post('n1', NOW)
        await write.announcements.acknowledge('n1', 'p-tom')
        await write.announcements.acknowledge('n1', 'p-tom')
      })
      for (const late of ['post', 'discard'] as const)
        await expect(
          store.transact(({ write }) =>
            late === 'post' ? write.announcements.post('n1', later(1)) : write.announcements.discard('n1'),
          ),
        ).rejects.toMatchObject({ code: 'conflict' })
      expect(await store.read.announcements.of('g1')).toEqual([{ ...announcement, postedAt: NOW }])
      expect(await store.read.announcements.acknowledgedBy('n1')).toEqual(['p-tom'])
    })
  })

  describe('the outbox', () => {
    test('keeps one delivery for one key, as it was first said', async () => {
      await enqueue(delivery('d1', { occurrence: 'x' }))
      await enqueue(delivery('d2', { occurrence: 'x', dueAt: later(5), class: 'booked' }))
      expect(await store.read.deliveries.about('scheduling', meetingSubject)).toEqual([
        {
          ...delivery('d1', { occurrence: 'x' }),
          state: 'due',
          reason: null,
          attempts: 0,
          inDoubt: false,
          receipt: null,
          sentAt: null,
          stale: false,
          shows: null,
        },
      ])
      expect(await store.read.deliveries.byId('d2')).toBeNull()
    })

    test('tells apart deliveries that differ in any part of the key', async () => {
      await enqueue(
        delivery('d1', { occurrence: 'x' }),
        delivery('d2', { occurrence: 'y' }),
        delivery('d3', { occurrence: 'x', address: toAmina }),
        delivery('d4', { occurrence: 'x', address: { type: 'pair', pairId: 'a-tom' } }),
        delivery('d5', { occurrence: 'x', flow: 'nudge' }),
        delivery('d6', { occurrence: 'x', subject: { kind: 'pair', id: 'm1' } }),
      )
      expect(await store.read.deliveries.unsettled('g1', 10)).toHaveLength(6)
      expect((await store.read.deliveries.byId('d4'))?.address).toEqual({ type: 'pair', pairId: 'a-tom' })
    })

    test('brings forward what waits of a flow about a subject, but neither what is tried again nor anything else', async () => {
      const waiting = { dueAt: NOW.add({ hours: 20 }) }
      await enqueue(
        delivery('waiting', waiting),
        delivery('retrying'),
        delivery('elsewhere', { ...waiting, flow: 'nudge' }),
      )
      await store.queue.claim('retrying', NOW, 'one')
      await store.queue.postpone('retrying', NOW.add({ hours: 20 }), { attempted: true, inDoubt: false })
      await store.transact(({ outbox }) => outbox.hasten('scheduling', meetingSubject, NOW))
      const due = await Promise.all(
        ['waiting', 'retrying', 'elsewhere'].map((id) => store.read.deliveries.byId(id)),
      )
      expect(due.map((one) => `${one?.dueAt}`)).toEqual([
        `${NOW}`,
        `${NOW.add({ hours: 20 })}`,
        `${NOW.add({ hours: 20 })}`,
      ])
    })

    test('cancels what has not been sent, one occurrence or all, and leaves what is being sent', async () => {
      await enqueue(
        delivery('sent', { address: toAmina }),
        delivery('sending'),
        delivery('one'),
        delivery('other'),
        delivery('elsewhere', { flow: 'nudge' }),
      )
      await send('sent')
      await store.queue.claim('sending', NOW, 'one')
      await store.transact(({ outbox }) =>
        outbox.cancel('scheduling', meetingSubject, 'one', 'already-booked'),
      )
      expect(await store.read.deliveries.byId('one')).toMatchObject({
        state: 'dropped',
        reason: 'already-booked',
      })
      expect((await store.read.deliveries.byId('other'))?.state).toBe('due')
      await store.transact(({ outbox }) => outbox.cancel('scheduling', meetingSubject, null, 'left'))
      const states = await Promise.all(
        ['sent', 'sending', 'one', 'other', 'elsewhere'].map((id) => store.read.deliveries.byId(id)),
      )
      expect(states.map((one) => one?.state)).toEqual(['sent', 'sending', 'dropped', 'dropped', 'due'])
      expect(states.map((one) => one?.reason)).toEqual([null, null, 'already-booked', 'left', null])
    })

    test('remembers an act once, until it is forgotten', async () => {
      const remember = (id: string) => store.transact(({ outbox }) => outbox.remember(id, NOW))
      expect(await Promise.all([remember('x'), remember('x'), remember('y')])).toEqual([true, false, true])
      await store.transact(({ outbox }) => outbox.forget(NOW))
      expect(await remember('x')).toBe(false)
      await store.transact(({ outbox }) => outbox.forget(later(1)))
      expect(await remember('x')).toBe(true)
    })

    test('moves a moment earlier and never later', async () => {
      const wake = (minutes: number, ...flows: string[]) =>
        store.transact(({ outbox }) => outbox.wake(flows, [meetingSubject], later(minutes)))
      await wake(10, 'nudge', 'checkin', 'nudge')
      await wake(20, 'nudge')
      await wake(5, 'checkin')
      await wake(1)
      expect(await store.momentsDue(later(60), 10)).toEqual([
        { flow: 'checkin', subject: meetingSubject, dueAt: later(5) },
        { flow: 'nudge', subject: meetingSubject, dueAt: later(10) },
      ])
      expect((await store.momentsDue(later(60), 1)).map((one) => one.flow)).toEqual(['checkin'])
      expect((await store.momentsDue(later(5), 10)).map((one) => one.flow)).toEqual(['checkin'])
      expect(await store.momentsDue(later(4), 10)).toEqual([])
      expect(firstOf(await store.agenda())).toEqual(later(5))
    })

    test('settles a moment for one of two who saw it', async () => {
      await store.transact(({ outbox }) => outbox.wake(['nudge'], [meetingSubject], NOW))
      const settle = (was: Temporal.Instant, next: Temporal.Instant | null) =>
        store.transact(({ outbox }) => outbox.settleMoment('nudge', meetingSubject, was, next))
      expect(await Promise.all([settle(NOW, later(10)), settle(NOW, later(20))])).toEqual([true, false])
      expect(await settle(later(10), null)).toBe(true)
      expect(await settle(later(10), null)).toBe(false)
      expect(await store.momentsDue(later(1000), 10)).toEqual([])
      await store.transact(({ outbox }) => outbox.wake(['nudge'], [meetingSubject], later(30)))
      expect(firstOf(await store.agenda())).toEqual(later(30))
    })

    test('keeps the content of an answer until it is settled', async () => {
      const content = message('Booked', { type: 'heading', text: 'Tuesday at ten' })
      await store.transact(async ({ outbox }) => {
        await outbox.enqueue(delivery('d1', { class: 'answer' }), content)
        await outbox.enqueue(delivery('d2', { address: toAmina }), null)
      })
      expect(await store.queue.content('d1')).toEqual(content)
      expect(await store.queue.content('d2')).toBeNull()
      expect(await store.queue.content('d9')).toBeNull()
      await store.queue.claim('d1', NOW, 'one')
      await store.queue.postpone('d1', later(1), { attempted: true, inDoubt: true })
      expect(await store.queue.content('d1')).toEqual(content)
      await send('d1', later(1))
      expect(await store.queue.content('d1')).toBeNull()
    })
  })

  describe('the queue', () => {
    test('hands out what is due, longest first, one for each address', async () => {
      await enqueue(
        delivery('tom-2', { dueAt: later(-1) }),
        delivery('tom-1', { dueAt: later(-2) }),
        delivery('amina-1', { dueAt: later(-3), address: toAmina }),
        delivery('pair-1', { dueAt: NOW, address: { type: 'pair', pairId: 'a-tom' } }),
        delivery('pair-2', { dueAt: later(1), address: { type: 'pair', pairId: 'pair2' } }),
      )
      expect(await dueIds(NOW)).toEqual(['amina-1', 'tom-1', 'pair-1'])
      expect(await dueIds(NOW, 2)).toEqual(['amina-1', 'tom-1'])
      expect(await dueIds(later(-4))).toEqual([])
    })

    test('hands out an answer before all that is none, however long that has been due', async () => {
      const toPair = (pairId: string) => ({ type: 'pair' as const, pairId })
      await enqueue(
        delivery('booked', { dueAt: later(-3), class: 'booked' }),
        delivery('ordinary', { dueAt: later(-2), address: toPair('pair1') }),
        delivery('answer-2', { dueAt: NOW, class: 'answer', address: toPair('pair2') }),
        delivery('answer-1', { dueAt: later(-1), class: 'answer', address: toAmina }),
        delivery('answer-3', { dueAt: later(1), class: 'answer', address: toPair('pair3') }),
      )
      expect(await dueIds(NOW)).toEqual(['answer-1', 'answer-2', 'booked', 'ordinary'])
      expect(await dueIds(NOW, 3)).toEqual(['answer-1', 'answer-2', 'booked'])
      expect(await dueIds(NOW, 1)).toEqual(['answer-1'])
      expect(firstOf(await store.agenda())).toEqual(later(-3))
    })

    test('hands out what is due at an address before an answer there, and that before all else as well', async () => {
      await enqueue(
        delivery('amina', { dueAt: later(-2), address: toAmina }),
        delivery('ordinary', { dueAt: later(-1) }),
        delivery('answer', { dueAt: NOW, class: 'answer' }),
      )
      expect(await dueIds(NOW)).toEqual(['ordinary', 'amina'])
      await send('ordinary')
      expect(await dueIds(NOW)).toEqual(['answer', 'amina'])
      await send('answer')
      expect(await dueIds(NOW)).toEqual(['amina'])
    })

    test('holds an answer behind what waits to be tried again at its address, and nothing else', async () => {
      await enqueue(delivery('retried'), delivery('answer', { class: 'answer' }))
      await enqueue(delivery('amina', { address: toAmina }))
      await store.queue.claim('retried', NOW, 'one')
      expect(await dueIds(NOW)).toEqual(['amina'])
      await store.queue.postpone('retried', later(10), { attempted: true, inDoubt: false })
      expect(await dueIds(later(9))).toEqual(['amina'])
      expect(await dueIds(later(10))).toEqual(['retried', 'amina'])
    })

    test('keeps the order of enqueuing among those due at the same instant', async () => {
      await enqueue(delivery('z'), delivery('a'), delivery('m'))
      for (const id of ['z', 'a', 'm']) {
        expect(await dueIds(NOW)).toEqual([id])
        await send(id)
      }
      expect(await dueIds(NOW)).toEqual([])
    })

    test('hands out nothing for an address while something is being sent there', async () => {
      await enqueue(delivery('d1'), delivery('d2'), delivery('d3', { address: toAmina }))
      await store.queue.claim('d1', NOW, 'one')
      expect(await dueIds(later(60))).toEqual(['d3'])
      await store.queue.sent('d1', receipt('d1'), NOW, null)
      expect(await dueIds(later(60))).toEqual(['d2', 'd3'])
    })

    test('holds an address behind one that waits to be tried again', async () => {
      await enqueue(delivery('d1'), delivery('d2'))
      await store.queue.claim('d1', NOW, 'one')
      await store.queue.postpone('d1', later(10), { attempted: true, inDoubt: false })
      expect(await dueIds(later(9))).toEqual([])
      expect(firstOf(await store.agenda())).toEqual(later(10))
      expect(await dueIds(later(10))).toEqual(['d1'])
      await store.queue.failed('d1', 'blocked', later(10))
      expect(await dueIds(later(10))).toEqual(['d2'])
    })

    test('does not hold an address behind one that waits for working hours', async () => {
      await enqueue(delivery('d1'), delivery('d2', { class: 'answer' }))
      await store.queue.claim('d1', NOW, 'one')
      await store.queue.postpone('d1', later(600), { attempted: false, inDoubt: false })
      expect(await dueIds(NOW)).toEqual(['d2'])
    })

    test('stops holding an address once a retry came too late in the day, and waits for working hours', async () => {
      await enqueue(delivery('d1'), delivery('d2', { class: 'answer' }))
      await store.queue.claim('d1', NOW, 'one')
      await store.queue.postpone('d1', later(1), { attempted: true, inDoubt: true })
      expect(await dueIds(NOW)).toEqual([])
      await store.queue.claim('d1', later(1), 'one')
      await store.queue.postpone('d1', later(600), { attempted: false, inDoubt: true })
      expect(await dueIds(later(1))).toEqual(['d2'])
      expect(await store.read.deliveries.byId('d1')).toMatchObject({ attempts: 1, inDoubt: true })
    })

    test('gives a delivery to one of two who claim it, and to nobody before it is due', async () => {
      await enqueue(delivery('d1', { dueAt: later(1) }))
      expect(await store.queue.claim('d1', NOW, 'one')).toBe(false)
      expect(await store.queue.claim('d9', NOW, 'one')).toBe(false)
      const claims = await Promise.all(['one', 'two'].map((by) => store.queue.claim('d1', later(1), by)))
      expect(claims.filter((won) => won)).toHaveLength(1)
      expect((await store.read.deliveries.byId('d1'))?.state).toBe('sending')
      await store.queue.sent('d1', receipt('d1'), later(1), null)
      expect(await store.queue.claim('d1', later(9), 'two')).toBe(false)
    })

    test('does not give away what was put off after it had been seen as due', async () => {
      await enqueue(delivery('d1'))
      expect(await dueIds(NOW)).toEqual(['d1'])
      await store.queue.claim('d1', NOW, 'one')
      await store.queue.postpone('d1', later(5), { attempted: false, inDoubt: false })
      expect(await store.queue.claim('d1', NOW, 'two')).toBe(false)
    })

    test('settles: sent, dropped and failed say so, with attempts counted', async () => {
      await enqueue(
        delivery('sent'),
        delivery('dropped', { address: toAmina }),
        delivery('failed', { address: { type: 'pair', pairId: 'pair1' } }),
      )
      for (const id of ['sent', 'dropped', 'failed']) await store.queue.claim(id, NOW, 'one')
      await store.queue.sent('sent', receipt('1.1'), later(1), 'what it shows')
      await store.queue.dropped('dropped', 'already-booked', later(1))
      await store.queue.failed('failed', 'not-installed', later(1))
      expect(await store.read.deliveries.byId('sent')).toMatchObject({
        state: 'sent',
        receipt: receipt('1.1'),
        sentAt: later(1),
        attempts: 1,
        reason: null,
        shows: 'what it shows',
      })
      expect(await store.read.deliveries.byId('dropped')).toMatchObject({
        state: 'dropped',
        reason: 'already-booked',
        attempts: 0,
        sentAt: null,
      })
      expect(await store.read.deliveries.byId('failed')).toMatchObject({
        state: 'failed',
        reason: 'not-installed',
        attempts: 1,
      })
      expect(firstOf(await store.agenda())).toBeNull()
      expect((await store.read.deliveries.unsettled('g1', 10)).map((one) => one.id)).toEqual([
        'failed',
        'dropped',
      ])
      expect(await store.read.deliveries.unsettled('g1', 1)).toHaveLength(1)
      const all = await store.read.deliveries.all()
      expect(all.map((one) => one.id)).toEqual(['sent', 'dropped', 'failed'])
      expect(await store.read.deliveries.counts('g1')).toEqual([
        { flow: 'scheduling', state: 'dropped', reason: 'already-booked', count: 1 },
        { flow: 'scheduling', state: 'failed', reason: 'not-installed', count: 1 },
        { flow: 'scheduling', state: 'sent', reason: null, count: 1 },
      ])
      expect(await store.read.deliveries.counts('g2')).toEqual([])
    })

    test('does not undo what was settled', async () => {
      await enqueue(delivery('d1'))
      await send('d1')
      await store.queue.postpone('d1', later(1), { attempted: true, inDoubt: true })
      await store.queue.failed('d1', 'blocked', later(1))
      expect(await store.read.deliveries.byId('d1')).toMatchObject({ state: 'sent', attempts: 1 })
    })

    test('postpones, counts tries, and stays in doubt once it was', async () => {
      await enqueue(delivery('d1'))
      const tryAgain = async (minutes: number, how: { attempted: boolean; inDoubt: boolean }) => {
        expect(await store.queue.claim('d1', later(minutes), 'one')).toBe(true)
        await store.queue.postpone('d1', later(minutes + 1), how)
        return store.read.deliveries.byId('d1')
      }
      expect(await tryAgain(0, { attempted: false, inDoubt: false })).toMatchObject({
        attempts: 0,
        inDoubt: false,
      })
      expect(await tryAgain(1, { attempted: true, inDoubt: true })).toMatchObject({
        attempts: 1,
        inDoubt: true,
      })
      expect(await tryAgain(2, { attempted: true, inDoubt: false })).toMatchObject({
        attempts: 2,
        inDoubt: true,
        state: 'due',
        dueAt: later(3),
      })
    })

    test('frees what another process claimed and never settled, in doubt', async () => {
      await enqueue(
        delivery('dead', { dueAt: later(-60) }),
        delivery('mine', { dueAt: later(-60), address: toAmina }),
        delivery('fresh', { address: { type: 'pair', pairId: 'pair1' } }),
      )
      await store.queue.claim('dead', later(-60), 'dead')
      await store.queue.claim('mine', later(-60), 'me')
      await store.queue.claim('fresh', NOW, 'busy')
      expect(await store.queue.release(later(-1), 'me')).toBe(1)
      expect(await store.queue.release(later(-1), 'me')).toBe(0)
      expect(await store.read.deliveries.byId('dead')).toMatchObject({ state: 'due', inDoubt: true })
      expect((await store.read.deliveries.byId('mine'))?.state).toBe('sending')
      expect((await store.read.deliveries.byId('fresh'))?.state).toBe('sending')
      expect(await dueIds(NOW)).toEqual(['dead'])
    })

    test('keeps the word of a process that was thought dead: what it sent is not sent again', async () => {
      await enqueue(delivery('d1'))
      await store.queue.claim('d1', NOW, 'slow')
      await store.queue.release(later(1), 'me')
      await store.queue.sent('d1', receipt('d1'), later(1), null)
      expect(await store.read.deliveries.byId('d1')).toMatchObject({ state: 'sent' })
      expect(await dueIds(later(60))).toEqual([])
    })

    test('says when the next thing is due, and never an instant at which nothing could be done', async () => {
      expect(firstOf(await store.agenda())).toBeNull()
      await enqueue(delivery('d1', { dueAt: later(5) }), delivery('d2', { dueAt: later(6) }))
      expect(firstOf(await store.agenda())).toEqual(later(5))
      await store.queue.claim('d1', later(5), 'one')
      expect(firstOf(await store.agenda())).toBeNull()
      await store.queue.postpone('d1', later(30), { attempted: true, inDoubt: false })
      expect(firstOf(await store.agenda())).toEqual(later(30))
    })

    test('tells where private messages go from now on', async () => {
      await store.transact(couple)
      await store.queue.conversationOf(toTom, 'D77')
      expect((await store.read.accounts.byId('a-tom'))?.conversation).toBe('D77')
    })
  })

  describe('a message that was sent', () => {
    const mark = (occurrence: string | null) =>
      store.transact(({ outbox }) => outbox.markStale('scheduling', meetingSubject, occurrence, null))
    const staleIds = async (now = NOW) => (await store.queue.stale(now, 10)).map((one) => one.id)

    test('is shown anew once marked, at once, longest sent first', async () => {
      await enqueue(
        delivery('d1'),
        delivery('d2', { address: toAmina }),
        delivery('due', { dueAt: later(99) }),
        delivery('elsewhere', { flow: 'nudge', address: { type: 'pair', pairId: 'pair1' } }),
      )
      await send('d2', later(0))
      await send('d1', later(1))
      await send('elsewhere', later(2))
      expect(await staleIds(later(9))).toEqual([])
      await mark('d1')
      expect(await staleIds(later(9))).toEqual(['d1'])
      await mark(null)
      expect(await staleIds(later(9))).toEqual(['d2', 'd1'])
      expect(await store.read.deliveries.byId('due')).toMatchObject({ stale: false })
      expect(firstOf(await store.agenda())?.epochMilliseconds).toBeLessThanOrEqual(later(2).epochMilliseconds)
      await store.queue.revised('d2', null)
      await store.queue.reviseLater('d1', later(30))
      expect(await staleIds(later(29))).toEqual([])
      expect(firstOf(await store.agenda())).toEqual(later(30))
      expect(await staleIds(later(30))).toEqual(['d1'])
      expect(await store.read.deliveries.byId('d1')).toMatchObject({ stale: true, state: 'sent' })
      expect(await store.read.deliveries.byId('d2')).toMatchObject({ stale: false })
    })

    test('is marked wherever it is, of the flows that are named, while there is something to press', async () => {
      await enqueue(
        delivery('d1'),
        delivery('final', { address: toAmina }),
        delivery('elsewhere', { flow: 'nudge', address: { type: 'pair', pairId: 'pair1' } }),
        delivery('unnamed', { flow: 'checkin', address: toAmina }),
        delivery('due', { dueAt: later(99) }),
      )
      await send('d1', later(0))
      await send('final', later(1), null)
      await send('elsewhere', later(2))
      await send('unnamed', later(3))
      const pressable = (...flows: readonly string[]) =>
        store.transact(({ outbox }) => outbox.markPressable(flows, meetingSubject))
      await pressable()
      await store.transact(({ outbox }) =>
        outbox.markPressable(['scheduling'], { kind: 'meeting', id: 'another' }),
      )
      expect(await staleIds(later(9))).toEqual([])
      await pressable('scheduling', 'nudge')
      expect(await staleIds(later(9))).toEqual(['d1', 'elsewhere'])
      await store.queue.revised('d1', null)
      await store.queue.revised('elsewhere', 'what it shows now')
      expect(await store.read.deliveries.byId('elsewhere')).toMatchObject({ shows: 'what it shows now' })
      await pressable('scheduling', 'nudge')
      expect(await staleIds(later(9))).toEqual(['elsewhere'])
    })

    test('shows what it was revised to, also where it was marked again meanwhile', async () => {
      await enqueue(delivery('d1'))
      await send('d1')
      await mark(null)
      expect(await staleIds()).toEqual(['d1'])
      await mark(null)
      await store.queue.revised('d1', 'what it shows now')
      expect(await store.read.deliveries.byId('d1')).toMatchObject({
        stale: true,
        shows: 'what it shows now',
      })
    })

    test('shows nobody knows what, once a platform may have answered an act with something else', async () => {
      await enqueue(delivery('d1'))
      await send('d1')
      await store.transact(({ outbox }) => outbox.becomes(receipt('d1'), 'a-tom', message('Accepted'), null))
      expect(await store.read.deliveries.byId('d1')).toMatchObject({ shows: null })
    })

    test('stays stale when it was marked again while it was being revised', async () => {
      await enqueue(delivery('d1'))
      await send('d1')
      await mark(null)
      expect(await staleIds()).toEqual(['d1'])
      await mark(null)
      await store.queue.revised('d1', null)
      expect(await staleIds()).toEqual(['d1'])
      await store.queue.revised('d1', null)
      expect(await staleIds()).toEqual([])
    })

    test('is stale from the start when the facts changed while it was on its way', async () => {
      await enqueue(delivery('d1'), delivery('d2', { address: toAmina }))
      await store.queue.claim('d1', NOW, 'one')
      await store.queue.claim('d2', NOW, 'one')
      await mark(null)
      expect(await staleIds()).toEqual([])
      await store.queue.sent('d1', receipt('d1'), NOW, null)
      await store.queue.postpone('d2', later(1), { attempted: true, inDoubt: false })
      await send('d2', later(1))
      expect(await staleIds(later(1))).toEqual(['d1'])
    })

    test('becomes what an act made of it, for its own account alone', async () => {
      const content = message('Accepted')
      await enqueue(delivery('d1'))
      await send('d1')
      const becomes = (id: string, accountId: string) =>
        store.transact(({ outbox }) => outbox.becomes(receipt(id), accountId, content, null))
      expect(await becomes('d1', 'a-amina')).toBe(false)
      expect(await becomes('d9', 'a-tom')).toBe(false)
      expect(await staleIds()).toEqual([])
      expect(await becomes('d1', 'a-tom')).toBe(true)
      expect(await staleIds()).toEqual(['d1'])
      expect(await store.queue.content('d1')).toEqual(content)
      await store.queue.revised('d1', null)
      expect(await store.queue.content('d1')).toBeNull()
    })

    test('is composed from fresh facts when it was marked after an act', async () => {
      await enqueue(delivery('d1'))
      await send('d1')
      await store.transact(async ({ outbox }) => {
        await outbox.becomes(receipt('d1'), 'a-tom', message('Accepted'), null)
        await outbox.markStale('scheduling', meetingSubject, null, null)
      })
      expect(await staleIds()).toEqual(['d1'])
      expect(await store.queue.content('d1')).toBeNull()
    })

    test('that answered an act is revised once it is about something', async () => {
      const answer = { ...delivery('d1'), subject: { kind: 'act', id: 'x' } as const }
      await store.transact(({ outbox }) => outbox.enqueue(answer, message('Which times?')))
      await send('d1')
      const about = { subject: meetingSubject, occurrence: 'suggested', participantId: 'p-tom' }
      await store.transact(({ outbox }) =>
        outbox.becomes(receipt('d1'), 'a-tom', message('Suggested'), about),
      )
      expect(await store.queue.content('d1')).toEqual(message('Suggested'))
      await mark(null)
      expect(await store.queue.content('d1')).toBeNull()
      expect(await store.read.deliveries.byId('d1')).toMatchObject({ ...about, stale: true })
    })

    test('is left as it is when it was an answer with content of its own', async () => {
      await store.transact(({ outbox }) =>
        outbox.enqueue(delivery('d1', { class: 'answer' }), message('Here')),
      )
      await send('d1')
      await mark(null)
      expect(await staleIds()).toEqual([])
    })
  })
}
