import type { Pair } from './model.ts'
import type { Reader } from './store.ts'

/** A name or an address as it is compared: whatever its case and spaces. */
export const plainName = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Whether somebody of a pair would rather not be paired with another of it. Who that is, nobody is told. */
export const areKeptApart = async (
  { members }: Pair,
  { participants }: Pick<Reader, 'participants'>,
): Promise<boolean> => {
  for (const { id } of members) {
    const typed = (await participants.notWithOf(id)).map(plainName)
    const others = members.filter((other) => other.id !== id)
    if (others.some(({ name, email }) => typed.includes(plainName(name)) || typed.includes(plainName(email))))
      return true
  }
  return false
}
