/**
 * How Teams shows cards: its measures and the names of its colours. The colours themselves are custom properties of
 * `teams.css`, so that a card follows light and dark without being drawn again.
 */

interface Shade {
  readonly default: string
  readonly subtle: string
}

const COLOURS = ['default', 'accent', 'good', 'warning', 'attention'] as const

const shades = (on: string): Readonly<Record<string, Shade>> => ({
  ...Object.fromEntries(
    COLOURS.map((colour): [string, Shade] => [
      colour,
      {
        default: `var(--teams-${on}${colour})`,
        subtle: `var(--teams-${on}${colour === 'default' ? 'subtle' : colour})`,
      },
    ]),
  ),
  dark: { default: '#242424', subtle: '#616161' },
  light: { default: '#ffffff', subtle: '#f0f0f0' },
})

const container = (name: string) => ({
  backgroundColor: `var(--teams-on-${name})`,
  borderColor: 'var(--teams-line)',
  foregroundColors: shades(''),
})

const sizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 } as const
const weights = { lighter: 300, default: 400, bolder: 600 } as const

const label = (isRequired: boolean) => ({
  size: 'Default',
  weight: 'Bolder',
  color: 'Default',
  isSubtle: false,
  ...(isRequired ? { suffix: ' *', suffixColor: 'Attention' } : {}),
})

const fact = (weight: string) => ({ size: 'Default', color: 'Default', isSubtle: false, weight, wrap: true })

export const HOST = {
  choiceSetInputValueSeparator: ',',
  supportsInteractivity: true,
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--teams-line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes: sizes, fontWeights: weights },
    monospace: { fontFamily: 'Consolas, Menlo, monospace', fontSizes: sizes, fontWeights: weights },
  },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  textStyles: {
    heading: { fontType: 'Default', size: 'Large', weight: 'Bolder', color: 'Default', isSubtle: false },
  },
  textBlock: { headingLevel: 4 },
  containerStyles: {
    default: container('default'),
    emphasis: container('emphasis'),
    accent: container('accent'),
    good: container('good'),
    warning: container('warning'),
    attention: container('attention'),
  },
  inputs: {
    label: { inputSpacing: 'Small', requiredInputs: label(true), optionalInputs: label(false) },
    errorMessage: { size: 'Default', color: 'Attention', weight: 'Default', isSubtle: false },
  },
  actions: {
    maxActions: 6,
    spacing: 'Default',
    // The distance between buttons is a gap, so that a row may break.
    buttonSpacing: 0,
    showCard: { actionMode: 'Inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'Horizontal',
    actionAlignment: 'Left',
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: false },
  imageSet: { imageSize: 'Medium', maxImageHeight: 100 },
  factSet: { title: fact('Bolder'), value: fact('Default'), spacing: 16 },
} as const
