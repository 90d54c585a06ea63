import { spawn } from 'node:child_process'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { openSite } from '../src/http/index.ts'
import { root } from './inputs.ts'

/**
 * The server under a steady load: 200 requests a second over four connections, for addresses drawn from every type
 * of page of a catalogue, most of them never asked for before. A time begins when the request is due.
 *
 *     node dist/bench/site.js catalog.duckdb
 */

const perSecond = 200
const seconds = 30

const [path = 'catalog.duckdb'] = process.argv.slice(2)
const { catalogue } = await openSite(path, { assets: new Map(), version: '' })
const urls = drawnUrls(catalogue.addresses(), perSecond * (seconds + 5))

const start = performance.now()
const server = spawn(process.execPath, [
  join(root, 'bin', 'indicia.js'),
  ...['serve', path, '--port', '0'],
])
const address = await new Promise<string>(resolve => {
  server.stderr.on('data', (text: Buffer) => {
    const [, found] = /(http:\S+)/.exec(text.toString()) ?? []
    if (found !== undefined) resolve(found)
  })
})
console.log(`start: ${Math.round(performance.now() - start)} ms`)

const agent = new Agent({ keepAlive: true, maxSockets: 4 })
// The first ones warm the program up.
await load(urls.slice(0, perSecond * 5))
const times = await load(urls.slice(perSecond * 5))
times.sort((a, b) => a.milliseconds - b.milliseconds)
const at = (share: number): string =>
  `${times[Math.floor(share * (times.length - 1))]?.milliseconds.toFixed(2)} ms`
console.log(`pages: median ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, slowest ${at(1)}`)
for (const { url, milliseconds } of times.slice(-5)) {
  console.log(`  ${milliseconds.toFixed(1)} ms ${url}`)
}
agent.destroy()
server.kill()

/** One type of page after the other, each time another page of it. */
function drawnUrls(addresses: readonly string[], count: number): readonly string[] {
  const types = new Map<string, string[]>()
  for (const one of addresses) {
    const type = one.includes('/') ? one.slice(0, one.indexOf('/')) : ''
    const same = types.get(type)
    if (same === undefined) types.set(type, [one])
    else same.push(one)
  }
  let state = 7
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const lists = [...types.values()]
  return Array.from({ length: count }, (_, i) => {
    const list = lists[i % lists.length] ?? []
    return (list[next(list.length)] ?? '').split('/').map(encodeURIComponent).join('/')
  })
}

interface Time {
  readonly url: string
  readonly milliseconds: number
}

function load(of: readonly string[]): Promise<Time[]> {
  const begin = performance.now()
  return Promise.all(
    of.map(async (url, i): Promise<Time> => {
      const due = begin + (i * 1000) / perSecond
      await new Promise(resolve => setTimeout(resolve, due - performance.now()))
      await ask(`${address}/${url}`)
      return { url, milliseconds: performance.now() - due }
    }),
  )
}

function ask(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'Accept-Encoding': 'gzip, br' } }, response => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`))
      response.on('end', resolve).resume()
    }).on('error', reject)
  })
}
