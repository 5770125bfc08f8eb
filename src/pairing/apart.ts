import { Worker } from 'node:worker_threads'
import { PairingError } from './errors.ts'
import { type FromWorker, partsOfList, type ToWorker } from './protocol.ts'
import type { Person, Progress, Proposal, ProposedPair, Rules, Unpaired } from './types.ts'

export interface Apart {
  /** Stops the run at once; the promise rejects with the signal's reason. */
  signal?: AbortSignal
  /** Told how far the run has come. */
  heard?: (progress: Progress) => void
}

/**
 * The same as `propose`, in a thread of its own: for programmes of many hundreds, where it takes longer than anyone
 * should wait for an answer to something else. The calling thread is never busy for more than a few milliseconds.
 */
export function proposeApart(
  people: readonly Person[],
  rules: Rules,
  seed: number,
  { signal, heard }: Apart = {},
): Promise<Proposal> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const worker = new Worker(new URL('./worker.js', import.meta.url))
    const waiting = partsOfList(people).reverse()
    const pairs: ProposedPair[] = []
    const unpaired: Unpaired[] = []
    // Node hands over all messages that are there, and those that come meanwhile, before anything else gets its turn:
    // asking for the next part only after that turn keeps each stretch of work short.
    const tell = (message: ToWorker): void => {
      setImmediate(() => worker.postMessage(message))
    }
    const stop = (): void => {
      signal?.removeEventListener('abort', abort)
      void worker.terminate()
    }
    const fail = (reason: unknown): void => {
      stop()
      reject(reason)
    }
    const abort = (): void => fail(signal?.reason)
    const next = (): void => {
      const part = waiting.pop()
      tell(part === undefined ? { type: 'begin', rules, seed } : { type: 'people', people: part })
    }
    const hear = (message: FromWorker): void => {
      switch (message.type) {
        case 'more':
          next()
          return
        case 'progress':
          heard?.(message.progress)
          return
        case 'pairs':
          pairs.push(...message.pairs)
          tell({ type: 'more' })
          return
        case 'unpaired':
          unpaired.push(...message.unpaired)
          tell({ type: 'more' })
          return
        case 'done':
          stop()
          resolve({ seed: message.seed, pairs, unpaired, refused: message.refused, proof: message.proof })
          return
        case 'failed':
          fail(
            message.code === null
              ? new Error(message.message)
              : new PairingError(message.code, message.message),
          )
          return
      }
    }
    signal?.addEventListener('abort', abort, { once: true })
    worker.on('message', (message: FromWorker) => {
      try {
        hear(message)
      } catch (error) {
        fail(error)
      }
    })
    worker.on('error', fail)
    // After a result this changes nothing: a promise settles once.
    worker.on('exit', () => fail(new Error('The pairing thread ended before it was done.')))
    next()
  })
}
