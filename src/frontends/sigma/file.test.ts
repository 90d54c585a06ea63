import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import type { Diagnostic } from '../../base/index.ts'
import { type Part, printLogic, printStage, type Rule, testsOf } from '../../ir/index.ts'
import { applyFilters, type SigmaFilter } from './filter.ts'
import { parseSigma } from './parse-sigma.ts'

const golden = new URL('./file.golden.txt', import.meta.url)

/** Characters that a golden file cannot hold, or that nobody would see in one. */
function withControls(input: string): string {
  return input.replaceAll('␍', '\r').replaceAll('␉', '\t').replaceAll('⟨BOM⟩', '\uFEFF')
}

describeGolden(golden, input => {
  const text = withControls(input)
  const file = parseSigma(text)
  const usable = file.value.filters.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const filtered = applyFilters(
    file.value.rules.map(({ value }) => value),
    usable,
  )
  return [
    ...file.diagnostics.map(d => printDiagnostic(d, text)),
    ...file.value.rules.flatMap(({ diagnostics }, i) => {
      const rule = filtered.value[i]
      return rule === undefined
        ? []
        : ['rule', ...printRule(rule, text), ...diagnostics.map(d => printDiagnostic(d, text))]
    }),
    ...file.value.filters.flatMap(({ value, diagnostics }) => [
      value === undefined ? 'filter that cannot be applied' : printFilter(value),
      ...diagnostics.map(d => printDiagnostic(d, text)),
    ]),
    ...filtered.diagnostics.map(d => printDiagnostic(d, text)),
  ].join('\n')
})

/** The metadata that the rule has, then its logic. */
function printRule(rule: Rule, text: string): readonly string[] {
  const { language: _, logic, logSource: __, body, span, tags, ...metadata } = rule
  expect(body).toBe(text.slice(span.start, span.end))
  const shown = { ...metadata, tags: tags.map(tag => tag.text), body: shorten(body) }
  return [
    ...Object.entries(shown).flatMap(([name, value]) => {
      const isEmpty = value === undefined || value === ''
      const json = isEmpty ? '' : JSON.stringify(value)
      return ['', '[]', '{}'].includes(json) ? [] : [`  ${name}: ${json}`]
    }),
    printLogic(logic),
  ]
}

/** The ends of a rule’s text, which show that it begins and ends where it should. */
function shorten(body: string): string {
  return body.length <= 40 ? body : `${body.slice(0, 18)} … ${body.slice(-18)}`
}

function printFilter({ title, rules, stage }: SigmaFilter): string {
  const names = rules === 'any' ? 'any' : `(${rules.map(r => r.reference).join(' ')})`
  return `filter “${title}” of ${names}: ${printStage(stage)}`
}

function printDiagnostic(d: Diagnostic, text: string): string {
  const { severity, code, span, message, help } = d
  const suffix = help === undefined ? '' : ` (${help})`
  const at = JSON.stringify(shorten(text.slice(span.start, span.end)))
  return `${severity}[${code}] ${span.start}..${span.end} ${at} ${message}${suffix}`
}

/** The rules of every case of the golden file, each with its text. */
function goldenRules(): readonly { readonly rule: Rule; readonly text: string }[] {
  const cases = readFileSync(golden, 'utf8').split(/^=== /m).slice(1)
  return cases.flatMap(chunk => {
    const input = chunk.slice(chunk.indexOf('\n') + 1).split(/^==>$/m)[0] ?? ''
    const text = withControls(input.trimEnd())
    return parseSigma(text).value.rules.map(({ value: rule }) => ({ rule, text }))
  })
}

function partsOf({ logic }: Rule): readonly Part[] {
  return logic.stages.flatMap(stage => (stage.kind === 'filter' ? stage.parts : []))
}

describe('in the golden file', () => {
  test('every test stands where its value does', () => {
    let checked = 0
    for (const { rule, text } of goldenRules()) {
      for (const { operator, span, ...rest } of partsOf(rule).flatMap(p => testsOf(p.expression))) {
        const value = 'value' in rest ? rest.value : null
        if (typeof value === 'object' || operator === 'exists') continue
        const written = text.slice(span.start, span.end)
        // Folded texts and escapes are written otherwise than they read.
        if (/^[|>"]/.test(written)) continue
        const plain = (text: string): string => text.replaceAll(/\\(?=[\\*?])/g, '')
        expect(plain(written)).toContain(plain(String(value)).replaceAll("'", "''"))
        checked++
      }
    }
    expect(checked).toBeGreaterThan(50)
  })

  test('every field, selection and tag stands where its name does', () => {
    let checked = 0
    for (const { rule, text } of goldenRules()) {
      const fields = partsOf(rule).flatMap(part => testsOf(part.expression))
      const names = [
        ...fields.flatMap(({ field, fieldSpan }) =>
          fieldSpan ? [[field, fieldSpan] as const] : [],
        ),
        ...partsOf(rule).map(({ name, span }) => [name, span] as const),
        ...rule.tags.map(tag => [tag.text, tag.span] as const),
      ]
      for (const [name, span] of names) {
        const written = text.slice(span.start, span.end).replace(/^['"]/, '')
        expect(written.startsWith(name), `${name} at ${written}`).toBe(true)
        expect(written).toBe(written.trimEnd())
        checked++
      }
    }
    expect(checked).toBeGreaterThan(100)
  })
})
