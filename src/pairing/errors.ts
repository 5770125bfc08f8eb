/** The input cannot be paired at all, or (code `unproved`) a result failed its own check. The message says what to mend. */
export class PairingError extends Error {
  readonly code: 'invalid-input' | 'unproved'
  constructor(code: 'invalid-input' | 'unproved', message: string) {
    super(message)
    this.name = 'PairingError'
    this.code = code
  }
}

/** Throws where a result fails its own check, and says in what. */
export function demand(holds: boolean, failure: string): asserts holds {
  if (!holds)
    throw new PairingError('unproved', `The pairing failed its own check and was not used: ${failure}.`)
}
