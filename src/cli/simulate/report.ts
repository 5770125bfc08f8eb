import type { Delivery } from '../../core/model.ts'
import { sayCount } from '../../core/saying.ts'
import type { Store } from '../../core/store.ts'
import type { Lived, ReceivedMessage } from '../../simulator/index.ts'
import { table } from '../output.ts'
import { messagesByReceipt } from './audit.ts'

/** What has been lived through, in numbers. */
interface Numbers {
  readonly people: number
  readonly months: number
  /** When it began. */
  readonly from: string
  readonly seed: number
  readonly faults: boolean
  readonly acts: number
  readonly messages: number
}

/** Above everything else: who lived for how long, and how much came of it. */
export const sayLived = ({ people, months, from, seed, faults, acts, messages }: Numbers): string =>
  [
    `${sayCount(people, 'person', 'people')}, ${sayMonths(months)} from ${from}, seed ${seed}${faults ? ', with faults' : ''}`,
    `${sayCount(acts, 'act', 'acts')}, ${sayCount(messages, 'message', 'messages')} accepted by the platforms`,
  ].join('\n')

/** "1 month", "12 months". */
export const sayMonths = (months: number): string => sayCount(months, 'month', 'months')

/** By flow and platform: what was due, sent, dropped and answered, counted from what the platforms received. */
export const deliveryTable = async (
  store: Store,
  received: readonly ReceivedMessage[],
  { answered }: Lived,
): Promise<string> => {
  const messagesOf = messagesByReceipt(received)
  const platforms = await platformsOf(store)
  const rows = new Map<
    string,
    { due: number; sent: number; failed: number; answered: number; dropped: Map<string, number> }
  >()
  for (const delivery of await store.read.deliveries.all()) {
    const label = `${delivery.class === 'answer' ? 'answers' : delivery.flow}\t${await platforms(delivery)}`
    const row = rows.get(label) ?? { due: 0, sent: 0, failed: 0, answered: 0, dropped: new Map() }
    rows.set(label, row)
    const messages = messagesOf(delivery)
    row.due += 1
    row.sent += messages.length
    if (
      messages.some(({ workspace, conversation, id }) => answered.has(`${workspace}/${conversation}/${id}`))
    )
      row.answered += 1
    if (delivery.state === 'failed') row.failed += 1
    if (delivery.reason) row.dropped.set(delivery.reason, (row.dropped.get(delivery.reason) ?? 0) + 1)
  }
  return table([
    ['flow', 'platform', 'due', 'sent', 'not sent', 'answered', 'why not sent'],
    ...[...rows]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([label, row]) => [
        ...label.split('\t'),
        row.due,
        row.sent,
        row.due - row.sent,
        row.answered,
        [...row.dropped]
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([reason, count]) => `${reason} ${count}`)
          .join(', '),
      ]),
  ])
}

const platformsOf = async ({ read }: Store): Promise<(delivery: Delivery) => Promise<string>> => {
  const known = new Map<string, string>()
  return async ({ address }) => {
    const key = JSON.stringify(address)
    const found = known.get(key)
    if (found) return found
    const account =
      address.type === 'account'
        ? await read.accounts.byId(address.accountId)
        : (await read.approved.byId(address.pairId))?.members[0]?.account
    const platform = account?.workspace.platform ?? 'none'
    known.set(key, platform)
    return platform
  }
}
