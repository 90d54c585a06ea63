import type { EventHeader, NameTable } from '../../ir/index.ts'
import { attributesOnly, type EventElement, toWindowsEvent } from '../windows-event.ts'
import type { XmlNode, XmlValue } from './binary-xml.ts'
import { type Chunk, nodeLimit } from './chunk.ts'
import { expandRecord } from './expand.ts'
import { UnreadableRecord } from './unreadable.ts'
import { valueTypes } from './value.ts'

/**
 * Where the fields of an event come from, for all records with the same templates and the same values
 * absent. It is worked out by expanding such a record once, with marks in place of its values, and
 * looking where the marks come out: so it cannot differ from how records are expanded otherwise.
 */
export interface RecordPlan {
  /** Of the events, unless a list makes further entries. */
  readonly layout: number
  /** By entry: the number of the field's name. */
  readonly names: Int32Array
  /** By entry: the value that it holds, or -1 with a text in `texts`. */
  readonly values: Int32Array
  /** By entry: the number of a constant text. */
  readonly texts: Int32Array
  /** The entries of the header's members, or -1. */
  readonly provider: number
  readonly channel: number
  readonly eventId: number
  readonly time: number
  readonly computer: number
  readonly record: number
  /** By entry: whether its value is a list, which makes an entry for each of its texts. */
  readonly isList: Uint8Array
  readonly hasLists: boolean
  /**
   * Upper bounds of what a record takes from its chunk's limit: the nodes, how often a byte of its
   * values is expanded, and the nodes of each further text of a list.
   */
  readonly cost: PlanCost
}

export interface PlanCost {
  readonly nodes: number
  readonly uses: number
  readonly perListText: number
}

/** What a value of a record is, as far as it shapes the event. */
export const valueClasses = { absent: 0, scalar: 1, nested: 2, empty: 3, list: 4 } as const

/** A use of a template: its definition, and the classes of its values. */
export interface PlannedUse {
  readonly definition: number
  readonly classes: Uint8Array
}

/**
 * Marks are characters of the private use area, with a number between. A template that has such
 * characters itself is not planned ({@link mayHoldMark}).
 */
const open = '\uf8fe'
const close = '\uf8ff'
const markSize = 12

/**
 * The plan of records that use a template, and in one of its values perhaps another; `undefined` when
 * their fields cannot be told from where values are put alone. Values are numbered through, those of
 * the inner template behind those of the outer one.
 */
export function planRecord(
  chunk: Chunk,
  outer: PlannedUse,
  inner: PlannedUse | undefined,
  names: NameTable,
): RecordPlan | undefined {
  const all = [...outer.classes, ...(inner?.classes ?? [])]
  const marks = new Uint8Array(all.length * markSize)
  all.forEach((_, value) => {
    const mark = markOf(value)
    for (let i = 0; i < mark.length; i++) {
      marks[value * markSize + i * 2] = mark.charCodeAt(i) & 255
      marks[value * markSize + i * 2 + 1] = mark.charCodeAt(i) >> 8
    }
  })
  const toValue = (kind: number, value: number): XmlValue =>
    kind === valueClasses.scalar || kind === valueClasses.list
      ? {
          type: valueTypes.string,
          start: value * markSize,
          end: value * markSize + markOf(value).length * 2,
        }
      : { type: kind === valueClasses.absent ? valueTypes.null : 1, start: 0, end: 0 }
  const outerValues = [...outer.classes].map(toValue)
  const innerValues = [...(inner?.classes ?? [])].map((kind, i) =>
    toValue(kind, outer.classes.length + i),
  )
  const stand: Chunk = {
    bytes: marks,
    nodesLeft: nodeLimit,
    nameAt: offset => chunk.nameAt(offset),
    hasName: offset => chunk.hasName(offset),
    templateAt: offset => chunk.templateAt(offset),
  }
  try {
    const definition = chunk.templateAt(outer.definition)
    if (hasNestedAttribute(definition, outer.classes)) return undefined
    const nodes = withNested(
      definition,
      outer.classes,
      inner && {
        kind: 'instance',
        definition: inner.definition,
        values: innerValues,
      },
    )
    // The nodes stand in a place of their own, since a chunk gives those of a definition only.
    const root = expandRecord(
      { ...stand, templateAt: offset => (offset === here ? nodes : stand.templateAt(offset)) },
      [{ kind: 'instance', definition: here, values: outerValues }],
    )
    const lists = new Set(all.flatMap((kind, i) => (kind === valueClasses.list ? [markOf(i)] : [])))
    if (!isPlain(root, undefined, 0, lists)) return undefined
    const innerNodes = inner === undefined ? [] : chunk.templateAt(inner.definition)
    const instances = countInstances(nodes)
    return toPlan(root, names, all, {
      nodes: countNodes(nodes) + instances * countNodes(innerNodes) + 8,
      // The bytes of the value that holds the inner instance count apart from its own values.
      uses: Math.max(1, instances, mostUses(nodes)) + instances * mostUses(innerNodes),
      perListText: Math.max(
        listNodes(nodes, outer.classes),
        inner === undefined ? 0 : listNodes(innerNodes, inner.classes),
      ),
    })
  } catch (error) {
    if (error instanceof UnreadableRecord) return undefined
    throw error
  }
}

