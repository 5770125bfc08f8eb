import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ZipFile } from 'yazl'

/** What the manifest leaves open: the app's id, and the host that serves it (`duologue.example.org`). */
export interface TeamsApp {
  readonly appId: string
  readonly host: string
}

/** A zip may not tell when it was made, or the same app would never be the same file. */
const ALWAYS = new Date('2026-01-01T00:00:00Z')

const FOLDER = fileURLToPath(new URL('../../../manifests/teams', import.meta.url))

/** The app package that an administrator uploads: manifest and icons of a folder, ours unless told, zipped. */
export const packageTeamsApp = async (app: TeamsApp, folder: string = FOLDER): Promise<Buffer> => {
  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8')
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(filledIn(manifest, app)), 'manifest.json', { mtime: ALWAYS })
  for (const icon of ['color.png', 'outline.png'])
    zip.addBuffer(await readFile(join(folder, icon)), icon, { mtime: ALWAYS })
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** The manifest for one installation: its placeholders stand in JSON strings. */
const filledIn = (manifest: string, { appId, host }: TeamsApp): string =>
  manifest.replaceAll('{{APP_ID}}', () => inString(appId)).replaceAll('{{HOST}}', () => inString(host))

const inString = (value: string): string => JSON.stringify(value).slice(1, -1)
