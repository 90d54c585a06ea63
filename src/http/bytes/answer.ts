/** What a route says, before it is made the bytes of a response. */
export type Answer = WholeAnswer | StreamedAnswer

export interface WholeAnswer {
  readonly kind: 'whole'
  readonly status: number
  /** The content type, with its charset. */
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** A file whose name changes with its bytes: browsers need never ask again. */
  readonly isImmutable?: boolean
}

/** An answer too large to be held whole: it is made while it is sent, and has no ETag. */
export interface StreamedAnswer {
  readonly kind: 'streamed'
  readonly status: number
  readonly type: string
  readonly pieces: () => Iterable<string>
  readonly headers?: Readonly<Record<string, string>>
}

export const htmlType = 'text/html; charset=utf-8'
export const jsonType = 'application/json; charset=utf-8'
export const problemType = 'application/problem+json; charset=utf-8'

export function htmlAnswer(body: string, status: number = 200): WholeAnswer {
  return { kind: 'whole', status, type: htmlType, body }
}

/** A value as JSON, on one line. */
export function jsonAnswer(value: unknown, status: number = 200): WholeAnswer {
  return { kind: 'whole', status, type: jsonType, body: `${JSON.stringify(value)}\n` }
}

/** The reader finds the page at another address. */
export function redirectAnswer(location: string, status: 301 | 302 | 303 | 308): WholeAnswer {
  return {
    kind: 'whole',
    status,
    type: 'text/plain; charset=utf-8',
    body: `See ${location}\n`,
    headers: { Location: location },
  }
}
