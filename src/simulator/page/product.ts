import type { Due, Happening, ProgrammeView, WordHint } from './protocol.ts'

/** A happening before the page gives it a number, and counts its tries. */
export type NewHappening = Omit<Happening, 'id' | 'tries'>

/**
 * What the page needs of the product beside what its people see: time, and what someone who steers is told. Instants
 * are epoch milliseconds.
 */
export interface Product {
  readonly programme: string
  /** IANA, and how it is said: "London time". */
  readonly zone: string
  readonly zoneName: string
  now(): number
  /**
   * Moves time on to the next thing that is due or that anybody does by themselves, and no further than the instant;
   * all of it is done when this resolves. Time never goes back.
   */
  step(until: number): Promise<void>
  /** Does all that is due now. */
  tick(): Promise<void>
  /** The next message that is due, or the next look at whether there should be one; null when there is neither. */
  next(): Promise<Due | null>
  /** The next weekday's morning after an instant, when people begin to work. */
  morningAfter(instant: number): number
  view(): Promise<ProgrammeView>
  /** The words that somebody may type, by the ids of their workspace and themselves. */
  wordsFor(workspace: string, person: string): Promise<readonly WordHint[]>
  /** What somebody is in the programme, and where they work; null when they are not in it. */
  placeOf(email: string): { readonly role: string; readonly organisation: string } | null
  /** Says who does nothing by themselves while time is moved on. */
  keepQuiet(isQuiet: (workspace: string, person: string) => boolean): void
  /** Hears how each attempt at a message ended. */
  onHappening(listener: (happening: NewHappening) => void): void
}
