import { make } from '../draw/dom.ts'
import { HOST } from './host.ts'
import { markdown } from './markdown.ts'

export type Library = typeof import('adaptivecards')

declare global {
  /** The official renderer, once its script has run. */
  var AdaptiveCards: Library | undefined
}

export interface Renderer {
  readonly library: Library
  /** Draws with Teams' measures and reads what Teams reads. */
  parse(card: object): InstanceType<Library['AdaptiveCard']>
}

let loading: Promise<Renderer> | null = null
let loaded: Renderer | null = null

/** The renderer, when it has been fetched; null before. */
export const loadedRenderer = (): Renderer | null => loaded

/** The renderer, fetched from beside this script the first time that a card is to be drawn. Rejects where it cannot be. */
export const cardRenderer = (): Promise<Renderer> => {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

const load = async (): Promise<Renderer> => {
  if (!globalThis.AdaptiveCards)
    await new Promise<void>((resolve, reject) => {
      const script = make('script', { src: new URL('adaptivecards.js', import.meta.url).href })
      script.addEventListener('load', () => resolve())
      script.addEventListener('error', () => {
        script.remove()
        reject(new Error('The script that draws cards could not be loaded.'))
      })
      document.head.append(script)
    })
  const library = globalThis.AdaptiveCards
  if (!library) throw new Error('The script that draws cards is not what it should be.')
  loaded = rendererOf(library)
  return loaded
}

const rendererOf = (library: Library): Renderer => {
  const {
    AdaptiveCard,
    ChoiceSetInput,
    GlobalSettings,
    HostConfig,
    SerializationContext,
    Strings,
    Versions,
  } = library
  GlobalSettings.setTabIndexAtCardRoot = false
  GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false
  GlobalSettings.useAdvancedTextBlockTruncation = false
  GlobalSettings.allowMoreThanMaxActionsInOverflowMenu = true
  Strings.defaults.overflowButtonText = () => '⋯'
  Strings.defaults.overflowButtonTooltip = () => 'More actions'
  AdaptiveCard.onProcessMarkdown = (source, result) => {
    const holder = make('div')
    holder.append(markdown(source))
    result.outputHtml = holder.innerHTML
    result.didProcess = true
  }

  /** The official one takes the first option of a menu for its placeholder, even where another is chosen at first. */
  class Choices extends ChoiceSetInput {
    override get value(): string | undefined {
      const control = this.renderedInputControlElement
      return control instanceof HTMLSelectElement ? control.value || undefined : super.value
    }
  }
  library.GlobalRegistry.elements.register('Input.ChoiceSet', Choices)
  const host = new HostConfig(HOST)
  return {
    library,
    parse(source) {
      const card = new AdaptiveCard()
      card.hostConfig = host
      card.parse(source, new SerializationContext(Versions.v1_5))
      return card
    },
  }
}
