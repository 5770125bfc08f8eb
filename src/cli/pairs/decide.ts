import type { Outcome } from '../../core/flow.ts'
import type { Programme } from '../../core/model.ts'
import { REASONS } from '../../core/pairing.ts'
import { sayList } from '../../core/saying.ts'
import type { Reader } from '../../core/store.ts'
import {
  approveAll,
  changedSince,
  chosenOf,
  type Dealt,
  type Desk,
  decide,
  deskOf,
  sayHeldUp,
  showSwap,
  stopUnderWay as stop,
  swapNow,
  undoAbout,
} from '../../flows/drafts/index.ts'
import { print } from '../output.ts'
import { programmeNamed, type Workbench, withStore } from '../setup.ts'
import { finishApproving } from './approving.ts'
import { matchesAt, newsOf, type Options, printDraft, textOf, trouble } from './draft.ts'
import { DECIDE_AGAIN, GIVE_REASON, LOOK, STOP } from './remedies.ts'

interface Deciding extends Options {
  /** The state of the draft that whoever decides has looked at. */
  readonly seen: string
}

/** The draft as it was seen; throws when it has changed since, and says who changed what. */
const deskSeen = async (
  programme: Programme,
  seen: string,
  read: Reader,
  context: ReturnType<Workbench['context']>,
): Promise<Desk> => {
  const [, number = '', revision = ''] = /^(\d{1,6})\.(\d{1,9})$/.exec(seen) ?? []
  const noState = (why: string) =>
    trouble('no-draft', why, `Give the state that you have seen, such as 3.4. ${LOOK}`)
  if (number === '') throw noState(`“${seen}” is no state of a draft.`)
  const draftId = (await read.drafts.ids(programme.id))[Number(number) - 1]
  const desk = await deskOf(programme, read, context)
  if (!desk || !draftId) throw noState(`There is no draft ${Number(number)}.`)
  const counts = desk.draft.id === draftId
  const newest = (counts ? desk.draft.revision : await read.drafts.revisionOf(draftId)) ?? 0
  if (Number(revision) > newest)
    throw noState(
      counts
        ? `There is no state ${seen} yet: draft ${number} stands at ${number}.${newest}.`
        : `There is no state ${seen}: draft ${number} was left at ${number}.${newest}.`,
    )
  const heldUp = await sayHeldUp(programme, read)
  if (heldUp) throw trouble('held-up', heldUp.refused, `Decide once that is done. ${STOP}`)
  const changed = await changedSince(desk, { draftId, revision: Number(revision) }, read)
  if (changed) throw trouble('changed', changed, DECIDE_AGAIN)
  return desk
}

/**
 * Decides about a draft as it was seen, and shows what has become of it. The command fails where nothing could be done,
 * or less than was asked for: as `short` says of the draft before, null where it falls short of nothing; or as `isShort`
 * says of what was decided, whose own words tell of it.
 */
const deciding = (
  { programme: name, seen }: Deciding,
  work: (
    desk: Desk,
    context: ReturnType<Workbench['context']>,
    read: Reader,
  ) => Promise<Outcome & { readonly isShort?: boolean }>,
  short: (desk: Desk, context: ReturnType<Workbench['context']>) => string | null = () => null,
): Promise<void> =>
  withStore(async (bench) => {
    const programme = await programmeNamed(bench.store, name)
    let missed: string | null = null
    const outcome = await bench.decide(async (read, context) => {
      const desk = await deskSeen(programme, seen, read, context)
      missed = short(desk, context)
      return work(desk, context, read)
    })
    if (outcome.effects.length === 0 || missed || outcome.isShort) process.exitCode = 1
    if (missed) print(missed)
    await printDone(outcome, programme, bench)
  })

/** Sees what was decided through, and prints it. */
const printDone = async (outcome: Outcome, programme: Programme, bench: Workbench): Promise<void> => {
  print(newsOf(outcome))
  const approval = await finishApproving(programme, bench)
  if (approval?.approved === 0) process.exitCode = 1
  print()
  await printDraft(programme, bench)
}

