import {
  and,
  anyField,
  type CorrelateStage,
  type Expression,
  or,
  type Stage,
  type Test,
} from '../../../ir/index.ts'
import type { Parameters } from './parameters.ts'
import type { PipelineItem, Transformation } from './pipeline.ts'
import {
  type DetectionItem,
  type ItemRewrite,
  PipelineFailure,
  type RuleWork,
} from './rule-work.ts'

/** Steps that change the names of fields, or the rule’s list of them. */
export const fieldTransformations: {
  readonly [type: string]: (parameters: Parameters) => Transformation
} = {
  field_name_mapping(parameters) {
    const mapping = parameters.mapping('mapping')
    const ofKeywords = mapping.get('null') ?? mapping.get('~') ?? mapping.get('')
    return mapFields(field => (field === undefined ? ofKeywords : mapping.get(field)))
  },
  field_name_prefix_mapping(parameters) {
    const mapping = [...parameters.mapping('mapping')]
    return mapFields(field => {
      const found = mapping.find(([prefix]) => field?.startsWith(prefix) ?? false)
      if (field === undefined || found === undefined) return undefined
      const [prefix, others] = found
      return others.map(other => other + field.slice(prefix.length))
    })
  },
  field_name_prefix(parameters) {
    const prefix = parameters.needText('prefix')
    return mapFields(field => (field === undefined ? undefined : [prefix + field]))
  },
  field_name_suffix(parameters) {
    const suffix = parameters.needText('suffix')
    return mapFields(field => (field === undefined ? undefined : [field + suffix]))
  },
  add_field(parameters) {
    const added = parameters.texts('field') ?? []
    return work => setFields(work, [...work.rule.fields, ...added])
  },
  remove_field(parameters) {
    const removed = new Set(parameters.texts('field'))
    return work =>
      setFields(
        work,
        work.rule.fields.filter(field => !removed.has(field)),
      )
  },
  set_field(parameters) {
    const fields = parameters.texts('fields') ?? []
    return work => setFields(work, fields)
  },
}

function setFields(work: RuleWork, fields: readonly string[]): void {
  work.rule = { ...work.rule, fields }
}

/** The new names of a field; `undefined` leaves it as it is, an empty list drops it. */
type FieldMapper = (field: string | undefined) => readonly string[] | undefined

function mapFields(mapper: FieldMapper): Transformation {
  return (work, step) => {
    const rename = (field: string): readonly string[] => {
      const names = mapper(field)
      if (names === undefined || !step.fitsField(field, work)) return [field]
      if (step.id !== undefined) {
        for (const name of names) {
          const ids = work.appliedToFields.get(name) ?? new Set(work.appliedToFields.get(field))
          work.appliedToFields.set(name, ids.add(step.id))
        }
      }
      return names
    }
    setFields(work, work.rule.fields.flatMap(rename))
    work.setStages(work.rule.logic.stages.map(stage => renameInStage(stage, rename)))
    work.rewrite(item => mapItem(item, work, step, mapper, rename))
  }
}

function mapItem(
  item: DetectionItem,
  work: RuleWork,
  step: PipelineItem,
  mapper: FieldMapper,
  rename: (field: string) => readonly string[],
): ItemRewrite | undefined {
  if (!step.fitsItem(item, work)) return undefined
  const mapped = mapper(item.field)
  const fields = mapped !== undefined && step.fitsField(item.field, work) ? mapped : undefined
  const refersToField = item.tests.some(({ operator }) => operator === 'field_equals')
  if (fields === undefined && !refersToField) return undefined
  work.noteApplied(item, step.id)
  for (const field of fields ?? []) work.mappedFields.add(field)
  const places = (fields ?? [item.field ?? anyField]).map((field, index) => ({
    field,
    list: index === 0 ? item.list : work.newList(item),
  }))
  work.addTests(item.tests.length * (places.length - 1))
  return (tests, link) => {
    if (places.length === 0) return undefined
    const linked = link === 'and' ? and : or
    const placed = (some: readonly Test[]): readonly Expression[] =>
      places.map(place => linked(some.map(test => renameReference({ ...test, ...place }, rename))))
    const others = tests.filter(test => !asksForAbsence(test))
    if (others.length === tests.length) return or(placed(others))
    // A field that goes by several names is absent when it has none of them.
    const absent = and(placed(tests.filter(asksForAbsence)))
    return others.length === 0 ? absent : linked([or(placed(others)), absent])
  }
}

function asksForAbsence({ operator, value }: Test & { readonly value?: unknown }): boolean {
  return operator === 'null' || (operator === 'exists' && value === false)
}

/** A field that another is compared with goes by its new names, too. */
function renameReference(test: Test, rename: (field: string) => readonly string[]): Expression {
  if (test.operator !== 'field_equals') return test
  return or(rename(test.value.field).map(field => ({ ...test, value: { ...test.value, field } })))
}

function renameInStage(stage: Stage, rename: (field: string) => readonly string[]): Stage {
  switch (stage.kind) {
    case 'aggregate':
      return {
        ...stage,
        functions: stage.functions.map(f =>
          f.field === undefined ? f : { ...f, field: renameOne(f.field, rename) },
        ),
        groupBy: stage.groupBy.flatMap(rename),
      }
    case 'correlate':
      return renameInCorrelation(stage, rename)
    default:
      return stage
  }
}

function renameInCorrelation(
  stage: CorrelateStage,
  rename: (field: string) => readonly string[],
): CorrelateStage {
  const aliases = new Set(stage.aliases.map(({ alias }) => alias))
  const { condition } = stage
  return {
    ...stage,
    aliases: stage.aliases.map(({ alias, fields }) => ({
      alias,
      fields: fields.map(({ rule, field }) => ({ rule, field: renameOne(field, rename) })),
    })),
    groupBy: stage.groupBy.flatMap(field => (aliases.has(field) ? [field] : rename(field))),
    condition:
      condition?.kind === 'bounds'
        ? { ...condition, fields: condition.fields.map(field => renameOne(field, rename)) }
        : condition,
  }
}

function renameOne(field: string, rename: (field: string) => readonly string[]): string {
  const [name, ...others] = rename(field)
  if (name !== undefined && others.length === 0) return name
  throw new PipelineFailure(`“${field}” cannot be mapped to several fields where one is counted`)
}
