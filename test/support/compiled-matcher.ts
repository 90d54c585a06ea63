import {
  compileSection,
  type Explanation,
  FieldIndex,
  makeBinding,
  sectionMatcher,
} from '../../src/engine/index.ts'
import { builtRawEvent, type Expression, type LogEvent, nameTable } from '../../src/ir/index.ts'
import type { Lists } from './describe-matcher.ts'

/** Gives the indexes of the expressions that match an event, in their order, by the compiled engine. */
export function compiledMatcher(
  expressions: readonly Expression[],
  lists?: Lists,
): (event: LogEvent) => readonly number[] {
  const explain = compiledExplainer(expressions, lists)
  return event => explain(event).map(([index]) => index)
}

/** Gives the same, and why each of them matches. */
export function compiledExplainer(
  expressions: readonly Expression[],
  lists?: Lists,
): (event: LogEvent) => readonly (readonly [index: number, explanation: Explanation])[] {
  const options = lists === undefined ? {} : { lists }
  const section = compileSection(expressions, options)
  const matcher = sectionMatcher(section, { left: 1 << 24 }, { ...options, unfiltered: 0 })
  const names = nameTable()
  const raw = builtRawEvent(names)
  const fields = new FieldIndex()
  const binding = makeBinding({
    first: Int32Array.from(section.slots, name => names.idOf(name)),
    second: new Int32Array(section.slots.length).fill(-1),
    rewrites: [],
    secondRewrites: [],
    constants: [],
  })
  const layouts = new Map<string, number>()
  let isOdd = false
  return event => {
    raw.set(event)
    // Every other event is as one of a decoder that knows its layout.
    isOdd = !isOdd
    const shape = raw.names.subarray(0, raw.count).join()
    const layout = layouts.get(shape) ?? names.newLayout()
    layouts.set(shape, layout)
    raw.layout = isOdd ? layout : -1
    fields.load(raw)
    const count = matcher.match(raw, fields, binding)
    const found = matcher.found.slice(0, count).sort()
    const explanations = matcher.explain(found, raw, fields, binding)
    return explanations.map((explanation, i) => [found[i] ?? -1, explanation])
  }
}
