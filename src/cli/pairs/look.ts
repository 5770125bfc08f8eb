import type { Draft, Programme } from '../../core/model.ts'
import type { Pairing, PairingQuestion, Proposal } from '../../core/pairing.ts'
import { sayDay } from '../../core/saying.ts'
import {
  askForDraft,
  auditLines,
  comparing,
  deskOf,
  hundredths,
  look,
  proposed,
  saySetAnew,
} from '../../flows/drafts/index.ts'
import { messageText, print, progress, progressDone, table } from '../output.ts'
import { programmeNamed, type Workbench, withStore } from '../setup.ts'
import { matchesAt, newsOf, type Options, printDraft, stateOf, textOf, trouble } from './draft.ts'
import { LOOK } from './remedies.ts'

/** Lists a programme's drafts. */
export const listDrafts = ({ programme: name }: Options): Promise<void> =>
  withStore(async ({ store }) => {
    const programme = await programmeNamed(store, name)
    const ids = await store.read.drafts.ids(programme.id)
    if (ids.length === 0) return print('There is no draft yet. Make one with “duologue pairs draft”.')
    const rows: (string | number)[][] = []
    let setAnew: string | null = null
    for (const [index, id] of ids.entries()) {
      const draft = await store.read.drafts.byId(id)
      if (!draft) continue
      rows.push(rowOf(draft, index + 1, programme))
      setAnew = saySetAnew(programme, draft)
    }
    print(table([['draft', 'made on', 'open', 'approved', 'rejected', 'seed', 'weakest', ''], ...rows]))
    if (setAnew) print(`\n${setAnew}`)
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

interface DraftOptions extends Options {
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
  if (asked.type === 'answer') return print(newsOf(asked.outcome))
  const { question, before } = asked
  const proposal = await answerTo(question, begun.pairing)
  const outcome = await deciding(async (read, now) => {
    const still = await askForDraft(programme, question.seed, read, now)
    if (still.type === 'answer') return still.outcome
    const { field, before: latest } = still
    if (latest?.id !== before?.id || latest?.revision !== before?.revision)
      throw trouble('conflict', 'The draft was changed meanwhile, so none was made.', LOOK)
    return proposed(field, latest, question, proposal, null, now)
  })
  if (outcome.effects.length === 0) print(textOf(outcome))
}

const answerTo = async (question: PairingQuestion, pairing: Pairing): Promise<Proposal> => {
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

/** Shows one pair of the draft from all sides: each part of its score, who else would suit them, and what a swap costs. */
export const lookAtPair = (place: string, { programme: name }: Options): Promise<void> =>
  withStore(async ({ store, context }) => {
    const programme = await programmeNamed(store, name)
    const desk = await deskOf(programme, store.read, context())
    if (!desk) throw trouble('no-draft', 'There is no draft.', 'Make one with “duologue pairs draft”.')
    const [matchId = ''] = matchesAt(desk, [place])
    print(textOf(look(desk, matchId)))
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
    if (!before || !after || before.id === after.id)
      throw trouble(
        'no-draft',
        'These are not the numbers of two drafts.',
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
