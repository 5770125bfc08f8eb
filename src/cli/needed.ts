import { type Command, Option } from 'commander'
import { DuologueError } from '../core/errors.ts'
import { REASONS } from '../core/pairing.ts'
import { GIVE_REASON, LOOK } from './pairs/remedies.ts'

/** An option that a command cannot do without. */
interface Needed {
  /** What it takes and what it is, as help shows them. */
  readonly takes: string
  readonly what: string
  /** What is told where it is missing: “Nothing was done, for … is lacking”, and what to give. */
  readonly undone: string
  readonly lacking: string
  readonly remedy: string
}

const NEEDED = {
  '--as': {
    takes: '<email>',
    what: 'who speaks',
    undone: 'said',
    lacking: 'it is not known who speaks',
    remedy: 'Give the address of a simulated person, such as --as yusuf.foster@harbour.example.',
  },
  '--name': {
    takes: '<name>',
    what: 'what lists call it',
    undone: 'added',
    lacking: 'the tenant has no name',
    remedy: 'Give what lists are to call it, such as --name council.',
  },
  '--reason': {
    takes: '<reason>',
    what: `${REASONS.slice(0, -1).join(', ')} or ${REASONS.at(-1)}`,
    undone: 'rejected',
    lacking: 'there is no reason',
    remedy: GIVE_REASON,
  },
  '--seen': {
    takes: '<state>',
    what: 'the state of the draft that you have seen, such as 3.4',
    undone: 'done',
    lacking: 'it is not known which state of the draft you have seen',
    remedy: `Give it, such as --seen 3.4. ${LOOK}`,
  },
  '--tenant': {
    takes: '<id>',
    what: 'its id',
    undone: 'added',
    lacking: 'it is not known which tenant is meant',
    remedy: 'Give its id with --tenant; the Entra admin centre shows it.',
  },
  '--token-stdin': {
    takes: '',
    what: 'read its bot token from standard input',
    undone: 'added',
    lacking: 'there is no bot token',
    remedy: 'Give it like this: duologue workspace add slack --token-stdin < token.txt',
  },
} satisfies Readonly<Record<string, Needed>>

class NeededOption extends Option {
  readonly needed: Needed
  constructor(flag: string, needed: Needed) {
    super(`${flag} ${needed.takes}`.trim(), `needed: ${needed.what}`)
    this.needed = needed
  }
}

/** An option that its command cannot do without; `refuseWithout` tells where it is missing. */
export const neededOption = (flag: keyof typeof NEEDED): Option => new NeededOption(flag, NEEDED[flag])

/** Refuses a command that lacks what it needs, and tells all of that at once. */
export const refuseWithout = (command: Command): void => {
  const missing = command.options.flatMap((option) =>
    option instanceof NeededOption && command.getOptionValue(option.attributeName()) === undefined
      ? [option.needed]
      : [],
  )
  const [first] = missing
  if (first)
    throw new DuologueError(
      'missing',
      `Nothing was ${first.undone}, for ${missing.map(({ lacking }) => lacking).join(', and ')}.`,
      missing.map(({ remedy }) => remedy).join(' '),
    )
}
