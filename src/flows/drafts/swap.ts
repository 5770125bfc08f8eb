import { refilled } from '../../core/answers.ts'
import { answer, askAgain, became, type Context, type Outcome, save } from '../../core/flow.ts'
import type { Answers, Form } from '../../core/message.ts'
import type { Match, Participant } from '../../core/model.ts'
import { asTheyAre, byId, type People } from '../people.ts'
import { askOnceMore, oneFrom, showingAll } from './choosing.ts'
import { onlyCoordinators } from './copy/common.ts'
import { draftMessage } from './copy/draft.ts'
import {
  bothWait,
  goneSince,
  movedOut,
  personChoices,
  sameMatch,
  samePartners,
  samePerson,
  sayObjection,
  saySwapped,
  swapForm,
  swapMessage,
} from './copy/swap.ts'
import type { Deck } from './deck.ts'
import { type Desk, deskWith, turned } from './desk.ts'
import { type Dealt, keyOf } from './open.ts'
import { type By, recorded } from './record.ts'
import { questionsAbout, rejectedAmong, rulesOf } from './rules.ts'

/** Somebody who can change places; `match` is null for whoever has no partner in the draft. */
export interface Movable {
  /** The person's own; with the number of the match, too, where they are in a further one. */
  readonly id: string
  readonly person: Participant
  readonly match: Match | null
  partners(): readonly Participant[]
}

/** A match with one of its people changed. */
interface Change {
  readonly before: { readonly people: readonly Participant[]; readonly score: number }
  readonly after: { readonly people: readonly Participant[]; readonly score: number }
  readonly match: Match
}

/** Two people changing places, judged. */
export interface Swap {
  readonly one: Movable
  readonly other: Movable
  readonly matches: readonly Change[]
  /** Who loses their place to somebody who had none. */
  readonly leavesOut: Participant | null
  /** Sentences; empty when it may be done. */
  readonly objections: readonly string[]
}

/** Somebody in a draft, one of thousands: what they are called is looked for when somebody asks. */
class Placed implements Movable {
  readonly id: string
  readonly #person: Participant
  readonly #people: People
  readonly #dealt: Dealt
  constructor(id: string, person: Participant, people: People, dealt: Dealt) {
    this.id = id
    this.#person = person
    this.#people = people
    this.#dealt = dealt
  }
  get person() {
    return this.#people.get(this.#person.id) ?? this.#person
  }
  get match() {
    return this.#dealt.match
  }
  partners() {
    return this.#dealt.people.filter(({ id }) => id !== this.#person.id)
  }
}

/** Everybody who can change places: those of these open matches, the weakest first, then whoever waits. */
const movables = ({ deck, field }: Desk, open = deck.open): readonly Movable[] => {
  const [people, called] = [asTheyAre(field.participants), byId(field.participants)]
  const known = new Set<string>()
  const placed: Movable[] = []
  for (const dealt of open)
    for (const one of dealt.match.participantIds) {
      const person = people.get(one)
      if (!person) continue
      const id = known.has(one) ? `${one}.${dealt.place}` : one
      known.add(one)
      placed.push(new Placed(id, person, called, dealt))
    }
  return [
    ...placed,
    ...deck.ready.map(({ person }) => ({ id: person.id, person, match: null, partners: () => [] })),
  ]
}

/** The one of this id. */
const movable = (desk: Desk, wanted: string): Movable | undefined => {
  const open = desk.deck.open.filter(({ match }) => match.participantIds.some((id) => wanted.startsWith(id)))
  return movables(desk, open).find(({ id }) => id === wanted)
}

/** Who of these may be chosen first, when it is about one match or about any, and who second. */
const choicesOf = (all: readonly Movable[], matchId: string | null) => {
  const other = personChoices(all)
  return {
    one: matchId === null ? other : personChoices(all.filter(({ match }) => match?.id === matchId)),
    other,
  }
}

/** The form that asks who changes places; null when nobody can. `matchId`: one of them is of this match; null: any. */
export const swapFormFor = async (
  desk: Desk,
  matchId: string | null,
  { othersTurn }: Context,
): Promise<Form | null> => {
  const all = movables(desk)
  await othersTurn()
  const { one, other } = choicesOf(all, matchId)
  return swapForm(desk.draft, matchId, { one: showingAll(one), other: showingAll(other) })
}

/** Why these two cannot even be looked at; null when they can. */
const mistakeIn = (one: Movable | undefined, other: Movable | undefined): [string, string] | null => {
  if (!one) return ['one', goneSince]
  if (!other) return ['other', goneSince]
  if (one.person.id === other.person.id) return ['other', samePerson]
  if (one.match && one.match.id === other.match?.id) return ['other', sameMatch]
  if (!one.match && !other.match) return ['other', bothWait]
  return besides(one) === besides(other) ? ['other', samePartners] : null
}

