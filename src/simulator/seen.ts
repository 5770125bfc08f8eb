/**
 * What people see in the simulated clients. The page's own script, which runs in a browser, speaks of it too: this file
 * imports nothing.
 */

/** A platform that the simulator plays. */
export type SimulatedPlatform = 'slack' | 'teams'

export interface ShownButton {
  label: string
  /** The action id (Slack) or the action's id, else its verb, else its title (Teams). */
  id: string
  /** A link that the button opens instead of telling the bot. */
  url?: string
  /** What the client asks before it tells the bot; the answer of whoever presses here is yes. */
  asks?: string
}

/** A message as a person sees it. */
export interface ShownMessage {
  /** Slack's ts or Teams' activity id; a home view's or a modal's view id. */
  id: string
  /** The conversation's id; `home` for a Slack home view. */
  conversation: string
  platform: SimulatedPlatform
  workspace: string
  /** Who wrote it: `bot`, or a person's name. */
  from: string
  /** Product time, epoch ms. */
  at: number
  /** What a screen reader would say: headings, text and facts in order, without markup. */
  text: string
  /** What the notification says: Slack's top-level text, Teams' summary; empty when there is none. */
  summary: string
  buttons: ShownButton[]
  /** Questions that the message itself holds. */
  fields: ShownField[]
  /** Only this person sees it, and it will vanish. */
  private: boolean
  edited: boolean
  /** The platform's own JSON. */
  raw: unknown
}

export interface ShownConversation {
  id: string
  kind: 'direct' | 'group'
  workspace: string
  /** Everyone in it but the bot, by name. */
  people: string[]
  /** Oldest first. */
  messages: ShownMessage[]
}

export type FieldType =
  | 'text'
  | 'number'
  | 'email'
  | 'url'
  | 'choice'
  | 'choices'
  | 'date'
  | 'time'
  | 'datetime'
  | 'person'
  | 'people'
  | 'toggle'
  | 'file'

/** One question of a form. */
export interface ShownField {
  /** Slack's block id, else Teams' input id. */
  name: string
  label: string
  type: FieldType
  /** Labels and values of a choice. */
  options?: { label: string; value: string }[]
  /** What it holds before the person answers. */
  value?: string | string[]
  required: boolean
  /** Shown beside the field: the product's, or the client's own check. */
  error?: string
  hint?: string
  maxLength?: number
  minLength?: number
  /** A number, or a date or time in ISO form. */
  min?: string
  max?: string
  pattern?: string
  multiline?: boolean
}

/** A modal (Slack), or the card with questions last shown (Teams). */
export interface ShownForm {
  /** A view id, or an activity id. */
  id: string
  title: string
  /** Everything that can be read in it, questions included. */
  text: string
  fields: ShownField[]
  buttons: ShownButton[]
  /** Null when nothing can be submitted. */
  submit: string | null
  raw: unknown
}

/** An answer to a question: a label or value of its options, text, a date, or several of them. */
export type Answer = string | string[] | boolean | number
