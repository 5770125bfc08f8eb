import { at, isRecord, list, record } from '../json.ts'
import {
  among,
  anything,
  type BlockProblem,
  type Check,
  kind,
  many,
  shape,
  shaped,
  truth,
  whole,
  words,
} from './checks.ts'

/** Every limit of Block Kit, messages and views that the simulator holds (docs.slack.dev, Block Kit reference). */
export const SLACK_LIMITS = {
  blocks: { message: 50, modal: 100, home: 100 },
  id: 255,
  textObject: 3000,
  header: 150,
  sectionFields: 10,
  sectionField: 2000,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  accessibilityLabel: 75,
  options: 100,
  optionGroups: 100,
  overflowOptions: 5,
  radioOptions: 10,
  optionText: 75,
  optionDescription: 75,
  optionValue: 150,
  placeholder: 150,
  inputLabel: 2000,
  inputHint: 2000,
  plainTextInput: 3000,
  altText: 2000,
  imageTitle: 2000,
  markdown: 12_000,
  tableRows: 100,
  tableColumns: 20,
  confirm: { title: 100, text: 300, button: 30 },
  view: { title: 24, submit: 24, close: 24, privateMetadata: 3000, stack: 3 },
  messageText: 40_000,
  /** Undocumented, near this many characters of text in all blocks together. */
  messageBlocksText: 13_200,
} as const

const L = SLACK_LIMITS

export type Surface = 'message' | 'modal' | 'home'

const plain = (max: number): Check =>
  kind(() => ({ plain_text: shape({ text: words(max) }, { emoji: truth }) }))
const either = (max: number): Check =>
  kind(() => ({
    plain_text: shape({ text: words(max) }, { emoji: truth }),
    mrkdwn: shape({ text: words(max) }, { verbatim: truth }),
  }))