/** Approves all pairs that are possible, or those of these numbers: then the command fails where one is not possible. */
export const approvePairs = async (
  places: readonly string[],
  { all, ...options }: Deciding & { readonly all: boolean },
): Promise<void> => {
  if (all === places.length > 0)
    throw trouble('pairs', 'It is not clear which pairs are meant.', 'Give their numbers, or --all.')
  return all
    ? deciding(options, (desk, context) => approveAll(desk, null, context))
    : deciding(
        options,
        (desk, context) => decide(desk, matchesAt(desk, places), { type: 'approve' }, null, context),
        (desk, context) => sayShort('approved', chosenOf(desk, matchesAt(desk, places), context)),
      )
}

/** Which of the pairs that were named are not possible, and so not approved or kept, beside those that are; null when all are. */
const sayShort = (done: 'approved' | 'kept', named: readonly Dealt[]): string | null => {
  const numbers = (of: readonly Dealt[]) => sayList(of.map(({ place }) => String(place))) || 'none'
  const blocked = named.filter(({ obstacle }) => obstacle !== null)
  return blocked.length > 0
    ? `${done === 'kept' ? 'Kept' : 'Approved'}: ${numbers(named.filter((one) => !blocked.includes(one)))}. Not ${done}: ${numbers(blocked)}.`
    : null
}

/** Rejects the pairs of these numbers. */
export const rejectPairs = async (
  places: readonly string[],
  { reason: written, ...options }: Deciding & { readonly reason: string },
): Promise<void> => {
  const reason = REASONS.find((one) => one === written)
  if (!reason) throw trouble('reason', `“${written}” is no reason.`, GIVE_REASON)
  return deciding(options, (desk, context) =>
    decide(desk, matchesAt(desk, places), { type: 'reject', reason, words: null }, null, context),
  )
}

/** Keeps the pairs of these numbers in the next draft, or no longer. */
export const keepPairs = (
  places: readonly string[],
  { stop, ...options }: Deciding & { readonly stop: boolean },
): Promise<void> =>
  deciding(
    options,
    (desk, context) =>
      decide(desk, matchesAt(desk, places), { type: stop ? 'let-go' : 'keep' }, null, context),
    (desk, context) => (stop ? null : sayShort('kept', chosenOf(desk, matchesAt(desk, places), context))),
  )

const personAt = ({ field }: Desk, email: string): string => {
  const found = field.participants.find((person) => person.email === email.trim().toLowerCase())
  if (found) return found.id
  throw trouble('no-person', `Nobody in this programme has the address ${email}.`, 'Check its spelling.')
}

/**
 * Shows what it does that two people change places, and lets them when `yes` is given. The command fails where they
 * cannot, whether they were to or it was only to be shown.
 */
export const swapPeople = (
  one: string,
  other: string,
  { programme: name, seen, yes }: Deciding & { readonly yes: boolean },
): Promise<void> =>
  withStore(async (bench) => {
    const programme = await programmeNamed(bench.store, name)
    let possible = false
    const outcome = await bench.decide(async (read, context) => {
      const desk = await deskSeen(programme, seen, read, context)
      const ids = [personAt(desk, one), personAt(desk, other)] as const
      const swapped = await swapNow(desk, ids, null, context)
      possible = swapped.effects.length > 0
      return yes ? swapped : showSwap(desk, null, { one: ids[0], other: ids[1] }, context)
    })
    if (outcome.effects.length > 0) return printDone(outcome, programme, bench)
    print(textOf(outcome))
    if (possible) print('Nothing has changed. To let them change places, give --yes.')
    else process.exitCode = 1
  })

/** Stops what keeps a programme's draft from being decided: a new one that is being made, or approving all of it. */
export const stopUnderWay = ({ programme: name }: Options): Promise<void> =>
  withStore(async (bench) => {
    const programme = await programmeNamed(bench.store, name)
    const outcome = await bench.decide(async (read, context) => {
      const stopped = await stop(programme, null, read, context)
      if (!stopped)
        throw trouble(
          'nothing-to-stop',
          'No draft is being made and nothing is being approved, so there is nothing to stop.',
          LOOK,
        )
      return stopped
    })
    print(newsOf(outcome))
    await finishApproving(programme, bench)
    print()
    await printDraft(programme, bench)
  })

/** Takes back the decisions about the pairs that these people are in. */
export const undoDecisions = (emails: readonly string[], options: Deciding): Promise<void> =>
  deciding(options, (desk, context, read) =>
    undoAbout(
      emails.map((email) => personAt(desk, email)),
      desk,
      null,
      read,
      context,
    ),
  )
