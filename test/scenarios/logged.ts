import fs from 'node:fs'
import { format } from 'node:util'
import { onTestFinished, vi } from 'vitest'

/** Everything that the process writes to its outputs from now on, the log above all. */
export const listenToLog = (): { text(): string } => {
  let text = ''
  const keep = (chunk: unknown) => {
    text += Buffer.isBuffer(chunk) ? chunk.toString('utf8') : String(chunk)
  }
  const write = fs.writeSync
  const spies = [
    // The log goes straight to its file descriptor, past the streams.
    vi.spyOn(fs, 'writeSync').mockImplementation((...args: unknown[]) => {
      const [fd, data] = args
      if (fd === 1 || fd === 2) {
        keep(data)
        return Buffer.byteLength(String(data))
      }
      return Reflect.apply(write, fs, args)
    }),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation((...args) => keep(format(...args))),
    ),
    ...[process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        keep(chunk)
        return true
      }),
    ),
  ]
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore()
  })
  return { text: () => text }
}
