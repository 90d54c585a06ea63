import { columnsOf, findPart, itemsOf, nameOf, parameterOf } from './node-parts.ts'
import type { ReadExpression } from './read-expression.ts'
import type {
  KustoColumn,
  KustoColumnsOperator,
  KustoExpression,
  KustoOperator,
  KustoPipeline,
} from './syntax.ts'
import type { KustoNode } from './tree.ts'

/** Reads one operator of a pipeline, such as `where` or `summarize`. */
export function readOperator(node: KustoNode, read: ReadExpression): KustoOperator {
  const { span } = node
  switch (node.kind) {
    case 'FilterOperator':
      return { kind: 'where', condition: read(node.parts.get('Condition')), span }
    case 'ExtendOperator':
    case 'SerializeOperator':
      return columns('extend', node, read)
    case 'ProjectOperator':
      return columns('project', node, read)
    case 'ProjectKeepOperator':
      return columns('keep', node, read)
    case 'ProjectAwayOperator':
      return columns('away', node, read)
    case 'ProjectRenameOperator':
      return columns('rename', node, read)
    case 'DistinctOperator':
      return columns('distinct', node, read)
    case 'PrintOperator':
      return columns('print', node, read)
    case 'SummarizeOperator': {
      const by = node.parts.get('ByClause')
      return {
        kind: 'summarize',
        aggregates: itemsOf(node, 'Aggregates').map(item => readColumn(item, read)),
        by: itemsOf(by, 'Expressions').map(item => readColumn(item, read)),
        step: undefined,
        span,
      }
    }
    case 'MakeSeriesOperator':
      return readSeries(node, read)
    case 'CountOperator':
      return { kind: 'count', span }
    case 'JoinOperator':
    case 'LookupOperator':
      return {
        kind: node.kind === 'JoinOperator' ? 'join' : 'lookup',
        how: parameterOf(node, /^kind$/),
        right: read(node.parts.get('Expression')),
        on: itemsOf(
          node.parts.get('ConditionClause') ?? node.parts.get('LookupClause'),
          'Expressions',
        ).map(read),
        span,
      }
    case 'UnionOperator':
      return {
        kind: 'union',
        tables: itemsOf(node, 'Expressions').map(read),
        withSource: parameterOf(node, /^withsource$/),
        span,
      }
    case 'ParseOperator':
    case 'ParseWhereOperator':
      return {
        kind: 'parse',
        input: read(node.parts.get('Expression')),
        names: itemsOf(node, 'Patterns')
          .filter(({ kind }) => /^Name(?:AndType)?Declaration$/.test(kind))
          .map(nameOf),
        isFilter: node.kind === 'ParseWhereOperator',
        span,
      }
    case 'ParseKvOperator':
      return {
        kind: 'parse',
        input: read(node.parts.get('Expression')),
        names: columnsOf(node.parts.get('Keys')),
        isFilter: false,
        span,
      }
    case 'MvExpandOperator':
    case 'MvApplyOperator': {
      const subquery = node.parts.get('Subquery')
      return {
        kind: 'expand',
        columns: itemsOf(node, 'Expressions').map(item =>
          readColumn(findPart(item, 'Expression') ?? item, read),
        ),
        indexName: parameterOf(node, /^with_itemindex$/),
        body: subquery === undefined ? undefined : toPipeline(read(subquery)),
        span,
      }
    }
    case 'EvaluateOperator':
      return {
        kind: 'evaluate',
        call: read(node.parts.get('FunctionCall')),
        names: columnsOf(findPart(node, 'Schema', 'Schema')),
        span,
      }
    case 'InvokeOperator':
      return { kind: 'invoke', call: read(node.parts.get('Function')), span }
    case 'AsOperator':
      return { kind: 'as', name: nameOf(node.parts.get('Name')), span }
    case 'FindOperator':
    case 'SearchOperator':
      return {
        kind: node.kind === 'FindOperator' ? 'find' : 'search',
        tables: itemsOf(node, 'InClause', 'Expressions').map(read),
        condition: read(node.parts.get('Condition')),
        projection: node.parts.get('Project')?.span,
        span,
      }
    case 'PartitionOperator':
      return {
        kind: 'branches',
        how: 'partition',
        keys: [nameOf(node.parts.get('ByExpression'))],
        bodies: [toPipeline(read(node.parts.get('Operand')))],
        span,
      }
    case 'ForkOperator':
      return {
        kind: 'branches',
        how: 'fork',
        keys: [],
        bodies: itemsOf(node, 'Expressions').map(item =>
          toPipeline(read(item.parts.get('Expression'))),
        ),
        span,
      }
    case 'FacetOperator': {
      const body =
        findPart(node, 'WithClause', 'Expression') ?? findPart(node, 'WithClause', 'Operator')
      return {
        kind: 'branches',
        how: 'facet',
        keys: itemsOf(node, 'Expressions').map(nameOf),
        bodies: body === undefined ? [] : [toPipeline(read(body))],
        span,
      }
    }
    case 'RangeOperator':
      return { kind: 'derive', names: [nameOf(node.parts.get('Name'))], isOpen: false, span }
    case 'ReduceByOperator':
      return { kind: 'derive', names: ['Pattern', 'Count', 'Representative'], isOpen: false, span }
    case 'TopNestedOperator':
    case 'TopHittersOperator':
      return { kind: 'derive', names: [], isOpen: true, span }
    case 'ProjectReorderOperator':
    case 'ProjectByNamesOperator':
    case 'SortOperator':
    case 'TopOperator':
    case 'TakeOperator':
    case 'SampleOperator':
    case 'SampleDistinctOperator':
    case 'RenderOperator':
    case 'ConsumeOperator':
    case 'GetSchemaOperator':
    case 'AssertSchemaOperator':
    case 'ExecuteAndCacheOperator':
      return { kind: 'shape', command: commandOf(node), span }
    default:
      return { kind: 'unknown', command: commandOf(node), span }
  }
}

