/** What a {@link TagScanner} stops at. */
export type TagMark =
  /** There are no more bytes. */
  | 'none'
  /** Behind the name of a tag that opens an element; the rest of the tag is to come. */
  | 'open'
  /** Behind the `/>` of a tag that opened an element. */
  | 'empty'
  /** Behind a tag that closes an element. */
  | 'close'
  /** At the beginning of a declaration of the document’s type. */
  | 'doctype'

type State =
  | 'text'
  | 'begin'
  | 'bang'
  | 'open-name'
  | 'close-name'
  | 'tag'
  | 'closing'
  | 'skip'
  | 'doctype'

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f
const doubleQuote = 0x22
const singleQuote = 0x27
const openBracket = 0x5b
const closeBracket = 0x5d

/** Names are compared with short ones only, so no more of one is kept. */
const longestName = 64

/**
 * Finds the tags in XML that arrives in pieces, keeping no bytes. It follows broken XML too: a `<` in a
 * tag begins a new one, since no attribute may have it, so what is cut off swallows nothing.
 */
export class TagScanner {
  /** Of the tag that was stopped at, without its prefix. */
  name = ''
  /** Where in the log the last tag begins. */
  tagStart = 0
  /** Where in the log the first character stands that is text and no blank, since this was reset. */
  textStart: number | undefined
  #state: State = 'text'
  #quote = 0
  #last = 0
  /** The characters of a name or of what follows `<!`. */
  #word = ''
  /** What ends what is skipped, and how much of its end was seen. */
  #end = ''
  #seen = 0
  #brackets = 0

  /** The index behind what was found. */
  at = 0

  get isBetweenTags(): boolean {
    return this.#state === 'text'
  }

  /** Goes on at the index `from`; `offset` is the place of `bytes[0]` in the log. */
  next(bytes: Uint8Array, from: number, offset: number): TagMark {
    const to = bytes.length
    for (let i = from; i < to; i++) {
      const byte = bytes[i] ?? 0
      switch (this.#state) {
        case 'text': {
          if (byte === lessThan) this.#begin(offset + i)
          else if (this.textStart === undefined) {
            if (byte > 0x20 && !isMarkByte(byte, offset + i)) this.textStart = offset + i
          } else {
            const next = bytes.indexOf(lessThan, i)
            i = (next < 0 ? to : next) - 1
          }
          break
        }
        case 'begin':
          this.#word = ''
          if (byte === 0x3f) this.#skipTo('?>')
          else if (byte === 0x21) this.#state = 'bang'
          else if (byte === slash) this.#state = 'close-name'
          else if (byte === lessThan) this.#begin(offset + i)
          else if (byte <= 0x20 || byte === greaterThan) this.#state = 'text'
          else {
            this.#state = 'open-name'
            i--
          }
          break
        case 'bang':
          this.#word += String.fromCharCode(byte)
          if (this.#word === '--') this.#skipTo('-->')
          else if (this.#word === '[CDATA[') this.#skipTo(']]>')
          else if (this.#word === 'DOCTYPE') {
            this.#state = 'doctype'
            this.#brackets = 0
            this.#quote = 0
            return this.#stop('doctype', i + 1)
          } else if (!['--', '[CDATA[', 'DOCTYPE'].some(word => word.startsWith(this.#word))) {
            this.#state = 'text'
          }
          break
        case 'open-name':
        case 'close-name': {
          if (byte > 0x20 && byte !== greaterThan && byte !== slash && byte !== lessThan) {
            if (this.#word.length < longestName) this.#word += String.fromCharCode(byte)
            break
          }
          this.name = this.#word.slice(this.#word.indexOf(':') + 1)
          i--
          this.#quote = 0
          this.#last = 0
          if (this.#state === 'close-name') this.#state = 'closing'
          else {
            this.#state = 'tag'
            return this.#stop('open', i + 1)
          }
          break
        }
        case 'tag':
          if (byte === lessThan) this.#begin(offset + i)
          else if (this.#quote !== 0) {
            if (byte === this.#quote) this.#quote = 0
          } else if (byte === greaterThan) {
            this.#state = 'text'
            if (this.#last === slash) return this.#stop('empty', i + 1)
          } else if (byte === doubleQuote || byte === singleQuote) this.#quote = byte
          this.#last = byte
          break
        case 'closing':
          if (byte === greaterThan) {
            this.#state = 'text'
            return this.#stop('close', i + 1)
          }
          if (byte === lessThan) this.#begin(offset + i)
          break
        case 'skip':
          this.#skip(byte)
          break
        case 'doctype':
          this.#skipDoctype(byte)
          break
      }
    }
    return this.#stop('none', to)
  }

  #stop(mark: TagMark, at: number): TagMark {
    this.at = at
    return mark
  }

  #begin(offset: number): void {
    this.#state = 'begin'
    this.tagStart = offset
  }

  #skipTo(end: string): void {
    this.#state = 'skip'
    this.#end = end
    this.#seen = 0
  }

  /** All ends are one or two equal characters and a last one, so more of the first change nothing. */
  #skip(byte: number): void {
    if (byte === this.#end.charCodeAt(this.#seen)) {
      this.#seen++
      if (this.#seen === this.#end.length) this.#state = 'text'
    } else if (byte !== this.#end.charCodeAt(0) || this.#seen !== this.#end.length - 1) {
      this.#seen = byte === this.#end.charCodeAt(0) ? 1 : 0
    }
  }

  #skipDoctype(byte: number): void {
    if (this.#quote !== 0) {
      if (byte === this.#quote) this.#quote = 0
    } else if (byte === doubleQuote || byte === singleQuote) this.#quote = byte
    else if (byte === openBracket) this.#brackets++
    else if (byte === closeBracket) this.#brackets--
    else if (byte === greaterThan && this.#brackets <= 0) this.#state = 'text'
  }
}

/** The three bytes of a byte order mark, at the very beginning. */
function isMarkByte(byte: number, offset: number): boolean {
  return offset < 3 && [0xef, 0xbb, 0xbf][offset] === byte
}
