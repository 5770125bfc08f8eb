import { DuologueError } from '../../core/errors.ts'
import { print, table } from '../output.ts'
import { programmeNamed, withStore } from '../setup.ts'
import { changed, changing, sayMistakes, settingsWith, type Written } from './change.ts'
import { flagOf, settingsTable } from './table.ts'

/** Shows the settings of a programme, or changes those that were written. */
export const programmeSettings = (name: string | undefined, written: Written): Promise<void> =>
  withStore(async ({ store, apply, clock }) => {
    const programme = await programmeNamed(store, name)
    if (Object.keys(written).length === 0) {
      print(`Settings of “${programme.name}”, which begins on ${programme.startsOn}:`)
      print()
      print(table(settingsTable.map((one) => [one.name, one.say(programme.settings), flagOf(one)])))
      print()
      print(
        'Change one with the option at its end, as in: duologue programme settings --meetings-every "2 weeks"',
      )
      return
    }
    const people = (await store.read.participants.of(programme.id)).length
    const { startsOn, settings: before } = programme
    const { settings, mistakes } = settingsWith(written, { before, startsOn, people })
    if (mistakes.length > 0)
      throw new DuologueError(
        'settings',
        `Nothing was changed:\n${sayMistakes(mistakes)
          .map((line) => `  ${line}`)
          .join('\n')}`,
        'Mend these and try again.',
      )
    const differing = changed(before, settings)
    if (differing.length === 0) return print('Nothing changes: all of this is set already.')
    for (const { name, say } of differing) print(`${name}: ${say(before)} becomes ${say(settings)}.`)
    await apply(await changing(programme, settings, store.read, clock.now()))
    print('Done. What was sent already stays; everything still to come goes by this.')
  })
