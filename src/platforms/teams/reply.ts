import type { Reply } from '../../core/platform.ts'
import { type Card, render } from './render.ts'

/** What an invoke is answered with, besides HTTP's own 200. */
export interface InvokeAnswer {
  readonly statusCode: 200
  readonly type: 'application/vnd.microsoft.activity.message' | 'application/vnd.microsoft.card.adaptive'
  readonly value: string | Card
}

/** Taken in; the card stays as it is. */
export const TAKEN_IN: InvokeAnswer = {
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: '',
}

export const invokeAnswer = (card: Card | null): InvokeAnswer =>
  card === null ? TAKEN_IN : { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card }

/** What takes the place of the card that was pressed or sent; null leaves it. */
export const cardIn = (reply: Reply): Card | null => {
  switch (reply.type) {
    case 'became':
      return render(reply.message)
    case 'form':
      return render(reply.form)
    case 'errors':
      return render(reply.form, reply.errors)
    case 'answer':
    case 'nothing':
      return null
  }
}
