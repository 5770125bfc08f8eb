import type { Outbox, Writes } from '../core/store.ts'
import { accountsReader, accountsWrites } from './accounts.ts'
import { announcementsReader, announcementsWrites } from './announcements.ts'
import { auditReader, auditWrites } from './audit.ts'
import { checkInsReader, checkInsWrites } from './checkins.ts'
import type { Db } from './client.ts'
import { deliveriesOutbox, deliveriesReader } from './deliveries.ts'
import { draftsReader, draftsWrites } from './drafts.ts'
import { meetingsReader, meetingsWrites } from './meetings.ts'
import type { Kept, KeptTransaction } from './memory.ts'
import { momentsOutbox } from './moments.ts'
import { approvedReader, pairsWrites } from './pairs.ts'
import { participantsReader, participantsWrites } from './participants.ts'
import { programmesReader, programmesWrites } from './programmes.ts'
import { reflectionsReader, reflectionsWrites } from './reflections.ts'
import { surveysReader, surveysWrites } from './surveys.ts'
import type { Vault } from './vault.ts'
import type { Workspaces } from './workspaces.ts'

export const reader = (db: Db, vault: Vault, workspaces: Workspaces): Kept => ({
  programmes: programmesReader(db, workspaces),
  accounts: accountsReader(db, workspaces),
  participants: participantsReader(db, vault, workspaces),
  approved: approvedReader(db, workspaces),
  drafts: draftsReader(db),
  audit: auditReader(db, vault),
  meetings: meetingsReader(db),
  checkIns: checkInsReader(db, vault),
  reflections: reflectionsReader(db, vault),
  surveys: surveysReader(db, vault),
  announcements: announcementsReader(db),
  deliveries: deliveriesReader(db),
})

const writes = (db: Db, vault: Vault, workspaces: Workspaces): Writes => ({
  programmes: programmesWrites(db),
  accounts: accountsWrites(db, workspaces),
  participants: participantsWrites(db, vault),
  pairs: pairsWrites(db),
  drafts: draftsWrites(db),
  audit: auditWrites(db, vault),
  meetings: meetingsWrites(db),
  checkIns: checkInsWrites(db, vault),
  reflections: reflectionsWrites(db, vault),
  surveys: surveysWrites(db, vault),
  announcements: announcementsWrites(db),
})

const outbox = (db: Db, vault: Vault): Outbox => ({ ...deliveriesOutbox(db, vault), ...momentsOutbox(db) })

export const transaction = (db: Db, vault: Vault, workspaces: Workspaces): KeptTransaction => ({
  read: reader(db, vault, workspaces),
  write: writes(db, vault, workspaces),
  outbox: outbox(db, vault),
})
