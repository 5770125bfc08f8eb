import { complain, whileSending } from '../draw/busy.ts'
import { make, outwards, uniqueId } from '../draw/dom.ts'
import { type Json, record, records, text } from '../draw/json.ts'
import { withMenu } from '../draw/menu.ts'
import type { Handlers } from '../surface.ts'
import { readyCard } from './card.ts'
import { cardRenderer, loadedRenderer, type Renderer } from './library.ts'
import { markdown } from './markdown.ts'
import { polish, tellInvalid, tieIds } from './polish.ts'

type Answers = Parameters<Handlers['submit']>[0]

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive'

/**
 * A message of Teams', as its activity has it: words, cards, or both. Cards are drawn by the official renderer, whose
 * script is fetched with the first of them from `adaptivecards.js` beside this one; until then the card's summary
 * stands in its place.
 */
export const teamsMessage = (raw: unknown, handlers: Handlers): HTMLElement => {
  const activity = record(raw)
  const root = make('div', { class: 'teams message' })
  const words = text(activity['text'])
  if (words !== '') root.append(make('div', { class: 'bubble' }, ...spoken(activity, words)))
  for (const attachment of records(activity['attachments'])) {
    const { contentType, content, name } = attachment
    if (contentType === CARD_TYPE) root.append(cardOf(record(content), handlers))
    else if (contentType !== 'text/html')
      root.append(make('div', { class: 'file' }, text(name) || text(record(content)['title'])))
  }
  return root
}

const spoken = (activity: Json, words: string): (Node | string)[] =>
  activity['textFormat'] === 'plain' ? [make('p', {}, words)] : [markdown(words)]

const cardOf = (content: Json, handlers: Handlers): HTMLElement => {
  const place = make('div', { class: 'card', 'data-acts': '' })
  const renderer = loadedRenderer()
  if (renderer) {
    draw(renderer, content, handlers, place)
    return place
  }
  place.setAttribute('aria-busy', 'true')
  place.append(make('p', { class: 'card-waiting' }, text(content['fallbackText'])))
  cardRenderer().then(
    (renderer) => {
      place.removeAttribute('aria-busy')
      place.replaceChildren()
      draw(renderer, content, handlers, place)
    },
    () => {
      place.removeAttribute('aria-busy')
      complain(place, 'The card could not be drawn. Reload the page to try again.')
    },
  )
  return place
}

const draw = (renderer: Renderer, content: Json, handlers: Handlers, place: HTMLElement): void => {
  const { library } = renderer
  const prefix = `${uniqueId('card')}-`
  const card = renderer.parse(readyCard(content))
  const names = card.getAllInputs().map(({ id = '' }) => id)
  const finish = () => {
    tieIds(place, names, prefix)
    polish(place, prefix)
    tellInvalid(place)
  }
  card.onInlineCardExpanded = finish
  card.onExecuteAction = (action) => {
    if (action instanceof library.OpenUrlAction) return outwards(action.url ?? '').click()
    if (!(action instanceof library.SubmitAction || action instanceof library.ExecuteAction)) return
    const { id = '', title = '' } = action
    const answers = action.associatedInputs === 'none' ? {} : answersOf(renderer, card)
    // The renderer still sets the button's classes and label when this returns.
    queueMicrotask(async () => {
      const result = await whileSending(action.renderedElement ?? place, () =>
        handlers.press(id, title, answers),
      )
      if (!result) return
      complain(place, result.error)
      for (const input of card.getAllInputs()) {
        const error = new Map(Object.entries(result.fieldErrors)).get(input.id ?? '')
        if (error !== undefined) input.validateValue()
      }
    })
  }
  card.onDisplayOverflowActionMenu = (actions, target) => {
    if (!(target instanceof HTMLButtonElement) || target.closest('.menu-place')) return true
    const items = actions.map((action) => ({
      label: action.title ?? '',
      description: '',
      choose: () => action.execute(),
    }))
    const mark = make('span')
    target.replaceWith(mark)
    mark.replaceWith(withMenu(target, items))
    target.click()
    return true
  }
  const drawn = card.render()
  if (!drawn) {
    complain(place, text(content['fallbackText']) || 'This card is empty.')
    return
  }
  drawn.setAttribute('role', 'group')
  place.append(drawn)
  finish()
  const keepTidy = () => {
    polish(place, prefix)
    tellInvalid(place)
  }
  new MutationObserver(keepTidy).observe(place, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['class', 'aria-labelledby'],
  })
}

/** What is filled in now, by the names of the questions; empty where nothing is. */
const answersOf = ({ library }: Renderer, card: ReturnType<Renderer['parse']>): Answers =>
  Object.fromEntries(
    card.getAllInputs().map((input) => {
      const value: unknown = input.value
      if (input instanceof library.ChoiceSetInput && input.isMultiSelect)
        return [
          input.id ?? '',
          text(value)
            .split(',')
            .filter((one) => one !== ''),
        ]
      if (input instanceof library.ToggleInput) return [input.id ?? '', value === input.valueOn]
      return [input.id ?? '', text(value)]
    }),
  )
