import { answer, became, type Context, drop, type Flow, nothingToDo } from '../../core/flow.ts'
import type { Message } from '../../core/message.ts'
import type { Programme } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { notCoordinator, overview as overviewMessage, which } from './copy.ts'
import { type Facts, overviewOf } from './figures.ts'

/** How a programme stands, for its coordinators: in figures, and by who needs help. */
export const overview: Flow = {
  name: 'overview',
  words: [
    {
      word: 'overview',
      aliases: ['report', 'figures'],
      for: 'coordinator',
      help: 'See how the programme stands, and who needs help',
      usage: null,
    },
  ],
  follows: [],

  hear: async (act, read, context) => {
    const { coordinates } = act.who
    if (act.type === 'press' && act.name === 'overview') {
      const programme = coordinates.find(({ id }) => id === act.subject)
      return programme ? became(await shown(programme, read, context)) : answer(notCoordinator())
    }
    const [first, ...more] = coordinates
    if (act.type !== 'command' || !first) return answer(notCoordinator())
    return answer(more.length > 0 ? which(coordinates) : await shown(first, read, context))
  },

  form: async () => null,
  plan: async () => nothingToDo,
  compose: async () => drop('nothing-to-say'),
}

const shown = async (programme: Programme, read: Reader, { now }: Context): Promise<Message> =>
  overviewMessage(overviewOf(await factsOf(programme, read), now))

const factsOf = async (programme: Programme, read: Reader): Promise<Facts> => {
  const current = (await read.approved.of(programme.id)).filter(({ endedAt }) => endedAt === null)
  // To their people, and for what becomes of them, pairs begin with their introduction.
  const introduced = new Map((await read.pairs.of(programme.id)).map((pair) => [pair.id, pair]))
  const pairs = await Promise.all(
    current.map(async (approved) => {
      const pair = introduced.get(approved.id) ?? approved
      const meetings = await read.meetings.ofPair(pair.id)
      const checkIns = await Promise.all(meetings.map(({ id }) => read.checkIns.ofMeeting(id)))
      return { pair, meetings, checkIns: checkIns.flat() }
    }),
  )
  return {
    programme,
    people: await read.participants.of(programme.id),
    workspaces: await read.accounts.workspaces(),
    pairs,
  }
}

export { sayStage } from './copy.ts'
export { figuresOf, stageOf, stateOf } from './figures.ts'
