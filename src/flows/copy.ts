import {
  type Action,
  actions,
  button,
  type Message,
  message,
  type Part,
  quiet,
  say,
  text,
} from '../core/message.ts'
import type { Programme } from '../core/model.ts'
import { hasMore, type Page } from '../core/paging.ts'

/** What several conversations say alike. */

export const homeButton = button('Home', 'home', 'home', 'me')
export const helpButton = button('Help', 'home', 'help', 'me')
export const statusButton = button('What is held about me', 'home', 'status', 'me')
export const contactButton = button('Contact in confidence', 'home', 'contact', 'me')
export const meetingsButton = button('My meetings', 'scheduling', 'meetings', 'me')

/** What there is for somebody who left and would take part again. */
export const sayNoWayBack = ({ name, contact }: Programme): Part =>
  say(
    text`I cannot bring you back into ${name}. If you would like to take part again, ${contact.name} (${contact.email}) can tell you what is possible.`,
  )

/** More is a wall of buttons on a phone. */
const MOST_PROGRAMMES = 6

const cut = (label: string, most: number): string =>
  label.length > most ? `${label.slice(0, most - 1)}…` : label

/** As much of a label as a button can show. */
export const onButton = (label: string): string => cut(label, 40)

/** As much of a label as an option of a list can show. */
export const asOption = (label: string): string => cut(label, 75)

/** Asks a coordinator of several which programme is meant; each button acts as `name` of `flow` about that one. */
export const whichProgramme = (programmes: readonly Programme[], flow: string, name: string): Message =>
  message(
    'Which programme do you mean?',
    say('You coordinate several programmes. Which one do you mean?'),
    actions(
      ...programmes
        .slice(0, MOST_PROGRAMMES)
        .map((programme) => button(onButton(programme.name), flow, name, programme.id)),
    ),
  )

/** Which of several pages this is; nothing where there is one. */
export const sayPage = ({ number, of }: Page<unknown>): readonly Part[] =>
  of > 1 ? [quiet(`Page ${number + 1} of ${of}.`)] : []

/** To the pages beside this one. `to` makes the button that shows a page. */
export const pageButtons = (
  page: Page<unknown>,
  to: (label: string, number: number) => Action,
): readonly Action[] => [
  ...(hasMore(page) ? [to('Next page', page.number + 1)] : []),
  ...(page.number > 0 ? [to('Page before', page.number - 1)] : []),
]
