import { DuologueError } from '../core/errors.ts'
import type { Outcome } from '../core/flow.ts'
import type { Draft, Programme } from '../core/model.ts'
import { type Proposal, REASONS } from '../core/pairing.ts'
import { sayCount, sayDay, sayList, sayNames } from '../core/saying.ts'
import type { Reader } from '../core/store.ts'
import {
  askForDraft,
  auditLines,
  changedSince,
  comparing,
  type Dealt,
  type Desk,
  decide,
  deskOf,
  hundredths,
  look,
  proposedByCommand,
  sayChecked,
  sayObstacle,
  sayRefused,
  showSwap,
  swapNow,
  undo,
} from '../flows/drafts/index.ts'
import { messageText, print, progress, progressDone, table } from './output.ts'
import { programmeNamed, type Workbench, withStore } from './setup.ts'

interface Options {
  readonly programme?: string
}

interface Deciding extends Options {
  /** The state of the draft that whoever decides has looked at. */
  readonly seen: string
}

const trouble = (code: string, happened: string, remedy: string) => new DuologueError(code, happened, remedy)

const LOOK = 'Look with “duologue pairs draft”.'

/** A draft and how often it was changed, such as 3.4: what a decision is made against. */
const stateOf = (number: number, { revision }: Draft): string => `${number}.${revision}`

/** Lists a programme's drafts. */
export const listDrafts = ({ programme: name }: Options): Promise<void> =>
  withStore(async ({ store }) => {
    const programme = await programmeNamed(store, name)
    const ids = await store.read.drafts.ids(programme.id)
    if (ids.length === 0) return print('There is no draft yet. Make one with “duologue pairs draft”.')
    const rows: (string | number)[][] = []
    for (const [index, id] of ids.entries()) {
      const draft = await store.read.drafts.byId(id)
      if (draft) rows.push(rowOf(draft, index + 1, programme))
    }
    print(table([['draft', 'made on', 'open', 'approved', 'rejected', 'seed', 'weakest', ''], ...rows]))
  })

/** The weakest of its pairs comes with what is weakest about it. */
const rowOf = (draft: Draft, number: number, { timeZone }: Programme): (string | number)[] => {
  const [weakest] = [...draft.matches].sort((one, other) => one.score - other.score)
  return [
    stateOf(number, draft),
    sayDay(draft.madeAt, timeZone),
    ...(['proposed', 'approved', 'rejected'] as const).map(
      (state) => draft.matches.filter((match) => match.state === state).length,
    ),
    draft.seed,
    weakest ? Math.round(weakest.score / 100) : '–',
    weakest?.caution ?? '',
  ]
}

export interface DraftOptions extends Options {
  readonly again: boolean
  readonly seed?: string
}

/** Shows the draft that counts; makes one where there is none, or where one is asked for. */
export const showOrMakeDraft = ({ programme: name, again, seed }: DraftOptions): Promise<void> =>
  withStore(async (bench) => {
    const { store, context } = bench
    const programme = await programmeNamed(store, name)
    const desk = await deskOf(programme, store.read, context())
    const wanted = seed === undefined ? null : seedFrom(seed)
    if (!desk || again || wanted !== null) await makeDraft(programme, wanted, bench)
    await printDraft(programme, bench)
  })

const seedFrom = (written: string): number => {
  if (/^\d{1,10}$/.test(written)) return Number(written)
  throw trouble(
    'seed',
    `“${written}” is not a seed.`,
    'Give a whole number; “duologue pairs drafts” shows them.',
  )
}

const makeDraft = async (
  programme: Programme,
  seed: number | null,
  { store, decide: deciding, context }: Workbench,
): Promise<void> => {
  const begun = context()
  const asked = await askForDraft(programme, seed, store.read, begun)
  if (asked.type === 'answer') return print(textOf(asked.outcome))
  const { question, before } = asked
  const proposal = await answerTo(question, begun.pairing)
  const outcome = await deciding(async (read, now) => {
    const latest = await read.drafts.latest(programme.id)
    if (latest?.id !== before?.id || latest?.revision !== before?.revision)
      throw trouble('conflict', 'The draft was changed meanwhile, so none was made.', LOOK)
    return proposedByCommand(programme, question, proposal, read, now)
  })
  if (outcome.effects.length === 0) print(textOf(outcome))
}

const answerTo = async (
  question: Parameters<typeof proposedByCommand>[1],
  pairing: ReturnType<Workbench['context']>['pairing'],
): Promise<Proposal> => {
  if (!pairing.isLong(question)) return pairing.propose(question)
  const proposal = await pairing.run(question, {
    signal: new AbortController().signal,
    heard: (stage) => {
      const { label, done } = hundredths(stage)
      progress(`${label}: ${done} %`)
    },
  })
  progressDone()
  return proposal
}

