import { type Diagnostic, diagnostic, noSpan, type Parsed, type Span } from '../../base/index.ts'
import type { KustoLanguage, MicrosoftDiagnostic, MicrosoftQuery } from './language.ts'
import { findExcess } from './limits.ts'
import { itemsOf } from './node-parts.ts'
import { expressionReader } from './read-expression.ts'
import { readLets } from './read-lets.ts'
import type { KustoSyntax } from './syntax.ts'
import { type KustoNode, kindNames, toTree } from './tree.ts'

/** A parser of Kusto’s syntax, by Microsoft’s. */
export function syntaxParser(language: KustoLanguage): (text: string) => Parsed<KustoSyntax> {
  const kinds = kindNames(language)
  return text => {
    const excess = findExcess(text)
    if (excess !== undefined) return unread(text, excess)
    const query = parse(language, text)
    if (query === undefined) {
      const message = 'the query nests too deep'
      return unread(text, diagnostic('kusto/nesting-limit', noSpan, message))
    }
    const diagnostics = problemsOf(query, text)
    const value = readQuery(toTree(query, kinds), diagnostics)
    return { value, diagnostics }
  }
}

/**
 * Microsoft’s parser descends by calls. {@link findExcess} bounds how deep; should that not be enough on
 * a small stack, the one error that is meant is caught here.
 */
function parse(language: KustoLanguage, text: string): MicrosoftQuery | undefined {
  try {
    return language.Parsing.QueryParser.ParseQuery$1(text)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function unread(text: string, problem: Diagnostic): Parsed<KustoSyntax> {
  const span = { start: 0, end: text.length }
  return { value: { lets: [], queries: [], skipped: [span], span }, diagnostics: [problem] }
}

function problemsOf(query: MicrosoftQuery, text: string): Diagnostic[] {
  if (!query.ContainsSyntaxDiagnostics) return []
  query.InitializeTriviaStarts()
  const found = query.GetContainedSyntaxDiagnostics()
  const problems: MicrosoftDiagnostic[] = []
  // Past the limit of diagnostics nobody sees more.
  const count = Math.min('Count' in found ? found.Count : found.length, 1_000)
  for (let i = 0; i < count; i++) {
    const problem = 'Count' in found ? found.getItem(i) : found[i]
    if (problem !== undefined) problems.push(problem)
  }
  return problems.map(({ Start, Length, Message }) => {
    const start = Math.min(Start, text.length)
    const span = { start, end: Math.min(start + Length, text.length) }
    return diagnostic('kusto/syntax', span, toSentence(Message))
  })
}

function toSentence(message: string): string {
  const text = message.trim().replace(/\.$/, '')
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function readQuery(root: KustoNode, diagnostics: Diagnostic[]): KustoSyntax {
  const statements = itemsOf(root, 'Statements')
  let isDeep = false
  const read = expressionReader(node => {
    if (isDeep) return
    isDeep = true
    const message = 'expressions nest too deep'
    diagnostics.push(diagnostic('kusto/nesting-limit', node.span, message))
  })
  const skipped = root.parts.get('SkippedTokens')
  const unread: Span[] = skipped === undefined ? [] : [skipped.span]
  const { span } = root
  const queries = statements
    .filter(({ kind }) => kind === 'ExpressionStatement')
    .map(node => read(node.parts.get('Expression')))
  const parameters = statements
    .filter(({ kind }) => kind === 'QueryParametersStatement')
    .flatMap(node => itemsOf(node, 'Parameters'))
    .flatMap(node => {
      const value = node.parts.get('DefaultValue')?.parts.get('Value')
      const name = node.parts.get('NameAndType')?.parts.get('Name')
      return value === undefined || name === undefined
        ? []
        : [{ name, value: read(value), span: node.span }]
    })
    .map(({ name, ...rest }) => ({ ...rest, name: nameText(name) }))
  return { lets: [...parameters, ...readLets(statements, read)], queries, skipped: unread, span }
}

function nameText(node: KustoNode): string {
  return node.text !== '' ? node.text : [...node.parts.values()].map(nameText).join('')
}
