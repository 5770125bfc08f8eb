type Value = string | number | boolean | null | undefined
type Attributes = Readonly<Record<string, Value>>
type Child = Node | string | null | false

/** An element. Attributes that are null, undefined or false are left out; so are such children. */
export const el = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value))
  element.append(...children.filter((child) => child !== null && child !== false))
  return element
}

/** A button that does something. */
export const button = (
  attributes: Attributes,
  onPress: () => void,
  ...children: readonly Child[]
): HTMLButtonElement => {
  const made = el('button', { type: 'button', ...attributes }, ...children)
  made.addEventListener('click', onPress)
  return made
}

/** Words for screen readers alone. */
export const unseen = (words: string): HTMLElement => el('span', { class: 'unseen' }, words)

/** A drawing from the page's own set; it says nothing by itself. */
export const icon = (name: keyof typeof ICONS): SVGSVGElement => {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', ICONS[name])
  svg.append(path)
  return svg
}

const SVG = 'http://www.w3.org/2000/svg'

const ICONS = {
  play: 'M6 4.500v11l9-5.500z',
  stop: 'M5.500 5.500h9v9h-9z',
  chevron: 'M5.300 7.300 10 12l4.700-4.700 1.400 1.400L10 14.800 3.900 8.700z',
  send: 'M3 3.500 17.500 10 3 16.500l2-5.500 6-1-6-1z',
  search:
    'M8.500 3a5.500 5.500 0 0 1 4.400 8.800l4 4-1.400 1.400-4-4A5.500 5.500 0 1 1 8.500 3zm0 2a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z',
} as const
