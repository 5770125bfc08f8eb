import {
  answer,
  type Context,
  drop,
  type Flow,
  nothingToDo,
  type Outcome,
  save,
  type Who,
  type Word,
} from '../../core/flow.ts'
import { type Action, button } from '../../core/message.ts'
import type { Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { contactButton, helpButton, homeButton, statusButton } from '../copy.ts'
import {
  afterLeaving,
  contact,
  expired,
  failed,
  help,
  helpWith,
  home as homeMessage,
  notAllowed,
  thanked,
  unclear,
  welcomeCoordinator,
  welcomeParticipant,
  welcomeStranger,
} from './copy.ts'
import { contactsFor, coordinationsOf, participationsOf } from './facts.ts'
import { heldAbout, status } from './status.ts'

/** Nothing but thanks. */
const THANKS =
  /^\W*(?:(?:many|ok|okay|great) )?(?:thanks|thank you|thankyou|thx|ta|cheers)(?: (?:so much|very much|a lot))?(?:,? duologue)?\W*$/i

/** The front: where things stand, help, everything held, whom to turn to, and whatever no other flow understands. */
export const home: Flow = {
  name: 'home',
  words: [
    {
      word: 'home',
      aliases: ['hi', 'hello', 'hey', 'start', 'menu'],
      for: 'anyone',
      help: 'See where things stand, and what you can do next',
      usage: null,
    },
    {
      word: 'help',
      aliases: ['commands', 'what can you do'],
      for: 'anyone',
      help: 'See everything that you can ask me to do',
      usage: null,
    },
    {
      word: 'status',
      aliases: ['my data', 'what do you know about me'],
      for: 'anyone',
      help: 'See everything that is held about you',
      usage: null,
    },
    {
      word: 'contact',
      aliases: ['talk to someone', 'support'],
      for: 'anyone',
      help: 'See whom you can turn to in confidence',
      usage: null,
    },
  ],
  follows: [],

  hear: async (act, read, context) => {
    switch (act.type) {
      case 'command':
        return act.word === 'help' && act.rest !== ''
          ? helpAbout(act.rest, act.who, context)
          : show(act.word, act.who, read, context)
      case 'press':
        return show(act.name, act.who, read, context)
      case 'submit':
      case 'expired':
        return answer(expired())
      case 'joined':
        return welcome(act.who, read, context)
      case 'unclear': {
        if (THANKS.test(act.text)) return answer(thanked())
        const meant = allowed(act.nearest, act.who, context)
        return answer(unclear(meant, simpleButton(meant?.word ?? null), await contactsFor(act.who, read)))
      }
      case 'not-allowed': {
        const left = act.who.participants.length === 0 ? await leftBy(act.who, read) : []
        const participants = context.words.some(
          (word) => word.word === act.word && word.for === 'participant',
        )
        if (participants && left.length > 0) return answer(afterLeaving(left))
        return answer(notAllowed(context.words.find(({ word }) => word === act.word) ?? null))
      }
      case 'failed':
        return answer(failed())
      default:
        act satisfies never
        return answer(expired())
    }
  },

  form: async () => null,
  plan: async () => nothingToDo,
  compose: async () => drop('nothing-to-say'),
}

const show = async (name: string, who: Who, read: Reader, context: Context): Promise<Outcome> => {
  switch (name) {
    case 'home': {
      const mine = await participationsOf(who, read, context.now)
      const coordinated = await coordinationsOf(who, read, context.now)
      const left = mine.length + coordinated.length === 0 ? await leftBy(who, read) : []
      return answer(left.length > 0 ? afterLeaving(left) : homeMessage(mine, coordinated, context.now))
    }
    case 'help':
      return answer(
        help(
          context.words.filter((word) => isFor(word, who)),
          who.coordinates.length > 0,
        ),
      )
    case 'status': {
      const everyone = await read.participants.ofAccount(who.account.id)
      const held = await Promise.all(everyone.map((participant) => heldAbout(participant, read)))
      return answer(
        status(
          who.account,
          held.filter((one) => one !== null),
          who.coordinates.map((programme) => programme.name),
          context.now,
        ),
      )
    }
    case 'contact':
      return answer(contact(await contactsFor(who, read)))
    default:
      return answer(expired())
  }
}

/** What one word does, and how it is used. */
const helpAbout = (name: string, who: Who, context: Context): Outcome => {
  const word = context.words.find((one) => one.word === name) ?? null
  return answer(word && isFor(word, who) ? helpWith(word, simpleButton(word.word)) : notAllowed(word))
}

const leftBy = async (who: Who, read: Reader): Promise<readonly Programme[]> => {
  const before = (await read.participants.ofAccount(who.account.id)).filter(({ leftAt }) => leftAt !== null)
  const ids = new Set(before.map(({ programmeId }) => programmeId))
  const programmes = await Promise.all([...ids].map((id) => read.programmes.byId(id)))
  return programmes.filter((one) => one !== null)
}

const isFor = (word: Word, who: Who): boolean => {
  switch (word.for) {
    case 'anyone':
      return true
    case 'participant':
      return who.participants.length > 0
    case 'coordinator':
      return who.coordinates.length > 0
  }
}

const allowed = (name: string | null, who: Who, context: Context): Word | null =>
  context.words.find((word) => word.word === name && isFor(word, who)) ?? null

/** The button that says a word; null for words that need more than that. */
const simpleButton = (word: string | null): Action | null => {
  switch (word) {
    case 'home':
      return homeButton
    case 'help':
      return helpButton
    case 'status':
      return statusButton
    case 'contact':
      return contactButton
    case 'schedule':
      return button('Schedule', 'scheduling', 'schedule', 'me', { style: 'primary' })
    case 'meetings':
      return button('My meetings', 'scheduling', 'meetings', 'me', { style: 'primary' })
    case 'pause':
      return button('Take a break', 'presence', 'pause', 'me', { style: 'primary' })
    case 'resume':
      return button('Resume', 'presence', 'resume', 'me', { style: 'primary' })
    case 'leave':
      return button('Leave', 'presence', 'leave', 'me')
    default:
      return null
  }
}

/** Once, and not for those who have had their invitation: it says all that a welcome would. */
const welcome = async (who: Who, read: Reader, { now }: Context): Promise<Outcome> => {
  const { account, participants, coordinates } = who
  const nothing: Outcome = { effects: [], reply: { type: 'nothing' } }
  if (account.welcomedAt) return nothing
  const welcomed = save('accounts', 'welcomed', account.id, now)
  if (coordinates.length > 0) return answer(welcomeCoordinator(account.name, coordinates), welcomed)
  if (participants.length === 0) return answer(welcomeStranger(account.name), welcomed)
  for (const participant of participants) {
    const programme = await read.programmes.byId(participant.programmeId)
    if (!programme || participant.consent !== 'unasked') continue
    const invitations = await read.deliveries.about('onboarding', { kind: 'participant', id: participant.id })
    if (!invitations.some(({ sentAt }) => sentAt !== null))
      return answer(welcomeParticipant(participant, programme), welcomed)
  }
  return { ...nothing, effects: [welcomed] }
}
