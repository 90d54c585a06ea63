import { readFileSync } from 'node:fs'
import { computedView, evaluate, plainView, planSequence } from '../src/engine/index.ts'
import { parseEql } from '../src/frontends/eql/index.ts'
import { and, type Logic, type Stage } from '../src/ir/index.ts'
import { describeGolden } from './support/golden.ts'
import { type EventFields, makeEvent } from './support/make-test.ts'
import { createSequenceMatcher } from './support/sequence-matcher.ts'

/**
 * A conformance set of EQL: queries over the events of `eql/events.ndjson`, with the numbers of the
 * events that they find, those of a sequence together.
 */

const folder = new URL('./eql/', import.meta.url)

const events = readFileSync(new URL('events.ndjson', folder), 'utf8')
  .trim()
  .split('\n')
  .map(line => {
    // Every line is one object of plain fields.
    const { id, ...fields } = JSON.parse(line) as { readonly id: number } & EventFields
    const micros = Date.parse(String(fields['@timestamp'])) * 1000
    return { id, time: { micros, nanos: 0 }, view: plainView(makeEvent(fields)) }
  })

function idsOf(logic: Logic): readonly (readonly number[])[] {
  const plan = planSequence(logic)
  if (plan === undefined) {
    const filters = logic.stages.flatMap(stage => (stage.kind === 'filter' ? [stage] : []))
    const expression = and(filters.map(filter => filter.expression))
    return events
      .filter(({ view }) => evaluate(expression, computedView(view, logic.stages)) === 'match')
      .map(event => [event.id])
  }
  if ('reason' in plan) return []
  const matcher = createSequenceMatcher<number>(plan)
  const found = events.flatMap(({ id, view, time }) => matcher.push(id, view, time))
  return [...found, ...matcher.finish()]
    .map(match => match.events)
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

/** `head 3` and `tail 3`, as those who show matches take them. */
function limited<T>(items: readonly T[], stages: readonly Stage[]): readonly T[] {
  return stages.reduce<readonly T[]>((left, stage) => {
    const [, name, count] = (stage.kind === 'shape' && /^(head|tail) (\d+)/.exec(stage.text)) || []
    if (name === undefined) return left
    return name === 'head' ? left.slice(0, Number(count)) : left.slice(-Number(count))
  }, items)
}

for (const name of ['single-events', 'sequences']) {
  describeGolden(new URL(`${name}.golden.txt`, folder), query => {
    const { value, diagnostics } = parseEql(query)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) return errors.map(({ message }) => message).join('\n')
    const found = limited(idsOf(value), value.stages)
    const separator = name === 'sequences' ? ', ' : ' '
    return found.map(ids => ids.join(' ')).join(separator) || 'nothing'
  })
}
