import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Settlement } from './core/engine.ts'
import type { Delivery } from './core/model.ts'
import type { Inbound } from './core/platform.ts'

/** What operators can watch. Labels are names of ours: never ids or words of people. */
export interface Metrics {
  readonly registry: Registry
  heard(inbound: Inbound): void
  settled(delivery: Delivery, settlement: Settlement, lateSeconds: number): void
}

export const metrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const heard = new Counter({
    name: 'duologue_acts_total',
    help: 'What people did, by platform and kind of act.',
    labelNames: ['platform', 'type'],
    registers: [registry],
  })
  const settled = new Counter({
    name: 'duologue_deliveries_total',
    help: 'How attempts at deliveries ended, by flow.',
    labelNames: ['flow', 'outcome'],
    registers: [registry],
  })
  const late = new Histogram({
    name: 'duologue_delivery_late_seconds',
    help: 'How long after it was due a message was sent.',
    buckets: [0.1, 0.5, 1, 5, 30, 300, 3600],
    registers: [registry],
  })
  return {
    registry,
    heard: ({ from, type }) => heard.inc({ platform: from.platform, type }),
    settled: ({ flow }, { type }, lateSeconds) => {
      settled.inc({ flow, outcome: type })
      if (type === 'sent') late.observe(lateSeconds)
    },
  }
}
