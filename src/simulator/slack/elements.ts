import { among, anything, type Check, kind, many, shape, shaped, truth, whole, words } from './checks.ts'
import { SLACK_LIMITS } from './limits.ts'

const L = SLACK_LIMITS

/** A plain_text object. */
export const plain = (max: number): Check =>
  kind(() => ({ plain_text: shape({ text: words(max) }, { emoji: truth }) }))
/** A plain_text or mrkdwn object. */
export const either = (max: number): Check =>
  kind(() => ({
    plain_text: shape({ text: words(max) }, { emoji: truth }),
    mrkdwn: shape({ text: words(max) }, { verbatim: truth }),
  }))

/** A block_id, action_id or callback_id. */
export const id = words(L.id)
const date = shaped(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')
const clockTime = shaped(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm')
/** A web address. */
export const url = words(L.url)
const style = among('primary', 'danger')

const confirm = shape(
  { title: plain(L.confirm.title), text: either(L.confirm.text), confirm: plain(L.confirm.button) },
  { deny: plain(L.confirm.button), style },
)
const dispatch = shape({}, { trigger_actions_on: many(among('on_enter_pressed', 'on_character_entered'), 2) })

const option = (text: Check): Check =>
  shape({ text, value: words(L.optionValue) }, { description: either(L.optionDescription), url })
const plainOption = option(plain(L.optionText))
const anyOption = option(either(L.optionText))
const optionGroup = shape({ label: plain(L.optionText), options: many(plainOption, L.options) })

const act: Record<string, Check> = { action_id: id }
const picks: Record<string, Check> = {
  ...act,
  confirm,
  focus_on_load: truth,
  placeholder: plain(L.placeholder),
}
const several: Record<string, Check> = { ...picks, max_selected_items: whole(1, L.options) }
const typed: Record<string, Check> = {
  ...act,
  dispatch_action_config: dispatch,
  focus_on_load: truth,
  placeholder: plain(L.placeholder),
}
const optionsOrGroups = (value: Record<string, unknown>) =>
  (value['options'] === undefined) === (value['option_groups'] === undefined)
    ? 'needs either options or option_groups'
    : null
const staticOptions: Record<string, Check> = {
  options: many(plainOption, L.options),
  option_groups: many(optionGroup, L.optionGroups),
}

const button = shape(
  { text: plain(L.buttonText) },
  {
    ...act,
    confirm,
    value: words(L.buttonValue),
    url,
    style,
    accessibility_label: words(L.accessibilityLabel),
  },
)
const image = shape(
  { alt_text: words(L.altText) },
  {
    image_url: url,
    slack_file: anything,
    image_width: anything,
    image_height: anything,
    image_bytes: anything,
  },
)

const CHOOSERS: Record<string, Check> = {
  static_select: shape({}, { ...picks, ...staticOptions, initial_option: plainOption }, optionsOrGroups),
  multi_static_select: shape(
    {},
    { ...several, ...staticOptions, initial_options: many(plainOption, L.options) },
    optionsOrGroups,
  ),
  users_select: shape({}, { ...picks, initial_user: id }),
  multi_users_select: shape({}, { ...several, initial_users: many(id, L.options) }),
  conversations_select: shape(
    {},
    {
      ...picks,
      initial_conversation: id,
      default_to_current_conversation: truth,
      response_url_enabled: truth,
      filter: anything,
    },
  ),
  multi_conversations_select: shape(
    {},
    { ...several, initial_conversations: anything, default_to_current_conversation: truth, filter: anything },
  ),
  channels_select: shape({}, { ...picks, initial_channel: id, response_url_enabled: truth }),
  multi_channels_select: shape({}, { ...several, initial_channels: anything }),
  external_select: shape({}, { ...picks, initial_option: plainOption, min_query_length: whole(0, 100) }),
  multi_external_select: shape(
    {},
    { ...several, initial_options: anything, min_query_length: whole(0, 100) },
  ),
  checkboxes: shape(
    { options: many(anyOption, L.radioOptions) },
    { ...act, confirm, focus_on_load: truth, initial_options: many(anyOption, L.radioOptions) },
  ),
  radio_buttons: shape(
    { options: many(anyOption, L.radioOptions) },
    { ...act, confirm, focus_on_load: truth, initial_option: anyOption },
  ),
  datepicker: shape({}, { ...picks, initial_date: date }),
  timepicker: shape({}, { ...picks, initial_time: clockTime, timezone: words(L.id) }),
}
const DATE_AND_TIME: Check = shape(
  {},
  { ...act, confirm, focus_on_load: truth, initial_date_time: whole(1_000_000_000, 9_999_999_999) },
)
const OVERFLOW: Check = shape({ options: many(plainOption, L.overflowOptions) }, { ...act, confirm })
const WORKFLOW: Check = shape(
  { text: plain(L.buttonText), workflow: anything },
  { ...act, confirm, style, accessibility_label: words(L.accessibilityLabel) },
)
const TYPED: Record<string, Check> = {
  plain_text_input: shape(
    {},
    {
      ...typed,
      initial_value: words(L.plainTextInput, 0),
      multiline: truth,
      min_length: whole(0, L.plainTextInput),
      max_length: whole(1, L.plainTextInput),
    },
  ),
  rich_text_input: shape({}, { ...typed, initial_value: anything, min_lines: anything, max_lines: anything }),
  email_text_input: shape({}, { ...typed, initial_value: words(L.plainTextInput, 0) }),
  url_text_input: shape({}, { ...typed, initial_value: words(L.url, 0) }),
  number_input: shape(
    { is_decimal_allowed: truth },
    { ...typed, initial_value: words(L.id, 0), min_value: words(L.id), max_value: words(L.id) },
  ),
  file_input: shape({}, { ...act, filetypes: anything, max_files: whole(1, 10) }),
}
/** What an actions block may hold. */
export const ACTIONS: Record<string, Check> = {
  ...CHOOSERS,
  datetimepicker: DATE_AND_TIME,
  overflow: OVERFLOW,
  button,
  workflow_button: WORKFLOW,
  rich_text_input: TYPED['rich_text_input'] ?? anything,
}
/** What may stand beside a section. */
export const ACCESSORIES: Record<string, Check> = {
  ...CHOOSERS,
  overflow: OVERFLOW,
  button,
  image,
  workflow_button: WORKFLOW,
}
/** What an input block may ask with. */
export const INPUTS: Record<string, Check> = { ...CHOOSERS, ...TYPED, datetimepicker: DATE_AND_TIME }
/** What a context block may hold. */
export const IN_CONTEXT = kind(() => ({
  image,
  plain_text: shape({ text: words(L.textObject) }, { emoji: truth }),
  mrkdwn: shape({ text: words(L.textObject) }, { verbatim: truth }),
}))
