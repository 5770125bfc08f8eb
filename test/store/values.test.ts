import { expect, it } from 'vitest'
import { reciprocalTemplate } from '../../src/core/template.ts'
import { settings, settingsToJson } from '../../src/store/values.ts'

it('settings come back as they were kept', () => {
  expect(settings(settingsToJson(reciprocalTemplate))).toEqual(reciprocalTemplate)
})

it('settings that an earlier version kept have what has been added since, as it was then', () => {
  const { surveys: _, ...earlier } = settingsToJson(reciprocalTemplate)
  expect(settings(earlier)).toEqual({ ...reciprocalTemplate, surveys: 'anonymous' })
})
