import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The published schemas that everything sent is checked against; they live beside the repository. */
const FOLDER = new URL('../../../shared/schemas/', import.meta.url)

/** Null where the folder is absent, which only a machine of one's own may have. */
export const schema = (file: string): object | null => {
  const path = fileURLToPath(new URL(file, FOLDER))
  if (!existsSync(path)) {
    if (process.env['CI'] === 'true') throw new Error(`${file} is missing: checks of what we send need it.`)
    return null
  }
  return JSON.parse(readFileSync(path, 'utf8'))
}
