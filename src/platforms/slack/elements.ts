import type { types } from '@slack/bolt'
import type { Action, Fact, Input, Option, Span, Text } from '../../core/message.ts'
import { type Code, encodePress, fieldId, LINK, PRESS } from './codes.ts'
import { LIMITS } from './limits.ts'
import { isLink, pieces, words } from './text.ts'

/** The small parts that blocks are made of. */

/** Words that stay words: no markup, no emoji. */
export const plainText = (text: string, max: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: words(text, max),
  emoji: false,
})

/** One run of rich text; it may be longer than Slack takes in one piece. */
export type Run = types.RichTextText | types.RichTextLink

export const runs = (text: Text): Run[] => text.filter((span) => span.text !== '').map(runOf)

const runOf = (span: Span): Run => {
  switch (span.type) {
    case 'plain':
      return { type: 'text', text: span.text }
    case 'strong':
      return { type: 'text', text: span.text, style: { bold: true } }
    case 'link':
      return isLink(span.url)
        ? { type: 'link', url: span.url, text: span.text }
        : { type: 'text', text: span.text }
  }
}

export const factRuns = (facts: readonly Fact[]): Run[] =>
  facts.flatMap(({ label, value }, index): Run[] => [
    { type: 'text', text: `${index === 0 ? '' : '\n'}${label}: `, style: { bold: true } },
    { type: 'text', text: value },
  ])

const BAR = 20

/** "Answered: 12 of 40", and a bar for those who see it. */
export const progressRuns = (label: string, done: number, of: number): Run[] => {
  const share = of > 0 ? Math.min(1, Math.max(0, done / of)) : 0
  const full = Math.round(share * BAR) || 0
  return [
    { type: 'text', text: label, style: { bold: true } },
    { type: 'text', text: `: ${done} of ${of}\n${'█'.repeat(full)}${'░'.repeat(BAR - full)}` },
  ]
}

/** `number` makes its id unique in the message. Null: a link that Slack would not take. */
export const buttonOf = (action: Action, number: number): types.Button | null => {
  const text = plainText(action.label, LIMITS.button.text)
  const face = { type: 'button', text, accessibility_label: text.text } as const
  if (action.type === 'link') {
    if (!isLink(action.url) || action.url.length > LIMITS.button.url) return null
    return { ...face, action_id: `${LINK}${number}`, url: action.url }
  }
  const { style, confirm } = action
  return {
    ...face,
    action_id: `${PRESS}${number}`,
    value: encodePress(action),
    ...(style === 'plain' ? {} : { style }),
    ...(confirm
      ? {
          confirm: {
            title: plainText(confirm.title, LIMITS.confirm.title),
            text: plainText(confirm.text, LIMITS.confirm.text),
            confirm: plainText(confirm.yes, LIMITS.confirm.button),
            deny: plainText(confirm.no, LIMITS.confirm.button),
            ...(style === 'danger' ? { style } : {}),
          },
        }
      : {}),
  }
}

const optionOf = ({ value, label }: Option): types.PlainTextOption => ({
  text: plainText(label, LIMITS.options.text),
  value,
})

/** Few to choose one from are all in sight; as many as are counted here. */
const IN_SIGHT = 6

const MOST_OPTIONS = LIMITS.options.select * LIMITS.options.groups

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/** Null: nothing can be chosen. */
export const elementOf = (input: Input, form: Code): types.InputBlock['element'] | null => {
  const one = { action_id: fieldId(form, input.name, 'one') }
  switch (input.type) {
    case 'text': {
      const max = Math.min(Math.max(1, input.max), LIMITS.input.text)
      return {
        type: 'plain_text_input',
        ...one,
        multiline: input.lines === 'many',
        max_length: max,
        ...(input.initial ? { initial_value: pieces(input.initial, max)[0] ?? '' } : {}),
      }
    }
    case 'choice': {
      const action_id = fieldId(form, input.name, 'many')
      const [first] = input.initial
      if (input.most > 1) return severalOf(action_id, input.options, input.initial, input.most)
      return oneOf(action_id, input.options, first ?? null, IN_SIGHT)
    }
    case 'scale': {
      const { from, to, initial } = input
      const options = Array.from({ length: Math.max(0, to - from + 1) }, (_, step): Option => {
        const value = String(from + step)
        const end = step === 0 ? input.fromLabel : from + step === to ? input.toLabel : ''
        return { value, label: end === '' ? value : `${value}: ${end}` }
      })
      return oneOf(one.action_id, options, initial === null ? null : String(initial), LIMITS.options.radio)
    }
    case 'date':
      return {
        type: 'datepicker',
        ...one,
        ...(input.initial && DATE.test(input.initial) ? { initial_date: input.initial } : {}),
      }
    case 'time':
      return {
        type: 'timepicker',
        ...one,
        ...(input.initial && TIME.test(input.initial) ? { initial_time: input.initial } : {}),
      }
  }
}

const oneOf = (
  action_id: string,
  options: readonly Option[],
  initial: string | null,
  inSight: number,
): types.RadioButtons | types.StaticSelect | null => {
  const all = options.slice(0, MOST_OPTIONS).map(optionOf)
  const chosen = all.find(({ value }) => value === initial)
  const more = chosen ? { initial_option: chosen } : {}
  if (all.length === 0) return null
  return all.length <= inSight
    ? { type: 'radio_buttons', action_id, options: all, ...more }
    : { type: 'static_select', action_id, ...grouped(all), ...more }
}

const severalOf = (
  action_id: string,
  options: readonly Option[],
  initial: readonly string[],
  most: number,
): types.Checkboxes | types.MultiStaticSelect | null => {
  const all = options.slice(0, MOST_OPTIONS).map(optionOf)
  const chosen = all.filter(({ value }) => value !== undefined && initial.includes(value)).slice(0, most)
  const more = chosen.length > 0 ? { initial_options: chosen } : {}
  if (all.length === 0) return null
  // Boxes cannot be told how many may be ticked; a menu can.
  return most >= all.length && all.length <= LIMITS.options.checkboxes
    ? { type: 'checkboxes', action_id, options: all, ...more }
    : {
        type: 'multi_static_select',
        action_id,
        ...grouped(all),
        max_selected_items: Math.min(most, LIMITS.options.select),
        ...more,
      }
}

/** More options than a menu takes stand in groups, named by their numbers. */
const grouped = (all: types.PlainTextOption[]): Pick<types.StaticSelect, 'options' | 'option_groups'> => {
  const { select, groups } = LIMITS.options
  if (all.length <= select) return { options: all }
  const count = Math.min(groups, Math.ceil(all.length / select))
  return {
    option_groups: Array.from({ length: count }, (_, index) => {
      const options = all.slice(index * select, (index + 1) * select)
      return {
        label: plainText(`${index * select + 1}–${index * select + options.length}`, LIMITS.options.text),
        options,
      }
    }),
  }
}
