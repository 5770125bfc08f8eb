import { parentPort } from 'node:worker_threads'
import { PairingError } from './errors.ts'
import { propose } from './propose.ts'
import { type FromWorker, partsOfList, type ToWorker } from './protocol.ts'
import type { Person } from './types.ts'

const port = parentPort
const people: Person[] = []
let answers: FromWorker[] = []

const say = (message: FromWorker): void => port?.postMessage(message)

function answer(message: ToWorker): void {
  switch (message.type) {
    case 'people':
      people.push(...message.people)
      say({ type: 'more' })
      return
    case 'begin': {
      const { pairs, unpaired, seed, refused, proof } = propose(
        people,
        message.rules,
        message.seed,
        (progress) => say({ type: 'progress', progress }),
      )
      const inOrder: FromWorker[] = [
        ...partsOfList(pairs).map((part): FromWorker => ({ type: 'pairs', pairs: part })),
        ...partsOfList(unpaired).map((part): FromWorker => ({ type: 'unpaired', unpaired: part })),
        { type: 'done', seed, refused, proof },
      ]
      answers = inOrder.reverse()
      answer({ type: 'more' })
      return
    }
    case 'more': {
      const next = answers.pop()
      if (next !== undefined) say(next)
      return
    }
  }
}

port?.on('message', (message: ToWorker) => {
  try {
    answer(message)
  } catch (error) {
    say({
      type: 'failed',
      code: error instanceof PairingError ? error.code : null,
      message: error instanceof Error ? error.message : 'The pairing stopped for an unknown reason.',
    })
  }
})
