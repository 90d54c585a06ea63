import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

export interface ServedFolder {
  /** With the prefix, and a slash at the end. */
  readonly address: string
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Serves files below a path, as any web server does that knows nothing of what they are. */
export function serveFolder(folder: string, prefix: string): Promise<ServedFolder> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = decodeURIComponent(pathname)
    const isBelow = path.startsWith(prefix) && !path.split('/').includes('..')
    const file = join(folder, isBelow ? path.slice(prefix.length) : '')
    const whole = path.endsWith('/') ? join(file, 'index.html') : file
    if (!isBelow || !existsSync(whole) || !statSync(whole).isFile()) {
      response.writeHead(404).end('not found')
      return
    }
    const type = types[extname(whole)] ?? 'application/octet-stream'
    response.writeHead(200, { 'Content-Type': type }).end(readFileSync(whole))
  })
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      // A server that listens on a port has an address of this form.
      const { port } = server.address() as AddressInfo
      resolve({
        address: `http://127.0.0.1:${port}${prefix}`,
        close: () => {
          server.closeAllConnections()
          return new Promise(done => server.close(() => done()))
        },
      })
    })
  })
}
