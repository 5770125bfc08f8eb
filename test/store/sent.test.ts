import { expect, test } from 'vitest'
import type { UnderWay } from '../../src/core/store.ts'
import { rememberingSent } from '../../src/store/sent.ts'
import { at } from '../facts.ts'
import { readerOf } from '../flows/reading.ts'

test('of a pair of which something has gone out it is not asked again, of any other each time', async () => {
  const asked: (readonly string[])[] = []
  const states = new Map<string, UnderWay>([
    ['sent', { how: 'told', since: at('2026-01-12T09:00:00Z') }],
    ['sending', { how: 'told', since: null }],
  ])
  const { underWayAmong } = rememberingSent(
    {
      ...readerOf({}).deliveries,
      underWayAmong: async (ids) => {
        asked.push(ids)
        return new Map([...states].filter(([id]) => ids.includes(id)))
      },
    },
    new Map(),
  )
  const all = ['sent', 'sending', 'due']
  expect(await underWayAmong(all)).toEqual(states)
  states.delete('sending')
  expect([...(await underWayAmong(all)).keys()]).toEqual(['sent'])
  expect([...(await underWayAmong(['sent'])).keys()]).toEqual(['sent'])
  expect(asked).toEqual([all, ['sending', 'due']])
})
