import { packSection } from '../../engine/index.ts'
import type { CompiledRules } from './compiled-rules.ts'
import { aligned, type Block, type Head, headStart, magic, type Texts } from './open-rules.ts'

/** Writes compiled rules, and anything that JSON holds beside them. */
export function packRules(compiled: CompiledRules, extra: unknown): Uint8Array {
  const blocks: Uint8Array[] = []
  let end = 0
  const add = (bytes: Uint8Array): Block => {
    const offset = end
    blocks.push(bytes)
    end = aligned(end + bytes.length)
    return [offset, bytes.length]
  }
  const addTexts = (texts: readonly string[]): Texts => {
    const encoder = new TextEncoder()
    const pieces = texts.map(text => encoder.encode(text))
    const index = new Int32Array(texts.length + 1)
    for (const [i, piece] of pieces.entries()) {
      index[i + 1] = (index[i] ?? 0) + piece.length
    }
    const all = new Uint8Array(index[texts.length] ?? 0)
    for (const [i, piece] of pieces.entries()) all.set(piece, index[i] ?? 0)
    return { index: add(new Uint8Array(index.buffer)), at: add(all)[0] }
  }
  const { rules, groups, checked, lists } = compiled
  const head: Head = {
    groups: groups.map(({ logSource, rules: orders }, group) => ({
      logSource,
      rules: orders,
      section: add(packSection(compiled.section(group))),
    })),
    lists: [...lists],
    count: rules.length,
    references: addTexts(rules.map(({ reference }) => JSON.stringify(reference))),
    checked: [...checked],
    checks: addTexts([...checked].map(order => JSON.stringify(rules[order]?.check))),
    extra,
  }
  const headBytes = new TextEncoder().encode(JSON.stringify(head))
  const start = aligned(headStart + headBytes.length)
  const bytes = new Uint8Array(start + end)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic, true)
  view.setUint32(4, headBytes.length, true)
  bytes.set(headBytes, headStart)
  let at = start
  for (const block of blocks) {
    bytes.set(block, at)
    at = aligned(at + block.length)
  }
  return bytes
}
