/** Text as Slack can take it: nothing that a person wrote becomes markup, a mention, a link, a date or an emoji. */

const ELLIPSIS = '…'
/** Stands where Slack wants words and there are none. */
const NO_WORDS = '–'
/** How far back from the cut a space is looked for. */
const LONGEST_WORD = 40

const LONE_SURROGATES = /\p{Surrogate}/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** Without what neither JSON nor a form can carry faithfully. */
const tidy = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(CONTROLS, '').replace(LONE_SURROGATES, '\ufffd')

/** At most `max` units, cut at a word where one is near, never within a character, and marked as cut. */
export const cut = (text: string, max: number): string => {
  const whole = tidy(text)
  if (whole.length <= max) return whole
  return max < 1 ? '' : `${whole.slice(0, cutAt(whole, max - ELLIPSIS.length)).trimEnd()}${ELLIPSIS}`
}

/** The same, and never without words, since Slack refuses an empty text. */
export const words = (text: string, max: number): string => {
  const some = cut(text, max)
  return some.trim() === '' ? NO_WORDS : some
}

/** In pieces of at most `max` units, broken at words where they are near. Together they are the whole text. */
export const pieces = (text: string, max: number): string[] => {
  const all: string[] = []
  let rest = tidy(text)
  while (rest.length > max) {
    const end = Math.max(1, cutAt(rest, max))
    all.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return rest === '' ? all : [...all, rest]
}

const cutAt = (text: string, max: number): number => {
  const end = isLowSurrogate(text, max) ? max - 1 : max
  const near = text.slice(Math.max(0, end - LONGEST_WORD), end)
  const space = near.search(/\s\S*$/)
  return space < 0 ? end : end - near.length + space + 1
}

const isLowSurrogate = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const ZERO_WIDTH_SPACE = '\u200b'

/**
 * For the two places where Slack takes markup alone: a message's top-level text, and a link in small type. Escaped as
 * Slack asks; what else could become markup is kept apart from its words by a space without width.
 */
export const escaped = (text: string): string =>
  ['*', '_', '~', '`']
    .filter((mark) => text.indexOf(mark) !== text.lastIndexOf(mark))
    .reduce((so, mark) => so.replaceAll(mark, `${mark}${ZERO_WIDTH_SPACE}`), text)
    .replace(/:(?=[\w+'-]+:)|^>|@(?=\w)/gm, (mark) => `${mark}${ZERO_WIDTH_SPACE}`)
    .replace(/[&<>]/g, (mark) => ENTITIES[mark] ?? mark)

/** What a person typed, from the text of a message event: links and mentions as their words, nothing escaped. */
export const typed = (text: string): string =>
  text
    .replace(/<([^<>]*)>/g, (_, inner: string) => {
      const [target = '', label] = inner.split('|', 2)
      if (label !== undefined) return /^[#@]/.test(target) ? `${target[0]}${label}` : label
      if (target.startsWith('@')) return ''
      return target.replace(/^(?:mailto|tel):/, '').replace(/^!/, '@')
    })
    .replace(/&(lt|gt|amp);/g, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'))

/** Addresses that may be put behind words. */
export const isLink = (url: string): boolean => {
  if (url.length > 2000) return false
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) && !/[\s<>|"]/.test(url)
  } catch {
    return false
  }
}
