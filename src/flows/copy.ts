import { actions, button, type Message, message, say } from '../core/message.ts'
import type { Programme } from '../core/model.ts'

/** What several conversations say alike: ways on to another one, and the question which programme is meant. */

export const homeButton = button('Home', 'home', 'home', 'me')
export const helpButton = button('Help', 'home', 'help', 'me')
export const statusButton = button('What is held about me', 'home', 'status', 'me')
export const contactButton = button('Contact in confidence', 'home', 'contact', 'me')
export const meetingsButton = button('My meetings', 'scheduling', 'meetings', 'me')

/** More is a wall of buttons on a phone. */
const MOST_PROGRAMMES = 6
const LONGEST_NAME = 40

/** Asks a coordinator of several which programme is meant; each button acts as `name` of `flow` about that one. */
export const whichProgramme = (programmes: readonly Programme[], flow: string, name: string): Message =>
  message(
    'Which programme do you mean?',
    say('You coordinate several programmes. Which one do you mean?'),
    actions(
      ...programmes
        .slice(0, MOST_PROGRAMMES)
        .map((programme) => button(programme.name.slice(0, LONGEST_NAME), flow, name, programme.id)),
    ),
  )