/** Whether numbers could be the units of a text with a mark. */
export function mayHoldMark(units: Uint16Array): boolean {
  return units.includes(open.charCodeAt(0)) || units.includes(close.charCodeAt(0))
}

/** No definition stands there. */
const here = -1

function markOf(value: number): string {
  return `${open}${value}${close}`
}

/** The nodes with the instance in place of the values that hold it, and nothing for the empty ones. */
function withNested(
  nodes: readonly XmlNode[],
  classes: Uint8Array,
  instance: XmlNode | undefined,
): readonly XmlNode[] {
  return nodes.flatMap((node): readonly XmlNode[] => {
    switch (node.kind) {
      case 'element':
        return [{ ...node, children: withNested(node.children, classes, instance) }]
      case 'substitution':
        switch (classes[node.index]) {
          case valueClasses.nested:
            return instance === undefined ? [] : [instance]
          case valueClasses.empty:
            return []
          default:
            return [node]
        }
      default:
        return [node]
    }
  })
}

/** Whether binary XML stands in an attribute, which nobody writes. */
function hasNestedAttribute(nodes: readonly XmlNode[], classes: Uint8Array): boolean {
  const isNested = (node: XmlNode): boolean =>
    node.kind === 'substitution' && (classes[node.index] ?? 0) >= valueClasses.nested
  return nodes.some(
    node =>
      node.kind === 'element' &&
      (node.attributes.some(({ content }) => content.some(isNested)) ||
        hasNestedAttribute(node.children, classes)),
  )
}

/** An upper bound of the nodes that the nodes expand to, values apart. */
function countNodes(nodes: readonly XmlNode[]): number {
  let count = 0
  for (const node of nodes) {
    count += 2
    if (node.kind === 'text') count += node.text.length >> 4
    if (node.kind !== 'element') continue
    for (const { content } of node.attributes) count += countNodes(content)
    count += countNodes(node.children)
  }
  return count
}

function countInstances(nodes: readonly XmlNode[]): number {
  let count = 0
  for (const node of nodes) {
    if (node.kind === 'instance') count++
    else if (node.kind === 'element') count += countInstances(node.children)
  }
  return count
}

/** How often the nodes use the value that they use most. */
function mostUses(nodes: readonly XmlNode[]): number {
  const uses = new Map<number, number>()
  const visit = (node: XmlNode): void => {
    if (node.kind === 'substitution') uses.set(node.index, (uses.get(node.index) ?? 0) + 1)
    if (node.kind !== 'element') return
    for (const { content } of node.attributes) content.forEach(visit)
    node.children.forEach(visit)
  }
  nodes.forEach(visit)
  let most = 0
  for (const count of uses.values()) most = Math.max(most, count)
  return most
}

/** The most nodes that an element around a list holds, with itself. */
function listNodes(nodes: readonly XmlNode[], classes: Uint8Array): number {
  let most = 0
  for (const node of nodes) {
    if (node.kind !== 'element') continue
    const { children } = node
    const isRepeated = children.some(
      child => child.kind === 'substitution' && classes[child.index] === valueClasses.list,
    )
    most = Math.max(most, isRepeated ? countNodes(children) + 2 : 0, listNodes(children, classes))
  }
  return most
}

