import { type Message, plain } from '../core/message.ts'

/** Says something to whoever runs the command. */
export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`)
}

/** Says what went wrong. */
export const complain = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** Ends quietly once whoever reads has read enough, as `head` has. */
export const endWithReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

/** Resolves when all that was said has been taken: a slow pipe would lose what an exit cuts off. */
export const allSaid = async (): Promise<void> => {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
    ),
  )
}

/** Says how far a long piece of work is: in place on a terminal, nothing elsewhere. */
export const progress = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}

export const progressDone = (): void => {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}

/** A message as a terminal shows it: without its buttons. */
export const messageText = ({ parts }: Message): string =>
  parts
    .flatMap((part): readonly string[] => {
      switch (part.type) {
        case 'heading':
          return [part.text]
        case 'text':
        case 'quiet':
          return [plain(part.text)]
        case 'facts':
          return part.facts.map(({ label, value }) => `  ${label}: ${value}`)
        case 'list':
          return part.items.map((item) => `  ${plain(item)}`)
        case 'quote':
          return [`  “${part.text}” (${part.by})`]
        case 'progress':
          return [`${part.label}: ${part.done} of ${part.of}`]
        case 'actions':
          return []
        default:
          part satisfies never
          return []
      }
    })
    .join('\n')

const LONGEST_NAME = 50

/** As much of a name as a table shows: one would widen every row of it. */
export const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1).trimEnd()}…` : name

/** Columns, each as wide as its widest cell; numbers to the right. */
export const table = (rows: readonly (readonly (string | number)[])[]): string => {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, String(cell).length)
    })
  return rows
    .map((row) =>
      row
        .map((cell, index) =>
          typeof cell === 'number'
            ? String(cell).padStart(widths[index] ?? 0)
            : cell.padEnd(widths[index] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
