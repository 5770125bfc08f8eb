import type { People } from '../../../src/cli/people/read.ts'
import { readPeople } from '../../../src/cli/people/read.ts'
import { aProgramme, aWorkspace } from '../../facts.ts'

export const HEADERS = 'name,email,side,organisation,workspace'
export const AMINA = 'Amina Yusuf,amina@harbour.example,Emerging leaders,Harbour Trust,slack:harbour'
export const TOM = 'Tom Reed,tom@city.example,Senior leaders,City Council,teams:city'

export const WORKSPACES = [
  aWorkspace(),
  aWorkspace({ id: 'w-teams', platform: 'teams', name: 'city', externalId: 'tenant-1', groups: false }),
]

/** What is read of a list, given as text or bytes. */
export const read = (list: string | Uint8Array): People =>
  readPeople(typeof list === 'string' ? new TextEncoder().encode(list) : list, aProgramme(), WORKSPACES)

/** A list that has no problems. */
export const wholeList = (list: string | Uint8Array) => {
  const result = read(list)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result
}

/** The people of a list that has no problems. */
export const people = (list: string | Uint8Array) => wholeList(list).people

/** What is wrong with a list; nothing when all is well. */
export const problems = (list: string | Uint8Array) => {
  const result = read(list)
  return result.ok ? [] : result.problems
}
