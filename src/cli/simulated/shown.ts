import { Temporal } from 'temporal-polyfill'
import { type Beginning, createLife, type NewHappening, type Page } from '../../simulator/index.ts'
import { createHappenings, type Happenings } from './happenings.ts'
import { pageProduct } from './product.ts'
import { type SimulatedWorld, startWorld, type WorldOptions } from './world.ts'

export interface ShownOptions extends Omit<WorldOptions, 'onSettled'> {
  /** Its routes are mounted already: until all is there, it says how far that is. */
  readonly page: Page
}

/** A simulated world, the life in it, and the page that shows both. */
export interface ShownWorld {
  readonly world: SimulatedWorld
  readonly life: ReturnType<typeof createLife>
  /** Opens the page. */
  open(beginning: Beginning): Promise<void>
}

/** Starts a world that the page follows from its first moment on. */
export const startShown = async ({ page, ...options }: ShownOptions): Promise<ShownWorld> => {
  const { clock, seed, cast } = options
  const listeners: ((happening: NewHappening) => void)[] = []
  let happenings: Happenings | null = null
  const world = await startWorld({
    ...options,
    onSettled: (delivery, settlement) => happenings?.settled(delivery, settlement),
  })
  const { simulator, store, running, programme } = world
  const told = createHappenings({
    read: store.read,
    simulator,
    programmeId: programme.id,
    zone: programme.timeZone,
    now: clock.now,
    tell: (happening) => {
      for (const listener of listeners) listener(happening)
    },
  })
  happenings = told
  let isQuiet: (workspace: string, person: string) => boolean = () => false
  const life = createLife({
    simulator,
    seed,
    coordinators: cast.coordinators.map(({ email }) => email),
    approvesLater: false,
    isQuiet: ({ workspace, person }) => isQuiet(workspace, person.id),
    product: {
      now: () => clock.now().epochMilliseconds,
      moveTo: (instant) => clock.moveTo(Temporal.Instant.fromEpochMilliseconds(instant)),
      tick: running.tick,
      nextDue: async () => (await running.nextDue())?.epochMilliseconds ?? null,
      afterStep: async () => {},
    },
  })
  const product = pageProduct({
    store,
    running,
    simulator,
    clock,
    programme,
    cast,
    happenings: told,
    listen: (listener) => listeners.push(listener),
    step: life.step,
    keepQuiet: (quiet) => {
      isQuiet = quiet
    },
  })
  page.follow(simulator, product)
  return {
    world,
    life,
    open: async (beginning) => {
      await told.forgetDropped()
      page.open(beginning)
    },
  }
}
