import { actions, button, type Message, message, say } from '../../../core/message.ts'
import { homeButton, meetingsButton, onButton, statusButton } from '../../copy.ts'
import type { Situation } from '../facts.ts'
import { FLOW, partners } from './common.ts'

export const notYours = message(
  'Only the people of that pair can do this. Nothing has changed.',
  say('Only the people of that pair can do this. Nothing has changed.'),
  actions(meetingsButton, homeButton),
)

export const pairOver = message(
  'This pair has ended, so there is nothing to schedule in it.',
  say('This pair has ended, so there is nothing to schedule in it. Nothing has changed.'),
  actions(homeButton, statusButton),
)

export const noPair = message(
  'You are not in a pair at the moment, so there is nobody to meet yet.',
  say(
    'You are not in a pair at the moment, so there is nobody to meet yet. You will hear as soon as you are introduced.',
  ),
  actions(homeButton, statusButton),
)

/** For somebody who is invited, or has said no. */
export const notJoined = (participantId: string): Message =>
  message(
    'You have not joined a programme yet, so there is nobody to meet.',
    say(
      'You have not joined a programme yet, so there is nobody to meet. Partners are found for those who have said yes to their invitation; either answer is fine.',
    ),
    actions(
      button('Read the invitation', 'onboarding', 'invitation', participantId, { style: 'primary' }),
      homeButton,
    ),
  )

export const onlyCoordinates = message(
  'You take part in no programme here, so you have no meetings.',
  say(
    'You coordinate here and take part in no programme, so you have no meetings of your own. “Pairs” shows how the pairs are doing.',
  ),
  actions(homeButton),
)

export const alone = message(
  'There is nobody else in this pair now, so there is nobody to meet.',
  say('There is nobody else in this pair now, so there is nobody to meet. Your coordinators can help.'),
  actions(homeButton),
)

export const whichPair = (all: readonly Situation[]): Message =>
  message(
    'Whom would you like to meet?',
    say('Whom would you like to meet?'),
    actions(
      ...all
        .slice(0, 6)
        .map((of) => button(onButton(partners(of)), FLOW, 'schedule', of.pair.id, { style: 'primary' })),
    ),
  )

export const nothingFree = (of: Situation): Message => {
  const words = `No time in the next three months is free for both you and ${partners(of)} in your working hours.`
  return message(
    words,
    say(words),
    say('Widening your working hours, even by half an hour, may help. Your partner can do the same.'),
    actions(
      button('Change my hours', 'onboarding', 'details', of.me.id, { style: 'primary' }),
      meetingsButton,
    ),
  )
}

export const TIME_PASSED = 'That time has passed, so it was not booked.'
export const TIME_TAKEN = 'Something else has been booked at that time since, so it was not booked.'
/** Before a suggestion that is brought back to mind. */
export const STILL_OPEN = 'This is still waiting for your answer.'
export const NOT_ON_OFFER = 'That time is not on offer.'
export const ALREADY_BEGUN = 'This meeting has already begun, so it can no longer be changed.'
export const OVERTAKEN = 'There was a suggestion a moment before yours. Yours was not sent.'
