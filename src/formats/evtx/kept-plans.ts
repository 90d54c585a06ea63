import type { NameTable } from '../../ir/index.ts'
import { EvtxPlans, type Template } from './evtx-plans.ts'
import type { RecordPlan } from './raw-plan.ts'

/**
 * Plans as bytes, so that the next scan need not work them out again. What a plan says follows from the templates
 * alone, whose whole texts are kept with it: so it is right for whatever log names them.
 *
 * Behind a head of three numbers stand numbers of four bytes, the units of the templates' texts, and the names and
 * constant texts as JSON.
 */
export function packPlans(plans: EvtxPlans, names: NameTable): Uint8Array {
  const numbers: number[] = []
  const strings: string[] = []
  const stringNumbers = new Map<string, number>()
  /** The place of a text among all; negative numbers are none and stay. */
  const place = (id: number): number => {
    if (id < 0) return id
    const text = names.textOf(id)
    const known = stringNumbers.get(text)
    if (known !== undefined) return known
    stringNumbers.set(text, strings.length)
    return strings.push(text) - 1
  }
  const templates = [...plans.templates()]
  const order = new Map(templates.map(([, template], index) => [template, index]))
  numbers.push(templates.length)
  for (const [hash, { text, plans: variants }] of templates) {
    // An inner template may have been forgotten and the outer one not.
    const kept = variants.filter(({ inner }) => inner === undefined || order.has(inner))
    numbers.push(hash, text.length, kept.length)
    for (const { inner, classes, outerCount, plan } of kept) {
      numbers.push(inner === undefined ? -1 : (order.get(inner) ?? -1), outerCount)
      numbers.push(classes.length, ...classes)
      if (plan === undefined) {
        numbers.push(-1)
        continue
      }
      const { cost } = plan
      numbers.push(plan.names.length, cost.nodes, cost.uses, cost.perListText)
      for (const member of headerMembers) numbers.push(plan[member])
      plan.names.forEach(name => {
        numbers.push(place(name))
      })
      numbers.push(...plan.values)
      plan.texts.forEach(text => {
        numbers.push(place(text))
      })
      numbers.push(...plan.isList)
    }
  }
  const units = templates.reduce((sum, [, { text }]) => sum + text.length, 0)
  const json = new TextEncoder().encode(JSON.stringify(strings))
  const bytes = new Uint8Array(headSize + numbers.length * 4 + units * 2 + json.length)
  new Uint32Array(bytes.buffer, 0, 3).set([numbers.length, units, json.length])
  new Int32Array(bytes.buffer, headSize, numbers.length).set(numbers)
  const texts = new Uint16Array(bytes.buffer, headSize + numbers.length * 4, units)
  let filled = 0
  for (const [, { text }] of templates) {
    texts.set(text, filled)
    filled += text.length
  }
  bytes.set(json, headSize + numbers.length * 4 + units * 2)
  return bytes
}

/** The plans that {@link packPlans} made these bytes of, with the names of another table. */
export function unpackPlans(bytes: Uint8Array, names: NameTable): EvtxPlans {
  // Numbers have to stand at multiples of their size.
  const { buffer } = bytes.byteOffset === 0 ? bytes : bytes.slice()
  const [count = 0, units = 0, size = 0] = new Uint32Array(buffer, 0, 3)
  const numbers = new Int32Array(buffer, headSize, count)
  const texts = new Uint16Array(buffer, headSize + count * 4, units)
  const json = new Uint8Array(buffer, headSize + count * 4 + units * 2, size)
  const strings: readonly string[] = JSON.parse(new TextDecoder().decode(json))
  const ids = Int32Array.from(strings, text => names.idOf(text))
  let at = 0
  let textAt = 0
  const next = (): number => numbers[at++] ?? -1
  const take = (length: number): Int32Array => {
    at += length
    return numbers.subarray(at - length, at)
  }
  const idsOf = (places: Int32Array): Int32Array =>
    places.map(place => (place < 0 ? place : (ids[place] ?? -1)))
  const plans = new EvtxPlans()
  const templates: Template[] = []
  /** Variants may name templates behind their own. */
  const inners: (() => void)[] = []
  for (let left = next(); left > 0; left--) {
    const hash = next()
    const length = next()
    const template = plans.add(hash, texts.subarray(textAt, textAt + length))
    textAt += length
    templates.push(template)
    for (let variants = next(); variants > 0; variants--) {
      const inner = next()
      const outerCount = next()
      const classes = Uint8Array.from(take(next()))
      const entries = next()
      const plan = entries < 0 ? undefined : nextPlan(entries)
      inners.push(() => {
        plans.addVariant(template, { inner: templates[inner], classes, outerCount, plan })
      })
    }
  }
  for (const add of inners) add()
  return plans

  function nextPlan(entries: number): RecordPlan {
    const cost = { nodes: next(), uses: next(), perListText: next() }
    const [provider, channel, eventId, time, computer, record] = headerMembers.map(next)
    const entryNames = idsOf(take(entries))
    const values = take(entries)
    const constants = idsOf(take(entries))
    const isList = Uint8Array.from(take(entries))
    return {
      layout: names.newLayout(),
      names: entryNames,
      values,
      texts: constants,
      provider: provider ?? -1,
      channel: channel ?? -1,
      eventId: eventId ?? -1,
      time: time ?? -1,
      computer: computer ?? -1,
      record: record ?? -1,
      isList,
      hasLists: isList.includes(1),
      cost,
    }
  }
}

const headSize = 12

const headerMembers = ['provider', 'channel', 'eventId', 'time', 'computer', 'record'] as const
