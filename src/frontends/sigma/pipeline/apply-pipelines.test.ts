import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../../test/support/golden.ts'
import type { Diagnostic } from '../../../base/index.ts'
import { printLogic, type Rule, testsOf } from '../../../ir/index.ts'
import { parseSigma } from '../parse-sigma.ts'
import { applyPipelines } from './apply-pipelines.ts'
import { parsePipeline } from './parse-pipeline.ts'
import type { SigmaPipeline } from './pipeline.ts'

/** Documents: pipelines first, which begin with `transformations` or a name, then rules. */
describeGolden(new URL('./pipelines.golden.txt', import.meta.url), input => {
  const documents = input.split(/^---$/m).map(text => text.trim())
  const isPipeline = (text: string): boolean => !/^(selection|detection|correlation)/m.test(text)
  const parsed = documents.filter(isPipeline).map(text => parsePipeline(text))
  const lines = parsed.flatMap(({ diagnostics }) => diagnostics.map(printDiagnostic))
  const pipelines = parsed.flatMap(({ value }) => (value === undefined ? [] : [value]))
  if (pipelines.length < parsed.length) return lines.join('\n')
  const rules = documents
    .filter(text => !isPipeline(text))
    .flatMap(text => parseSigma(toRule(text)).value.rules.map(({ value }) => value))
  for (const { value, diagnostics } of applyPipelines(rules, pipelines)) {
    lines.push(printLogic(value.logic).replace(/^\(source\)\n/, ''))
    if (value.fields.length > 0) lines.push(`fields ${value.fields.join(' ')}`)
    lines.push(...diagnostics.map(printDiagnostic))
  }
  return lines.join('\n')
})

/** A rule as it is, or one whose detection holds what is given. */
function toRule(text: string): string {
  if (!text.startsWith('selection')) return `title: t\n${text}`
  const lines = /^condition:/m.test(text) ? text : `${text}\ncondition: selection`
  return `title: t\ndetection:\n${lines.replace(/^/gm, '  ')}`
}

function printDiagnostic({ severity, code, message, help }: Diagnostic): string {
  const suffix = help === undefined ? '' : ` (${help})`
  return `${severity}[${code}] ${message}${suffix}`
}

function readRule(detection: string): Rule {
  const [rule] = parseSigma(toRule(detection)).value.rules
  if (rule === undefined) throw new RangeError('no rule')
  return rule.value
}

function read(text: string): SigmaPipeline {
  const { value, diagnostics } = parsePipeline(text)
  if (value === undefined) throw new RangeError(JSON.stringify(diagnostics))
  return value
}

describe('pipelines', () => {
  test('that are for nothing of a rule leave it as it is', () => {
    const rule = readRule(
      'selection:\n  A|contains|all: [x, y]\n  B: null\ncondition: not selection',
    )
    const other = read('transformations:\n- type: field_name_mapping\n  mapping: {Z: z}')
    expect(applyPipelines([rule], [other])).toEqual([{ value: rule, diagnostics: [] }])
    expect(applyPipelines([rule], [])[0]?.value).toBe(rule)
  })

  test('run in the order of their priorities, and give variables to one another', () => {
    const late = read('priority: 20\nvars: {v: b}\ntransformations: [{type: value_placeholders}]')
    const early = read(
      'priority: 10\nvars: {v: a}\ntransformations: [{type: field_name_prefix, prefix: p.}]',
    )
    const rule = readRule('selection:\n  A|expand: "%v%"')
    const [applied] = applyPipelines([rule], [late, early])
    expect(applied && printLogic(applied.value.logic)).toContain('(equals p.A "b")')
  })

  test('of any text are parsed without an exception', () => {
    const word = fc.constantFrom(
      ...['transformations:', '- type:', 'field_name_mapping', 'mapping:', 'nest', 'items:', '{'],
      ...['replace_string', 'regex: (', 'rule_conditions:', '- id: x', '}', '\n', '  ', 'null'],
      ...['value_placeholders', 'add_condition', 'conditions:', '[', ']', 'cond: any', 'set_value'],
    )
    fc.assert(
      fc.property(fc.array(word), words => {
        parsePipeline(words.join(' ').replaceAll(' \n ', '\n'))
      }),
    )
  })
})

describe('large rules', () => {
  test('with many fields of several names are mapped', () => {
    const count = 20_000
    const lines = Array.from({ length: count }, (_, i) => `  - A: ${i}`).join('\n')
    const rule = readRule(`selection:\n${lines}`)
    const pipeline = read('transformations:\n- type: field_name_mapping\n  mapping: {A: [a, b, c]}')
    const [applied] = applyPipelines([rule], [pipeline])
    const [, filter] = applied?.value.logic.stages ?? []
    const tests = filter?.kind === 'filter' ? testsOf(filter.expression) : []
    expect(tests).toHaveLength(3 * count)
    expect(new Set(tests.map(({ list }) => list)).size).toBe(3 * count)
  })

  test('that steps multiply again and again are not run', () => {
    const step = '- type: field_name_prefix_mapping\n  mapping: {A: [A1, A2, A3, A4, A5]}\n'
    const pipeline = read(`transformations:\n${step.repeat(30)}`)
    const [applied] = applyPipelines([readRule('selection: {A: x}')], [pipeline])
    expect(applied?.diagnostics.map(({ code }) => code)).toEqual(['pipeline/failure'])
  })
})
