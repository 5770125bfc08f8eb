import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { inflateRawSync, inflateSync } from 'node:zlib'
import AjvDraft04 from 'ajv-draft-04'
import { describe, expect, it } from 'vitest'
import { packageTeamsApp } from '../../../src/platforms/teams/index.ts'
import { schema } from '../schemas.ts'

const APP = { appId: '00000000-1111-4222-8333-444444444444', host: 'duologue.example.org' }
const icon = (name: string) =>
  readFile(fileURLToPath(new URL(`../../../manifests/teams/${name}`, import.meta.url)))

/** The files of a zip, by its central directory. */
const unzip = (zip: Buffer): Map<string, Buffer> => {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20))
    const called = zip.subarray(at + 46, at + 46 + (name ?? 0)).toString('utf8')
    files.set(called, zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed)
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return files
}

/** Width, height and pixels (RGBA) of a PNG whose rows are stored without filters. */
const pixelsOf = (png: Buffer) => {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const start = png.indexOf('IDAT')
  const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)))
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const at = Math.floor(index / width) * (width * 4 + 1) + 1 + (index % width) * 4
    return [...rows.subarray(at, at + 4)]
  })
  return { width, height, colourType: png[25], pixels }
}

describe('the Teams app', () => {
  it('holds the manifest and the icons at its root, and is the same each time', async () => {
    const zip = await packageTeamsApp(APP)
    const files = unzip(zip)
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png'])
    expect(files.get('color.png')).toEqual(await icon('color.png'))
    expect(zip.equals(await packageTeamsApp(APP))).toBe(true)
  })

  it('has a manifest that Teams takes, for one person at a time', async () => {
    const text =
      unzip(await packageTeamsApp(APP))
        .get('manifest.json')
        ?.toString('utf8') ?? ''
    expect(text).not.toMatch(/\{\{|\}\}/)
    const manifest = JSON.parse(text)
    expect(manifest).toMatchObject({ id: APP.appId, bots: [{ botId: APP.appId, scopes: ['personal'] }] })
    expect(manifest.bots[0].commandLists[0].commands.map(({ title }: { title: string }) => title)).toEqual([
      'home',
      'help',
      'status',
      'schedule',
      'meetings',
      'check-in',
      'reflect',
      'survey',
      'pause',
      'resume',
      'leave',
      'contact',
    ])
    expect(manifest.name.short.length).toBeLessThanOrEqual(30)
    expect(manifest.description.short.length).toBeLessThanOrEqual(80)
    const published = schema('teams-manifest-1.30.json')
    if (!published) return
    const ajv = new AjvDraft04.default({ strict: false, validateFormats: false })
    const validate = ajv.compile(published)
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true)
  })

  it('cannot be broken by a host that is no host', async () => {
    const host = '", "x": "'
    const text =
      unzip(await packageTeamsApp({ ...APP, host }))
        .get('manifest.json')
        ?.toString('utf8') ?? ''
    expect(JSON.parse(text).validDomains).toEqual([host])
  })

  it('has icons of the sizes that Teams asks for, the outline white on nothing', async () => {
    expect(pixelsOf(await icon('color.png'))).toMatchObject({ width: 192, height: 192 })
    const outline = pixelsOf(await icon('outline.png'))
    expect(outline).toMatchObject({ width: 32, height: 32, colourType: 6 })
    for (const [red, green, blue] of outline.pixels) expect([red, green, blue]).toEqual([255, 255, 255])
    const opaque = outline.pixels.filter(([, , , alpha]) => (alpha ?? 0) > 0).length
    expect(opaque).toBeGreaterThan(100)
    expect(opaque).toBeLessThan(800)
  })
})
