import { DuologueError } from '../../core/errors.ts'
import type { Context, Outcome } from '../../core/flow.ts'
import type { Draft, Programme } from '../../core/model.ts'
import { sayCount, sayNames } from '../../core/saying.ts'
import type { Reader } from '../../core/store.ts'
import {
  canPair,
  canUndo,
  type Deck,
  type Desk,
  deskOf,
  noPairs,
  sayAllDecided,
  sayChecked,
  sayHeldUp,
  sayNewcomers,
  sayObstacle,
  sayRefused,
  saySetAnew,
} from '../../flows/drafts/index.ts'
import { messageText, print, shortened, table } from '../output.ts'
import type { Workbench } from '../setup.ts'
import { LOOK, STOP } from './remedies.ts'

/** Every command about pairs takes these. */
export interface Options {
  readonly programme?: string
}

/** An error of these commands. */
export const trouble = (code: string, happened: string, remedy: string) =>
  new DuologueError(code, happened, remedy)

/** A draft and how often it was changed, such as 3.4: what a decision is made against. */
export const stateOf = (number: number, { revision }: Draft): string => `${number}.${revision}`

/** Prints the draft that counts, the weakest pairs first, and what can be done next; only what is under way if there is none. */
export const printDraft = async (programme: Programme, { store, context }: Workbench): Promise<void> => {
  const heldUp = await sayHeldUp(programme, store.read)
  if (heldUp) print(`${heldUp.shown} ${STOP}`)
  const desk = await deskOf(programme, store.read, context())
  if (!desk) return
  const { draft, deck } = desk
  const { length: number } = await store.read.drafts.ids(programme.id)
  print(`Draft ${stateOf(number, draft)} of “${programme.name}”, seed ${draft.seed}`)
  print(standing(deck))
  const isOpen = deck.open.length > 0
  const further = isOpen ? [sayChecked(draft), saySetAnew(programme, draft)] : []
  for (const sentence of [sayRefused(draft), ...further]) if (sentence) print(sentence)
  if (isOpen) print(`\n${openTable(deck)}`)
  if (deck.waiting.length > 0) {
    print()
    print('Not in it:')
    for (const { person, reason } of deck.waiting)
      print(`  ${reason.startsWith(person.name) ? '' : `${person.name}: `}${reason}`)
  }
  if (deck.newcomers > 0) print(`\n${sayNewcomers(deck.newcomers)}`)
  const next = heldUp ? [] : await nextSteps(desk, stateOf(number, draft), store.read, context())
  if (next.length > 0) print()
  for (const step of next) print(step)
}

const standing = (deck: Deck): string => {
  if (deck.draft.matches.length === 0) return noPairs
  if (deck.open.length === 0) return sayAllDecided(deck)
  return `${sayCount(deck.open.length, 'pair is', 'pairs are')} open, ${deck.approved} approved, ${deck.rejected} rejected.${deck.open.length > 1 ? ' The weakest come first.' : ''}`
}

const openTable = ({ open }: Deck): string =>
  table(
    open.map(({ place, match, people, obstacle }) => [
      place,
      Math.round(match.score / 100),
      sayNames(people.map(({ name }) => ({ name: shortened(name) }))),
      obstacle
        ? sayObstacle(obstacle)
        : [
            ...(match.fixed ? ['Kept.'] : []),
            ...match.reasons,
            ...(match.caution ? [match.caution] : []),
          ].join(' '),
    ]),
  )

/** Commands that would be of use as the draft stands, each as it is typed. */
const nextSteps = async (
  desk: Desk,
  state: string,
  read: Reader,
  context: Context,
): Promise<readonly string[]> => {
  const { open } = desk.deck
  const possible = open.find(({ obstacle }) => obstacle === null)
  if (possible) return [`Decide with: duologue pairs approve ${possible.place} --seen ${state}`]
  if (open.length > 0)
    return ['None of these pairs is possible as things are. Ask again with: duologue pairs draft --again']
  return [
    ...((await canUndo(desk, read, context)) ? [`Undo with: duologue pairs undo EMAIL --seen ${state}`] : []),
    ...(canPair(desk.field) ? ['Propose anew with: duologue pairs draft --again'] : []),
  ]
}

/** What has happened, and nothing of the draft around it. */
export const newsOf = ({ reply }: Outcome): string =>
  reply.type === 'answer' || reply.type === 'became' ? reply.message.summary : ''

/** A reply as words. */
export const textOf = ({ reply }: Outcome): string =>
  reply.type === 'answer' || reply.type === 'became'
    ? messageText(reply.message)
    : reply.type === 'errors'
      ? Object.values(reply.errors).join(' ')
      : ''

/** The open matches of these numbers; throws when one is not open. */
export const matchesAt = ({ deck }: Desk, places: readonly string[]): readonly string[] =>
  places.map((place) => {
    const found = deck.open.find((dealt) => String(dealt.place) === place)
    if (found) return found.match.id
    throw trouble('no-pair', `No open pair has the number ${place}. Nothing was changed.`, LOOK)
  })
