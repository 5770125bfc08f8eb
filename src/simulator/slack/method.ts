import type { Json } from '../json.ts'
import type { SimulatedSlackWorkspace } from '../types.ts'
import type { BlockProblem } from './checks.ts'
import type { SlackState } from './state.ts'

/** A call of the Web API, authenticated and with its arguments parsed. */
export interface MethodCall {
  state: SlackState
  workspace: SimulatedSlackWorkspace
  args: Json
}

/** What Slack answers: members beside `ok: true`, or the code of an error with what explains it. */
export type MethodResult = { ok: true; body: Json } | { ok: false; error: string; more?: Json }

export type Method = (call: MethodCall) => MethodResult

export function fine(body: Json = {}): MethodResult {
  return { ok: true, body }
}

export function refused(error: string, more?: Json): MethodResult {
  return more ? { ok: false, error, more } : { ok: false, error }
}

/** An error for what is wrong with blocks or a view, with the places as Slack tells them; null when all is well. */
export function refusedFor(error: string, problems: BlockProblem[]): MethodResult | null {
  if (problems.length === 0) return null
  const told = problems.map(({ pointer, reason }) => `${reason} [json-pointer:${pointer}]`)
  return refused(error, {
    errors: told,
    response_metadata: { messages: told.map((line) => `[ERROR] ${line}`) },
  })
}

/** One page of a list, with the cursor for the next; null when the cursor is none of ours. */
export function page<T>(items: T[], args: Json, usual: number): { items: T[]; cursor: string } | null {
  const asked = Number(args['limit'] ?? 0)
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 1000) : usual
  let start = 0
  if (typeof args['cursor'] === 'string' && args['cursor'] !== '') {
    const told = Buffer.from(args['cursor'], 'base64').toString('utf8')
    if (!/^next:\d+$/.test(told)) return null
    start = Number(told.slice('next:'.length))
  }
  const end = start + size
  return {
    items: items.slice(start, end),
    cursor: end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  }
}
