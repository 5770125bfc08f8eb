/** Languages that have a code of two letters and are spoken somewhere. */
const codes = new Set(
  (
    'aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cs cv cy da de dv dz ee el en eo es et eu ' +
    'fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz id ig ii ik is it iu ja jv ka kg ki kj kk kl km ' +
    'kn ko kr ks ku kv kw ky lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc ' +
    'oj om or os pa pl ps pt qu rm rn ro ru rw sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tn ' +
    'to tr ts tt ty ug uk ur uz ve vi wa wo xh yi yo za zh zu bem bho ceb ckb fil gsw hil hmn ilo kab kok kri luo luy ' +
    'mai mni pcm sat scn sco shi umb war yue'
  ).split(' '),
)

/** What else people call them: own names, other spellings, and kinds that speakers of the language understand. */
const otherNames: Readonly<Record<string, string>> = {
  ar: 'العربية|عربي',
  bg: 'български',
  bfi: 'bsl|british sign language',
  ase: 'asl|american sign language',
  bn: 'bengali|bangla|বাংলা',
  ca: 'català|valencian',
  cs: 'čeština|česky',
  cy: 'cymraeg',
  da: 'dansk',
  de: 'deutsch',
  el: 'ελληνικά',
  en: 'inglés|anglais|englisch',
  es: 'español|castilian|castellano',
  et: 'eesti',
  eu: 'euskara|euskera',
  fa: 'farsi|parsi|dari|فارسی',
  ff: 'fulani|fulfulde|pulaar',
  fi: 'suomi',
  fil: 'tagalog|pilipino',
  fr: 'français',
  ga: 'gaeilge|irish gaelic',
  gd: 'gàidhlig|gaelic|scots gaelic',
  gu: 'gujerati|ગુજરાતી',
  he: 'עברית|ivrit',
  hi: 'हिन्दी|हिंदी',
  hr: 'hrvatski',
  ht: 'kreyòl|haitian',
  hu: 'magyar',
  id: 'bahasa indonesia',
  ig: 'ibo',
  is: 'íslenska',
  it: 'italiano',
  ja: '日本語|nihongo',
  ko: '한국어|hangul',
  ku: 'kurmanji|sorani',
  ky: 'kirghiz',
  lt: 'lietuvių',
  lv: 'latviešu',
  mr: 'मराठी',
  ms: 'bahasa melayu|bahasa malaysia',
  my: 'myanmar',
  ne: 'नेपाली',
  nl: 'nederlands|flemish|vlaams',
  no: 'norsk|bokmål|nynorsk',
  ny: 'chichewa|chewa',
  or: 'oriya',
  pa: 'panjabi|ਪੰਜਾਬੀ|پنجابی',
  pcm: 'pidgin',
  pl: 'polski',
  ps: 'pashtu|pushto|pushtu|پښتو',
  pt: 'português|brazilian',
  ro: 'română|moldovan',
  ru: 'русский',
  si: 'sinhalese',
  sk: 'slovenčina',
  sl: 'slovene|slovenščina',
  so: 'soomaali',
  sq: 'shqip',
  sr: 'srpski|serbo croatian|serbocroatian|montenegrin',
  st: 'sotho|sesotho',
  sv: 'svenska',
  sw: 'kiswahili',
  ta: 'தமிழ்',
  te: 'తెలుగు',
  th: 'ไทย',
  tn: 'setswana',
  tr: 'türkçe',
  uk: 'українська',
  ur: 'اردو',
  vi: 'tiếng việt',
  xh: 'isixhosa',
  yo: 'yorùbá',
  yue: '廣東話|广东话',
  zh: 'mandarin|putonghua|中文|普通话|國語|汉语',
  zu: 'isizulu',
}

/** Codes of one language by which speakers of each understand one another. */
const oneLanguage: Readonly<Record<string, string>> = {
  asl: 'ase',
  bs: 'sr',
  bsl: 'bfi',
  ckb: 'ku',
  cmn: 'zh',
  gsw: 'de',
  hr: 'sr',
  mo: 'ro',
  nb: 'no',
  nn: 'no',
  sh: 'sr',
}

