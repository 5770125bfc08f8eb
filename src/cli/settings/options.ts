import { type Command, Option } from 'commander'
import type { Written } from './change.ts'
import { flagOf, settingsTable } from './table.ts'

const optionsOf = () =>
  settingsTable.map((setting) => ({
    setting,
    option: new Option(`${flagOf(setting)} ${setting.takes}`, `${setting.name} …`),
  }))

/** Lets a command take every setting as an option. */
export const withSettings = (command: Command): Command => {
  for (const { option } of optionsOf()) command.addOption(option)
  return command
}

/** What a command that takes settings was given of them. */
export const writtenIn = (given: object): Written =>
  Object.fromEntries(
    optionsOf().flatMap(({ setting, option }) => {
      const words: unknown = Reflect.get(given, option.attributeName())
      return typeof words === 'string' ? [[setting.option, words]] : []
    }),
  )
