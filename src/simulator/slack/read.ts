import { at, flag, type Json, list, record, text } from '../json.ts'
import type { FieldType, ShownButton, ShownField } from '../types.ts'
import type { Readable } from '../world.ts'

/** Gives the name to show for a mention. */
export type NameOf = (id: string) => string

/** What a person reads in a message: its blocks, or its text when it has none. */
export function readMessage(content: Json, nameOf: NameOf): Readable {
  const blocks = list(content['blocks'])
  const summary = mrkdwn(text(content['text']), nameOf)
  const attached = list(content['attachments']).flatMap((attachment) => readAttachment(attachment, nameOf))
  const files = list(content['files']).map(
    (file) => `File: ${text(at(file, 'title')) || text(at(file, 'name'))}`,
  )
  const lines = blocks.length > 0 ? readBlocks(blocks, nameOf) : [summary]
  return {
    text: [...lines, ...attached, ...files].filter((line) => line !== '').join('\n'),
    summary,
    buttons: buttonsOf(blocks),
    fields: fieldsOf(blocks),
  }
}

/** What a person reads in a view. */
export function readView(view: unknown, nameOf: NameOf): Readable {
  const blocks = list(at(view, 'blocks'))
  const title = plainText(at(view, 'title'))
  return {
    text: [title, ...readBlocks(blocks, nameOf)].filter((line) => line !== '').join('\n'),
    summary: title,
    buttons: buttonsOf(blocks),
    fields: fieldsOf(blocks),
  }
}

/** Lines of text, one or more for each block, in order. */
function readBlocks(blocks: unknown[], nameOf: NameOf): string[] {
  return blocks.flatMap((block) => readBlock(record(block), nameOf)).filter((line) => line !== '')
}

function readBlock(block: Json, nameOf: NameOf): string[] {
  switch (block['type']) {
    case 'header':
      return [plainText(block['text'])]
    case 'section': {
      const accessory = record(block['accessory'])
      return [
        textObject(block['text'], nameOf),
        ...list(block['fields']).map((field) => textObject(field, nameOf)),
        accessory['type'] === 'image' ? text(accessory['alt_text']) : '',
      ]
    }
    case 'context':
      return [
        list(block['elements'])
          .map((element) => text(at(element, 'alt_text')) || textObject(element, nameOf))
          .join(' '),
      ]
    case 'image':
      return [plainText(block['title']), text(block['alt_text'])]
    case 'input':
      return [plainText(block['label']), plainText(block['hint'])]
    case 'markdown':
      return [markdown(text(block['text']))]
    case 'rich_text':
      return list(block['elements']).flatMap((element) => readRich(record(element), nameOf))
    case 'table':
    case 'data_table':
      return [
        text(block['caption']),
        ...list(block['rows']).map((row) =>
          list(row)
            .map((cell) => text(at(cell, 'text')) || readBlocks([cell], nameOf).join(' '))
            .join(' | '),
        ),
      ]
    case 'video':
      return [plainText(block['title']), text(block['alt_text'])]
    case 'actions':
    case 'divider':
      return []
    default:
      return strings(block, nameOf)
  }
}

/** Every text object of a block that has no reading of its own, in order. */
function strings(value: unknown, nameOf: NameOf): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => strings(item, nameOf))
  const object = record(value)
  if (object['type'] === 'plain_text' || object['type'] === 'mrkdwn') return [textObject(object, nameOf)]
  return Object.entries(object).flatMap(([key, member]) =>
    typeof member === 'string' && ['title', 'alt_text', 'caption'].includes(key)
      ? [member]
      : strings(member, nameOf),
  )
}

function readRich(element: Json, nameOf: NameOf): string[] {
  const inner = list(element['elements'])
  if (element['type'] === 'rich_text_list') {
    return inner.flatMap((item) => readRich(record(item), nameOf)).map((line) => `• ${line}`)
  }
  return [
    inner
      .map((part) => {
        const { type, text: words, user_id: user, url, name } = record(part)
        if (type === 'user') return `@${nameOf(text(user))}`
        if (type === 'emoji') return `:${text(name)}:`
        return text(words) || text(at(part, 'fallback')) || text(url)
      })
      .join(''),
  ]
}

function readAttachment(attachment: unknown, nameOf: NameOf): string[] {
  const { pretext, title, text: words, fallback, blocks } = record(attachment)
  const lines = [text(pretext), text(title), text(words)].map((line) => mrkdwn(line, nameOf))
  const all = [...lines, ...readBlocks(list(blocks), nameOf)]
  return all.some((line) => line !== '') ? all : [text(fallback)]
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

/** Where marks that mean nothing are out of sight of what looks for marks. */
const ASIDE = 0xe000

function aside(words: string): string {
  return words.replace(/[*_~`]/g, (mark) => String.fromCharCode(ASIDE + mark.charCodeAt(0)))
}

/** Slack's markup as it is read aloud. */
function mrkdwn(source: string, nameOf: NameOf): string {
  return source
    .replace(/^(&gt;|>) ?/gm, '')
    .replace(/<([^<>]+)>/g, (_, inner: string) => {
      const [target = '', label] = aside(inner).split('|')
      if (target.startsWith('@')) return `@${label ?? nameOf(target.slice(1))}`
      if (target.startsWith('#')) return `#${label ?? target.slice(1)}`
      if (target.startsWith('!')) return label ?? `@${target.slice(1)}`
      return label ?? target.replace(/^mailto:/, '')
    })
    .replace(/(^|[\s([])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s.,;:!?)\]])/gm, '$1$3')
    .replace(/(^|[\s([])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s.,;:!?)\]])/gm, '$1$3')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/&lt;|&gt;|&amp;/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\ue02a\ue05f\ue060\ue07e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - ASIDE))
}

