/** One page of a list. Pages count from 0. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly number: number
  /** How many pages there are; one at least. */
  readonly of: number
}

/** This page of a list; past its end, the last. */
export const pageOf = <T>(all: readonly T[], number: number, size: number): Page<T> => {
  const of = Math.max(1, Math.ceil(all.length / size))
  const shown = Math.min(number, of - 1)
  return { items: all.slice(shown * size, (shown + 1) * size), number: shown, of }
}

export const hasMore = ({ number, of }: Page<unknown>): boolean => number + 1 < of

/** What a button or form about this page of something is about. */
export const pagedSubject = (id: string, number: number): string => `${id}:${number}`

/** What such a subject says. */
export const readPaged = (subject: string): { readonly id: string; readonly page: number } => {
  const [id = '', page = ''] = subject.split(':')
  return { id, page: readPage(page) }
}

/** The page that this names; the first where it names none. */
export const readPage = (written: string): number => (/^\d{1,4}$/.test(written) ? Number(written) : 0)
