import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'

export type SchemaEngine = glue.SchemaEngine

/** Node has it; the types of neither Node nor the language do. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ instance: { exports: Readonly<Record<string, unknown>> } }>
}

type Start = () => void
const isStart = (value: unknown): value is Start => typeof value === 'function'

let loaded: Promise<void> | null = null

/** Node 20 cannot import a .wasm file: this does what the package's own entry does, by hand. */
const load = async (): Promise<void> => {
  const beside = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const { instance } = await WebAssembly.instantiate(await readFile(beside.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': { ...glue },
  })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start']
  if (isStart(start)) start()
}

/** Prisma's own adapter, which alone can serve its schema engine. */
export const prismaAdapter = (path: string, timeout: number): SqlMigrationAwareDriverAdapterFactory =>
  new PrismaBetterSqlite3({ url: path, timeout }, { timestampFormat: 'unixepoch-ms' })

/** Runs Prisma's schema engine over a driver adapter. It takes 5 MB and a moment: only when there is work for it. */
export const withSchemaEngine = async <T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: string | null,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> => {
  loaded ??= load()
  await loaded
  const opened: SqlDriverAdapter[] = []
  const remembered = async (adapter: Promise<SqlDriverAdapter>) => {
    opened.push(await adapter)
    return adapter
  }
  const engine = await glue.SchemaEngine.new(
    { datamodels: schema === null ? undefined : [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory({
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      connect: () => remembered(adapter.connect()),
      connectToShadowDb: () => remembered(adapter.connectToShadowDb()),
    }),
  )
  try {
    return await work(engine)
  } finally {
    engine.free()
    // The engine never closes what it opened, and keeps the file locked for as long.
    for (const one of opened) await one.dispose()
  }
}