/** The word that the operator begins with. */
function commandOf(node: KustoNode): string {
  for (const part of node.parts.values()) if (part.text !== '') return part.text
  return node.kind
}

function columns(
  kind: KustoColumnsOperator['kind'],
  node: KustoNode,
  read: ReadExpression,
): KustoColumnsOperator {
  const list = itemsOf(node, 'Expressions').map(item => readColumn(item, read))
  return { kind, columns: list, span: node.span }
}

/** `make-series n = count() on TimeGenerated step 1h by Account`. */
function readSeries(node: KustoNode, read: ReadExpression): KustoOperator {
  const axis = findPart(node, 'OnClause', 'Expression')
  const range = node.parts.get('RangeClause')
  const step =
    findPart(range, 'MakeSeriesStepClause', 'Expression') ??
    itemsOf(range, 'Arguments', 'Expressions')[2]
  return {
    kind: 'summarize',
    aggregates: itemsOf(node, 'Aggregates').map(item =>
      readColumn(findPart(item, 'Expression') ?? item, read),
    ),
    by: [
      ...itemsOf(node, 'ByClause', 'Expressions').map(item => readColumn(item, read)),
      ...(axis === undefined ? [] : [readColumn(axis, read)]),
    ],
    step: step && read(step),
    span: node.span,
  }
}

function readColumn(node: KustoNode, read: ReadExpression): KustoColumn {
  const { span } = node
  switch (node.kind) {
    case 'SimpleNamedExpression':
      return {
        names: [nameOf(node.parts.get('Name'))],
        value: read(node.parts.get('Expression')),
        span,
      }
    case 'CompoundNamedExpression':
      return {
        names: itemsOf(node, 'Names', 'Names').map(nameOf),
        value: read(node.parts.get('Expression')),
        span,
      }
    default:
      return { names: [], value: read(node), span }
  }
}

/** What stands in the brackets of a sub-query, as a pipeline. */
function toPipeline(expression: KustoExpression): KustoPipeline {
  if (expression.kind === 'pipeline') return expression
  const { span } = expression
  return { kind: 'pipeline', source: expression, operators: [], span }
}