const printDraft = async (programme: Programme, { store, context }: Workbench): Promise<void> => {
  const desk = await deskOf(programme, store.read, context())
  if (!desk) return
  const { draft, deck } = desk
  const { length: number } = await store.read.drafts.ids(programme.id)
  print(`Draft ${stateOf(number, draft)} of “${programme.name}”, seed ${draft.seed}`)
  print(
    `${sayCount(deck.open.length, 'pair is', 'pairs are')} open, ${deck.approved} approved, ${deck.rejected} rejected. The weakest come first.`,
  )
  for (const sentence of [sayRefused(draft), sayChecked(draft)]) if (sentence) print(sentence)
  print()
  print(
    table(
      deck.open.map(({ place, match, people, obstacle }) => [
        place,
        Math.round(match.score / 100),
        sayNames(people),
        obstacle
          ? sayObstacle(obstacle)
          : [
              ...(match.fixed ? ['Kept.'] : []),
              ...match.reasons,
              ...(match.caution ? [match.caution] : []),
            ].join(' '),
      ]),
    ),
  )
  if (deck.waiting.length > 0) {
    print()
    print('Not in it:')
    for (const { person, reason } of deck.waiting)
      print(`  ${reason.startsWith(person.name) ? '' : `${person.name}: `}${reason}`)
  }
  if (deck.open.length === 0) return
  print()
  print(`Decide with: duologue pairs approve ${deck.open[0]?.place ?? 1} --seen ${stateOf(number, draft)}`)
}

const textOf = ({ reply }: Outcome): string =>
  reply.type === 'answer' || reply.type === 'became'
    ? messageText(reply.message)
    : reply.type === 'errors'
      ? Object.values(reply.errors).join(' ')
      : ''

/** What has happened, and nothing of the draft around it. */
const newsOf = ({ reply }: Outcome): string =>
  reply.type === 'answer' || reply.type === 'became' ? reply.message.summary : ''

/** The draft as it was seen; throws when it has changed since, and says who changed what. */
const deskSeen = async (
  programme: Programme,
  seen: string,
  read: Reader,
  context: ReturnType<Workbench['context']>,
): Promise<Desk> => {
  const [, number = '', revision = ''] = /^(\d{1,6})\.(\d{1,9})$/.exec(seen) ?? []
  const draftId = (await read.drafts.ids(programme.id))[Number(number) - 1]
  const desk = await deskOf(programme, read, context)
  if (!desk || !draftId)
    throw trouble(
      'no-draft',
      `There is no draft ${seen}.`,
      `Give the state that you have seen, such as 3.4. ${LOOK}`,
    )
  const changed = await changedSince(desk, { draftId, revision: Number(revision) }, read)
  if (changed) throw trouble('changed', changed, LOOK)
  return desk
}

const matchesAt = ({ deck }: Desk, places: readonly string[]): readonly string[] =>
  places.map((place) => {
    const found = deck.open.find((dealt) => String(dealt.place) === place)
    if (found) return found.match.id
    throw trouble('no-pair', `No open pair has the number ${place}. Nothing was changed.`, LOOK)
  })

/**
 * Decides about a draft as it was seen, and shows what has become of it. The command fails where nothing could be done,
 * or less than was asked for, as `short` says of the draft before; null: it falls short of nothing.
 */
const deciding = (
  { programme: name, seen }: Deciding,
  work: (desk: Desk, context: ReturnType<Workbench['context']>, read: Reader) => Promise<Outcome> | Outcome,
  short: (desk: Desk) => string | null = () => null,
): Promise<void> =>
  withStore(async (bench) => {
    const programme = await programmeNamed(bench.store, name)
    let missed: string | null = null
    const outcome = await bench.decide(async (read, context) => {
      const desk = await deskSeen(programme, seen, read, context)
      missed = short(desk)
      return work(desk, context, read)
    })
    if (outcome.effects.length === 0 || missed) process.exitCode = 1
    if (missed) print(missed)
    await printDone(outcome, programme, bench)
  })

const printDone = async (outcome: Outcome, programme: Programme, bench: Workbench): Promise<void> => {
  print(newsOf(outcome))
  print()
  await printDraft(programme, bench)
}

/** Shows one pair of the draft from all sides: each part of its score, who else would suit them, and what a swap costs. */
export const lookAtPair = (place: string, { programme: name }: Options): Promise<void> =>
  withStore(async ({ store, context }) => {
    const programme = await programmeNamed(store, name)
    const desk = await deskOf(programme, store.read, context())
    if (!desk) throw trouble('no-draft', 'There is no draft.', 'Make one with “duologue pairs draft”.')
    const [matchId = ''] = matchesAt(desk, [place])
    print(textOf(look(desk, matchId)))
  })

