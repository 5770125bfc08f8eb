import type { Answer } from '../../seen.ts'

/** What came of something that a person did on a message, a form or a home view. */
export interface ActResult {
  readonly ok: boolean
  /** What the platform's client tells the person; null when all went well. */
  readonly error: string | null
  /** By `ShownField.name`. */
  readonly fieldErrors: Readonly<Record<string, string>>
}

/**
 * What somebody can do on a message, a form or a home view. Whoever draws it calls these; the page sends them to the
 * person's own client, which tells the product. Where a platform asks once more, the asking is the drawer's.
 */
export interface Handlers {
  /** `id` is a `ShownButton.id`, or its label where an id is not unique; answers are by `ShownField.name`. */
  press(id: string, label: string, answers: Readonly<Record<string, Answer>>): Promise<ActResult>
  submit(answers: Readonly<Record<string, Answer>>): Promise<ActResult>
  /** Closes the form without submitting it. */
  dismiss(): void
}
