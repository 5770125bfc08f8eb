import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { type Signed, slackRequests } from '../requests.ts'
import type { Asked, Watching } from './watching.ts'

/** Asks a server all the time, in a thread of its own, and notes how long the answers take. */

const { address, samples, secret }: Asked = workerData

/** Milliseconds between two questions of one kind. */
const EVERY = 20
const next = slackRequests(samples, secret, 'new')
const agent = new Agent({ keepAlive: true })

let seen: Watching = { health: 0, command: 0, asked: 0, bad: 0 }
let waiting = 0

const ask = (kind: 'health' | 'command', path: string, signed: Signed | null): void => {
  const begun = performance.now()
  waiting++
  const answered = (good: boolean): void => {
    waiting--
    const took = performance.now() - begun
    seen = {
      ...seen,
      [kind]: Math.max(seen[kind], took),
      asked: seen.asked + 1,
      bad: seen.bad + (good ? 0 : 1),
    }
  }
  const asking = request(
    `${address}${path}`,
    { agent, method: signed ? 'POST' : 'GET', headers: signed?.headers ?? {} },
    (answer) => {
      answer.resume()
      answer.on('end', () => answered(answer.statusCode === 200))
    },
  )
  asking.on('error', () => answered(false))
  asking.end(signed?.body)
}

setInterval(() => {
  ask('health', '/healthz', null)
  ask('command', '/slack/events', next())
}, EVERY)

parentPort?.on('message', (wanted: 'begin' | 'end') => {
  if (wanted === 'begin') seen = { health: 0, command: 0, asked: 0, bad: 0 }
  const tell = () => (waiting > 0 && wanted === 'end' ? setTimeout(tell, 1) : parentPort?.postMessage(seen))
  tell()
})
