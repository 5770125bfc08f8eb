import type { Draft, Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { comparisonOf, versionOf } from './compare.ts'
import { compareMessage } from './copy/compare.ts'
import { sayEntry } from './copy/history.ts'
import type { Desk } from './desk.ts'
import { changesSince, toldOf } from './history.ts'

/** Who has changed what of a draft since it was seen at a revision, in a sentence; null when nobody has. */
export const changedSince = async (
  desk: Desk,
  seen: { readonly draftId: string; readonly revision: number },
  read: Reader,
): Promise<string | null> => {
  return desk.draft.id === seen.draftId && desk.draft.revision === seen.revision
    ? null
    : changesSince(seen, desk.draft, null, desk.field.participants, read)
}

/** Two drafts beside one another. */
export const comparing = async (programme: Programme, older: Draft, newer: Draft, read: Reader) =>
  compareMessage(
    comparisonOf(
      programme,
      await versionOf(older, read),
      await versionOf(newer, read),
      await read.participants.of(programme.id),
    ),
    newer,
  )

/** The newest entries of the audit, a line each, the newest first. */
export const auditLines = async (
  programme: Programme,
  most: number,
  read: Reader,
): Promise<readonly string[]> => {
  const entries = await read.audit.of(programme.id, 0, most)
  const told = await toldOf(entries, null, await read.participants.of(programme.id), read)
  return told.map((one) => sayEntry(one, programme.timeZone))
}
