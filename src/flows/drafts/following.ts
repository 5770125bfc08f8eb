import { type Effect, revise, send } from '../../core/flow.ts'
import type { Delivery, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import type { By } from './record.ts'
import { notesSubject } from './schedule.ts'

/** One message that shows how far something is that goes on apart, and what becomes of it. */
export interface Following {
  /** What a message follows, by its id; null when it is another message. */
  idIn(delivery: Delivery): string | null
  /** The message to whoever asked for it; none at the command line. */
  begun(id: string, programme: Programme, by: By, now: Delivery['dueAt']): readonly Effect[]
  /** The message says something else now. */
  shownAnew(of: { readonly id: string; readonly programmeId: string }): Effect
}

/** Messages that follow one kind of thing; `doing` says which. */
export const following = (doing: 'making' | 'approving'): Following => {
  const occurrenceOf = (id: string): string => `${doing} ${id}`
  const start = occurrenceOf('')
  return {
    idIn: ({ occurrence }) => (occurrence.startsWith(start) ? occurrence.slice(start.length) : null),
    begun: (id, programme, by, now) =>
      by === null
        ? []
        : [
            send(
              {
                flow: 'drafts',
                subject: notesSubject(programme),
                occurrence: occurrenceOf(id),
                address: { type: 'account', accountId: by },
                class: 'answer',
                participantId: null,
                dueAt: now,
              },
              programme.id,
            ),
          ],
    shownAnew: ({ id, programmeId }) =>
      revise('drafts', { kind: 'programme', id: programmeId }, occurrenceOf(id)),
  }
}

/** Whoever a message is for; empty when it is for a pair. */
export const readerOf = ({ address }: Delivery): string =>
  address.type === 'account' ? address.accountId : ''

/** The programme of what is followed, while the reader coordinates it; null otherwise, and where nothing is followed. */
export const programmeFollowed = async (
  followed: { readonly programmeId: string } | null,
  delivery: Delivery,
  read: Reader,
): Promise<Programme | null> =>
  (await read.programmes.coordinatedBy(readerOf(delivery))).find(({ id }) => id === followed?.programmeId) ??
  null