function markdown(source: string): string {
  return source
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/^#{1,6} /gm, '')
    .replace(/(\*\*|__|~~|[*_`])(\S[^\n]*?)\1/g, '$2')
}

function textObject(value: unknown, nameOf: NameOf): string {
  const { type, text: words } = record(value)
  return type === 'mrkdwn' ? mrkdwn(text(words), nameOf) : text(words)
}

/** The words of a plain_text object; empty when there is none. */
export function plainText(value: unknown): string {
  return text(at(value, 'text'))
}

/** An element that a person can act on outside a form, and the block that holds it. */
export interface Control {
  element: Json
  blockId: string
}

/** Everything in blocks that reports to the bot when it is used. */
export function controlsOf(blocks: unknown): Control[] {
  return list(blocks).flatMap((block) => {
    const { type, block_id: blockId, elements, accessory, element, dispatch_action: dispatch } = record(block)
    const found =
      type === 'actions' || type === 'context_actions'
        ? list(elements)
        : type === 'section' && accessory !== undefined
          ? [accessory]
          : type === 'input' && flag(dispatch)
            ? [element]
            : []
    return found
      .map((found) => ({ element: record(found), blockId: text(blockId) }))
      .filter((control) => control.element['type'] !== 'image')
  })
}

/** The options of a menu, its groups included. */
export function optionsOf(element: Json): { label: string; value: string; raw: Json }[] {
  const grouped = list(element['option_groups']).flatMap((group) => list(at(group, 'options')))
  return [...list(element['options']), ...grouped].map((option) => ({
    label: text(at(option, 'text', 'text')),
    value: text(at(option, 'value')),
    raw: record(option),
  }))
}

function buttonsOf(blocks: unknown[]): ShownButton[] {
  return controlsOf(blocks).flatMap(({ element }) => {
    const id = text(element['action_id'])
    if (element['type'] === 'button') {
      const url = text(element['url'])
      const asks = [at(element, 'confirm', 'title'), at(element, 'confirm', 'text')].map(plainText)
      const question = asks.filter((words) => words !== '').join(' ')
      return [
        {
          label: plainText(element['text']),
          id,
          ...(url ? { url } : {}),
          ...(question ? { asks: question } : {}),
        },
      ]
    }
    return optionsOf(element).map((option) => {
      const url = text(option.raw['url'])
      return { label: option.label, id: `${id}:${option.value}`, ...(url ? { url } : {}) }
    })
  })
}

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  plain_text_input: 'text',
  rich_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  static_select: 'choice',
  radio_buttons: 'choice',
  external_select: 'choice',
  multi_static_select: 'choices',
  multi_external_select: 'choices',
  checkboxes: 'choices',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime',
  users_select: 'person',
  multi_users_select: 'people',
  file_input: 'file',
}

/** The questions in blocks. */
export function fieldsOf(blocks: unknown[]): ShownField[] {
  return blocks.flatMap((block) => {
    const { type, block_id: name, label, hint, optional, element } = record(block)
    if (type !== 'input') return []
    const input = record(element)
    const options = optionsOf(input).map(({ label: words, value }) => ({ label: words, value }))
    const initial = initialOf(input)
    const limits: [keyof ShownField, unknown][] = [
      ['maxLength', input['max_length']],
      ['minLength', input['min_length']],
      ['min', input['min_value']],
      ['max', input['max_value']],
      ['multiline', input['multiline']],
      ['hint', plainText(hint) || undefined],
    ]
    return [
      {
        name: text(name),
        label: plainText(label),
        type: FIELD_TYPES[text(input['type'])] ?? 'text',
        required: !flag(optional),
        ...(options.length > 0 ? { options } : {}),
        ...(initial === undefined ? {} : { value: initial }),
        ...Object.fromEntries(limits.filter(([, limit]) => limit !== undefined)),
      },
    ]
  })
}

function initialOf(input: Json): string | string[] | undefined {
  for (const key of ['initial_value', 'initial_date', 'initial_time', 'initial_date_time', 'initial_user']) {
    if (input[key] !== undefined) return text(input[key])
  }
  if (input['initial_option'] !== undefined) return text(at(input['initial_option'], 'value'))
  if (input['initial_users'] !== undefined) return list(input['initial_users']).map(text)
  if (input['initial_options'] !== undefined) {
    return list(input['initial_options']).map((option) => text(at(option, 'value')))
  }
  return undefined
}
