import {
  actions,
  button,
  type Message,
  message,
  type Part,
  quiet,
  say,
  strong,
  text,
} from '../../core/message.ts'
import type { Pair, Participant, Programme } from '../../core/model.ts'
import { firstName, sayFirstNames, sayList } from '../../core/saying.ts'
import { contactButton, helpButton, homeButton } from '../copy.ts'
import { questionsFor } from './questions.ts'

/** One partner: who they are, what they hope for and offer, how to reach them. */
const profile = (person: Participant): readonly Part[] => {
  const is = [person.title, person.organisation, person.location].filter((one) => one !== null && one !== '')
  return [
    say(text`${strong(person.name)}, ${is.join(', ')}`),
    {
      type: 'facts',
      facts: [
        ...(person.goals.length > 0 ? [{ label: 'Hopes for', value: sayList(person.goals) }] : []),
        ...(person.offers.length > 0 ? [{ label: 'Offers', value: sayList(person.offers) }] : []),
        ...(person.interests.length > 0 ? [{ label: 'Enjoys', value: sayList(person.interests) }] : []),
        ...(person.languages.length > 0 ? [{ label: 'Speaks', value: sayList(person.languages) }] : []),
        { label: 'E-mail', value: person.email },
      ],
    },
  ]
}

/** The side that books first makes the first contact, so that the other does not have to. */
const bookers = (pair: Pair, programme: Programme): readonly Participant[] =>
  pair.members.filter(({ side }) => side === programme.booksFirst)

const questions = (pair: Pair): readonly Part[] => [
  say('Three questions to begin with, if they help:'),
  { type: 'list', items: questionsFor(pair.id).map((question) => text`${question}`) },
]

const buttons = (pair: Pair): Part =>
  actions(
    button('Schedule', 'scheduling', 'schedule', pair.id, { style: 'primary' }),
    homeButton,
    contactButton,
  )

const noFault =
  'You are equals here: both listen, both learn. If the pairing turns out not to suit one of you, tell a coordinator; no reason is needed.'

/** For one of them, in private. */
export const toOne = (pair: Pair, reader: Participant, programme: Programme): Message => {
  const partners = pair.members.filter(({ id }) => id !== reader.id)
  const first = bookers(pair, programme)
  const mine = first.some(({ id }) => id === reader.id)
  return message(
    `You are paired with ${sayFirstNames(partners)} in ${programme.name}.`,
    { type: 'heading', text: `Meet ${sayFirstNames(partners)}` },
    say(
      text`Hello ${firstName(reader.name)}. In ${programme.name} you are paired with ${sayFirstNames(partners)}.`,
    ),
    ...partners.flatMap(profile),
    say(firstContact(first, reader, mine)),
    ...questions(pair),
    quiet(noFault),
    buttons(pair),
  )
}

const firstContact = (first: readonly Participant[], reader: Participant, mine: boolean): string => {
  if (mine && first.length === 1)
    return 'You make the first contact: please choose times for a first meeting. An hour is a good start.'
  if (mine)
    return `You and ${sayFirstNames(first.filter(({ id }) => id !== reader.id))} make the first contact: please choose times for a first meeting. An hour is a good start.`
  return first.length === 0
    ? 'Either of you can make the first contact. An hour is a good start.'
    : `${sayFirstNames(first)} will make the first contact and suggest times, so you need do nothing yet. You may, of course.`
}

/** For all of them, in the pair's own conversation. */
export const toAll = (pair: Pair, programme: Programme): Message => {
  const first = bookers(pair, programme)
  return message(
    `${sayFirstNames(pair.members)}, you are paired in ${programme.name}.`,
    { type: 'heading', text: `Meet one another: ${sayFirstNames(pair.members)}` },
    say(
      text`Hello ${sayFirstNames(pair.members)}. In ${programme.name} you are paired, and this conversation is yours.`,
    ),
    ...pair.members.flatMap(profile),
    say(
      first.length === 0
        ? 'Either of you can make the first contact. An hour is a good start.'
        : text`${sayFirstNames(first)}, please make the first contact and choose times for a first meeting. An hour is a good start.`,
    ),
    ...questions(pair),
    quiet(noFault),
    quiet(
      text`The coordinators of ${programme.name} paired you, and Duologue opened this conversation for them. It stays quiet here: what you ask of it is answered to you alone. Your employer can export what is written here.`,
    ),
    buttons(pair),
  )
}

/** An introduction of a pair that has ended since. */
export const ended = (programme: Programme): Message =>
  message(
    'This pairing has ended.',
    say(text`This pairing in ${programme.name} has ended. “Home” shows where things stand.`),
    actions(homeButton, helpButton),
  )

/** Whatever is pressed that an introduction never offered. */
export const unknown = (): Message =>
  message(
    'This button no longer applies.',
    say('This button no longer applies, so nothing has changed. “Home” shows where things stand.'),
    actions(homeButton, helpButton),
  )
