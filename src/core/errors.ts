/**
 * An error of ours: a stable code, a sentence that says what happened, and one that says what to do next. Neither
 * holds names, answers or secrets. `cause` is what went wrong beneath, for the log.
 */
export class DuologueError extends Error {
  readonly code: string
  readonly remedy: string

  constructor(code: string, happened: string, remedy: string, cause?: unknown) {
    super(happened, { cause })
    this.name = 'DuologueError'
    this.code = code
    this.remedy = remedy
  }
}

/** Somebody else changed the same thing first: look again, and decide anew. */
export class Conflict extends DuologueError {
  constructor(what: string) {
    super(
      'conflict',
      `The ${what} had changed in the meantime.`,
      'Look at it again and repeat what still applies.',
    )
    this.name = 'Conflict'
  }
}
