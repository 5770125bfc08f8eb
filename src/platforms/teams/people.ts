import type { TurnContext } from 'botbuilder'
import type { Inbound, PlatformAccount, Profile } from '../../core/platform.ts'
import { LIMITS } from './limits.ts'
import { memberOf } from './send.ts'

/** Knows what the roster told of people, so that each is asked for once. */
export interface People {
  /** The act with all that is known of the person; asks the roster when they came, or wrote, and it was not asked yet. */
  known(inbound: Inbound, context: TurnContext, rosterId: string): Promise<Inbound>
}

interface Needs {
  /** Whether a request may be made now. */
  mayAsk(tenant: string): boolean
  onTrouble(account: PlatformAccount): void
}

export const createPeople = ({ mayAsk, onTrouble }: Needs): People => {
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
        await memberOf(context, rosterId).then(
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
