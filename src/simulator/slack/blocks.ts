import { at, isRecord, list, record } from '../json.ts'
import { anything, type BlockProblem, type Check, kind, many, shape, truth, whole, words } from './checks.ts'
import { ACCESSORIES, ACTIONS, either, IN_CONTEXT, INPUTS, id, plain, url } from './elements.ts'
import { SLACK_LIMITS } from './limits.ts'

const L = SLACK_LIMITS

export type Surface = 'message' | 'modal' | 'home'

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
