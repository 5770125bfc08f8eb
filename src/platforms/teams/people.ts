import type { TurnContext } from 'botbuilder'
import type { Inbound, PlatformAccount, Profile } from '../../core/platform.ts'
import { LIMITS } from './limits.ts'
import { memberOf } from './send.ts'
import type { After } from './timer.ts'

/** Knows what the roster told of people, so that each is asked for once. */
export interface People {
  /** The act with all that is known of the person; asks the roster when they came, or wrote, and it was not asked yet. */
  known(inbound: Inbound, context: TurnContext, rosterId: string): Promise<Inbound>
}

interface Needs {
  readonly after: After
  /** Whether a request may be made now. */
  mayAsk(tenant: string): boolean
  onTrouble(account: PlatformAccount): void
}

export const createPeople = ({ after, mayAsk, onTrouble }: Needs): People => {
  const remembered = new Map<string, Profile>()

  const remember = (key: string, profile: Profile) => {
    remembered.delete(key)
    remembered.set(key, profile)
    const [oldest] = remembered.keys()
    if (remembered.size > LIMITS.rememberedPeople && oldest !== undefined) remembered.delete(oldest)
  }

  return {
    async known(inbound, context, rosterId) {
      const { from } = inbound
      const key = `${from.workspace} ${from.person}`
      if (inbound.type === 'left') {
        remembered.delete(key)
        return inbound
      }
      const asks = inbound.type === 'joined' || inbound.type === 'said'
      if (asks && inbound.conversation !== null && !remembered.has(key) && mayAsk(from.workspace)) {
        await patiently(() => memberOf(context, rosterId), after).then(
          (profile) => remember(key, profile),
          () => onTrouble(from),
        )
      }
      const told = remembered.get(key)
      if (!told) return inbound
      const own = inbound.profile
      const profile: Profile = {
        name: told.name ?? own?.name ?? null,
        email: told.email,
        timeZone: own?.timeZone ?? null,
        locale: own?.locale ?? null,
      }
      return { ...inbound, profile }
    },
  }
}

/**
 * Reading the roster shows nobody anything, so that it is tried again at once: someone who has just come may do
 * nothing more until they are recognised by their e-mail address and written to.
 */
const patiently = async <T>(ask: () => Promise<T>, after: After): Promise<T> => {
  for (let attempt = 1; attempt < LIMITS.rosterAttempts; attempt++) {
    try {
      return await ask()
    } catch {
      await new Promise<void>((resolve) => after(LIMITS.rosterPauseMs, resolve))
    }
  }
  return ask()
}