/** The same for the same partners, known or not; null for whoever has no match. */
const besides = ({ person, match }: Movable): string | null =>
  match && keyOf(match.participantIds.filter((id) => id !== person.id))

/** What it would do that the two change places, judged in a turn of its own. */
const swapOf = async (
  { field, deck }: Desk,
  one: Movable,
  other: Movable,
  { pairing, othersTurn }: Context,
): Promise<Swap> => {
  const people = byId(field.participants)
  const persons = (ids: readonly string[]) => ids.flatMap((id) => people.get(id) ?? [])
  const moves = [
    { from: one, to: other },
    { from: other, to: one },
  ].flatMap(({ from: { match, person }, to }) =>
    match ? [{ match, ids: match.participantIds.map((id) => (id === person.id ? to.person.id : id)) }] : [],
  )
  await othersTurn()
  const sample = pairing.sample(
    field.participants.filter(({ leftAt }) => leftAt === null),
    rulesOf(field),
  )
  const needed = [...sample.map(({ id }) => id), ...moves.flatMap(({ ids }) => ids)]
  await othersTurn()
  const judged = pairing.judge(
    moves.map(({ ids }) => ids),
    questionsAbout(new Set(needed), field)(needed),
  )
  await othersTurn()
  const matches = moves.flatMap(({ match, ids }, index): Change[] => {
    const fit = judged[index]
    if (!fit) return []
    const { participantIds, score, parts, reasons, caution } = fit
    return [
      {
        before: { people: persons(match.participantIds), score: match.score },
        after: { people: persons(ids), score },
        match: { ...match, participantIds, score, parts, reasons, caution, nextBest: [] },
      },
    ]
  })
  return {
    one,
    other,
    matches,
    leavesOut: one.match && other.match ? null : leftBy(one.match ? one : other, deck),
    objections: [
      ...new Set(
        moves.flatMap(({ ids }, index) =>
          (judged[index]?.objections ?? []).map((objection) =>
            sayObjection(objection, persons(ids), persons(rejectedAmong(ids, field))),
          ),
        ),
      ),
    ],
  }
}

/** Whoever gives up this place, unless they have another partner in the draft. */
const leftBy = ({ person, match }: Movable, { open }: Deck): Participant | null =>
  open.some((dealt) => dealt.match !== match && dealt.match.participantIds.includes(person.id))
    ? null
    : person

/** Shows what it would do that two people change places. */
export const showSwap = async (
  desk: Desk,
  matchId: string | null,
  answers: Answers,
  context: Context,
): Promise<Outcome> => {
  const all = movables(desk)
  await context.othersTurn()
  const choices = choicesOf(all, matchId)
  const chosen = {
    one: await oneFrom(choices.one, 'one', answers, context),
    other: await oneFrom(choices.other, 'other', answers, context),
  }
  const form = () => swapForm(desk.draft, matchId, { one: chosen.one.shown, other: chosen.other.shown })
  const asking = askOnceMore(form, answers, chosen)
  if (asking) return asking
  const [first = '', second = ''] = [...chosen.one.shown.chosen, ...chosen.other.shown.chosen]
  const [one, other] = [movable(desk, first), movable(desk, second)]
  const mistake = mistakeIn(one, other)
  const mistaken = mistake && form()
  if (mistaken) return askAgain(refilled(mistaken, answers), { [mistake[0]]: mistake[1] })
  if (!one || !other) return answer(onlyCoordinators())
  return became(swapMessage(desk.draft, await swapOf(desk, one, other, context)))
}

/** Lets two people change places, unless something forbids it. */
export const swapNow = async (
  desk: Desk,
  ids: readonly [string, string],
  by: By,
  context: Context,
): Promise<Outcome> => {
  const [one, other] = [movable(desk, ids[0]), movable(desk, ids[1])]
  const mistake = mistakeIn(one, other)
  if (mistake || !one || !other) return became(draftMessage(desk.deck, 0, mistake?.[1] ?? goneSince))
  const swap = await swapOf(desk, one, other, context)
  if (swap.objections.length > 0) return became(swapMessage(desk.draft, swap))
  const { programme, field, draft } = desk
  const changed = swap.matches.map(({ match }) => match)
  const came = [one, other].find(({ match }) => match === null)?.person.id
  const waiting = [
    ...draft.waiting.filter(({ participantId }) => participantId !== came),
    ...(swap.leavesOut ? [{ participantId: swap.leavesOut.id, reason: movedOut }] : []),
  ]
  const after = { ...turned(draft, changed), waiting }
  const { deck } = await deskWith(after, field, context)
  return became(
    draftMessage(deck, 0, saySwapped(swap)),
    save('drafts', 'turn', draft.id, draft.revision),
    save('drafts', 'rearrange', draft.id, changed, waiting),
    recorded('swapped', programme, after, [[one.person.id, other.person.id]], by, context),
  )
}
