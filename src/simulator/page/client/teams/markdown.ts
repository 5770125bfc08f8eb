import { make, outwards } from '../draw/dom.ts'

/** The little of markdown that Teams reads, as nodes: bold, italic, struck, code, links, lists, quotes. Never HTML. */
export const markdown = (source: string): DocumentFragment => {
  const result = document.createDocumentFragment()
  for (const line of source.split('\n')) {
    const last = result.lastChild instanceof HTMLElement ? result.lastChild : null
    const item = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/.exec(line)
    const quote = /^> ?(.*)$/.exec(line)
    if (item) listFor(result, last, item[1] ?? null).append(make('li', {}, ...inline(item[2] ?? '')))
    else if (quote) result.append(make('blockquote', {}, ...inline(quote[1] ?? '')))
    // An empty paragraph ends what stands before it, and is taken away at the end.
    else if (line.trim() === '') result.append(make('p'))
    else if (last?.localName === 'p') {
      if (last.hasChildNodes()) last.append(make('br'))
      last.append(...inline(line))
    } else result.append(make('p', {}, ...inline(line)))
  }
  for (const element of [...result.children]) if (!element.hasChildNodes()) element.remove()
  return result
}

/** The list that an item goes on, or a new one. `number`: as its first item is numbered; null for bullets. */
const listFor = (result: DocumentFragment, last: HTMLElement | null, number: string | null): HTMLElement => {
  const tag = number === null ? 'ul' : 'ol'
  if (last?.localName === tag) return last
  const list = make(tag, { start: number === '1' ? null : number })
  result.append(list)
  return list
}

const INLINE =
  /\\(?<escaped>[\\`*_{}[\]()#+\-.!<>|~&])|`(?<code>[^`\n]+)`|<at>(?<name>.*?)<\/at>|\[(?<label>(?:[^[\]\\]|\\.)+)\]\((?<url>(?:[^()\\\s]|\\.)*)\)|(?<two>\*\*|__|~~)(?=\S)(?<strong>.+?)(?<![\\\s])\k<two>|(?<![\\\w])(?<one>[*_])(?=\S)(?<slanted>[^*_\n]+?)(?<![\\\s])\k<one>(?!\w)/g

const inline = (source: string): Node[] => {
  const nodes: Node[] = []
  let at = 0
  const words = (some: string) => {
    if (some !== '') nodes.push(document.createTextNode(some))
  }
  for (const match of source.matchAll(INLINE)) {
    const { escaped, code, name, label, url = '', two, strong = '', slanted } = match.groups ?? {}
    words(source.slice(at, match.index))
    at = match.index + match[0].length
    if (escaped !== undefined) words(escaped)
    else if (code !== undefined) nodes.push(make('code', {}, code))
    else if (name !== undefined) nodes.push(make('span', { class: 'mention' }, `@${name}`))
    else if (label !== undefined) nodes.push(outwards(url.replace(/\\(.)/g, '$1'), ...inline(label)))
    else if (two !== undefined) nodes.push(make(two === '~~' ? 's' : 'strong', {}, ...inline(strong)))
    else if (slanted !== undefined) nodes.push(make('em', {}, ...inline(slanted)))
  }
  words(source.slice(at))
  return nodes
}

/** Words that mean themselves wherever markdown is read. */
export const literally = (words: string): string =>
  words.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, '\\$&').replace(/^(\d+)\\([.)])/gm, '$1\u2060\\$2')
