import { answerTo } from '../../core/answers.ts'
import type { Answers } from '../../core/message.ts'
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
import type { Programme, Survey, SurveyKind } from '../../core/model.ts'
import { hasMore, type Page, pagedSubject } from '../../core/paging.ts'
import { sayCount, sayDay } from '../../core/saying.ts'
import { helpButton, homeButton, onButton } from '../copy.ts'
import { type Question, questionsOf, SCALE } from './questions.ts'
import type { Group, Results } from './results.ts'

const LONGEST_WORDS = 2000
/** As long as a button's label may be. */

const KINDS: Readonly<Record<SurveyKind, string>> = {
  baseline: 'opening survey',
  halfway: 'halfway survey',
  closing: 'closing survey',
}

/** Who sees what of the answers: shown before the first question, always. */
const reportingRules = (survey: Survey, programme: Programme): readonly Part[] => {
  const least = programme.settings.smallestGroup
  return [
    say(strongly('Who sees what')),
    {
      type: 'list',
      items: [
        survey.anonymous
          ? text`It is anonymous: once sent, your answers are kept apart from your name. Your answers to every anonymous survey of ${programme.name} carry the same code, so that change can be seen; the code tells nobody who you are.`
          : text`It is not anonymous: your name is kept with your answers, so whoever runs this app could find out which are yours. Coordinators are shown figures only. Reminders go to those who have not answered, so it can be noticed who has.`,
        text`Coordinators see averages and counts for each side, after the survey has closed, and never for fewer than ${least} people.`,
        text`What you write in your own words is shown, without a name, only if at least ${least} people wrote something. Leave out what would show who you are.`,
        text`Your partner and your employer never see your answers. Your employer's chat shows that I wrote to you about a survey, and no more.`,
      ],
    },
  ]
}

const strongly = (of: string) => [strong(of)]

const opening: Readonly<Record<SurveyKind, string>> = {
  baseline: 'It asks where you are now, so that at the end everyone can see what has changed.',
  halfway: 'It asks how things are going, while there is still time to change them.',
  closing: 'It asks what has changed, for you and for the programme to come.',
}

/** An invitation, or what is left of it once answered or closed. `begun` when some answers are kept. */
export const invitation = (
  survey: Survey,
  programme: Programme,
  zone: string,
  begun: boolean,
  occasion: 'invitation' | 'reminder',
): Message => {
  const until = sayDay(survey.closesAt, zone)
  const name = KINDS[survey.kind]
  return message(
    `The ${name} of ${programme.name} is open until ${until}.`,
    { type: 'heading', text: occasion === 'reminder' ? `A week left: the ${name}` : `The ${name}` },
    say(
      text`The ${name} of ${strong(programme.name)} is open until ${until}. ${opening[survey.kind]} It takes about three minutes, and you may leave any question empty.`,
    ),
    ...(occasion === 'reminder'
      ? [
          say(
            survey.anonymous
              ? 'This reminder goes to everyone, because nobody is to know who has answered. If you have: thank you, and there is nothing more to do.'
              : 'This reminder goes only to those who have not answered yet, and no other follows.',
          ),
        ]
      : []),
    ...reportingRules(survey, programme),
    actions(
      button(begun ? 'Go on where you stopped' : 'Answer', 'survey', 'open', survey.id, { style: 'primary' }),
      homeButton,
    ),
  )
}

export const thanks = (survey: Survey, programme: Programme): Message =>
  message(
    `Thank you: your answers to the ${KINDS[survey.kind]} have been sent.`,
    say(`Thank you. Your answers to the ${KINDS[survey.kind]} of ${programme.name} have been sent.`),
    quiet(
      survey.anonymous
        ? 'They are kept apart from your name, so they can no longer be shown to you or changed.'
        : 'They are kept with your name, and can no longer be changed. Coordinators are shown figures only.',
    ),
    actions(homeButton),
  )

export const alreadyTaken = (survey: Survey): Message =>
  message(
    `You have already answered the ${KINDS[survey.kind]}.`,
    say(
      `You have already answered the ${KINDS[survey.kind]}. Thank you; the answers you sent then are the ones that count.`,
    ),
    actions(homeButton),
  )

export const keptForLater = (survey: Survey, programme: Programme, zone: string): Message =>
  message(
    `Your answers are kept until you send them; the survey is open until ${sayDay(survey.closesAt, zone)}.`,
    say(
      `Your answers to the ${KINDS[survey.kind]} of ${programme.name} are kept for you and not sent yet. You can go on until ${sayDay(survey.closesAt, zone)}.`,
    ),
    actions(button('Go on', 'survey', 'open', survey.id, { style: 'primary' }), homeButton),
  )

