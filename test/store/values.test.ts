import { expect, it } from 'vitest'
import { reciprocalTemplate } from '../../src/core/template.ts'
import { settings, settingsToJson, toInstant } from '../../src/store/values.ts'

it('settings come back as they were kept', () => {
  expect(settings(settingsToJson(reciprocalTemplate))).toEqual(reciprocalTemplate)
})

it('settings that an earlier version kept have what has been added since, as it was then', () => {
  const { surveys: _, ...earlier } = settingsToJson(reciprocalTemplate)
  expect(settings(earlier)).toEqual({ ...reciprocalTemplate, surveys: 'anonymous' })
})

it('an instant that many rows have is one object, however many others there are', () => {
  const [first] = Array.from({ length: 30_000 }, (_, ms) => toInstant(new Date(ms)))
  expect(first?.epochMilliseconds).toBe(0)
  const again = toInstant(new Date(7))
  expect(again.epochMilliseconds).toBe(7)
  expect(toInstant(new Date(7))).toBe(again)
})
