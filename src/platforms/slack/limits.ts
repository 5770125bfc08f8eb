/**
 * Every limit of Slack's that the adapter keeps (docs.slack.dev: Block Kit reference, views, rate limits). Lengths
 * are in UTF-16 units.
 */
export const LIMITS = {
  blocks: { message: 50, modal: 100, home: 100 },
  /** block_id, action_id, callback_id. */
  id: 255,
  privateMetadata: 3000,
  header: 150,
  /** Text of one object or of one rich_text element. */
  text: 3000,
  /** Elements of one rich_text block; Slack publishes no number. */
  richTextElements: 100,
  contextElements: 10,
  actionsElements: 25,
  button: { text: 75, value: 2000, url: 3000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  view: { title: 24, submit: 24 },
  options: { radio: 10, checkboxes: 10, select: 100, groups: 100, text: 75 },
  input: { label: 2000, hint: 2000, text: 3000 },
  /** What Slack shows beside a field; it publishes no number. */
  fieldError: 300,
  /** The notification and what a screen reader says first. Slack takes 40,000. */
  summary: 300,
  /**
   * All text of a message's blocks together, and their JSON. Undocumented: `msg_blocks_too_long` was met near 13,200
   * characters of markdown, and at 11,300 of rich text in 17,700 of JSON, while 9,600 in 15,600 went through
   * (slackapi/bolt-js#2509, #2867).
   */
  whole: { text: 9500, json: 15_000 },
} as const

/** The most that is read of a request's body, in bytes; what Slack sends stays far below. */
export const BODY_LIMIT_BYTES = 1024 * 1024

/** How long an act may take to be answered in the acknowledgement, in real milliseconds. Slack gives up at 3,000. */
export const ACKNOWLEDGE_WITHIN_MS = 2000

/** How long a call of Slack's may take before it is in doubt, in real milliseconds. */
export const CALL_TIMEOUT_MS = 15_000

/** How far back a message in doubt is looked for: longer than any retry is apart from its first attempt. */
export const LOOK_BACK_HOURS = 24

/** Pages of history that are read for one message in doubt. */
export const LOOK_BACK_PAGES = 5

/** A bucket: so many calls at once, then so many a second. */
export interface Pace {
  readonly burst: number
  readonly perSecond: number
}

/**
 * How fast we call, each a little under what Slack states, counted over any minute: 20 in tier 2, 50 in tier 3,
 * 100 in tier 4; about one message a second in one conversation, in short bursts; "several hundred a minute" in one
 * workspace.
 */
export const PACES = {
  tier3: { burst: 20, perSecond: 0.5 },
  tier4: { burst: 40, perSecond: 1 },
  posting: { burst: 15, perSecond: 4.75 },
  postingInConversation: { burst: 3, perSecond: 1 },
} as const satisfies Record<string, Pace>

/** What a call counts against, such as one method in one workspace. */
export interface Use {
  readonly key: string
  readonly pace: Pace
}

/** Counts calls. Times are epoch milliseconds of the product's clock. */
export interface Limiter {
  /**
   * Takes one call from every bucket, or from none. Null: it may go. Otherwise the bucket that is empty, and when it
   * will hold one for this caller, after those who were told before. Whoever is urgent goes before all who are not,
   * and what they are told to come for is kept for them.
   */
  take(
    uses: readonly Use[],
    now: number,
    urgent?: boolean,
  ): { readonly key: string; readonly at: number } | null
  /** Nothing may be taken from this bucket before then: the platform said so. */
  hold(key: string, until: number): void
}

interface Bucket {
  level: number
  at: number
  heldUntil: number
  /** When whoever had to wait last was told to come back: everyone who waits has a place of their own. */
  told: number
  /** When those who are urgent were told to come back, soonest first: a call each is kept for them. */
  kept: readonly number[]
  readonly pace: Pace | null
}

/** So late, in milliseconds, somebody urgent may come and still find what was kept. */
const KEPT_FOR = 2000

/** Buckets that are full again are forgotten once there are so many. */
const MOST_BUCKETS = 5000

export const createLimiter = (): Limiter => {
  const buckets = new Map<string, Bucket>()

  const filled = ({ key, pace }: Use, now: number): Bucket => {
    const known = buckets.get(key)
    if (!known) return { level: pace.burst, at: now, heldUntil: 0, told: 0, kept: [], pace }
    // A clock that went back refills nothing.
    const passed = Math.max(0, now - known.at) / 1000
    const level = Math.min(pace.burst, known.level + passed * pace.perSecond)
    const kept = known.kept.filter((at) => at > now - KEPT_FOR)
    return { ...known, level, at: Math.max(now, known.at), kept, pace }
  }

  const forgetFull = (now: number) => {
    if (buckets.size <= MOST_BUCKETS) return
    for (const [key, { pace, heldUntil }] of buckets) {
      if (heldUntil > now) continue
      if (pace === null || filled({ key, pace }, now).level >= pace.burst) buckets.delete(key)
    }
  }

  /** The bucket without this call; else what it becomes when somebody is told to come back, and when that is. */
  const takenFrom = (bucket: Bucket, { perSecond }: Pace, now: number, urgent: boolean) => {
    const [soonest = Number.POSITIVE_INFINITY, ...others] = bucket.kept
    const kept = urgent && soonest <= now ? others : bucket.kept
    const due = urgent ? 0 : kept.filter((at) => at <= now).length
    // Sums of fractions fall a hair short of the whole that they stand for.
    if (bucket.level - due >= 1 - 1e-9)
      return { at: null, bucket: { ...bucket, level: bucket.level - 1, kept } }
    const spare = bucket.level - kept.length
    const free = bucket.at + ((1 - spare) / perSecond) * 1000
    if (urgent) return { at: Math.ceil(free), bucket: { ...bucket, kept: [...kept, Math.ceil(free)] } }
    const at = Math.ceil(Math.max(free, bucket.told + 1000 / perSecond))
    return { at, bucket: { ...bucket, told: at } }
  }

  return {
    take(uses, now, urgent = false) {
      const taken: [string, Bucket][] = []
      for (const use of uses) {
        const bucket = filled(use, now)
        if (bucket.heldUntil > now) return { key: use.key, at: bucket.heldUntil }
        const { at, bucket: left } = takenFrom(bucket, use.pace, now, urgent)
        if (at !== null) {
          buckets.set(use.key, left)
          return { key: use.key, at }
        }
        taken.push([use.key, left])
      }
      for (const [key, bucket] of taken) buckets.set(key, bucket)
      forgetFull(now)
      return null
    },
    hold(key, until) {
      const known = buckets.get(key)
      if (known) known.heldUntil = Math.max(known.heldUntil, until)
      else
        buckets.set(key, {
          level: Number.POSITIVE_INFINITY,
          at: until,
          heldUntil: until,
          told: 0,
          kept: [],
          pace: null,
        })
    },
  }
}
