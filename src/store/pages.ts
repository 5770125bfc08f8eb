/** How many rows are read at a time: few enough that their statement and making sense of them hold nobody up. */
const PAGE = 50

/**
 * All rows of what may be thousands, a page at a time: between two pages others get a turn. `page` gives so many that
 * come after this one; null: the first.
 */
export const inPages = async <T>(
  page: (after: T | null, take: number) => Promise<readonly T[]>,
): Promise<readonly T[]> => {
  const all: T[] = []
  for (;;) {
    const rows = await page(all.at(-1) ?? null, PAGE)
    all.push(...rows)
    if (rows.length < PAGE) return all
  }
}
