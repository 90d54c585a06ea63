import type { Span } from '../../base/index.ts'
import type { KustoLanguage, MicrosoftElement } from './language.ts'

/** Microsoft’s syntax tree as plain data: what is missing in the text is missing here. */
export interface KustoNode {
  /** The name of its kind in Microsoft’s enumeration, such as `FilterOperator`. */
  readonly kind: string
  /** Without the blanks and comments before it. */
  readonly span: Span
  /** Of a token: its text. */
  readonly text: string
  /** Of a literal text: what it stands for. */
  readonly literal: string | undefined
  /** The parts by their names, such as `Condition`; none in a list. */
  readonly parts: ReadonlyMap<string, KustoNode>
  /** The members of a list, without their commas. */
  readonly items: readonly KustoNode[]
}

/** The names of Microsoft’s kinds of nodes, by number. */
export function kindNames({ Syntax }: KustoLanguage): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const [name, value] of Object.entries(Syntax.SyntaxKind)) {
    if (typeof value === 'number') names.set(value, name)
  }
  return names
}

interface Frame {
  readonly element: MicrosoftElement
  readonly name: string
  next: number
  readonly parts: Map<string, KustoNode>
  readonly items: KustoNode[]
  start: number | undefined
  end: number
}

/**
 * Copies a tree. A loop, since chains of `or` and of `|` nest as deep as they are long. Places are counted from token
 * to token: Microsoft’s elements look theirs up through everything that they are in.
 */
export function toTree(root: MicrosoftElement, kinds: ReadonlyMap<number, string>): KustoNode {
  const kindOf = (element: MicrosoftElement): string => kinds.get(element.Kind) ?? 'Unknown'
  const open = (element: MicrosoftElement, name: string): Frame => {
    const parts = new Map<string, KustoNode>()
    return { element, name, next: 0, parts, items: [], start: undefined, end: 0 }
  }
  const stack = [open(root, '')]
  let offset = 0
  for (;;) {
    // The root’s frame stays until it returns.
    const frame = stack.at(-1) as Frame
    const { element } = frame
    if (frame.next < element.ChildCount) {
      const index = frame.next++
      const child = element.GetChild(index)
      if (child === null) continue
      // Of a node, Microsoft’s `IsMissing` looks at all that is in it.
      if (!child.IsToken) {
        stack.push(open(child, element.GetName(index) ?? ''))
        continue
      }
      const text = child.Text ?? ''
      const start = offset + (child.Trivia?.length ?? 0)
      offset = start + text.length
      if (child.IsMissing) continue
      const span = { start, end: offset }
      const token = { kind: kindOf(child), span, text, literal: undefined, parts: none, items: [] }
      add(frame, element.GetName(index) ?? '', token)
      continue
    }
    stack.pop()
    const kind = kindOf(element)
    const start = frame.start ?? frame.end
    const literal = kind.includes('StringLiteral') ? element.LiteralValue : undefined
    const node: KustoNode = {
      kind,
      span: { start, end: Math.max(start, frame.end) },
      text: '',
      literal: typeof literal === 'string' ? literal : undefined,
      parts: frame.parts,
      items: frame.items,
    }
    const parent = stack.at(-1)
    if (parent === undefined) return node
    if (frame.start !== undefined) add(parent, frame.name, node)
  }
}

const none: ReadonlyMap<string, KustoNode> = new Map()

function add(frame: Frame, name: string, node: KustoNode): void {
  frame.start ??= node.span.start
  frame.end = Math.max(frame.end, node.span.end)
  if (name !== '') frame.parts.set(name, node)
  // A member of a list stands beside its comma in an element without a name of its own.
  else frame.items.push(node.kind === 'SeparatedElement' ? (node.items[0] ?? node) : node)
}
