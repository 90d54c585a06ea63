/**
 * A record that cannot be decoded. Thrown and caught inside this folder only, so that a bad token
 * deep in a nested template ends its record and nothing else.
 */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord'
  readonly code: 'evtx/record' | 'evtx/record-limit'

  constructor(reason: string, code: 'evtx/record' | 'evtx/record-limit' = 'evtx/record') {
    super(reason)
    this.code = code
  }
}
