import type { ProductAnswer } from './http.ts'
import { parse } from './json.ts'
import { shown, shownInbox } from './shown.ts'
import type { Outcome, ShownMessage, SimulatorOptions } from './types.ts'
import type { Watch, World } from './world.ts'

const PATIENCE_MS = 3000
/** How long an act that needs no answer waits for one, when nobody can say that the product has finished. */
const LINGER_MS = 300

/** What came of an act so far; the rest is read from the watch once the product has settled. */
export interface Result {
  answer: ProductAnswer | null
  ok: boolean
  fieldErrors?: Record<string, string>
  error?: string | null
  /** Whether the person expects something to appear. */
  expects: boolean
}

/** An act that never left the client. */
export function notSent(error: string, fieldErrors: Record<string, string> = {}): Result {
  return { answer: null, ok: false, fieldErrors, error, expects: false }
}

/** Runs an act, waits until what it causes has appeared, and tells what that was. */
export async function outcomeOf(
  world: World,
  options: SimulatorOptions,
  who: { workspace: string; person: string },
  act: () => Promise<Result>,
): Promise<Outcome> {
  const watch = world.watch(who.workspace, who.person)
  try {
    const result = await act()
    if (result.answer?.type === 'answered' && (result.ok || options.settle))
      await wait(options, watch, result.expects)
    const { answer } = result
    return {
      ok: result.ok,
      status: answer?.type === 'answered' ? answer.status : 0,
      ms: answer?.ms ?? 0,
      appeared: watch.seen().map((message) => shown(world, message)),
      fieldErrors: result.fieldErrors ?? {},
      error: result.error ?? null,
      response:
        answer?.type === 'answered' && answer.body !== '' ? (parse(answer.body) ?? answer.body) : undefined,
    }
  } finally {
    watch.stop()
  }
}

/** Waits for what follows an acknowledgement: until the product has settled, where somebody can tell. */
export async function wait(options: SimulatorOptions, watch: Watch, expects: boolean): Promise<void> {
  const patience = options.patienceMs ?? PATIENCE_MS
  const { settle } = options
  if (!settle) return watch.first(expects ? patience : Math.min(patience, LINGER_MS))
  await settle()
}

/** The first message that fits, in the inbox or yet to come. */
export function waitForMessage(
  world: World,
  workspace: string,
  person: string,
  fits: (message: ShownMessage) => boolean,
  withinMs = PATIENCE_MS,
): Promise<ShownMessage> {
  const look = () => shownInbox(world, workspace, person).find(fits)
  return new Promise((resolve, reject) => {
    const already = look()
    if (already) return resolve(already)
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`Nothing that fits appeared to ${person} within ${withinMs} ms.`))
    }, withinMs)
    const stop = world.subscribe((event) => {
      if (event.type !== 'message' && event.type !== 'revised') return
      const found = look()
      if (!found) return
      clearTimeout(timer)
      stop()
      resolve(found)
    })
  })
}
