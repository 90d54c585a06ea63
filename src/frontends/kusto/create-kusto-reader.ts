import {
  type Diagnostic,
  type DiagnosticCode,
  limitDiagnostics,
  type Parsed,
} from '../../base/index.ts'
import { type Logic, opaquesOf, type Stage } from '../../ir/index.ts'
import { findComputation } from './computation.ts'
import type { KustoLanguage } from './language.ts'
import { lowerCondition } from './lower-condition.ts'
import { addQueries } from './lower-queries.ts'
import { lowerTable } from './lower-table.ts'
import { KustoLowering } from './lowering.ts'
import { syntaxParser } from './parse-syntax.ts'
import { toPlainText } from './plain-text.ts'
import { emptyScope, withLets } from './scope.ts'
import type { KustoSyntax } from './syntax.ts'

/** Reads a query of Kusto. Never throws. */
export type KustoReader = (text: string) => Parsed<Logic>

/**
 * A reader of Kusto queries by Microsoft’s parser, which it is given: `Kusto.Language` of
 * `@kusto/language-service-next`. Spans are offsets in the text of the query. What could not be read stands
 * as an opaque part in its place, so that the query is never true by accident.
 *
 * @example
 * const { value, diagnostics } = createKustoReader(language)('SecurityEvent | where EventID == 4625')
 */
export function createKustoReader(language: KustoLanguage): KustoReader {
  const parseSyntax = syntaxParser(language)
  return text => {
    const syntax = parseSyntax(text)
    const diagnostics: Diagnostic[] = [...syntax.diagnostics]
    const lowering = new KustoLowering(text, diagnostics, {
      table: lowerTable,
      condition: lowerCondition,
      computation: findComputation,
      addQueries,
    })
    const value = withError(lowerQuery(syntax.value, lowering), text, lowering)
    return { value, diagnostics: limitDiagnostics(diagnostics) }
  }
}

function lowerQuery({ lets, queries, skipped, span }: KustoSyntax, lowering: KustoLowering): Logic {
  const { diagnostics } = lowering
  const scope = withLets(emptyScope, lets)
  const results = queries.map(query => lowerTable(query, scope, lowering).logic)
  const [only, ...others] = results
  const rest = skipped.map((part): Stage => {
    const reason = diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'kusto/syntax'
    return { kind: 'opaque', text: lowering.textOf(part), reason, span: part }
  })
  if (only === undefined) {
    if (rest.length > 0) return { stages: rest }
    lowering.report('kusto/no-query', span, 'the text asks for nothing')
    const opaque: Stage = {
      kind: 'opaque',
      text: lowering.textOf(span),
      reason: 'kusto/no-query',
      span,
    }
    return { stages: [opaque] }
  }
  if (others.length === 0) return { stages: [...only.stages, ...rest] }
  lowering.report('kusto/several-results', span, `${results.length} queries stand in one text`)
  return { stages: [{ kind: 'join', how: 'batch', sides: results, keys: [], span }, ...rest] }
}

/** With a part that says so where the query has an error that no other part does. */
function withError({ stages }: Logic, text: string, { diagnostics }: KustoLowering): Logic {
  const error = diagnostics.find(({ severity, code }) => severity === 'error' && isUnread(code))
  if (error === undefined || hasOpaque({ stages })) return { stages }
  const { code: reason, span } = error
  const opaque: Stage = { kind: 'opaque', text: toPlainText(text), reason, span }
  return { stages: [...stages, opaque] }
}

/** Whether a problem leaves something of the query out. */
function isUnread(code: DiagnosticCode): boolean {
  return code === 'kusto/syntax' || code.endsWith('-limit')
}

function hasOpaque({ stages }: Logic): boolean {
  return stages.some(stage => {
    switch (stage.kind) {
      case 'opaque':
        return true
      case 'filter':
      case 'threshold':
        return opaquesOf(stage.expression).length > 0
      case 'join':
        return stage.sides.some(hasOpaque)
      default:
        return false
    }
  })
}
