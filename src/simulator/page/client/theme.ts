import { el } from './dom.ts'

const KEPT = 'duologue-appearance'
const CHOICES = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const apply = (choice: string): void => {
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset['theme'] = choice
  else delete document.documentElement.dataset['theme']
}

const kept = (): string => localStorage.getItem(KEPT) ?? 'system'

/** Puts the chosen appearance in place before anything is drawn. */
export const applyTheme = (): void => apply(kept())

/** Chooses light, dark, or what the system says. */
export const themeSwitch = (): HTMLElement => {
  const select = el(
    'select',
    { id: 'appearance', 'aria-label': 'Appearance' },
    ...CHOICES.map(([value, name]) => el('option', { value, selected: value === kept() }, name)),
  )
  select.addEventListener('change', () => {
    localStorage.setItem(KEPT, select.value)
    apply(select.value)
  })
  return el('div', { class: 'appearance' }, el('span', { 'aria-hidden': 'true' }, 'Appearance'), select)
}
