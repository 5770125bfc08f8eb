/** A setting of a bare server, from its environment; they are named as Duologue's are. */
export const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set.`)
  return value
}