/** Approves all pairs that are possible, or those of these numbers: then the command fails where one is not possible. */
export const approvePairs = async (
  places: readonly string[],
  { all, ...options }: Deciding & { readonly all: boolean },
): Promise<void> => {
  if (all === places.length > 0)
    throw trouble('pairs', 'It is not clear which pairs are meant.', 'Give their numbers, or --all.')
  return deciding(
    options,
    (desk, context) => decide(desk, all ? null : matchesAt(desk, places), { type: 'approve' }, null, context),
    ({ deck }) => (all ? null : sayShort(deck.open.filter(({ place }) => places.includes(String(place))))),
  )
}

/** Which of the pairs that were named are not possible, beside those that are; null when all are. */
const sayShort = (named: readonly Dealt[]): string | null => {
  const numbers = (of: readonly Dealt[]) => sayList(of.map(({ place }) => String(place))) || 'none'
  const blocked = named.filter(({ obstacle }) => obstacle !== null)
  return blocked.length > 0
    ? `Approved: ${numbers(named.filter((one) => !blocked.includes(one)))}. Not approved: ${numbers(blocked)}.`
    : null
}

/** Rejects the pairs of these numbers. */
export const rejectPairs = async (
  places: readonly string[],
  { reason: written, ...options }: Deciding & { readonly reason: string },
): Promise<void> => {
  const reason = REASONS.find((one) => one === written)
  if (!reason) throw trouble('reason', `“${written}” is no reason.`, `Give one of ${REASONS.join(', ')}.`)
  return deciding(options, (desk, context) =>
    decide(desk, matchesAt(desk, places), { type: 'reject', reason, words: null }, null, context),
  )
}

/** Keeps the pairs of these numbers in the next draft, or no longer. */
export const keepPairs = (
  places: readonly string[],
  { stop, ...options }: Deciding & { readonly stop: boolean },
): Promise<void> =>
  deciding(options, (desk, context) =>
    decide(desk, matchesAt(desk, places), { type: stop ? 'let-go' : 'keep' }, null, context),
  )

const personAt = ({ field }: Desk, email: string): string => {
  const found = field.participants.find((person) => person.email === email.trim().toLowerCase())
  if (found) return found.id
  throw trouble('no-person', `Nobody in this programme has the address ${email}.`, 'Check its spelling.')
}

/** Shows what it does that two people change places, and lets them when `yes` is given. */
export const swapPeople = (
  one: string,
  other: string,
  { programme: name, seen, yes }: Deciding & { readonly yes: boolean },
): Promise<void> =>
  withStore(async (bench) => {
    const programme = await programmeNamed(bench.store, name)
    const outcome = await bench.decide(async (read, context) => {
      const desk = await deskSeen(programme, seen, read, context)
      const ids = [personAt(desk, one), personAt(desk, other)] as const
      return yes
        ? swapNow(desk, ids, null, context)
        : showSwap(desk, null, { one: ids[0], other: ids[1] }, context)
    })
    if (outcome.effects.length > 0) return printDone(outcome, programme, bench)
    print(textOf(outcome))
    if (!yes) print('Nothing has changed. To let them change places, give --yes.')
  })

/** Takes back the decisions about the pairs that these people are in. */
export const undoDecisions = (emails: readonly string[], options: Deciding): Promise<void> =>
  deciding(options, (desk, context, read) => {
    const ids = emails.map((email) => personAt(desk, email))
    const chosen = desk.field.decided.filter((match) => match.participantIds.some((id) => ids.includes(id)))
    return undo(
      desk,
      chosen.map(({ id }) => id),
      null,
      read,
      context,
    )
  })

/** Shows two drafts beside one another: the newest two unless their numbers are given. */
export const compareDrafts = (
  older: string | undefined,
  newer: string | undefined,
  { programme: name }: Options,
): Promise<void> =>
  withStore(async ({ store }) => {
    const programme = await programmeNamed(store, name)
    const ids = await store.read.drafts.ids(programme.id)
    const at = async (place: number) => {
      const id = ids[place]
      return id === undefined ? null : store.read.drafts.byId(id)
    }
    const before = await at(older === undefined ? ids.length - 2 : Number(older) - 1)
    const after = await at(newer === undefined ? ids.length - 1 : Number(newer) - 1)
    if (!before || !after)
      throw trouble(
        'no-draft',
        'There are no two drafts of these numbers.',
        '“duologue pairs drafts” shows which there are.',
      )
    print(messageText(await comparing(programme, before, after, store.read)))
  })

/** Shows what was done about a programme's pairs, the newest first. Notes are for coordinators, and stay in their chat. */
export const showAudit = ({ programme: name, most }: Options & { readonly most: string }): Promise<void> =>
  withStore(async ({ store }) => {
    const programme = await programmeNamed(store, name)
    if (!/^[1-9]\d{0,4}$/.test(most))
      throw trouble('most', `“${most}” is no number of entries.`, 'Give one from 1, such as 50.')
    const lines = await auditLines(programme, Number(most), store.read)
    for (const line of lines) print(line)
    if (lines.length === 0) print('Nothing has been done about pairs yet.')
  })
