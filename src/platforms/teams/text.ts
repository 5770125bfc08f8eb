import type { Span, Text } from '../../core/message.ts'
import { asWritten, cut, isLink } from './escape.ts'

/** A piece of an Adaptive Card, as the schema of version 1.5 has it. */
export type Element = Readonly<Record<string, unknown>> & { readonly type: string }

type Look = Readonly<Record<string, unknown>>

/** How long one text may be; lowered until the card fits. */
export interface Room {
  readonly textCharacters: number
}

/** One text as paragraphs without markdown: a RichTextBlock for each line. Nothing when there is nothing to say. */
export const richText = (text: Text, room: Room, look: Look = {}): Element[] =>
  linesOf(text, room)
    .map((spans) => spans.map((span) => runOf(span, look)))
    .filter((inlines) => inlines.length > 0)
    .map((inlines, index) => ({
      type: 'RichTextBlock',
      ...(index > 0 ? { spacing: 'Small' } : {}),
      inlines,
    }))

const runOf = (span: Span, look: Look): Element => {
  const run = { type: 'TextRun', ...look, text: span.text }
  switch (span.type) {
    case 'plain':
      return run
    case 'strong':
      return { ...run, weight: 'Bolder' }
    case 'link':
      return isLink(span.url) ? { ...run, selectAction: { type: 'Action.OpenUrl', url: span.url } } : run
  }
}

/** Spans by line, cut to the room there is, without blank lines. */
const linesOf = (text: Text, room: Room): Span[][] => {
  const lines: Span[][] = [[]]
  let left = room.textCharacters
  for (const span of text) {
    const written = asWritten(span.text)
    const shown = left <= 0 ? '' : cut(written, left)
    left -= written.length
    shown.split('\n').forEach((words, index) => {
      if (index > 0) lines.push([])
      if (words !== '') lines.at(-1)?.push({ ...span, text: words })
    })
  }
  return lines.filter((spans) => spans.some(({ text }) => text.trim() !== ''))
}
