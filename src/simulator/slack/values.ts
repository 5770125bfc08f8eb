import type { Filled } from '../forms.ts'
import { type Json, list, record, text } from '../json.ts'
import type { SimulatedSlackWorkspace } from '../types.ts'
import { optionsOf } from './read.ts'

/** `view.state.values` (or a message's) for what a person filled in, by block and action. */
export function stateValues(workspace: SimulatedSlackWorkspace, blocks: unknown, filled: Filled): Json {
  const values: Json = {}
  for (const block of list(blocks)) {
    const { type, block_id: blockId, element } = record(block)
    if (type !== 'input') continue
    const input = record(element)
    const name = text(blockId)
    values[name] = { [text(input['action_id'])]: elementValue(workspace, input, filled[name] ?? null) }
  }
  return values
}

function elementValue(
  workspace: SimulatedSlackWorkspace,
  element: Json,
  value: string | string[] | null,
): Json {
  const { type } = element
  const one = Array.isArray(value) ? (value[0] ?? null) : value
  const several = Array.isArray(value) ? value : value === null ? [] : [value]
  const option = (wanted: string | null) =>
    optionsOf(element).find((each) => each.value === wanted)?.raw ?? null
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return { type, selected_option: option(one) }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: several.map(option).filter((each) => each !== null) }
    case 'datepicker':
      return { type, selected_date: one }
    case 'timepicker':
      return {
        type,
        selected_time: one,
        ...(element['timezone'] === undefined ? {} : { timezone: element['timezone'] }),
      }
    case 'datetimepicker':
      return { type, selected_date_time: one === null ? null : Number(one) }
    case 'users_select':
      return { type, selected_user: one === null ? null : userId(workspace, one) }
    case 'multi_users_select':
      return { type, selected_users: several.map((each) => userId(workspace, each)) }
    case 'file_input':
      return { type, files: [] }
    case 'rich_text_input':
      return { type, rich_text_value: one === null ? null : richText(one) }
    default:
      return { type, value: one }
  }
}

/** A person may be named by id, e-mail or name, as the client's picker would find them. */
function userId(workspace: SimulatedSlackWorkspace, who: string): string {
  const wanted = who.toLowerCase()
  const person = workspace.people.find(
    ({ id, email, name }) => id === who || email.toLowerCase() === wanted || name.toLowerCase() === wanted,
  )
  return person?.id ?? who
}

/** Words that a person typed, as a rich_text block. */
export function richText(words: string): Json {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: words }] }
  return { type: 'rich_text', elements: [section] }
}
