import { createRequire } from 'node:module'

/** What a server has used of the machine, and which SDKs it has loaded. */
export interface Reading {
  /** Microseconds of CPU since it started, in user and system together. */
  readonly cpu: number
  /** Bytes. */
  readonly rss: number
  readonly peakRss: number
  readonly loaded: readonly string[]
}

const SDKS = ['@slack/bolt', 'botbuilder']

const read = (): Reading => {
  const { user, system } = process.cpuUsage()
  const files = Object.keys(createRequire(import.meta.url).cache)
  return {
    cpu: user + system,
    rss: process.memoryUsage.rss(),
    peakRss: process.resourceUsage().maxRSS * 1024,
    loaded: SDKS.filter((name) => files.some((file) => file.includes(`/node_modules/${name}/`))),
  }
}

// Loaded before each server, Duologue's included, so that all are measured alike from within.
process.on('message', () => process.send?.(read()))
process.channel?.unref()
