import { connect } from 'node:net'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSite } from '../../test/support/make-site.ts'
import { isLocalHost, isLoopback } from './request-guard.ts'
import { type RunningServer, startServer } from './server.ts'
import { createSiteApp } from './site-app.ts'

const site = makeSite()
const errors: Error[] = []
const onError = (error: Error): void => {
  errors.push(error)
}
const app = createSiteApp(() => site, { onError })
let server: RunningServer
let port: number

beforeAll(async () => {
  server = await startServer(app, { port: 0, host: '127.0.0.1', onError })
  port = Number(new URL(server.address).port)
})
afterAll(() => server.close())

/** What the server says to some bytes before it, or the end of them, ends the connection. */
function say(bytes: string | Uint8Array): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', data => {
      heard += data.toString('latin1')
    })
    // A server may hang up before it has read everything.
    socket.on('error', () => {})
    socket.on('close', () => resolve(heard))
    socket.end(bytes)
  })
}

const statusOf = (heard: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(heard)?.[1] ?? 0)

test('pages, the API and assets are served', async () => {
  for (const path of ['/', '/rules/own/a', '/api/v1/stats', '/assets/site.css']) {
    const response = await fetch(server.address + path)
    expect([path, response.status]).toEqual([path, 200])
    await response.arrayBuffer()
  }
})

