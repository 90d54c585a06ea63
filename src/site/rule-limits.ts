/** How much of a rule its page shows. What is left out is said, and where it stands. */
export interface RuleLimits {
  readonly bodyCharacters: number
  readonly bodyLines: number
  /** Of one stage’s text; the body has all of it. */
  readonly stageCharacters: number
  readonly predicates: number
  /** Values of all predicates together; each shows five in any case. */
  readonly values: number
  /** Rows of indicators, and of exclusions. */
  readonly rows: number
  /** Characters of the values in those rows. */
  readonly rowCharacters: number
}

/** From the usual limits down: a page that is too large with one is made with the next. */
export const ruleLimits: readonly [RuleLimits, ...RuleLimits[]] = [
  {
    bodyCharacters: 20_000,
    bodyLines: 500,
    stageCharacters: 20_000,
    predicates: 250,
    values: 300,
    rows: 200,
    rowCharacters: 20_000,
  },
  {
    bodyCharacters: 10_000,
    bodyLines: 250,
    stageCharacters: 5_000,
    predicates: 80,
    values: 200,
    rows: 80,
    rowCharacters: 8_000,
  },
  {
    bodyCharacters: 3_000,
    bodyLines: 80,
    stageCharacters: 1_200,
    predicates: 30,
    values: 60,
    rows: 30,
    rowCharacters: 3_000,
  },
]

/** No page may be larger, in bytes of UTF-8. */
const maxPageBytes = 145_000

/** Whether a page is small enough to be sent. */
export function fitsPage(html: string): boolean {
  // A unit of UTF-16 takes three bytes at the most.
  return html.length * 3 <= maxPageBytes || utf8Length(html) <= maxPageBytes
}

function utf8Length(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // A surrogate pair is two units and four bytes, any other unit from 0x800 three bytes.
    if (code >= 0x800) bytes += code >= 0xd800 && code <= 0xdfff ? 1 : 2
    else if (code >= 0x80) bytes++
  }
  return bytes
}
