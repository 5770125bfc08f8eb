import type { Temporal } from 'temporal-polyfill'
import { touchProgramme } from '../../core/around.ts'
import { type Effect, save } from '../../core/flow.ts'
import type { Programme, Settings } from '../../core/model.ts'
import type { Reader } from '../../core/store.ts'
import { type Change, flagOf, type Mistake, rules, type Setting, settingsTable } from './table.ts'

/** What was written for settings, by option. */
export type Written = Readonly<Record<string, string>>

/** The settings with everything that was written, and all that is wrong with that. */
export const settingsWith = (
  written: Written,
  { before, startsOn, people }: Omit<Change, 'after'>,
): { readonly settings: Settings; readonly mistakes: readonly Mistake[] } => {
  let after = before
  const mistakes: Mistake[] = []
  for (const { option, remedy, put } of settingsTable) {
    const words = written[option]
    if (words === undefined) continue
    const changed = put(words, after)
    if (changed) after = changed
    else mistakes.push({ option, remedy })
  }
  const broken = rules.flatMap((rule) => rule({ before, after, startsOn, people }))
  return {
    settings: after,
    mistakes: [...mistakes, ...broken.filter(({ option }) => !mistakes.some((one) => one.option === option))],
  }
}

/** How each mistake is told, a line for each. */
export const sayMistakes = (mistakes: readonly Mistake[]): readonly string[] =>
  mistakes.map((mistake) => `${flagOf(mistake)}: ${mistake.remedy}`)

/** The settings that say something else than before. */
export const changed = (before: Settings, after: Settings): readonly Setting[] =>
  settingsTable.filter(({ say }) => say(before) !== say(after))

/** The effects of other settings: all that goes by them looks again. What was sent already stays as it is. */
export const changing = async (
  programme: Programme,
  settings: Settings,
  read: Reader,
  now: Temporal.Instant,
): Promise<readonly Effect[]> => [
  save('programmes', 'changeSettings', programme.id, settings),
  ...(await touchProgramme(programme.id, read, now)),
]
