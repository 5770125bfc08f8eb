import { z } from 'zod'

const name = z.string().optional().catch(undefined)

/** An id of Entra's: what a person and a tenant are called everywhere in Teams. */
const entraId = z.string().regex(/^[\w-]{1,64}$/)

const account = z.object({
  id: z.string(),
  name,
  aadObjectId: entraId.optional().catch(undefined),
  role: name,
})

const entity = z.object({
  type: z.string(),
  text: name,
  mentioned: z.object({ id: z.string() }).optional().catch(undefined),
  timezone: name,
  locale: name,
})

/** What we read of an activity. Anything else it holds is left alone. */
export const activitySchema = z.object({
  type: z.string(),
  id: z.string().max(500).optional(),
  name,
  action: name,
  timestamp: name,
  channelId: z.string(),
  serviceUrl: z.string(),
  from: account,
  recipient: z.object({ id: z.string() }).optional().catch(undefined),
  conversation: z.object({
    id: z.string().min(1).max(1000),
    conversationType: name,
    isGroup: z.boolean().optional().catch(undefined),
    tenantId: entraId.optional().catch(undefined),
  }),
  channelData: z
    .object({ tenant: z.object({ id: entraId }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
  text: z.string().optional(),
  textFormat: name,
  value: z.unknown().optional(),
  replyToId: z.string().max(500).optional(),
  entities: z.array(entity.or(z.unknown())).optional().catch(undefined),
  membersAdded: z
    .array(z.object({ id: z.string() }))
    .optional()
    .catch(undefined),
  membersRemoved: z
    .array(z.object({ id: z.string() }))
    .optional()
    .catch(undefined),
  localTimezone: name,
  locale: name,
})

export type TeamsActivity = z.infer<typeof activitySchema>

type Entity = z.infer<typeof entity>

/** Only the entities that are well formed. */
export const entitiesOf = (activity: TeamsActivity): Entity[] =>
  (activity.entities ?? []).flatMap((one) => {
    const read = entity.safeParse(one)
    return read.success ? [read.data] : []
  })

/** The tenant that an activity is from; null when it tells none, or two different ones. */
export const tenantOf = ({ conversation, channelData }: TeamsActivity): string | null => {
  const told = new Set([conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined))
  const [tenant] = told
  return told.size === 1 && tenant !== undefined ? tenant : null
}

/** A conversation between the bot and one person. */
export const isPersonal = ({ conversation }: TeamsActivity): boolean =>
  conversation.conversationType === undefined
    ? conversation.isGroup !== true
    : conversation.conversationType === 'personal'
