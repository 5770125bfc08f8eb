import type { Flow } from '../core/flow.ts'
import { announcement } from './announcement/index.ts'
import { checkin } from './checkin/index.ts'
import { approving, drafts, making } from './drafts/index.ts'
import { home } from './home/index.ts'
import { introduction } from './introduction/index.ts'
import { nudge } from './nudge/index.ts'
import { onboarding } from './onboarding/index.ts'
import { overview } from './overview/index.ts'
import { presence } from './presence/index.ts'
import { reflection } from './reflection/index.ts'
import { scheduling } from './scheduling/index.ts'
import { stage } from './stage/index.ts'
import { survey } from './survey/index.ts'

/** Every conversation, in the order in which help lists their words. */
export const flows: readonly Flow[] = [
  home,
  onboarding,
  introduction,
  scheduling,
  nudge,
  checkin,
  reflection,
  stage,
  survey,
  presence,
  drafts,
  announcement,
  overview,
]

/** What is done about drafts that take long, to make and to approve. */
export { approving, making }

/** The flow that answers whatever no other understands. */
export const front: Flow = home
