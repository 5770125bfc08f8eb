type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>

/** An element. Attributes that are null, undefined or false are left out; children that are strings become text. */
export const make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value))
  element.append(...children)
  return element
}

let made = 0

/** An id that no other element of the page has. */
export const uniqueId = (of: string): string => {
  made += 1
  return `${of}-${made}`
}

/** The address, if it may stand behind words; null for anything that is no web page and no mail. */
export const safeUrl = (url: string): string | null => {
  if (!URL.canParse(url)) return null
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : null
}

/** A link that opens in a tab of its own; its words alone where the address may not be opened. */
export const outwards = (url: string, ...words: readonly (Node | string)[]): HTMLElement => {
  const href = safeUrl(url)
  return href === null
    ? make('span', {}, ...words)
    : make('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...words)
}
