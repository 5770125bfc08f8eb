import { became, type Outcome, type Who } from '../../core/flow.ts'
import type { AuditEntry, Draft, Participant, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { byId } from '../people.ts'
import { historyMessage, reasonsForm, sayChanges } from './copy/history.ts'
import type { Place } from './desk.ts'
import { aboutDraft } from './record.ts'

/** Entries on one page. */
const ENTRIES_A_PAGE = 8

/** One entry of the audit with whom it names. */
export interface Told {
  readonly entry: AuditEntry
  /** Null at the command line, and for an account that is gone. */
  readonly by: string | null
  /** Whether it was done by whoever reads it. */
  readonly mine: boolean
  /** Those of each pair that it was about. */
  readonly people: readonly (readonly Participant[])[]
}

/** Entries of the audit with the names that they stand for. `reader`: account of whoever reads; null: nobody's. */
export const toldOf = async (
  entries: readonly AuditEntry[],
  reader: string | null,
  participants: readonly Participant[],
  read: Reader,
): Promise<readonly Told[]> => {
  const people = byId(participants)
  const told: Told[] = []
  for (const entry of entries) {
    const account = entry.by === null ? null : await read.accounts.byId(entry.by)
    told.push({
      entry,
      by: account?.name ?? null,
      mine: entry.by !== null && entry.by === reader,
      people: entry.people.map((ids) => ids.flatMap((id) => people.get(id) ?? [])),
    })
  }
  return told
}

const entriesOn = async (programme: Programme, page: number, who: Who, read: Reader) => {
  const entries = await read.audit.of(programme.id, page * ENTRIES_A_PAGE, ENTRIES_A_PAGE + 1)
  const told = await toldOf(
    entries.slice(0, ENTRIES_A_PAGE),
    who.account.id,
    await read.participants.of(programme.id),
    read,
  )
  return { told, more: entries.length > ENTRIES_A_PAGE }
}

/** One page of what was done, the newest first. */
export const showHistory = async (
  programme: Programme,
  page: number,
  who: Who,
  read: Reader,
): Promise<Outcome> => {
  const { told, more } = await entriesOn(programme, page, who, read)
  return became(historyMessage(programme, told, page, more, zoneOf(who, programme)))
}

/** The words that coordinators gave as reasons on this page; null when there are none. */
export const openReasons = async (programme: Programme, page: number, who: Who, read: Reader) => {
  const { told } = await entriesOn(programme, page, who, read)
  return reasonsForm(programme, told, page, zoneOf(who, programme))
}

const zoneOf = ({ account }: Who, programme: Programme): string => account.timeZone ?? programme.timeZone

/** What has been done to the draft that counts since this was seen, in a sentence for whoever came second. */
export const changesSince = async (
  seen: Pick<Place, 'draftId' | 'revision'>,
  current: Draft,
  reader: string | null,
  participants: readonly Participant[],
  read: Reader,
): Promise<string> => {
  const entries = (await read.audit.about(aboutDraft(current.id))).filter(
    ({ revision }) => current.id !== seen.draftId || (revision ?? 0) > seen.revision,
  )
  return sayChanges(await toldOf(entries, reader, participants, read))
}
