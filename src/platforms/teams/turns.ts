import type { TurnContext } from 'botbuilder'
import type { Clock } from '../../core/clock.ts'
import type { HandBack, Hear, Reply } from '../../core/platform.ts'
import type { TeamsActivity } from './activity.ts'
import { LIMITS, type Limiter } from './limits.ts'
import { kindOf, type Log } from './log.ts'
import type { People } from './people.ts'
import type { Received } from './receive.ts'
import { cardIn, type InvokeAnswer, invokeAnswer, TAKEN_IN } from './reply.ts'
import type { After } from './timer.ts'

/** A status, and what an invoke is told besides. */
export interface HttpAnswer {
  readonly status: number
  readonly body?: InvokeAnswer
}

/** An act and the activity that it came with. */
interface Turn {
  readonly received: Extract<Received, { type: 'act' }>
  readonly activity: TeamsActivity
  readonly tenant: string
  /** Has the SDK run this with its context, which is of no use once it has ended. */
  run(logic: (context: TurnContext) => Promise<void>): Promise<void>
}

/** Has acts heard, one turn each, and answers in time. */
export interface Turns {
  take(turn: Turn, hear: Hear, handBack: HandBack): Promise<HttpAnswer>
  /** Resolves when every turn has ended, those already answered included. */
  idle(): Promise<void>
}

interface Needs {
  readonly clock: Clock
  readonly limiter: Limiter
  readonly people: People
  readonly after: After
  readonly log: Log
}

export const createTurns = ({ clock, limiter, people, after, log }: Needs): Turns => {
  const inHand = new Set<Promise<unknown>>()

  const keep = (work: Promise<unknown>): void => {
    inHand.add(work)
    void work.finally(() => inHand.delete(work))
  }

  const mayCall = ({ tenant, activity }: Turn): boolean =>
    limiter.take(clock.now(), tenant, activity.conversation.id) === null

  const showTyping = async (context: TurnContext, turn: Turn): Promise<void> => {
    if (!mayCall(turn)) return
    await context
      .sendActivity({ type: 'typing' })
      .catch(() => log('info', 'teams-typing-failed', { id: turn.received.inbound.id }))
  }

  const heard = async (context: TurnContext, turn: Turn, hear: Hear): Promise<Reply> => {
    const { inbound, answered } = turn.received
    // The client itself shows that a press is on its way.
    const callOff =
      answered === 'invoke' ? () => {} : after(LIMITS.typingAfterMs, () => keep(showTyping(context, turn)))
    try {
      return await hear(await people.known(inbound, context, turn.activity.from.id))
    } finally {
      callOff()
    }
  }

  /**
   * A form that comes too late for the answer is sent on its own. What a message became the core sees to; and what is
   * only to be read, which may be private, never stands in the chat.
   */
  const sendLate = async (reply: Reply, { inbound }: Turn['received'], handBack: HandBack): Promise<void> => {
    if ('form' in reply && reply.form.inputs.length > 0) await handBack(inbound, reply.form)
  }

  /** What comes first: the answer, or the end of Teams' patience. */
  const inTime = (done: Promise<HttpAnswer>, budget: number, tooLate: () => HttpAnswer) =>
    new Promise<HttpAnswer>((resolve) => {
      const callOff = after(budget, () => resolve(tooLate()))
      void done.then((answer) => {
        callOff()
        resolve(answer)
      })
    })

  return {
    take(turn, hear, handBack) {
      const isInvoke = turn.received.answered === 'invoke'
      const acknowledged: HttpAnswer = isInvoke ? { status: 200, body: TAKEN_IN } : { status: 200 }
      let answer = acknowledged
      let isLate = false
      const done = turn
        .run(async (context) => {
          const reply = await heard(context, turn, hear)
          if (isInvoke) answer = { status: 200, body: invokeAnswer(cardIn(reply)) }
          if (isLate) await sendLate(reply, turn.received, handBack)
        })
        .then(
          () => answer,
          (error: unknown): HttpAnswer => {
            log('error', 'teams-act-failed', { id: turn.received.inbound.id, error: kindOf(error) })
            return { status: 500 }
          },
        )
      keep(done)
      return inTime(done, isInvoke ? LIMITS.invokeBudgetMs : LIMITS.messageBudgetMs, () => {
        isLate = true
        return acknowledged
      })
    },
    async idle() {
      while (inHand.size > 0) await Promise.allSettled(inHand)
    },
  }
}
