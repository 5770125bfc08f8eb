const MINUTE = 60_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** How far a zone's clocks are ahead of UTC at an instant (epoch ms), in minutes. */
export function minutesAhead(timeZone: string, at: number): number {
  const formatter =
    formatters.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' })
  formatters.set(timeZone, formatter)
  const name = formatter.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? ''
  const match = /^GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

/** An instant (epoch ms) as a person's own clock shows it, in ISO form with its offset. */
export function localIso(timeZone: string, at: number): string {
  const ahead = minutesAhead(timeZone, at)
  const size = Math.abs(ahead)
  const two = (value: number) => String(value).padStart(2, '0')
  const offset = `${ahead < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
  return new Date(at + ahead * MINUTE).toISOString().replace('Z', offset)
}