export const closedSurvey = (survey: Survey, programme: Programme): Message =>
  message(
    `The ${KINDS[survey.kind]} has closed.`,
    say(`The ${KINDS[survey.kind]} of ${programme.name} has closed. Thank you to everyone who answered.`),
    actions(homeButton),
  )

export const noSurvey = (): Message =>
  message(
    'No survey is open for you at the moment.',
    say('No survey is open for you at the moment. You will hear from me when one is.'),
    actions(homeButton, helpButton),
  )

export const notForYou = (): Message =>
  message(
    'This survey is not for you.',
    say('This survey is for people in its programme who said yes to taking part. Nothing has been kept.'),
    actions(homeButton, helpButton),
  )

/** Where a survey is filled in. What was written in one's own words is kept, and not shown again. */
export const surveyForm = (survey: Survey, programme: Programme, begun: Answers | null): Form => ({
  type: 'form',
  flow: 'survey',
  name: 'answer',
  subject: survey.id,
  title: TITLES[survey.kind],
  invitation: `Open the ${KINDS[survey.kind]}.`,
  intro: [...reportingRules(survey, programme), quiet('You may leave any question empty.')],
  inputs: [
    ...questionsOf(survey.kind).map((question) => inputFor(question, begun)),
    {
      type: 'choice',
      name: 'decision',
      label: 'And now?',
      hint: null,
      required: true,
      options: [
        { value: 'send', label: 'Send my answers' },
        { value: 'keep', label: 'Keep them, I will go on later' },
      ],
      most: 1,
      initial: ['send'],
    },
  ],
  submit: 'Done',
})

const TITLES: Readonly<Record<SurveyKind, string>> = {
  baseline: 'Opening survey',
  halfway: 'Halfway survey',
  closing: 'Closing survey',
}

const inputFor = (question: Question, begun: Answers | null): Input => {
  const given = answerTo(begun ?? {}, question.name)
  const field = { name: question.name, label: question.label, required: false }
  switch (question.type) {
    case 'scale':
      return {
        ...field,
        ...SCALE,
        type: 'scale',
        hint: null,
        initial: /^[1-5]$/.test(given) ? Number(given) : null,
      }
    case 'choice':
      return {
        ...field,
        type: 'choice',
        hint: null,
        options: Object.entries(question.options).map(([value, label]) => ({ value, label })),
        most: 1,
        initial: given in question.options ? [given] : [],
      }
    case 'words':
      return {
        ...field,
        type: 'text',
        hint:
          given === ''
            ? 'In your own words.'
            : 'What you wrote is kept. Leave this empty to keep it, or write it anew.',
        lines: 'many',
        max: LONGEST_WORDS,
        initial: null,
        private: true,
      }
  }
}

/** A survey, as its answers stand for coordinators. */
export interface SurveyLine {
  readonly survey: Survey
  readonly programme: Programme
  readonly isOpen: boolean
}

/** What `survey` shows: what is open for this person, and the results for coordinators. */
export const menu = (
  open: readonly { readonly survey: Survey; readonly programme: Programme; readonly taken: boolean }[],
  results: readonly SurveyLine[],
  zone: string,
): Message => {
  const waiting = open.filter(({ taken }) => !taken)
  return message(
    waiting.length > 0 ? `${sayCount(waiting.length, 'survey is', 'surveys are')} open for you.` : 'Surveys',
    { type: 'heading', text: 'Surveys' },
    ...open.map(({ survey, programme, taken }) =>
      say(
        taken
          ? `You have answered the ${KINDS[survey.kind]} of ${programme.name}. Thank you.`
          : `The ${KINDS[survey.kind]} of ${programme.name} is open until ${sayDay(survey.closesAt, zone)}.`,
      ),
    ),
    ...results.map(({ survey, programme, isOpen }) =>
      say(
        isOpen
          ? `The ${KINDS[survey.kind]} of ${programme.name} is under way until ${sayDay(survey.closesAt, zone)}; results are shown once it has closed, so that nobody can be made out by when they answered.`
          : `The ${KINDS[survey.kind]} of ${programme.name} has closed; its results are ready.`,
      ),
    ),
    actions(
      ...[
        ...waiting.map(({ survey, programme }) =>
          button(
            waiting.length === 1 ? 'Answer' : onButton(`Answer: ${programme.name}`),
            'survey',
            'open',
            survey.id,
            { style: 'primary' },
          ),
        ),
        ...results
          .filter(({ isOpen }) => !isOpen)
          .map(({ survey, programme }) =>
            button(
              onButton(`Results: ${KINDS[survey.kind]}, ${programme.name}`),
              'survey',
              'results',
              survey.id,
            ),
          ),
      ].slice(0, 5),
      homeButton,
    ),
  )
}

