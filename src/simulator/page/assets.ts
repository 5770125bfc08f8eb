import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** The top of the project, from `src` and from `dist` alike. */
const TOP = new URL('../../../', import.meta.url)
const SCRIPTS = new URL('dist/simulator/page/client/', TOP)
const STYLES = new URL('src/simulator/page/client/', TOP)

/** Files of others that the page uses, by the name under which it asks for them. */
const OF_OTHERS: Readonly<Record<string, string>> = {
  'teams/adaptivecards.js': 'adaptivecards/dist/adaptivecards.min.js',
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

const NAME = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*\.(html|js|css|svg)$/

/** Nothing from elsewhere, nothing inline, in nobody's frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

interface Asset {
  readonly type: string
  readonly tag: string
  readonly as: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>
}

/** Serves the page's own files, and those of others that it uses. */
export interface Assets {
  page(request: IncomingMessage, response: ServerResponse): void
  file(request: IncomingMessage, response: ServerResponse, name: string): void
}

export const createAssets = (): Assets => {
  const kept = new Map<string, { readonly of: number; readonly asset: Asset }>()

  /** As it is on disk now, so that whoever changes the page sees it without starting anew. */
  const assetAt = async (path: string | URL, extension: string): Promise<Asset> => {
    const { mtimeMs } = await stat(path)
    const key = String(path)
    const known = kept.get(key)
    if (known?.of === mtimeMs) return known.asset
    const asset = await read(path, TYPES[extension] ?? 'application/octet-stream')
    kept.set(key, { of: mtimeMs, asset })
    return asset
  }

  const serve = (
    request: IncomingMessage,
    response: ServerResponse,
    path: string | URL | null,
    extension: string,
  ): void => {
    const missing = () => response.writeHead(404, { 'Cache-Control': 'no-store' }).end()
    if (path === null) return void missing()
    assetAt(path, extension).then((asset) => send(request, response, asset), missing)
  }

  return {
    page: (request, response) => {
      response.setHeader('Content-Security-Policy', POLICY)
      response.setHeader('Referrer-Policy', 'no-referrer')
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
      serve(request, response, new URL('index.html', STYLES), 'html')
    },
    file: (request, response, name) => {
      const extension = NAME.exec(name)?.[1] ?? ''
      serve(request, response, extension === '' ? null : placeOf(name, extension), extension)
    },
  }
}

const placeOf = (name: string, extension: string): string | URL => {
  const other = OF_OTHERS[name]
  if (other) return createRequire(import.meta.url).resolve(other)
  return new URL(name, extension === 'js' ? SCRIPTS : STYLES)
}

const read = async (path: string | URL, type: string): Promise<Asset> => {
  const identity = await readFile(path)
  const [br, zipped] = await Promise.all([
    brotli(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    gzipped(identity),
  ])
  const tag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`
  return { type, tag, as: { br, gzip: zipped, identity } }
}

const send = (request: IncomingMessage, response: ServerResponse, { type, tag, as }: Asset): void => {
  response.setHeader('ETag', tag)
  response.setHeader('Cache-Control', 'no-cache')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Vary', 'Accept-Encoding')
  if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end()
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
  if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding)
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': as[encoding].length })
  response.end(request.method === 'HEAD' ? undefined : as[encoding])
}
