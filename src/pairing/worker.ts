import { parentPort } from 'node:worker_threads'
import { PairingError } from './errors.ts'
import { reading } from './listed.ts'
import { propose } from './propose.ts'
import { type FromWorker, partsOfList, type ToWorker } from './protocol.ts'

const port = parentPort
const { add, persons } = reading()
const together = {
  excluded: [] as (readonly string[])[],
  earlierPartners: [] as (readonly string[])[],
  fixed: [] as (readonly string[])[],
}
let answers: FromWorker[] = []

const say = (message: FromWorker): void => port?.postMessage(message)

function answer(message: ToWorker): void {
  switch (message.type) {
    case 'people':
      add(message.people)
      say({ type: 'more' })
      return
    case 'together':
      together[message.list].push(...message.ids)
      say({ type: 'more' })
      return
    case 'begin': {
      const { excluded, ...others } = together
      const { matches, waiting, ...rest } = propose(
        persons(excluded),
        { ...message.rules, ...others },
        message.seed,
        (progress) => say({ type: 'progress', progress }),
      )
      const inOrder: FromWorker[] = [
        ...partsOfList(matches).map((part): FromWorker => ({ type: 'matches', matches: part })),
        ...partsOfList(waiting).map((part): FromWorker => ({ type: 'waiting', waiting: part })),
        { type: 'done', ...rest },
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
