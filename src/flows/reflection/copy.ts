import {
  actions,
  button,
  type Form,
  type Input,
  type Message,
  message,
  type Part,
  quiet,
  say,
  strong,
  text,
} from '../../core/message.ts'
import type { Audience, Pair, Participant, Programme, Reflection } from '../../core/model.ts'
import { hasMore, pagedSubject, pageOf } from '../../core/paging.ts'
import { firstName, sayCount, sayDay, sayFirstNames } from '../../core/saying.ts'
import { asOption, homeButton, onButton } from '../copy.ts'
import { ASIDES } from './prompts.ts'

/** Characters of one reflection: what a single field of a form holds on every platform. */
const LONGEST = 3000
/** Reflections on one page of a form that shows them. */
export const A_PAGE = 10

export const partnersOf = (pair: Pair, me: string): readonly Participant[] =>
  pair.members.filter(({ id }) => id !== me)

const forWhom = (audience: Audience, partners: readonly Participant[]): string => {
  switch (audience) {
    case 'me':
      return 'for you alone'
    case 'partner':
      return partners.length > 0 ? `for you and ${sayFirstNames(partners)}` : 'for you alone'
    case 'programme':
      return 'for you, and without your name for the programme'
  }
}

const PRIVACY =
  'It is kept encrypted, never sent as a message, and read only by whom you choose. You can change that later.'

/** After a meeting. The button names the meeting, so that the reflection remembers it. */
export const promptMessage = (
  partners: readonly Participant[],
  prompt: string,
  subject: string,
  first: boolean,
): Message =>
  message(
    `A moment to look back on your meeting with ${sayFirstNames(partners)}, if you like.`,
    say(
      text`Your meeting with ${strong(sayFirstNames(partners))} was a few days ago. If you like, take five minutes to look back:`,
    ),
    say([strong(prompt)]),
    say(first ? ASIDES.first : ASIDES.other),
    actions(button('Write', 'reflection', 'write', subject, { style: 'primary' }), homeButton),
    quiet(`Only if you want to; nobody keeps count. ${PRIVACY}`),
  )

const audienceInput = (
  partners: readonly Participant[],
  initial: Audience,
): Extract<Input, { type: 'choice' }> => ({
  type: 'choice',
  name: 'audience',
  label: 'Who may read it?',
  hint: 'You can change this at any time.',
  required: true,
  options: [
    { value: 'me', label: 'Only me' },
    ...(partners.length > 0
      ? [{ value: 'partner', label: asOption(`My partner, ${sayFirstNames(partners)}`) }]
      : []),
    { value: 'programme', label: 'The programme, without my name' },
  ],
  most: 1,
  initial: [initial],
})

/** Where a reflection is written. */
export const writeForm = (
  subject: string,
  prompt: string,
  partners: readonly Participant[],
  programme: Programme,
): Form => ({
  type: 'form',
  flow: 'reflection',
  name: 'write',
  subject,
  title: 'Reflect',
  invitation: 'Open the form to write; what you write stays out of the chat.',
  intro: [
    say([strong(prompt)]),
    quiet(
      `Written here, it is never sent as a message. Coordinators can read what was shared with the programme once at least ${programme.settings.smallestGroup} people have shared something, and never with a name: leave out what would show who you are.`,
    ),
  ],
  inputs: [
    {
      type: 'text',
      name: 'words',
      label: 'Your words',
      hint: 'Or write about something else entirely.',
      required: true,
      lines: 'many',
      max: LONGEST,
      initial: null,
      private: true,
    },
    audienceInput(partners, 'me'),
  ],
  submit: 'Keep',
})

/** Where another audience is chosen. */
export const shareForm = (reflection: Reflection, partners: readonly Participant[]): Form => ({
  type: 'form',
  flow: 'reflection',
  name: 'share',
  subject: reflection.id,
  title: 'Who may read it',
  invitation: 'Choose who may read what you wrote.',
  intro: [say('Your words stay as they are. From now on they may be read by whom you choose here.')],
  inputs: [
    audienceInput(
      partners,
      reflection.audience === 'partner' && partners.length === 0 ? 'me' : reflection.audience,
    ),
  ],
  submit: 'Save',
})

