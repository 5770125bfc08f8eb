import { isRecord, type Json } from '../json.ts'

/** Something that Slack would refuse, and where. */
export interface BlockProblem {
  /** JSON pointer. */
  pointer: string
  reason: string
}

/** Looks at a value and reports what is wrong with it. */
export type Check = (value: unknown, pointer: string, problems: BlockProblem[]) => void

export const anything: Check = () => {}

/** A string within a length. */
export function words(max: number, min = 1): Check {
  return (value, pointer, problems) => {
    if (typeof value !== 'string') problems.push({ pointer, reason: 'must be a string' })
    else if (value.length < min) problems.push({ pointer, reason: `must be more than ${min - 1} characters` })
    else if (value.length > max) problems.push({ pointer, reason: `must be less than ${max + 1} characters` })
  }
}

/** A string of a form. */
export function shaped(pattern: RegExp, what: string): Check {
  return (value, pointer, problems) => {
    if (typeof value !== 'string' || !pattern.test(value))
      problems.push({ pointer, reason: `must be ${what}` })
  }
}

export const truth: Check = (value, pointer, problems) => {
  if (typeof value !== 'boolean') problems.push({ pointer, reason: 'must be a boolean' })
}

/** A whole number within bounds. */
export function whole(min: number, max: number): Check {
  return (value, pointer, problems) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      problems.push({ pointer, reason: `must be a whole number from ${min} to ${max}` })
    }
  }
}

/** One of some words. */
export function among(...allowed: string[]): Check {
  return (value, pointer, problems) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      problems.push({ pointer, reason: `must be one of ${allowed.join(', ')}` })
    }
  }
}

/** An array of so many things of one kind. */
export function many(check: Check, max: number, min = 1): Check {
  return (value, pointer, problems) => {
    if (!Array.isArray(value)) return void problems.push({ pointer, reason: 'must be an array' })
    if (value.length < min) problems.push({ pointer, reason: `no fewer than ${min} items allowed` })
    if (value.length > max) problems.push({ pointer, reason: `no more than ${max} items allowed` })
    value.forEach((item, index) => {
      check(item, `${pointer}/${index}`, problems)
    })
  }
}

/** An object with these members and no others. */
export function shape(
  required: Record<string, Check>,
  optional: Record<string, Check> = {},
  more?: (value: Json) => string | null,
): Check {
  return (value, pointer, problems) => {
    if (!isRecord(value)) return void problems.push({ pointer, reason: 'must be an object' })
    for (const [name, check] of Object.entries(required)) {
      if (value[name] === undefined) problems.push({ pointer, reason: `missing required field: ${name}` })
      else check(value[name], `${pointer}/${name}`, problems)
    }
    for (const [name, member] of Object.entries(value)) {
      if (name === 'type' || name in required || member === undefined) continue
      const check = optional[name]
      if (check) check(member, `${pointer}/${name}`, problems)
      else problems.push({ pointer, reason: `invalid additional property: ${name}` })
    }
    const reason = more?.(value)
    if (reason) problems.push({ pointer, reason })
  }
}

/** An object whose `type` picks its shape; the shape may be made late, so that shapes can contain themselves. */
export function kind(shapes: () => Record<string, Check>): Check {
  return (value, pointer, problems) => {
    if (!isRecord(value)) return void problems.push({ pointer, reason: 'must be an object' })
    const check = typeof value['type'] === 'string' ? shapes()[value['type']] : undefined
    if (check) check(value, pointer, problems)
    else problems.push({ pointer, reason: `unsupported type: ${String(value['type'])}` })
  }
}
