import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import { printYaralExpression } from './print.ts'
import type { YaralPair, YaralRule } from './syntax.ts'

/** The keys under `meta`, each a text or a number. */
export class MetaReader {
  readonly #pairs: readonly YaralPair[]
  readonly #diagnostics: Diagnostic[]

  constructor(rule: YaralRule, diagnostics: Diagnostic[]) {
    this.#pairs = rule.sections.flatMap(s => (s.kind === 'meta' ? s.pairs : []))
    this.#diagnostics = diagnostics
  }

  get pairs(): readonly YaralPair[] {
    return this.#pairs
  }

  /** The value of the first of these keys that has one. */
  text(...keys: readonly string[]): string | undefined {
    return this.texts(...keys)[0]
  }

  /** The values of all of these keys, in the order of the keys. */
  texts(...keys: readonly string[]): readonly string[] {
    return keys.flatMap(key =>
      this.#pairs
        .filter(pair => pair.key.text.toLowerCase() === key)
        .map(pair => valueText(pair).trim())
        .filter(text => text !== ''),
    )
  }

  /** The values of a list with commas between them. */
  list(...keys: readonly string[]): readonly string[] {
    return this.texts(...keys).flatMap(splitList)
  }

  spanOf(key: string): Span {
    const pair = this.#pairs.find(p => p.key.text.toLowerCase() === key)
    return pair?.value.span ?? { start: 0, end: 0 }
  }

  report(key: string, message: string): void {
    this.#diagnostics.push(diagnostic('yaral/invalid-attribute', this.spanOf(key), message))
  }
}

/** What a key holds, as a text. */
export function valueText({ value }: YaralPair): string {
  return value.kind === 'text' ? value.value : printYaralExpression(value)
}

/** The items of a text with commas between them. */
export function splitList(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map(item => item.trim())
    .filter(item => item !== '')
}
