import { make } from '../draw/dom.ts'
import { type Json, record, records, text } from '../draw/json.ts'
import type { Handlers } from '../surface.ts'
import { controlOf, imageOf, type Stage, wordsOf } from './controls.ts'
import { type Field, fieldOf } from './fields.ts'
import { plainWords, richNodes, textNodes } from './text.ts'

/** Blocks as they are drawn, and the questions among them. */
export interface Drawn {
  readonly elements: readonly HTMLElement[]
  readonly fields: readonly Field[]
}

/** Block Kit blocks; `level` is that of their headings. */
export const drawBlocks = (blocks: unknown, handlers: Handlers, level: 3 | 4): Drawn => {
  const fields: Field[] = []
  const stage: Stage = { handlers, fields }
  const elements = records(blocks).map((block) => {
    if (block['type'] !== 'input') return drawBlock(block, stage, level)
    const field = fieldOf(block)
    fields.push(field)
    return made('input-block', field.root)
  })
  return { elements, fields }
}

const made = (kind: string, ...children: readonly (Node | string)[]): HTMLElement =>
  make('div', { class: `block ${kind}` }, ...children)

const drawBlock = (block: Json, stage: Stage, level: 3 | 4): HTMLElement => {
  switch (block['type']) {
    case 'header':
      return made('header-block', make(`h${level}`, {}, plainWords(block['text'])))
    case 'section':
      return sectionOf(block, stage)
    case 'rich_text':
      return made('rich-block', ...records(block['elements']).map(richOf))
    case 'context':
      return made('context-block', ...records(block['elements']).map(contextOf))
    case 'actions':
      return actsBlock(
        made('actions-block', ...records(block['elements']).map((one) => controlOf(one, stage))),
      )
    case 'divider':
      return made('divider-block', make('hr'))
    case 'image':
      return pictureOf(block)
    case 'markdown':
      return made('section-block', make('div', { class: 'words' }, text(block['text'])))
    case 'table':
      return tableOf(block)
    default:
      return made('unknown-block', ...wordsOf(block).map((line) => make('p', {}, line)))
  }
}

/** While one of its controls is on its way, none of the others of the block can be used. */
const actsBlock = (block: HTMLElement): HTMLElement => {
  block.setAttribute('data-acts', '')
  return block
}

const sectionOf = (block: Json, stage: Stage): HTMLElement => {
  const body = make('div', { class: 'section-body' })
  if (block['text'] !== undefined) body.append(make('div', { class: 'words' }, ...textNodes(block['text'])))
  const fields = records(block['fields'])
  if (fields.length > 0)
    body.append(
      make(
        'div',
        { class: 'section-fields' },
        ...fields.map((field) => make('div', { class: 'words' }, ...textNodes(field))),
      ),
    )
  const section = made('section-block', body)
  if (block['accessory'] !== undefined)
    section.append(make('div', { class: 'accessory' }, controlOf(record(block['accessory']), stage)))
  return actsBlock(section)
}

const contextOf = (element: Json): HTMLElement =>
  element['type'] === 'image'
    ? imageOf(element, 'context-image')
    : make('span', { class: 'words' }, ...textNodes(element))

const pictureOf = (block: Json): HTMLElement => {
  const figure = make('figure', {})
  const title = plainWords(block['title'])
  if (title !== '') figure.append(make('figcaption', {}, title))
  figure.append(imageOf(block, 'block-image'))
  return made('image-block', figure)
}

const tableOf = (block: Json): HTMLElement => {
  const rows = Array.isArray(block['rows']) ? block['rows'].map(records) : []
  const cellOf = (cell: Json, tag: 'th' | 'td') =>
    make(
      tag,
      tag === 'th' ? { scope: 'col' } : {},
      ...(text(cell['text']) === '' ? records(cell['elements']).map(richOf) : [text(cell['text'])]),
    )
  const table = make(
    'table',
    {},
    ...rows.map((row, index) =>
      make('tr', {}, ...row.map((cell) => cellOf(cell, index === 0 ? 'th' : 'td'))),
    ),
  )
  return made('table-block', table)
}

/** One part of a rich_text block. */
const richOf = (element: Json): HTMLElement => {
  const nodes = () => richNodes(element['elements'])
  switch (element['type']) {
    case 'rich_text_list': {
      const indent = typeof element['indent'] === 'number' ? element['indent'] : 0
      const start = typeof element['offset'] === 'number' ? element['offset'] + 1 : null
      return make(
        element['style'] === 'ordered' ? 'ol' : 'ul',
        {
          class: `indent-${Math.min(Math.max(indent, 0), 8)}`,
          start: element['style'] === 'ordered' ? start : null,
        },
        ...records(element['elements']).map((item) =>
          make('li', { class: 'words' }, ...richNodes(item['elements'])),
        ),
      )
    }
    case 'rich_text_quote':
      return make('blockquote', { class: 'words' }, ...nodes())
    case 'rich_text_preformatted':
      return make('pre', {}, ...nodes())
    default:
      return make('div', { class: 'words' }, ...nodes())
  }
}