test.each([
  ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', 200],
  ['GET / HTTP/1.1\r\nHost: LOCALHOST:7330\r\n\r\n', 200],
  ['GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 421],
  ['GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n', 421],
  ['GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
  ['GET / HTTP/1.1\r\nHost: localhost/@x\r\n\r\n', 400],
  ['GET / HTTP/1.1\r\n\r\n', 400],
  ['GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['GET /\\evil HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['GET /a\x80 HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
  ['POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n', 405],
  ['DELETE /api/v1/rules HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
  ['OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
  ['GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello', 413],
  ['GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 413],
  ['GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', 400],
  [`GET /${'a'.repeat(8192)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 414],
  [`GET / HTTP/1.1\r\nHost: localhost\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['GET / HTTP/9.9\r\nHost: localhost\r\n\r\n', 400],
  ['hello\r\n\r\n', 400],
])('%j is answered %i', async (request, status) => {
  expect(statusOf(await say(Buffer.from(request, 'latin1')))).toBe(status)
})

test('refusals are problems below /api and pages elsewhere, with the headers of all answers', async () => {
  const api = await say('POST /api/v1/rules HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(api).toContain('Content-Type: application/problem+json')
  expect(api).toContain('Allow: GET, HEAD')
  expect(api).toMatch(/\{"type":"about:blank","title":"Method not allowed","status":405,/)
  const page = await say('POST /rules HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(page).toContain('Content-Type: text/html')
  for (const heard of [api, page]) {
    expect(heard).toContain("Content-Security-Policy: default-src 'none'")
    expect(heard).toContain('Connection: close')
  }
})

test('a server for others answers under any name', async () => {
  const open = await startServer(app, { port: 0, host: '0.0.0.0' })
  const local = port
  port = Number(new URL(open.address).port)
  expect(statusOf(await say('GET / HTTP/1.1\r\nHost: catalogue.example\r\n\r\n'))).toBe(200)
  port = local
  await open.close()
})

test.each(['localhost', 'localhost:80', '127.0.0.1:7330', '127.9.9.9', '[::1]', '[::1]:1'])(
  '%s is this machine',
  host => expect(isLocalHost(host)).toBe(true),
)

test.each(['example.com', '127.0.0.1.example.com', '::1', '[::2]', 'localhost:', '10.0.0.1', ''])(
  '%s is not known to be this machine',
  host => expect(isLocalHost(host)).toBe(false),
)

test('only addresses of this machine are a loopback', () => {
  expect(['127.0.0.1', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true])
  expect(['0.0.0.0', '::', '192.0.2.1'].map(isLoopback)).toEqual([false, false, false])
})

describe('10,000 malformed requests', () => {
  test('are survived', { timeout: 120_000 }, async () => {
    const random = lcg(7330)
    const statuses = new Map<number, number>()
    for (let round = 0; round < 100; round++) {
      const requests = Array.from({ length: 100 }, () => malformed(random))
      for (const heard of await Promise.all(requests.map(say))) {
        const status = statusOf(heard)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    for (const status of [200, 301, 304, 400, 404, 405, 413, 414, 421, 431]) {
      expect([status, (statuses.get(status) ?? 0) > 0]).toEqual([status, true])
    }
    expect(statuses.get(500)).toBeUndefined()
    const response = await fetch(`${server.address}/rules/own/a`)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('</html>')
    expect(errors).toEqual([])
  })
})

/** Numbers from 0 to `n`, the same in every run. */
function lcg(seed: number): (n: number) => number {
  let state = seed
  return n => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

const targets = [
  '/',
  '/rules',
  '/rules/own/a',
  '/api/v1/rules',
  '/api/v1/rules/',
  '/api/v1/export',
  '/api/v1/suggest',
  '/assets/',
  '/matrix.svg',
  '/compare',
  '/search',
  '%',
  '%ff',
  '%00',
  '%e0%a4%a',
  '%2e%2e/',
  '../',
  '/../../etc/passwd',
  '//',
  '?q=',
  '?page=',
  '?cursor=',
  '&limit=9e99',
  '&rule=',
  '&sort=',
  '=',
  '&',
  '?',
  '#',
  '\\',
  '\0',
  '\x80\xff',
  '[]',
  'level:high',
  '"',
  '(',
  ')',
  'x'.repeat(2100),
  'a'.repeat(9000),
  '{',
  '*',
  'http://evil.example/',
] as const

const headers = [
  'Host: localhost',
  'Host: [',
  'Host:',
  'Host: evil.example',
  'Content-Length: 3',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Connection: upgrade',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'Expect: 100-continue',
  'Expect: x',
  'Accept-Encoding: br;q=x,,;',
  'Accept-Encoding: *',
  'If-None-Match: "',
  'If-None-Match: *',
  'Range: bytes=0-',
  ':',
  'A',
  'A\0: b',
  `A: ${'a'.repeat(20_000)}`,
] as const

const methods = ['HEAD', 'POST', 'TRACE', 'CONNECT', 'PRI', 'get', ''] as const
const versions = ['1.0', '2.0', '9', ''] as const
const ends = ['\n', '\r', ''] as const

/** A request with something wrong in some of its places, and in every fourth in any byte. */
function malformed(random: (n: number) => number): Buffer {
  const one = (of: readonly string[]): string => of[random(of.length)] ?? ''
  const some = (of: readonly string[], most: number): readonly string[] =>
    Array.from({ length: random(most + 1) }, () => one(of))
  const usual = (text: string, others: readonly string[]): string =>
    random(8) === 0 ? one(others) : text
  const end = usual('\r\n', ends)
  const lines = [
    `${usual('GET', methods)} ${one(targets)}${some(targets, 2).join('')} HTTP/${usual('1.1', versions)}`,
    ...(random(8) === 0 ? [] : ['Host: localhost']),
    ...(random(2) === 0 ? [] : some(headers, 2)),
  ]
  const bytes = Buffer.from(`${lines.join(end)}${end}${end}`, 'latin1')
  for (let i = random(4) === 0 ? 3 : 0; i > 0; i--) bytes[random(bytes.length)] = random(256)
  return bytes
}

test('a server that closes answers what it was asked, and nothing more', async () => {
  let release = (): void => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  let isAsked = (): void => {}
  const asked = new Promise<void>(resolve => {
    isAsked = resolve
  })
  const slow = new Hono().get('/', async context => {
    isAsked()
    await released
    return context.text('answered')
  })
  const closing = await startServer(slow, { port: 0, host: '127.0.0.1' })
  const answer = fetch(closing.address)
  await asked
  const closed = closing.close()
  await expect(fetch(closing.address)).rejects.toThrow()
  release()
  expect(await (await answer).text()).toBe('answered')
  await closed
})

test('a port in use is an error', async () => {
  await expect(startServer(app, { port, host: '127.0.0.1' })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})
