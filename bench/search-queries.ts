import type { SearchDocument } from '../src/search/index.ts'

/** Queries that people write, and those that cost most. */
export const writtenQueries: readonly string[] = [
  ...['frp', '\\frpc.exe', 'T1090', 'CVE-2021-44228', '4688', '://', '...', 'ab.', 'e t', '-a'],
  ...['32410e29-5f94-4568-b6a3-d91a8adad863', 'vendor:sigma level:high', 'event:4688', 'fi'],
  ...['field:CommandLine op:contains value:"-enc"', 'excludes:"C:\\Program Files"', 'value:e'],
  ...['"a b"', '"of selection"', 'condition: selection', 'microsoft windows security auditing'],
  ...['process_creation', 'windows', 'exe', 'the', 'tion', 'rundll32 -powershell', 'net user /add'],
  ...['mimikatz OR cobalt', '(a OR b) -(c d)', 'after:2023 level:>=high', 'path:windows author:a'],
]

/** Pieces of titles, values and bodies: whole words, parts of them, several of them. */
export function drawnQueries(
  documents: readonly SearchDocument[],
  count: number,
): readonly string[] {
  let state = 1
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const piece = (): string => {
    const document = documents[next(documents.length)]
    const test = document?.indicators[next(document.indicators.length)]
    const texts = [document?.title, test?.value, document?.description, document?.body]
    const words = (texts[next(texts.length)] ?? '').split(/\s+/).filter(word => word.length > 1)
    const word = (words[next(words.length)] ?? 'windows').replaceAll('"', '')
    const from = next(2) * next(word.length - 1)
    return word.slice(from, from + 2 + next(next(2) * 20 + 1) + next(4))
  }
  return Array.from({ length: count }, () => {
    return Array.from({ length: 1 + next(3) }, () => `"${piece()}"`).join(' ')
  })
}
