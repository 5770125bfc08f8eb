import { describe, expect, it } from 'vitest'
import { localIso, minutesAhead } from '../../src/simulator/zones.ts'

describe('local time as the platforms tell it', () => {
  it.each([
    ['UTC', '2026-07-01T12:00:00Z', 0, '2026-07-01T12:00:00.000+00:00'],
    ['Europe/London', '2026-03-29T00:59:59Z', 0, '2026-03-29T00:59:59.000+00:00'],
    ['Europe/London', '2026-03-29T01:00:00Z', 60, '2026-03-29T02:00:00.000+01:00'],
    ['America/St_Johns', '2026-01-01T02:00:00Z', -210, '2025-12-31T22:30:00.000-03:30'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', 345, '2026-01-01T05:45:00.000+05:45'],
  ])('in %s at %s', (zone, instant, minutes, local) => {
    const at = Date.parse(instant)
    expect([minutesAhead(zone, at), localIso(zone, at)]).toEqual([minutes, local])
  })
})
