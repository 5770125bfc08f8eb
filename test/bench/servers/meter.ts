import { createRequire } from 'node:module'
import { ownWork } from '../own-work.ts'

/** What a server has used of the machine, and which SDKs it has loaded. */
export interface Reading {
  /** Microseconds of CPU since it started, in user and system together. */
  readonly cpu: number
  /** Bytes. */
  readonly rss: number
  readonly peakRss: number
  readonly loaded: readonly string[]
  /** The most milliseconds that its thread worked without a turn for anybody else, since it was last asked `hold`. */
  readonly longestHold: number
}

const SDKS = ['@slack/bolt', 'botbuilder']

let [longestHold, worked] = [0, 0]
let isWatching = false

/** A turn a millisecond, from the first time that somebody asks: it takes a little of the time of whoever is measured. */
const watch = (): void => {
  worked = ownWork()
  longestHold = 0
  if (isWatching) return
  isWatching = true
  setInterval(() => {
    const work = ownWork()
    longestHold = Math.max(longestHold, work - worked)
    worked = work
  }, 1).unref()
}

const read = (): Reading => {
  const { user, system } = process.cpuUsage()
  const files = Object.keys(createRequire(import.meta.url).cache)
  return {
    cpu: user + system,
    rss: process.memoryUsage.rss(),
    peakRss: process.resourceUsage().maxRSS * 1024,
    loaded: SDKS.filter((name) => files.some((file) => file.includes(`/node_modules/${name}/`))),
    longestHold,
  }
}

// Loaded before each server, Duologue's included, so that all are measured alike from within.
process.on('message', (asked) => {
  process.send?.(read())
  if (asked === 'hold') watch()
})
process.channel?.unref()
