import { writeFileSync } from 'node:fs'
import { DuologueError } from '../core/errors.ts'
import { print } from './output.ts'
import { configOrFail } from './setup.ts'

/** Zips the Teams app of this set-up: manifest and icons, ready to upload. */
export const packageTeams = async (file: string): Promise<void> => {
  const { teams, publicUrl } = configOrFail()
  if (!teams?.appId)
    throw new DuologueError(
      'no-teams',
      'The package needs the id of your Teams app.',
      'Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID; the README says where they come from.',
    )
  const { packageTeamsApp } = await import('../platforms/teams/index.ts')
  const { hostname, host } = new URL(publicUrl)
  const zipped = await packageTeamsApp({ appId: teams.appId, host })
  try {
    writeFileSync(file, zipped)
  } catch (cause) {
    throw new DuologueError(
      'no-file',
      `The file ${file} could not be written.`,
      'Give another name or place.',
      cause,
    )
  }
  print(`Wrote ${file}. Upload it in the Teams admin centre.`)
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    print('It names this machine, which Teams will refuse: set PUBLIC_URL and make the package again.')
}
