import { defineConfig } from 'vitest/config'
import { threadsBuilt } from './test/threads.ts'

export default defineConfig({
  plugins: [threadsBuilt()],
  test: { include: ['test/**/*.test.ts'], maxWorkers: '100%', testTimeout: 60_000, hookTimeout: 60_000 },
})