const marks = /\p{M}+/gu
const separators = /[,;/|&+•·\n]|(?<=\s)(?:and|or|und|et|y)(?=\s)/u
/** With these, the name of a language means another one, which only the lists above can tell, or none. */
const otherwise = /^(?:sign|creole|pidgin|no)$/
/** How well somebody speaks, which is no language. */
const level =
  /^(?:[abc][12]|l[12]|fluent|fluently|native|mother|tongue|basic|basics|beginner|elementary|conversational|intermediate|advanced|proficient|proficiency|professional|working|business|limited|full|first|second|third|only|language|languages|speaker|level|good|very|some|little|bit|spoken|written|learning|the|a|of|in|i|speak|also|bilingual)$/

const spelling = (text: string): string => text.normalize('NFKD').replace(marks, '').toLowerCase().trim()

const familyOf = (code: string): string => oneLanguage[code] ?? code

const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** Codes by everything that a language is called: English names as the platform knows them, and the list above. */
function namesByCode(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const code of codes) {
    const name = english.of(code)
    if (name !== undefined) found.set(spelling(name), familyOf(code))
  }
  for (const [code, others] of Object.entries(otherNames)) {
    for (const name of others.split('|')) found.set(spelling(name), familyOf(code))
  }
  return found
}

let known: ReadonlyMap<string, string> | null = null
const names = (): ReadonlyMap<string, string> => {
  known ??= namesByCode()
  return known
}

/** `en`, `eng`, `en-GB` and `en_GB` are one; null for whatever is no code of a language. */
function byCode(text: string): string | null {
  const [plain = ''] = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/.exec(text) ?? []
  if (plain === '') return null
  const [own = ''] = plain.split(/[-_]/)
  if (oneLanguage[own] !== undefined) return familyOf(own)
  const [base = ''] = (Intl.getCanonicalLocales(own)[0] ?? '').split('-')
  return english.of(base) === undefined ? null : familyOf(base)
}

/** The languages that one part of what somebody wrote names; null where it says something that is no known language. */
function namedIn(part: string): string[] | null {
  const code = codes.has(part) ? familyOf(part) : (names().get(part) ?? byCode(part))
  if (code !== null) return [code]
  const words = part.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const found: string[] = []
  let unread = false
  for (let at = 0; at < words.length; ) {
    let length = 3
    let name: string | undefined
    for (; length > 0 && name === undefined; length--) {
      if (at + length <= words.length) name = names().get(words.slice(at, at + length).join(' '))
    }
    if (name !== undefined) {
      found.push(name)
      at += length + 1
      continue
    }
    const word = words[at] ?? ''
    if (otherwise.test(word)) return null
    if (!level.test(word)) unread = true
    at++
  }
  if (found.length > 0) return found
  if (!unread) return []
  const rest = words.filter((word) => !level.test(word))
  const alone = rest.length === 1 ? byCode(rest[0] ?? '') : null
  return alone === null ? null : [alone]
}

/**
 * The languages that somebody speaks, one key each whatever its spelling, region or code, and however well they speak
 * it. None where they have not said, or have said something that cannot be read: then nothing is known to be missing.
 */
export function languagesOf(said: readonly string[]): string[] {
  const found = new Set<string>()
  for (const entry of said) {
    // Most lists are of codes: reading those as if they were words takes longer than pairing a few dozen people.
    if (codes.has(entry)) {
      found.add(familyOf(entry))
      continue
    }
    for (const part of spelling(entry).split(separators)) {
      const named = namedIn(part.trim())
      if (named === null) return []
      for (const key of named) found.add(key)
    }
  }
  return [...found]
}

/** Reads each list once: people mostly say one of a few. */
export function languagesOnce(): (said: readonly string[]) => readonly string[] {
  const lists = new Map<string, readonly string[]>()
  return (said) => {
    const key = said.join('\n')
    const found = lists.get(key) ?? languagesOf(said)
    lists.set(key, found)
    return found
  }
}
