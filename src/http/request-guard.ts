import type { IncomingMessage } from 'node:http'

/** Why a request is not even looked at. */
export interface Refusal {
  readonly status: 400 | 405 | 413 | 414 | 421
  readonly title: string
  readonly detail: string
}

/** What is asked before a request reaches the routes. */
export interface GuardOptions {
  /**
   * Only this machine is served: requests that name another host are refused. A page of the web can make a
   * browser call this machine by a name of its own (DNS rebinding), but not under the name `localhost`.
   */
  readonly isLocal: boolean
}

/** Addresses longer than this many bytes are refused. */
export const maxTargetBytes = 8192

/** The request without its body; `undefined` when it is fit to be answered. */
export function findRefusal(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  { isLocal }: GuardOptions,
): Refusal | undefined {
  const { method = '', url = '', headers } = request
  if (url.length > maxTargetBytes) {
    return refuse(414, 'Address too long', `An address may have ${maxTargetBytes} bytes.`)
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return refuse(405, 'Method not allowed', 'Everything here is read with GET or HEAD.')
  }
  if (!isPlainTarget(url)) {
    return refuse(400, 'Bad address', 'The address of the request is not a path.')
  }
  const length = headers['content-length']
  if ((length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined) {
    return refuse(413, 'No body expected', 'A request here has no body.')
  }
  const { host } = headers
  if (host === undefined || !/^[\w.~:[\]-]{1,255}$/.test(host)) {
    return refuse(400, 'Bad host', 'The request has no readable Host header.')
  }
  if (isLocal && !isLocalHost(host)) {
    return refuse(421, 'Wrong host', 'This server answers to localhost and 127.0.0.1 only.')
  }
  return undefined
}

function refuse(status: Refusal['status'], title: string, detail: string): Refusal {
  return { status, title, detail }
}

/** A path with printable ASCII only; `http://…` and `*` are for proxies, a backslash is for nobody. */
function isPlainTarget(url: string): boolean {
  return /^\/(?!\/)[!-[\]-~]*$/.test(url)
}

/** Whether a Host header means this machine: with or without a port, in any case. */
export function isLocalHost(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d{1,5}$/, '')
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(name)
}

/** Whether a server that listens at this address can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(address)
}
