import { defineConfig } from 'prisma/config'

// generate, validate and format do not use the schema engine, but the CLI insists on finding one and would
// fetch it; naming any executable spares machines behind a closed network that download.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations/sqlite' },
})
