import { make, outwards } from '../draw/dom.ts'
import { type Json, record, records, text } from '../draw/json.ts'

/** Slack's texts as nodes. Nothing that they hold is ever read as HTML. */

/** Those that a bot is likely to use; Slack shows the code of any that it does not know. */
const EMOJI: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  bell: '🔔',
  bulb: '💡',
  calendar: '📆',
  clap: '👏',
  coffee: '☕',
  eyes: '👀',
  handshake: '🤝',
  heart: '❤️',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  memo: '📝',
  no_entry: '⛔',
  point_right: '👉',
  pray: '🙏',
  rocket: '🚀',
  seedling: '🌱',
  smile: '😄',
  sparkles: '✨',
  star: '⭐',
  tada: '🎉',
  thumbsup: '👍',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  x: '❌',
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

const decoded = (source: string): string =>
  source.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)

const withEmoji = (source: string): string =>
  source.replace(/:([\w+'-]+):/g, (code, name: string) => EMOJI[name] ?? code)

/** The words of a plain_text object, as they are shown. */
export const plainWords = (object: unknown): string => {
  const { text: words, emoji } = record(object)
  return emoji === false ? text(words) : withEmoji(text(words))
}

/** A plain_text or mrkdwn object. */
export const textNodes = (object: unknown): Node[] => {
  const { type, text: words } = record(object)
  return type === 'mrkdwn' ? mrkdwn(text(words)) : [document.createTextNode(plainWords(object))]
}

/** Slack's markup: whole paragraphs, with quotes and blocks of code. */
export const mrkdwn = (source: string): Node[] => {
  const parts = source.split(/```\n?([\s\S]+?)```/)
  return parts.flatMap((part, index) => (index % 2 === 1 ? [preformatted(part)] : lines(part)))
}

const preformatted = (source: string): HTMLElement => make('pre', {}, decoded(source))

/** Lines that begin with the mark of a quote stand in one. */
const lines = (source: string): Node[] => {
  const nodes: Node[] = []
  let quoted: string[] = []
  let spoken: string[] = []
  const flush = () => {
    if (spoken.length > 0) nodes.push(...inline(spoken.join('\n')))
    if (quoted.length > 0) nodes.push(make('blockquote', {}, ...inline(quoted.join('\n'))))
    spoken = []
    quoted = []
  }
  for (const line of source.split('\n')) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line)
    if (quote ? spoken.length > 0 : quoted.length > 0) flush()
    if (quote) quoted.push(quote[1] ?? '')
    else spoken.push(line)
  }
  flush()
  return nodes
}

const INLINE =
  /`(?<code>[^`\n]+)`|<(?<angle>[^<>\n]+)>|(?<=^|[\s([*_~])(?<mark>[*_~])(?=\S)(?<inner>[^\n]*?\S)\k<mark>(?=$|[\s.,;:!?)\]*_~])/gm

const STYLES = { '*': 'strong', _: 'em', '~': 's' } as const

const isMark = (mark: string): mark is keyof typeof STYLES => mark in STYLES

const inline = (source: string): Node[] => {
  const nodes: Node[] = []
  let at = 0
  const words = (some: string) => {
    if (some !== '') nodes.push(document.createTextNode(withEmoji(decoded(some))))
  }
  for (const match of source.matchAll(INLINE)) {
    const { code, angle, mark = '', inner = '' } = match.groups ?? {}
    words(source.slice(at, match.index))
    at = match.index + match[0].length
    if (code !== undefined) nodes.push(make('code', {}, decoded(code)))
    else if (angle !== undefined) nodes.push(angled(angle))
    else if (isMark(mark)) nodes.push(make(STYLES[mark], {}, ...inline(inner)))
  }
  words(source.slice(at))
  return nodes
}

const mention = (words: string): HTMLElement => make('span', { class: 'mention' }, words)

/** What stands between angle brackets: a link, a mention, a date. */
const angled = (inner: string): Node => {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? null : decoded(inner.slice(bar + 1))
  const name = target.slice(1).split('^')[0] ?? ''
  switch (target[0]) {
    case '@':
      return mention(`@${label ?? name}`)
    case '#':
      return mention(`#${label ?? name}`)
    case '!':
      if (name === 'date') return moment(target.split('^'), label ?? '')
      return mention(label ?? `@${name}`)
    default: {
      const url = decoded(target)
      return outwards(url, label ?? url.replace(/^mailto:/, ''))
    }
  }
}

const DATES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
}

/** `!date^seconds^format^link`, in the reader's own zone; the fallback where it cannot be read. */
const moment = ([, seconds = '', format = '', url]: readonly string[], fallback: string): Node => {
  const at = new Date(Number(seconds) * 1000)
  if (!/^\d{1,12}$/.test(seconds) || format === '') return document.createTextNode(fallback)
  const words = decoded(format).replace(/\{(\w+?)(?:_pretty)?\}/g, (whole, name: string) => {
    const options = DATES[name]
    return options ? new Intl.DateTimeFormat(undefined, options).format(at) : whole
  })
  const time = make('time', { datetime: at.toISOString(), title: fallback }, words)
  return url ? outwards(decoded(url), time) : time
}

/** The elements of one line of rich text. */
export const richNodes = (elements: unknown): Node[] => records(elements).map(richNode)

const richNode = (element: Json): Node => {
  const { type, text: words, url } = element
  switch (type) {
    case 'link':
      return styled(element, outwards(text(url), text(words) || text(url)))
    case 'user':
      return styled(element, mention(`@${text(element['user_id'])}`))
    case 'usergroup':
      return styled(element, mention(`@${text(element['usergroup_id'])}`))
    case 'channel':
      return styled(element, mention(`#${text(element['channel_id'])}`))
    case 'broadcast':
      return styled(element, mention(`@${text(element['range'])}`))
    case 'emoji':
      return document.createTextNode(emojiOf(element))
    case 'date': {
      const { timestamp, format, fallback } = element
      return styled(element, moment(['', text(timestamp), text(format), text(url)], text(fallback)))
    }
    default:
      return styled(element, document.createTextNode(text(words)))
  }
}

const emojiOf = ({ unicode, name }: Json): string => {
  const points = text(unicode)
    .split('-')
    .map((hex) => Number.parseInt(hex, 16))
  return points.every((point) => point > 0 && point <= 0x10ffff)
    ? String.fromCodePoint(...points)
    : (EMOJI[text(name)] ?? `:${text(name)}:`)
}

const styled = (element: Json, node: Node): Node => {
  const { bold, italic, strike, code } = record(element['style'])
  let within = node
  if (code === true) within = make('code', {}, within)
  if (strike === true) within = make('s', {}, within)
  if (italic === true) within = make('em', {}, within)
  if (bold === true) within = make('strong', {}, within)
  return within
}
