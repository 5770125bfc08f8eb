/** What somebody wrote, made so that Teams shows it and does nothing with it. */

const JOINER = '\u2060'

/** Would reverse or hide the words around them. */
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g

/**
 * For places without markdown, a TextRun above all: only `{{DATE(…)}}` and `{{TIME(…)}}` mean something there, so
 * that two braces in a row are parted by a character that has no width.
 */
export const asWritten = (text: string): string =>
  wellFormed(text.replace(/\r\n?/g, '\n'))
    .replace(CONTROLS, ' ')
    .replace(BIDI, '')
    .replace(/\{(?=\{)/g, `{${JOINER}`)

/** For a TextBlock, which reads a subset of markdown: everything that could begin any of it is escaped. */
export const inMarkdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_~[\]<>&]/g, '\\$&')
    .replace(/^([#+-]|\d+(?=[.)]))/, (mark) => (/^\d/.test(mark) ? `${mark}${JOINER}` : `\\${mark}`))

/** For labels and options: some clients read markdown there, some do not, so that links and mentions are parted. */
export const asLabel = (text: string): string =>
  oneLine(text)
    .replace(/\](?=\()/g, `]${JOINER}`)
    .replace(/<(?=\/?at\b)/gi, `<${JOINER}`)

export const oneLine = (text: string): string => asWritten(text).replace(/\s+/g, ' ').trim()

/** Cuts at a word, and shows that it did. */
export const cut = (text: string, most: number): string => {
  if (text.length <= most) return text
  const short = text.slice(0, most - 1)
  const space = short.search(/\s\S*$/)
  const kept = space > most / 2 ? short.slice(0, space) : short
  return `${wellFormed(kept)
    .replace(/\ufffd$/, '')
    .trimEnd()}…`
}

/** Half a character, as a careless cut leaves it, cannot be sent. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')

/** Only what opens a page or a mail. */
export const isLink = (url: string): boolean =>
  URL.canParse(url) && ['https:', 'http:', 'mailto:'].includes(new URL(url).protocol)
