import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { schema } from '../schemas.ts'

const read = (file: string) =>
  readFileSync(new URL(`../../../manifests/slack/${file}`, import.meta.url), 'utf8')
const manifest = JSON.parse(read('manifest.json'))
const published = schema('slack-app-manifest-2.0.0.json')

it.skipIf(published === null)('the manifest keeps to the published schema', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(published ?? {})
  expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true)
})

it('the manifest asks for the scopes that the README justifies, each once, and for no others', () => {
  const [, scopes = ''] = read('README.md').split('## What each scope is for')
  const justified = [...(scopes.split('## Events')[0] ?? '').matchAll(/^\| `([a-z:.]+)` *\|/gm)].map(
    ([, scope]) => scope,
  )
  expect(justified.toSorted()).toEqual(manifest.oauth_config.scopes.bot)
})

it('everything is sent to the one path that is served', () => {
  const urls = [...JSON.stringify(manifest).matchAll(/https:[^"]+/g)].map(([url]) => url)
  expect(urls).toHaveLength(3)
  expect(new Set(urls)).toEqual(new Set(['https://duologue.example/slack/events']))
})

it('people can write to the bot, and have a home page', () => {
  expect(manifest.features.app_home).toEqual({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  })
})

it('lengths are those that Slack takes', () => {
  const { name, description, long_description } = manifest.display_information
  expect(name.length).toBeLessThanOrEqual(35)
  expect(description.length).toBeLessThanOrEqual(140)
  expect(long_description.length).toBeGreaterThanOrEqual(175)
})
