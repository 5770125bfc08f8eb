import { createServer, type RequestListener } from 'node:http'

/** Listens on a free port of loopback, and says so as Duologue does. */
export const serve = (name: string, listener: RequestListener): void => {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (address !== null && typeof address === 'object')
      console.log(`${name} is listening on http://127.0.0.1:${address.port}.`)
  })
}
