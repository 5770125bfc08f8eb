import type { Fault, FaultCall } from './faults.ts'
import { digest } from './hash.ts'
import type { PlatformAnswer } from './http.ts'
import type { Limiter, Window } from './limits.ts'
import type { World } from './world.ts'

/** What the simulator knows of a call before it answers. */
export interface IncomingCall {
  platform: FaultCall['platform']
  workspace: string
  method: string
  conversation: string
  /** What can be read in it; two calls that say the same are the same subject. */
  content: string
  uses: { key: string; windows: Window[] }[]
}

/** How a platform words its refusals. */
export interface Refusals {
  limited(retryAfterSeconds: number): PlatformAnswer
  failed(status: number): PlatformAnswer
}

/** Runs calls through outages, the platform's own limits and faults, and counts what became of each. */
export function createGate(world: World, limiter: Limiter, refusals: Refusals) {
  const attempts = new Map<string, number>()

  const count = (call: IncomingCall, outcome: string) => {
    const byOutcome = world.counts[`${call.platform} ${call.method}`] ?? {}
    world.counts[`${call.platform} ${call.method}`] = byOutcome
    byOutcome[outcome] = (byOutcome[outcome] ?? 0) + 1
    world.emit({
      type: 'call',
      platform: call.platform,
      workspace: call.workspace,
      method: call.method,
      outcome,
    })
  }

  const faultOf = (call: IncomingCall): Fault | null => {
    const { platform, workspace, method } = call
    const subject = `${call.conversation} ${digest(call.content).slice(0, 16)}`
    const key = digest(platform, workspace, method, subject)
    const attempt = (attempts.get(key) ?? 0) + 1
    attempts.set(key, attempt)
    return world.faults({ platform, workspace, method, subject, attempt })
  }

  return async function pass(
    call: IncomingCall,
    act: () => { answer: PlatformAnswer; ok: boolean },
  ): Promise<PlatformAnswer> {
    if (world.outages.has(call.platform)) {
      count(call, 'outage')
      return refusals.failed(503)
    }
    const wait = limiter.take(world.clock.now(), call.uses)
    if (wait !== null) {
      count(call, 'limited')
      return refusals.limited(Math.max(1, Math.ceil(wait / 1000)))
    }
    const fault = faultOf(call)
    if (fault?.type === 'rate-limited') {
      count(call, 'fault rate-limited')
      return refusals.limited(fault.retryAfterSeconds)
    }
    if (fault?.type === 'server-error') {
      count(call, `fault ${fault.status}`)
      return refusals.failed(fault.status)
    }
    if (fault?.type === 'reset' && !fault.processed) {
      count(call, 'fault reset')
      return 'reset'
    }
    const { answer, ok } = act()
    if (fault?.type === 'reset') {
      count(call, 'fault reset after acceptance')
      return 'reset'
    }
    if (fault?.type === 'slow') {
      world.clock.advance(fault.ms)
      count(call, 'fault slow')
      return answer
    }
    count(call, ok ? 'ok' : 'refused')
    return answer
  }
}
