import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { securityHeaders } from './bytes/respond.ts'
import { refusalAnswer } from './refusal-answer.ts'
import { findRefusal, isLoopback, type Refusal } from './request-guard.ts'

export interface ServerOptions {
  readonly port: number
  readonly host: string
  /** Told of what nobody expected; the server goes on. */
  readonly onError?: (error: Error) => void
}

export interface RunningServer {
  readonly address: string
  /** Stops listening, lets the requests that are under way be answered, and resolves when all is done. */
  close(): Promise<void>
}

/** Nothing here takes long to send or to read: what does is an attack, or a line that broke. */
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
} as const

const maxConnections = 2000

/** How long a response may take to be sent when the server closes. */
const closingMilliseconds = 5_000

/** Serves an application until it is closed; rejects if the port cannot be had. */
export function startServer(app: Hono, options: ServerOptions): Promise<RunningServer> {
  const { port, host, onError = () => {} } = options
  const guard = { isLocal: isLoopback(host) }
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const server = createServer(limits, (request, response) => {
    const refusal = findRefusal(request, guard)
    if (refusal !== undefined) {
      refuse(request, response, refusal)
      return
    }
    answer(request, response).catch((error: unknown) => {
      onError(error instanceof Error ? error : new Error(String(error)))
      response.destroy()
    })
  })
  server.maxConnections = maxConnections
  server.maxHeadersCount = 100
  server.on('clientError', refuseSocket)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      server.on('error', onError)
      resolve({ address: addressOf(server), close: () => closeServer(server) })
    })
  })
}

function addressOf(server: Server): string {
  // A server that listens on a port has an address of this form.
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    const deadline = setTimeout(() => server.closeAllConnections(), closingMilliseconds)
    // A connection that is kept alive becomes idle when its request is answered.
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(deadline)
      clearInterval(idle)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** The connection ends after it: whatever else the client sends would be read as a new request. */
function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, type, body } = refusalAnswer(refusal, request.url ?? '')
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** What is no HTTP at all. */
function refuseSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
}
