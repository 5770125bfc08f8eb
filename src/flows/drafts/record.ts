import { type Context, type Effect, save } from '../../core/flow.ts'
import type { AuditEntry, Draft, Programme } from '../../core/model.ts'
import type { Reason } from '../../core/pairing.ts'

/** Who decides: an account, or null at the command line. */
export type By = string | null

/** What can be done to a draft. */
export const ACTS = [
  'made',
  'approved',
  'rejected',
  'kept',
  'let-go',
  'swapped',
  'undone',
  'stopped',
  'no-more-approved',
] as const
export type DraftAct = (typeof ACTS)[number]

/** What every draft is called in the audit. */
export const aboutDraft = (id: string): AuditEntry['about'] => ({ kind: 'draft', id })

/** One row of the audit about a draft, as it is after the act, however many pairs it was about. */
export const recorded = (
  act: DraftAct,
  programme: Programme,
  draft: Pick<Draft, 'id' | 'revision'>,
  people: AuditEntry['people'],
  by: By,
  context: Context,
  why: { readonly reason: Reason; readonly words: string | null } | null = null,
): Effect =>
  save('audit', 'record', {
    id: context.newId(`audit ${act} ${draft.id} ${people.flat().join(' ')}`),
    programmeId: programme.id,
    at: context.now,
    by,
    act,
    about: aboutDraft(draft.id),
    revision: draft.revision,
    people,
    reason: why?.reason ?? null,
    words: why?.words ?? null,
  })
