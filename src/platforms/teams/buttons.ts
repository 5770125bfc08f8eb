import type { Action } from '../../core/message.ts'
import { dataOf, verbOf } from './actions.ts'
import { asLabel, cut, isLink } from './escape.ts'
import { LIMITS } from './limits.ts'
import { type Element, richText } from './text.ts'

type Press = Extract<Action, { type: 'press' }>

/** The buttons of one group; those beyond what Teams shows in a row are behind its dots. */
export const actionSet = (actions: readonly Action[]): Element[] => {
  const shown = actions.filter((action) => action.type === 'press' || isLink(action.url))
  if (shown.length === 0) return []
  // What asks for confirmation unfolds, which the menu behind the dots cannot do.
  const inRow = new Set(
    [...shown]
      .sort((one, other) => Number(unfolds(other)) - Number(unfolds(one)))
      .slice(0, LIMITS.primaryActions),
  )
  return [
    {
      type: 'ActionSet',
      actions: shown.map((action) => ({
        ...buttonOf(action),
        ...(inRow.has(action) ? {} : { mode: 'secondary' }),
      })),
    },
  ]
}

const unfolds = (action: Action): boolean => action.type === 'press' && action.confirm !== null

const buttonOf = (action: Action): Element => {
  switch (action.type) {
    case 'link':
      return { type: 'Action.OpenUrl', title: title(action.label), url: action.url }
    case 'press':
      return action.confirm ? confirmed(action, action.confirm) : pressed(action, action.label)
  }
}

const STYLES = { plain: {}, primary: { style: 'positive' }, danger: { style: 'destructive' } } as const

const pressed = (action: Press, label: string): Element => ({
  type: 'Action.Execute',
  title: title(label),
  verb: verbOf({ is: 'press', flow: action.flow, name: action.name }),
  data: dataOf({ ...action, is: 'press', one: [], many: [] }),
  associatedInputs: 'none',
  ...STYLES[action.style],
})

/** Teams has no dialogue that asks again, so that the button unfolds the question; it folds with another tap. */
const confirmed = (action: Press, confirm: NonNullable<Press['confirm']>): Element => ({
  type: 'Action.ShowCard',
  title: title(action.label),
  ...STYLES[action.style],
  card: {
    type: 'AdaptiveCard',
    body: [
      ...richText([{ type: 'strong', text: confirm.title }], { textCharacters: LIMITS.titleCharacters }),
      ...richText([{ type: 'plain', text: confirm.text }], { textCharacters: LIMITS.textCharacters }),
    ],
    actions: [pressed(action, confirm.yes)],
  },
})

const title = (label: string): string => cut(asLabel(label), LIMITS.titleCharacters) || '…'
