import { defineConfig } from 'vitest/config'
import { threadsBuilt } from './test/threads.ts'

export default defineConfig({
  plugins: [threadsBuilt()],
  test: { include: ['test/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 30_000 },
})
