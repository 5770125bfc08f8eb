/** A run of text. Whatever it holds, a platform shows it as it stands: never as markup, never as a mention. */
export type Span =
  | { readonly type: 'plain'; readonly text: string }
  | { readonly type: 'strong'; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly url: string }

export type Text = readonly Span[]

export const strong = (text: string): Span => ({ type: 'strong', text })
export const link = (text: string, url: string): Span => ({ type: 'link', text, url })

/**
 * Builds a Text from a template: text`Meet ${strong(name)} on ${when}`. Strings, numbers, spans and whole texts
 * may stand in it.
 */
export const text = (
  literals: TemplateStringsArray,
  ...values: readonly (string | number | Span | Text)[]
): Text =>
  literals.flatMap((literal, index): Span[] => {
    const value = values[index]
    const before: Span[] = literal === '' ? [] : [{ type: 'plain', text: literal }]
    if (value === undefined || value === '') return before
    if (typeof value === 'string' || typeof value === 'number')
      return [...before, { type: 'plain', text: String(value) }]
    return 'type' in value ? [...before, value] : [...before, ...value]
  })

/** The text alone, as a screen reader or a notification says it. A link is its words. */
export const plain = (of: Text): string => of.map((span) => span.text).join('')

/** One piece of a message. */
export type Part =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'text'; readonly text: Text }
  | { readonly type: 'quiet'; readonly text: Text }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'list'; readonly items: readonly Text[] }
  | { readonly type: 'quote'; readonly text: string; readonly by: string }
  | { readonly type: 'progress'; readonly label: string; readonly done: number; readonly of: number }
  | { readonly type: 'actions'; readonly actions: readonly Action[] }

export interface Fact {
  readonly label: string
  readonly value: string
}

/**
 * A button. `press` comes back as an act of the flow that is named, about the subject that is named; within one
 * message the three together are unique. `link` leaves the platform, and its label says so.
 */
export type Action =
  | {
      readonly type: 'press'
      readonly label: string
      readonly flow: string
      readonly name: string
      /** What the button is about: an id of the flow's choosing, up to 100 characters. */
      readonly subject: string
      readonly style: 'plain' | 'primary' | 'danger'
      /** Asked before the press counts; null asks nothing. */
      readonly confirm: Confirm | null
    }
  | { readonly type: 'link'; readonly label: string; readonly url: string }

export interface Confirm {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no: string
}

/** What a person is shown. `summary` is one plain sentence: the notification, and what a screen reader says. */
export interface Message {
  readonly type: 'message'
  readonly summary: string
  readonly parts: readonly Part[]
}

/**
 * Something to fill in: a modal on one platform, a card with inputs on another. Where it cannot be opened at once, the
 * platform shows `title`, `invitation` and a button that opens it.
 */
export interface Form {
  readonly type: 'form'
  readonly flow: string
  readonly name: string
  readonly subject: string
  /** Up to 24 characters (the shortest limit of any platform's modal title). */
  readonly title: string
  /** One sentence that invites to open the form. */
  readonly invitation: string
  readonly intro: readonly Part[]
  readonly inputs: readonly Input[]
  /** The label of the button that sends it, up to 24 characters. */
  readonly submit: string
}

interface Field {
  /** Unique in the form; letters, digits and hyphens. */
  readonly name: string
  readonly label: string
  /** A word of help under the field; null shows none. */
  readonly hint: string | null
  readonly required: boolean
}

export interface Option {
  /** 1 to 100 characters. */
  readonly value: string
  /** Up to 75 characters. */
  readonly label: string
}

/** One field of a form. `initial` is what it holds when it opens: null or an empty list is empty. */
export type Input = Field &
  (
    | {
        readonly type: 'text'
        readonly lines: 'one' | 'many'
        readonly max: number
        readonly initial: string | null
        /** Private words: never shown again by the platform, not even to their writer, once submitted. */
        readonly private: boolean
      }
    | {
        readonly type: 'choice'
        readonly options: readonly Option[]
        /** Set where more can be chosen than is listed: whatever comes back is taken, and for the flow to look at. */
        readonly partial?: true
        /** How many may be chosen. */
        readonly most: number
        readonly initial: readonly string[]
      }
    | {
        readonly type: 'scale'
        readonly from: number
        readonly to: number
        readonly fromLabel: string
        readonly toLabel: string
        readonly initial: number | null
      }
    | { readonly type: 'date'; readonly initial: string | null }
    | { readonly type: 'time'; readonly initial: string | null }
  )

/** What was filled in, by field name: text, date (YYYY-MM-DD), time (HH:MM) or scale as one string, a choice as its values. An empty field is absent or empty. */
export type Answers = Readonly<Record<string, string | readonly string[]>>

/** What can be put in front of a person. */
export type Content = Message | Form

export const message = (summary: string, ...parts: readonly Part[]): Message => ({
  type: 'message',
  summary,
  parts,
})

/** A paragraph. */
export const say = (of: Text | string): Part => ({
  type: 'text',
  text: typeof of === 'string' ? [{ type: 'plain', text: of }] : of,
})

/** A paragraph in smaller, quieter type: who set something up, what an employer can see. */
export const quiet = (of: Text | string): Part => ({
  type: 'quiet',
  text: typeof of === 'string' ? [{ type: 'plain', text: of }] : of,
})

export const actions = (...of: readonly Action[]): Part => ({ type: 'actions', actions: of })

/** A button of a flow. */
export const button = (
  label: string,
  flow: string,
  name: string,
  subject: string,
  how: { style?: 'primary' | 'danger'; confirm?: Confirm } = {},
): Action => ({
  type: 'press',
  label,
  flow,
  name,
  subject,
  style: how.style ?? 'plain',
  confirm: how.confirm ?? null,
})
