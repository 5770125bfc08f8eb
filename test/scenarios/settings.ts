import { expect } from 'vitest'
import { changing, settingsWith, type Written } from '../../src/cli/settings/change.ts'
import type { Scene } from './world.ts'

/** What `programme settings` does, beside the running Duologue. */
export const changeSettings = (scene: Scene, written: Written): Promise<void> =>
  scene.beside(async (read) => {
    const programme = await read.programmes.byId(scene.programme.id)
    if (!programme) throw new Error('The programme is gone.')
    const { settings, mistakes } = settingsWith(written, {
      before: programme.settings,
      startsOn: programme.startsOn,
      people: (await read.participants.of(programme.id)).length,
    })
    expect(mistakes).toEqual([])
    return changing(programme, settings, read, scene.now())
  })
