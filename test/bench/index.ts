import { existsSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Built sources look for the migrations where the package has them: two folders above themselves.
const built = fileURLToPath(new URL('../../', import.meta.url))
if (!existsSync(`${built}prisma`)) symlinkSync(`${built}../prisma`, `${built}prisma`, 'junction')

const parts = {
  inbound: async () => (await import('./inbound.ts')).run(),
  start: async () => (await import('./start.ts')).run(),
  delivery: async () => (await import('./delivery.ts')).run(),
  page: async () => (await import('./page.ts')).run(),
  deciding: async () => (await import('./deciding/index.ts')).run(),
  pairing: async () => (await import('./pairing/index.ts')).run(),
}

const [wanted] = process.argv.slice(2).filter((argument) => !/^\d+$/.test(argument))
const chosen = Object.entries(parts).filter(([name]) => wanted === undefined || name === wanted)
if (chosen.length === 0) {
  console.error(`There is no part “${wanted}”: choose ${Object.keys(parts).join(', ')}, or none for all.`)
  process.exitCode = 1
}
for (const [, part] of chosen) await part()
