/** What somebody filled in and the product took in: the private words of each field, and whether it waits to be gone on with. */
interface Filled {
  readonly who: string
  readonly form: string
  readonly words: Readonly<Record<string, string>>
  readonly isUnsent: boolean
}

/** Remembers what people wrote in private, and what they have since written something else in place of. */
export const createPrivateWords = () => {
  const all: string[] = []
  const replaced = new Set<string>()
  const unsent = new Map<string, string>()
  return {
    take: ({ who, form, words, isUnsent }: Filled): void => {
      for (const [field, written] of Object.entries(words)) {
        const place = JSON.stringify([who, form, field])
        const before = unsent.get(place)
        if (before !== undefined) replaced.add(before)
        unsent.delete(place)
        if (isUnsent) unsent.set(place, written)
        all.push(written)
      }
    },
    /** All of them, also what is no longer kept: none of them may be shown to anybody. */
    all: (): readonly string[] => all,
    /** Those that have to be kept. */
    kept: (): readonly string[] => all.filter((words) => !replaced.has(words)),
  }
}
