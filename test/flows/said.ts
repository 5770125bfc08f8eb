import type { Act, Effect, Outcome, Who } from '../../src/core/flow.ts'
import { type Answers, type Content, type Form, type Message, plain } from '../../src/core/message.ts'
import type { Delivery, NewDelivery } from '../../src/core/model.ts'
import { at } from '../facts.ts'

/** What people do in tests, and what they are shown. */

export const command = (word: string, who: Who): Act => ({
  type: 'command',
  word,
  rest: '',
  home: false,
  who,
  id: 'act1',
})
export const press = (name: string, subject: string, who: Who): Act => ({
  type: 'press',
  name,
  subject,
  who,
  id: 'act1',
})
export const submit = (name: string, subject: string, answers: Answers, who: Who): Act => ({
  type: 'submit',
  name,
  subject,
  answers,
  who,
  id: 'act1',
})

/** The message that an act was answered with. */
export const shown = ({ reply }: Outcome): Message => {
  if (reply.type !== 'answer' && reply.type !== 'became')
    throw new Error(`A message was expected, not ${reply.type}.`)
  return reply.message
}

/** The form that an act was answered with. */
export const asked = ({ reply }: Outcome): Form => {
  if (reply.type !== 'form' && reply.type !== 'errors')
    throw new Error(`A form was expected, not ${reply.type}.`)
  return reply.form
}

/** Every word of it, quotes included. */
export const wordsOf = (content: Content): string =>
  (content.type === 'form' ? content.intro : content.parts)
    .flatMap((part): readonly string[] => {
      switch (part.type) {
        case 'text':
        case 'quiet':
          return [plain(part.text)]
        case 'list':
          return part.items.map(plain)
        case 'heading':
          return [part.text]
        case 'quote':
          return [part.text, part.by]
        case 'facts':
          return part.facts.map(({ label, value }) => `${label}: ${value}`)
        case 'progress':
          return [`${part.label}: ${part.done} of ${part.of}`]
        case 'actions':
          return []
        default:
          part satisfies never
          return []
      }
    })
    .join('\n')

export const buttonsOf = (content: Content): readonly string[] =>
  content.type === 'form'
    ? []
    : content.parts.flatMap((part) => (part.type === 'actions' ? part.actions.map(({ label }) => label) : []))

/** `aggregate.verb` of everything saved. */
export const saves = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.type === 'save' ? [`${effect.aggregate}.${effect.verb}`] : []))

export const sends = (effects: readonly Effect[]): readonly NewDelivery[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.delivery] : []))

export const touched = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) =>
    effect.type === 'touch' ? [`${effect.subject.kind} ${effect.subject.id}`] : [],
  )

/** A delivery as the store keeps it. */
export const aDelivery = (but: Partial<Delivery> & Pick<Delivery, 'flow' | 'subject'>): Delivery => ({
  id: 'delivery1',
  occurrence: 'once',
  address: { type: 'account', accountId: 'a-amina' },
  class: 'ordinary',
  participantId: 'p-amina',
  dueAt: at('2026-01-20T09:00:00Z'),
  programmeId: 'g1',
  state: 'due',
  reason: null,
  attempts: 0,
  inDoubt: false,
  receipt: null,
  sentAt: null,
  stale: false,
  shows: null,
  ...but,
})

/** What is wrong with a message or form by the rules that every flow keeps; empty when nothing is. */
export const faultsOf = (content: Content): readonly string[] => {
  const parts = content.type === 'form' ? content.intro : content.parts
  const pressed = parts.flatMap((part) => (part.type === 'actions' ? part.actions : []))
  const all = wordsOf(content)
  return [
    ...(pressed.length > 6 ? [`${pressed.length} buttons`] : []),
    ...pressed.filter(({ label }) => label.length > 40).map(({ label }) => `long label: ${label}`),
    ...pressed.flatMap((one) =>
      one.type === 'press' && one.subject.length > 100 ? [`long subject: ${one.label}`] : [],
    ),
    ...(/\b(?:mentor|mentee|match|user|member)s?\b/i.test(all) ? ['a word that is not ours'] : []),
    ...(all.match(/\b[a-z]+[A-Z]\w*/g) ?? []).map((name) => `a name out of the code: ${name}`),
    ...(content.type === 'form' && (content.title.length > 24 || content.submit.length > 24)
      ? ['long title or submit']
      : []),
    ...(content.type === 'form'
      ? content.inputs.flatMap((input) =>
          input.type === 'choice'
            ? input.options.filter(({ label }) => label.length > 75).map(() => 'long option')
            : [],
        )
      : []),
  ]
}
