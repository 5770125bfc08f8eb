import { describe, expect, it } from 'vitest'
import { hasMore, pagedSubject, pageOf, readPaged } from '../../src/core/paging.ts'

describe('a page of a list', () => {
  it.each([
    ['abcde', 0, ['a', 'b'], 0, true],
    ['abcde', 1, ['c', 'd'], 1, true],
    ['abcde', 2, ['e'], 2, false],
    ['abcd', 1, ['c', 'd'], 1, false],
    ['abcde', 9, ['e'], 2, false],
    ['', 0, [], 0, false],
    ['', 3, [], 0, false],
  ])('of %j, number %i', (all, number, items, shown, more) => {
    const page = pageOf([...all], number, 2)
    expect(page).toMatchObject({ items, number: shown })
    expect(hasMore(page)).toBe(more)
  })

  it.each([
    ['s1:3', 's1', 3],
    ['s1', 's1', 0],
    ['s1:', 's1', 0],
    ['s1:-1', 's1', 0],
    ['s1:99999', 's1', 0],
    ['s1:1e3', 's1', 0],
  ])('is named by the subject %j', (subject, id, page) => {
    expect(readPaged(subject)).toEqual({ id, page })
  })

  it('comes back from its subject', () => {
    expect(readPaged(pagedSubject('s1', 12))).toEqual({ id: 's1', page: 12 })
  })
})
