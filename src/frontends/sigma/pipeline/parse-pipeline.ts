import {
  type Diagnostic,
  diagnostic,
  findNearest,
  noSpan,
  type Parsed,
} from '../../../base/index.ts'
import { parseYaml, type YamlNode } from '../../../base/yaml/index.ts'
import { applyItem } from './apply-pipelines.ts'
import { readConditions } from './conditions.ts'
import { fieldTransformations } from './field-transformations.ts'
import { Parameters } from './parameters.ts'
import type { PipelineItem, SigmaPipeline, Transformation } from './pipeline.ts'
import { ruleTransformations } from './rule-transformations.ts'
import { valueTransformations } from './value-transformations.ts'

/**
 * Reads a processing pipeline in pySigma’s YAML. It is `undefined` when anything in it is wrong: a rule
 * that was changed by half of a pipeline would mean what nobody wrote. What shapes queries only is left
 * out, with a note.
 */
export function parsePipeline(text: string): Parsed<SigmaPipeline | undefined> {
  const yaml = parseYaml(text)
  const diagnostics: Diagnostic[] = [...yaml.diagnostics]
  const [document, other] = yaml.value
  if (document === undefined || document.root.kind !== 'map' || other !== undefined) {
    const span = other?.root.span ?? document?.root.span ?? noSpan
    diagnostics.push(diagnostic('pipeline/invalid', span, 'a pipeline is one YAML map'))
    return { value: undefined, diagnostics }
  }
  const parameters = new Parameters(document.root, diagnostics)
  const name = parameters.text('name') ?? ''
  const priority = Number(parameters.text('priority') ?? 0)
  if (!Number.isFinite(priority)) parameters.complain('“priority” must be a number')
  const vars = parameters.node('vars') === undefined ? new Map() : parameters.mapping('vars')
  const items = readItems(parameters, 'transformations', name, 0)
  parameters.texts('allowed_backends')
  for (const key of ['postprocessing', 'finalizers']) {
    const node = parameters.node(key)
    if (node === undefined) continue
    const message = `“${key}” shapes queries, which nothing here makes`
    diagnostics.push(diagnostic('pipeline/ignored', node.span, message))
  }
  parameters.finish('a pipeline')
  const isWrong = document.isBroken || diagnostics.some(d => d.severity === 'error')
  return { value: isWrong ? undefined : { name, priority, vars, items }, diagnostics }
}

/** Nested steps inside one another. */
const maxNesting = 16

function readItems(
  parameters: Parameters,
  key: string,
  pipeline: string,
  depth: number,
): readonly PipelineItem[] {
  const node = parameters.node(key)
  if (node === undefined) return []
  if (node.kind !== 'list') {
    parameters.complain(`“${key}” must be a list`, node.span)
    return []
  }
  return node.items.flatMap(item => readItem(parameters, item, pipeline, depth))
}

function readItem(
  outer: Parameters,
  node: YamlNode,
  pipeline: string,
  depth: number,
): readonly PipelineItem[] {
  if (node.kind !== 'map') {
    outer.complain('a step must be a map with a type', node.span)
    return []
  }
  const parameters = new Parameters(node, outer.diagnostics)
  const type = parameters.needText('type')
  const id = parameters.text('id')
  const conditions = readConditions(parameters)
  const transform = readTransformation(parameters, type, pipeline, depth)
  if (transform === undefined) return []
  parameters.finish(`the step “${type}”`)
  return [{ id, ...conditions, transform, span: parameters.span }]
}

const readers = { ...fieldTransformations, ...valueTransformations, ...ruleTransformations }

/** The types of steps that are read. */
export const transformationTypes: readonly string[] = [...Object.keys(readers), 'nest']

const outside = 'takes values from outside of the pipeline, which is not done here'

/** Steps of pySigma that are not read, and why. */
const refusals: { readonly [type: string]: string } = {
  field_name_transform: 'needs a function of Python',
  file_placeholders: outside,
  http_placeholders: outside,
  command_placeholders: outside,
}

function readTransformation(
  parameters: Parameters,
  type: string,
  pipeline: string,
  depth: number,
): Transformation | undefined {
  if (type === 'nest') {
    if (depth >= maxNesting) {
      parameters.complain(`steps nest more than ${maxNesting} levels deep`)
      return undefined
    }
    if (parameters.node('items') === undefined) parameters.complain('“items” is missing')
    const items = readItems(parameters, 'items', pipeline, depth + 1)
    return work => {
      for (const item of items) applyItem(item, work)
    }
  }
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  if (read !== undefined) {
    if (type === 'query_expression_placeholders') {
      const message = `“${type}” makes parts of queries; the placeholders stay`
      parameters.diagnostics.push(diagnostic('pipeline/ignored', parameters.span, message))
    }
    return read(parameters, pipeline)
  }
  if (type !== '') {
    const refusal = Object.hasOwn(refusals, type) ? refusals[type] : undefined
    const near = refusal === undefined ? findNearest(type, transformationTypes) : undefined
    const help = near === undefined ? undefined : `did you mean “${near}”?`
    const message = refusal === undefined ? `unknown step “${type}”` : `“${type}” ${refusal}`
    parameters.diagnostics.push(diagnostic('pipeline/invalid', parameters.span, message, help))
  }
  return undefined
}