const id = words(L.id)
const date = shaped(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')
const clockTime = shaped(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm')
const url = words(L.url)
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
  { ...act, style, accessibility_label: words(L.accessibilityLabel) },
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
const ACTIONS: Record<string, Check> = {
  ...CHOOSERS,
  datetimepicker: DATE_AND_TIME,
  overflow: OVERFLOW,
  button,
  workflow_button: WORKFLOW,
  rich_text_input: TYPED['rich_text_input'] ?? anything,
}
const ACCESSORIES: Record<string, Check> = {
  ...CHOOSERS,
  overflow: OVERFLOW,
  button,
  image,
  workflow_button: WORKFLOW,
}
const INPUTS: Record<string, Check> = { ...CHOOSERS, ...TYPED, datetimepicker: DATE_AND_TIME }
const IN_CONTEXT = kind(() => ({
  image,
  plain_text: shape({ text: words(L.textObject) }, { emoji: truth }),
  mrkdwn: shape({ text: words(L.textObject) }, { verbatim: truth }),
}))

const b: Record<string, Check> = { block_id: id }
/** Newer blocks, whose members Slack still changes: only their place and ids are looked at. */
const newer: Check = (value, pointer, problems) => {
  if (record(value)['block_id'] !== undefined) id(record(value)['block_id'], `${pointer}/block_id`, problems)
}

const BLOCKS: Record<string, Check> = {
  section: shape(
    {},
    {
      ...b,
      text: either(L.textObject),
      fields: many(either(L.sectionField), L.sectionFields),
      accessory: kind(() => ACCESSORIES),
      expand: truth,
    },
    (value) =>
      value['text'] === undefined && value['fields'] === undefined ? 'must have text or fields' : null,
  ),
  header: shape({ text: plain(L.header) }, { ...b, level: whole(1, 6) }),
  divider: shape({}, b),
  image: shape(
    { alt_text: words(L.altText) },
    {
      ...b,
      image_url: url,
      slack_file: anything,
      title: plain(L.imageTitle),
      image_width: anything,
      image_height: anything,
      image_bytes: anything,
    },
    (value) =>
      value['image_url'] === undefined && value['slack_file'] === undefined
        ? 'must have image_url or slack_file'
        : null,
  ),
  context: shape({ elements: many(IN_CONTEXT, L.contextElements) }, b),
  actions: shape(
    {
      elements: many(
        kind(() => ACTIONS),
        L.actionsElements,
      ),
    },
    b,
  ),
  input: shape(
    { label: plain(L.inputLabel), element: kind(() => INPUTS) },
    { ...b, hint: plain(L.inputHint), optional: truth, dispatch_action: truth },
  ),
  markdown: shape({ text: words(L.markdown) }, b),
  table: shape(
    { rows: many(many(anything, L.tableColumns), L.tableRows) },
    { ...b, column_settings: anything },
  ),
  rich_text: shape({ elements: many(anything, L.options, 0) }, b),
  video: newer,
  file: newer,
  alert: newer,
  card: newer,
  carousel: newer,
  container: newer,
  context_actions: newer,
  data_table: newer,
  data_visualization: newer,
  task_card: newer,
  plan: newer,
}
const ONLY_IN_MESSAGES = new Set([
  'markdown',
  'table',
  'file',
  'card',
  'carousel',
  'data_table',
  'context_actions',
])

/** What Slack would refuse in a list of blocks; empty when nothing. */
export function problemsOfBlocks(blocks: unknown, surface: Surface, pointer = '/blocks'): BlockProblem[] {
  const problems: BlockProblem[] = []
  many(
    kind(() => BLOCKS),
    L.blocks[surface],
    0,
  )(blocks, pointer, problems)
  list(blocks).forEach((block, index) => {
    const type = String(at(block, 'type'))
    if (surface !== 'message' && ONLY_IN_MESSAGES.has(type)) {
      problems.push({ pointer: `${pointer}/${index}`, reason: `unsupported type in a view: ${type}` })
    }
  })
  repeated(blocks, 'block_id', pointer, problems)
  repeated(blocks, 'action_id', pointer, problems)
  return problems
}

/** What Slack would refuse in a view; empty when nothing. */
export function problemsOfView(view: unknown): BlockProblem[] {
  if (!isRecord(view)) return [{ pointer: '/view', reason: 'must be an object' }]
  const { type, blocks } = view
  if (type !== 'modal' && type !== 'home') {
    return [{ pointer: '/view/type', reason: 'must be one of modal, home' }]
  }
  const problems = problemsOfBlocks(blocks, type, '/view/blocks')
  const common = { callback_id: id, private_metadata: words(L.view.privateMetadata, 0), external_id: id }
  const check =
    type === 'home'
      ? shape({ blocks: anything }, common)
      : shape(
          { title: plain(L.view.title), blocks: anything },
          {
            ...common,
            submit: plain(L.view.submit),
            close: plain(L.view.close),
            clear_on_close: truth,
            notify_on_close: truth,
            submit_disabled: truth,
          },
        )
  check(view, '/view', problems)
  const asks = list(blocks).some((block) => at(block, 'type') === 'input')
  if (type === 'modal' && asks && view['submit'] === undefined) {
    problems.push({ pointer: '/view', reason: '`submit` is required when an `input` block is used' })
  }
  return problems
}

/** Whether the blocks hold more text than Slack takes in one message. */
export function tooMuchText(blocks: unknown): boolean {
  let size = 0
  visit(blocks, '', (value) => {
    if (typeof value['text'] === 'string') size += value['text'].length
  })
  return size > L.messageBlocksText
}

function repeated(blocks: unknown, name: string, pointer: string, problems: BlockProblem[]): void {
  const met = new Set<string>()
  visit(blocks, pointer, (value, place) => {
    const found = value[name]
    if (typeof found !== 'string') return
    if (met.has(found)) problems.push({ pointer: place, reason: `duplicate ${name}: ${found}` })
    met.add(found)
  })
}

function visit(
  value: unknown,
  pointer: string,
  see: (value: Record<string, unknown>, place: string) => void,
) {
  if (isRecord(value)) see(value, pointer)
  else if (!Array.isArray(value)) return
  for (const [key, member] of Object.entries(value)) visit(member, `${pointer}/${key}`, see)
}