/** Deeper elements are left to the plain way, which says when there are too many levels. */
const deepestPlanned = 24

/**
 * Whether what becomes of the element does not depend on its values' texts: none is (a part of) a name,
 * and none stands where a text that is empty counts for less than another.
 */
function isPlain(
  element: EventElement,
  parent: EventElement | undefined,
  depth: number,
  lists: ReadonlySet<string>,
): boolean {
  if (hasMark(element.name) || depth > deepestPlanned) return false
  for (const [name, value] of element.attributes) {
    if (hasMark(name) || (name === 'Name' && element.name === 'Data' && hasMark(String(value)))) {
      return false
    }
  }
  // A list repeats its element, attributes and all, and as an attribute is one text.
  const holdsList = (text: string): boolean => [...lists].some(mark => text.includes(mark))
  if (element.attributes.some(([, value]) => holdsList(String(value)))) return false
  if (holdsList(String(element.text))) {
    const isAlone = lists.has(String(element.text)) && element.children.length === 0
    if (!isAlone || element.attributes.length > 0) return false
    // Only the first `System` is the header.
    if (parent?.name === 'System' || element.name === 'System') return false
  }
  if (hasMark(String(element.text))) {
    if (element.children.length > 0) return false
    if (parent?.name === 'System' && attributesOnly.has(element.name)) return false
  }
  return element.children.every(child => isPlain(child, element, depth + 1, lists))
}

function hasMark(text: string): boolean {
  return text.includes(open) || text.includes(close)
}

const wholeMark = new RegExp(`^${open}(\\d+)${close}$`)

function toPlan(
  root: EventElement,
  names: NameTable,
  classes: readonly number[],
  cost: PlanCost,
): RecordPlan | undefined {
  const { header, fields } = toWindowsEvent(root)
  const entries: { name: number; value: number; text: number }[] = []
  const first = new Map<string, number>()
  for (const [field, values] of fields) {
    first.set(field, entries.length)
    let hasList = false
    for (const value of values) {
      // The further texts of a list stand behind all entries, so none of its field may follow it.
      if (hasList) return undefined
      const text = String(value)
      const number = wholeMark.exec(text)?.[1]
      if (number === undefined && hasMark(text)) return undefined
      const known = number === undefined ? -1 : Number(number)
      if (known >= classes.length) return undefined
      const constant = known < 0 ? names.idOf(text) : -1
      if (known < 0 && constant < 0) return undefined
      hasList = classes[known] === valueClasses.list
      entries.push({ name: names.idOf(field), value: known, text: constant })
    }
  }
  // A field of the header may have values of the event's data behind its own, or nothing else.
  const system = root.children.find(({ name }) => name === 'System')
  const ofHeader = system && toWindowsEvent({ ...root, children: [system] }).fields
  const isOfHeader = (field: string): boolean => ofHeader?.has(field) === true
  if (first.has('EventRecordID') && !isOfHeader('EventRecordID')) return undefined
  if (first.has('TimeCreated_SystemTime') && !isOfHeader('TimeCreated_SystemTime')) return undefined
  const entryOf = (member: keyof EventHeader, field: string): number =>
    header[member] === undefined ? -1 : (first.get(field) ?? -1)
  return {
    layout: names.newLayout(),
    names: Int32Array.from(entries, ({ name }) => name),
    values: Int32Array.from(entries, ({ value }) => value),
    isList: Uint8Array.from(entries, ({ value }) => (classes[value] === valueClasses.list ? 1 : 0)),
    hasLists: entries.some(({ value }) => classes[value] === valueClasses.list),
    texts: Int32Array.from(entries, ({ text }) => text),
    provider: entryOf('provider', 'Provider_Name'),
    channel: entryOf('channel', 'Channel'),
    eventId: entryOf('eventId', 'EventID'),
    time: first.get('TimeCreated_SystemTime') ?? -1,
    computer: entryOf('computer', 'Computer'),
    record: first.get('EventRecordID') ?? -1,
    cost,
  }
}