/** What became of a reflection; never the words. */
export const keptMessage = (
  reflection: Reflection,
  partners: readonly Participant[],
  was: Audience | null,
): Message => {
  const whom = forWhom(reflection.audience, partners)
  const sentence =
    was === null
      ? `Kept, ${whom}.`
      : was === reflection.audience
        ? `Unchanged: it is ${whom}.`
        : `Done: it is now ${whom}.`
  return message(
    sentence,
    say(sentence),
    ...(reflection.audience === 'partner' && was !== 'partner'
      ? [
          say(
            `${sayFirstNames(partners)} will hear that you shared something, and can open it. The words stay out of the chat.`,
          ),
        ]
      : []),
    ...(was === 'partner' && reflection.audience !== 'partner'
      ? [
          say(
            `${sayFirstNames(partners)} can no longer open it. If they have read it already, that cannot be undone.`,
          ),
        ]
      : []),
    actions(
      button(
        reflection.audience === 'me' ? 'Share it' : 'Share otherwise',
        'reflection',
        'share',
        reflection.id,
      ),
      ...(reflection.audience === 'me'
        ? []
        : [button('Take it back', 'reflection', 'take-back', reflection.id)]),
      button('What I wrote', 'reflection', 'mine', 'me'),
      homeButton,
    ),
  )
}

/** Told to a partner when something was shared with them. */
export const sharedMessage = (writer: Participant, reflection: Reflection): Message =>
  message(
    `${firstName(writer.name)} has shared a reflection with you.`,
    say(
      text`${strong(firstName(writer.name))} has written a reflection and shared it with you. Open it when you have a quiet moment; it stays out of the chat.`,
    ),
    actions(
      button('Open it', 'reflection', 'read', reflection.id, { style: 'primary' }),
      button('Write one myself', 'reflection', 'write', reflection.pairId),
      homeButton,
    ),
    quiet('It is meant for you alone: please keep it to yourself.'),
  )

/** The same, after its writer took it back. */
export const takenBackMessage = (): Message =>
  message(
    'There is nothing to read here any more.',
    say(
      'There is nothing to read here any more: what was shared has been taken back. That can have any reason.',
    ),
    actions(homeButton),
  )

const reading = (
  name: string,
  subject: string,
  title: string,
  intro: readonly Part[],
  submit: string,
): Form => ({
  type: 'form',
  flow: 'reflection',
  name,
  subject,
  title,
  invitation: 'Open it to read; the words stay out of the chat.',
  intro,
  inputs: [],
  submit,
})

/** One reflection, opened by the partner with whom it was shared. */
export const readForm = (writer: Participant, { id, prompt, words }: Reflection): Form =>
  reading(
    'read',
    id,
    'Shared with you',
    [quiet(prompt), { type: 'quote', text: words, by: firstName(writer.name) }],
    'Close',
  )

/** The reader's own reflections, newest first, a page at a time. */
export const mineForm = (mine: readonly Reflection[], page: number, zone: string): Form => {
  const here = pageOf(mine, page, A_PAGE)
  return reading(
    'mine',
    pagedSubject('me', page),
    'What you wrote',
    here.items.map((one) => ({
      type: 'quote',
      text: one.words,
      by: `You, ${sayDay(one.writtenAt, zone)}; ${AUDIENCES[one.audience]}. ${one.prompt}`,
    })),
    hasMore(here) ? 'Earlier ones' : 'Close',
  )
}

const AUDIENCES: Readonly<Record<Audience, string>> = {
  me: 'only you can read it',
  partner: 'your partner can read it',
  programme: 'shared with the programme without your name',
}

