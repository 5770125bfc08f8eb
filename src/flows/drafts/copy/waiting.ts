import { actions, type Message, message, quiet, say, strong, text } from '../../../core/message.ts'
import type { Participant, Programme } from '../../../core/model.ts'
import { firstName } from '../../../core/saying.ts'
import { homeButton, statusButton } from '../../copy.ts'

/** Told to somebody whom a draft left without a partner. */
export const waitingNote = (person: Participant, programme: Programme): Message =>
  message(
    `There is no partner for you in ${programme.name} yet, and that says nothing about you.`,
    say(
      text`Hello ${firstName(person.name)}. The pairs of ${strong(programme.name)} have just been made, and this time there was nobody left who could be your partner under its rules. That says nothing about you.`,
    ),
    say(
      'You need do nothing. The coordinators know, you stay on the list, and as soon as there is a partner for you I will introduce you to each other.',
    ),
    quiet(
      `Questions or worries? ${programme.contact.name} (${programme.contact.email}) is independent of every organisation in the programme.`,
    ),
    actions(statusButton, homeButton),
  )

/** What the same note says once its reader has a partner. */
export const noLongerWaiting = (programme: Programme): Message =>
  message(
    `You have a partner in ${programme.name} now.`,
    say('This has changed since: you have a partner now.'),
    actions(homeButton),
  )