const groupName = (group: Group, programme: Programme): string =>
  group === 'all' ? 'Everyone' : programme.sides[group]

/** The results of a closed survey. */
export const resultsMessage = (survey: Survey, programme: Programme, results: Results): Message => {
  const least = programme.settings.smallestGroup
  const summary = `Results of the ${KINDS[survey.kind]} of ${programme.name}.`
  const nothing = results.answered.length === 0
  return message(
    summary,
    { type: 'heading', text: `Results: ${KINDS[survey.kind]}` },
    say(
      nothing
        ? `Too few people answered to show anything. Figures are shown for groups of at least ${least}.`
        : `${results.answered.map(({ group, count }) => `${groupName(group, programme)}: ${count} answered`).join('. ')}. Scales run from ${SCALE.from} (not at all) to ${SCALE.to} (completely); these are averages.`,
    ),
    ...(nothing ? [] : results.figures.map((figure) => figurePart(figure, programme))),
    ...(results.words.length > 0
      ? [say(`${sayCount(results.words.length, 'person', 'people')} wrote something in their own words.`)]
      : []),
    quiet(
      `Groups of fewer than ${least} are left out, and so is what would give them away. A dash stands for what is left out. ${
        survey.anonymous
          ? 'The survey was anonymous.'
          : 'The survey was named: people know that their names are kept with their answers, and were promised that you see figures only.'
      }`,
    ),
    actions(
      ...(results.words.length > 0
        ? [button('Read what people wrote', 'survey', 'words', `${survey.id}:0`, { style: 'primary' })]
        : []),
      button('All surveys', 'survey', 'menu', 'me'),
      homeButton,
    ),
  )
}

const figurePart = (figure: Results['figures'][number], programme: Programme): Part => {
  const { question } = figure
  const said =
    figure.type === 'scale'
      ? figure.groups.map(({ group, mean }) => `${groupName(group, programme)} ${mean.toFixed(1)}`).join(', ')
      : figure.groups
          .map(
            ({ group, counts }) =>
              `${groupName(group, programme)}: ${Object.entries(figure.question.options)
                .map(([option, label]) => `${label} ${counts[option] ?? '–'}`)
                .join('; ')}`,
          )
          .join('. ')
  return say(text`${strong(question.short)}: ${said || '–'}`)
}

/** What people wrote, for coordinators, a page at a time, in a form so that it stays out of the chat. */
export const wordsForm = (survey: Survey, page: Page<string>): Form => ({
  type: 'form',
  flow: 'survey',
  name: 'words',
  subject: pagedSubject(survey.id, page.number),
  title: 'In their own words',
  invitation: 'Open it to read; the words stay out of the chat.',
  intro: [
    quiet('Without names, in no particular order. Please do not try to work out who wrote what.'),
    ...page.items.map((one): Part => ({ type: 'quote', text: one, by: 'Someone in the programme' })),
  ],
  inputs: [],
  submit: hasMore(page) ? 'More' : 'Close',
})

export const notClosedYet = (survey: Survey, zone: string): Message =>
  message(
    'The results are shown once the survey has closed.',
    say(
      `The results are shown once the ${KINDS[survey.kind]} has closed, on ${sayDay(survey.closesAt, zone)}, so that nobody can be made out by when they answered.`,
    ),
    actions(button('All surveys', 'survey', 'menu', 'me'), homeButton),
  )

export const onlyCoordinators = (): Message =>
  message(
    'Only the coordinators of the programme can see the results.',
    say('Only the coordinators of the programme can see the results.'),
    actions(homeButton, helpButton),
  )

/** Told to coordinators when a survey has closed. */
export const resultsReady = (survey: Survey, programme: Programme): Message =>
  message(
    `The ${KINDS[survey.kind]} of ${programme.name} has closed; its results are ready.`,
    say(text`The ${KINDS[survey.kind]} of ${strong(programme.name)} has closed, and its results are ready.`),
    actions(button('See the results', 'survey', 'results', survey.id, { style: 'primary' }), homeButton),
  )