/** What was shared with the programme; only built when enough people shared. */
export const programmeForm = (programme: Programme, words: readonly string[], page: number): Form => {
  const here = pageOf(words, page, A_PAGE)
  return reading(
    'programme',
    pagedSubject(programme.id, page),
    'Shared reflections',
    [
      quiet('Shared without names, in no particular order. Please do not try to work out who wrote what.'),
      ...here.items.map((one): Part => ({ type: 'quote', text: one, by: 'Someone in the programme' })),
    ],
    hasMore(here) ? 'More' : 'Close',
  )
}

/** What `reflect` shows. `enough` of them is null where too few people shared for coordinators to read any. */
export const menu = (
  pairs: readonly {
    readonly pair: Pair
    readonly partners: readonly Participant[]
    readonly shared: number
  }[],
  mine: number,
  coordinates: readonly { readonly programme: Programme; readonly enough: boolean }[],
): Message => {
  const open = pairs.filter(({ shared }) => shared > 0)
  const writes = pairs.map(({ pair, partners }, index) =>
    button(
      pairs.length === 1 ? 'Write' : onButton(`Write about ${sayFirstNames(partners)}`),
      'reflection',
      'write',
      pair.id,
      index === 0 ? { style: 'primary' } : {},
    ),
  )
  return message(
    pairs.length > 0
      ? 'A quiet place to write something down.'
      : 'Reflections start once you have a partner.',
    { type: 'heading', text: 'Reflect' },
    ...(pairs.length > 0
      ? [say(`A quiet place to write something down between meetings. ${PRIVACY}`)]
      : coordinates.length > 0
        ? []
        : [
            say(
              'Reflections start once you have a partner. I will introduce you to each other when that is so.',
            ),
          ]),
    ...open.map(({ partners, shared }) =>
      say(`${sayFirstNames(partners)} shared ${sayCount(shared, 'reflection', 'reflections')} with you.`),
    ),
    ...coordinates.map(({ programme, enough }) =>
      say(
        enough
          ? `Reflections have been shared with ${programme.name}, without names.`
          : `In ${programme.name}, too few people have shared a reflection with the programme to show any. They are shown once ${programme.settings.smallestGroup} people have.`,
      ),
    ),
    actions(
      ...[
        ...writes.slice(0, 2),
        ...(mine > 0 ? [button('What I wrote', 'reflection', 'mine', 'me')] : []),
        ...open
          .slice(0, 1)
          .map(({ pair }) => button('Read what was shared', 'reflection', 'shared', pair.id)),
        ...coordinates
          .filter(({ enough }) => enough)
          .slice(0, 1)
          .map(({ programme }) => button('Read the shared ones', 'reflection', 'programme', programme.id)),
        homeButton,
      ].slice(0, 6),
    ),
  )
}

/** Everything that partners shared with the reader, newest first. */
export const sharedForm = (
  pair: Pair,
  shared: readonly { readonly writer: Participant; readonly reflection: Reflection }[],
  page: number,
): Form => {
  const here = pageOf(shared, page, A_PAGE)
  return reading(
    'shared',
    pagedSubject(pair.id, page),
    'Shared with you',
    here.items.map(({ writer, reflection }) => ({
      type: 'quote',
      text: reflection.words,
      by: `${firstName(writer.name)}. ${reflection.prompt}`,
    })),
    hasMore(here) ? 'Earlier ones' : 'Close',
  )
}

const short = (sentence: string): Message => message(sentence, say(sentence), actions(homeButton))

export const nothingYet = (): Message =>
  short('There is nothing to read here. Type "reflect" to write something.')
export const notYours = (): Message => short('Only the person who wrote it can do that. Nothing has changed.')
export const pairEnded = (): Message =>
  short(
    'This pair is no longer together, so there is nothing to write about here. What you wrote before is kept.',
  )
export const tooFew = (programme: Programme): Message =>
  short(
    `Too few people have shared a reflection with ${programme.name} to show any. They are shown once ${programme.settings.smallestGroup} people have.`,
  )
export const onlyCoordinators = (): Message =>
  short('Only the coordinators of the programme can read what was shared with it.')
