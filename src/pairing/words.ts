/** Words that say nothing about what a phrase is about. */
const stopWords = new Set(
  (
    'a about all also am an and any are as at be been being better build but by can could develop do for from get ' +
    'gain give good grow have help how i im improve in into is it its know learn learning less like lot make me ' +
    'more most my new of on or other our out own skill some talk than that the their them they this to understand ' +
    'up use very want we what when where which who will with within work working would you your'
  ).split(' '),
)

/** The most words of one field that count; keeps a pasted essay from weighing more than a list. */
export const mostWords = 63

const endings: readonly (readonly [string, string])[] = [
  ['isations', 'is'],
  ['izations', 'is'],
  ['isation', 'is'],
  ['ization', 'is'],
  ['ising', 'is'],
  ['izing', 'is'],
  ['ise', 'is'],
  ['ize', 'is'],
  ['ships', ''],
  ['ship', ''],
  ['ments', ''],
  ['ment', ''],
  ['ings', ''],
  ['ing', ''],
  ['ness', ''],
  ['ers', ''],
  ['ies', 'y'],
  ['ied', 'y'],
  ['er', ''],
  ['ed', ''],
  ['es', ''],
  ['s', ''],
  ['e', ''],
]

/** Endings by their last letter, the longest first: most words can have few of them. */
const endingsBy = new Map<string, { ending: string; rest: string }[]>()
for (const [ending, rest] of endings) {
  const last = ending.at(-1) ?? ''
  endingsBy.set(last, [...(endingsBy.get(last) ?? []), { ending, rest }])
}

/** The shortest stem that an ending may leave, so that `being` or `red` stay whole. */
const shortestStem = 4

/** A crude stem: enough to make `mentoring`, `mentored` and `mentors` one word. */
function stem(word: string): string {
  for (const { ending, rest } of endingsBy.get(word.charAt(word.length - 1)) ?? []) {
    if (word.endsWith(ending) && word.length - ending.length + rest.length >= shortestStem) {
      if (ending === 's' && word.endsWith('ss')) return word
      const stemmed = word.slice(0, word.length - ending.length) + rest
      const last = stemmed.at(-1)
      const doubled = rest === '' && last === stemmed.at(-2) && last !== 'l' && last !== 's'
      // `engage` and `engagement` end up as `engag`, as `engaging` does.
      const silent = last === 'e' && stemmed.length > shortestStem
      return doubled || silent ? stemmed.slice(0, -1) : stemmed
    }
  }
  return word
}

const marks = /\p{M}+|['’]/gu
const words = /[\p{L}\p{N}]+[+#]*/gu

/** Text of the letters that English has, which most of it is, needs none of Unicode's tables. */
const english = /^[\x20-\x7e]*$/
const englishWords = /[a-z0-9]+[+#]*/g

const wordsOf = (text: string): readonly string[] =>
  (english.test(text)
    ? text.replaceAll("'", '').toLowerCase().match(englishWords)
    : text.normalize('NFKD').replace(marks, '').toLowerCase().match(words)) ?? []

/** The distinct stems of some text, without stop words, lowercased; in order of appearance. */
export function stems(text: string): string[] {
  const found = new Set<string>()
  for (const word of wordsOf(text)) {
    if (!stopWords.has(word)) {
      const stemmed = stem(word)
      if (!stopWords.has(stemmed)) found.add(stemmed)
    }
  }
  return [...found]
}

/** The stems of some text. */
export type Reading = (text: string) => readonly string[]

/** Reads each text once: people share most of their phrases. */
export function readingOnce(): Reading {
  const known = new Map<string, readonly string[]>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const found = stems(text)
    known.set(text, found)
    return found
  }
}

/** Numbers the stems of phrases. */
export function stemNumbers(
  read: Reading,
  number: (stem: string) => number,
): (phrases: readonly string[]) => number[] {
  const numbers = new Map<string, readonly number[]>()
  return (phrases) => {
    const all: number[] = []
    phrases.forEach((phrase) => {
      const ids = numbers.get(phrase) ?? read(phrase).map(number)
      numbers.set(phrase, ids)
      ids.forEach((id) => {
        if (all.length < mostWords && !all.includes(id)) all.push(id)
      })
    })
    // A copy is no longer than it has to be, which counts when there are tens of thousands.
    return all.slice()
  }
}

/** One spelling for names of places, organisations and the like. */
export function plainName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}
