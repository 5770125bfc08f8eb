import { Worker } from 'node:worker_threads'
import type { Pairing, ProposedMatch, Waiting } from '../core/pairing.ts'
import { PairingError } from './errors.ts'
import { listed } from './listed.ts'
import { type FromWorker, partsOfList, type ToWorker } from './protocol.ts'

/** What a run makes is mostly kept or large: more room for what is short-lived would take memory and save no time. */
const YOUNG_MB = 4

/**
 * The same as `propose`, in a thread of its own: for programmes of many hundreds, where it takes longer than anyone
 * should wait for an answer to something else. The calling thread is never busy for more than a few milliseconds.
 */
export const proposeApart: Pairing['run'] = ({ people, rules, seed }, { signal, heard }) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason)
      return
    }
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    const messages = question({ people, rules, seed })
    const matches: ProposedMatch[] = []
    const waiting: Waiting[] = []
    // Node hands over all messages that are there, and those that come meanwhile, before anything else gets its turn:
    // asking for the next part only after that turn keeps each stretch of work short.
    const tell = (message: () => ToWorker): void => {
      setImmediate(() => worker.postMessage(message()))
    }
    const next = (): void => {
      tell((): ToWorker => messages.next().value ?? { type: 'more' })
    }
    const stop = (): void => {
      signal.removeEventListener('abort', abort)
      void worker.terminate()
    }
    const fail = (reason: unknown): void => {
      stop()
      reject(reason)
    }
    const abort = (): void => fail(signal.reason)
    const hear = (message: FromWorker): void => {
      switch (message.type) {
        case 'more':
          next()
          return
        case 'progress':
          heard(message.progress)
          return
        case 'matches':
          matches.push(...message.matches)
          next()
          return
        case 'waiting':
          waiting.push(...message.waiting)
          next()
          return
        case 'done':
          stop()
          resolve({
            seed: message.seed,
            matches,
            waiting,
            refused: message.refused,
            proof: message.proof,
          })
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
    signal.addEventListener('abort', abort, { once: true })
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

/** The question in messages, each made when it is its turn. */
function* question({ people, rules, seed }: Parameters<Pairing['run']>[0]): Generator<ToWorker, undefined> {
  for (const part of partsOfList(people)) {
    yield { type: 'people', people: part.map((person) => listed(person, rules)) }
  }
  for (const list of ['excluded', 'earlierPartners', 'fixed'] as const) {
    for (const ids of partsOfList(rules[list])) yield { type: 'together', list, ids }
  }
  const { weights, sides, organisations, odd } = rules
  yield { type: 'begin', rules: { weights, sides, organisations, odd }, seed }
  return undefined
}
