import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answer, listen, pathOf, type Route } from '../../src/http.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)

/** As strict as the page itself: nothing inline but styles that a script sets on elements. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"

const HTML = `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>What the platforms show</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${['page', 'pane', 'views', 'slack/slack', 'teams/teams'].map((name) => `<link rel="stylesheet" href="/client/${name}.css">`).join('\n')}
<link rel="stylesheet" href="/gallery.css">
</head>
<body><main><h1>What the platforms show</h1><div id="stage"></div></main><script type="module" src="/gallery.js"></script></body>
</html>`

const CSS = `:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#f5f5f5, #141414); color: light-dark(#111, #eee); font-family: system-ui; }
main { padding: 16px; } h1 { font-size: 16px; }
#stage { display: grid; gap: 16px; }
#stage > * { padding: 12px; background: light-dark(#fff, #1a1d21); }
#stage > .teams { background: light-dark(#f5f5f5, #1f1f1f); }`

/** A server of nothing but the drawings, compiled as the product compiles them. */
export const serveGallery = async (): Promise<{ readonly address: string; stop(): Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-page-'))
  execFileSync(
    join(ROOT, 'node_modules/.bin/tsc'),
    ['-p', join(ROOT, 'src/simulator/page/client'), '--noEmit', 'false', '--outDir', folder],
    { stdio: 'pipe' },
  )
  const http = await listen('127.0.0.1', 0)
  const fileOf = (path: string): string | null => {
    const within = /^\/client\/([a-z/]+\.(?:js|css))$/.exec(path)?.[1]
    if (within === undefined) return null
    if (within === 'teams/adaptivecards.js') return require.resolve('adaptivecards/dist/adaptivecards.min.js')
    return within.endsWith('.css')
      ? join(ROOT, 'src/simulator/page/client', within)
      : join(folder, 'simulator/page/client', within)
  }
  const fixed: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', HTML],
    '/gallery.css': ['text/css', CSS],
    '/gallery.js': ['text/javascript', readFileSync(join(ROOT, 'test/browser/stage.js'), 'utf8')],
    '/favicon.ico': ['image/x-icon', ''],
  }
  const served: Route = {
    path: '/',
    handle(request, response) {
      const path = pathOf(request)
      response.setHeader('content-security-policy', POLICY)
      const [type, body] = fixed[path] ?? []
      if (type !== undefined && body !== undefined) {
        response.setHeader('content-type', type)
        response.end(body)
        return
      }
      const file = fileOf(path)
      if (file === null) return answer(response, 404, '')
      response.setHeader('content-type', path.endsWith('.css') ? 'text/css' : 'text/javascript')
      response.end(readFileSync(file))
    },
  }
  for (const path of [...Object.keys(fixed), '/client/']) http.mount({ ...served, path })
  return {
    address: http.address,
    async stop() {
      await http.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
