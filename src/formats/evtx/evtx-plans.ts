import type { RecordPlan } from './raw-plan.ts'
import { TemplateText } from './raw-template-text.ts'
import { TextMemo } from './raw-text-memo.ts'

/** Records with more values are decoded the plain way. */
export const mostValues = 512

/** A template as records name it, wherever it stands, with the plans for its uses. */
export interface Template {
  /** Its definition as {@link TemplateText} has it. */
  readonly text: Uint16Array
  readonly plans: PlannedVariant[]
}

export interface PlannedVariant {
  readonly inner: Template | undefined
  /** The classes of the outer template's values and then of the inner one's. */
  readonly classes: Uint8Array
  readonly outerCount: number
  /** `undefined` when such records have to be decoded the plain way. */
  readonly plan: RecordPlan | undefined
}

/** Bounds what hostile logs can make this remember; real ones have some hundred templates. */
const templateLimit = 4096
/** Records of a template in more shapes than these are decoded the plain way. */
export const variantLimit = 256
const sizeLimit = 4_000_000

/** The plans of templates, for many files. */
export class EvtxPlans {
  #templates = new Map<number, readonly Template[]>()
  #templateCount = 0
  /** What all of it takes, about: units of the templates' texts, values and entries of the plans. */
  #size = 0
  /** How many variants were added, those that were forgotten among them. */
  variants = 0
  /** Whether there was once more than is remembered. */
  hasForgotten = false
  readonly text: TemplateText = new TemplateText()
  readonly texts: TextMemo = new TextMemo()
  /** The values of the record at hand. */
  readonly starts: Int32Array = new Int32Array(mostValues)
  readonly ends: Int32Array = new Int32Array(mostValues)
  readonly types: Uint8Array = new Uint8Array(mostValues)
  readonly classes: Uint8Array = new Uint8Array(mostValues)

  find(hash: number, text: TemplateText): Template | undefined {
    return this.#templates.get(hash)?.find(template => text.equals(template.text))
  }

  /** The templates, each with the hash that it is found by. */
  *templates(): Generator<readonly [hash: number, template: Template]> {
    for (const [hash, templates] of this.#templates) {
      for (const template of templates) yield [hash, template]
    }
  }

  /** Remembers a template that is not known; past a limit everything before it is forgotten. */
  add(hash: number, text: Uint16Array): Template {
    if (this.#templateCount >= templateLimit || this.#size >= sizeLimit) {
      this.#templates = new Map()
      this.#templateCount = 0
      this.#size = 0
      this.hasForgotten = true
    }
    const template = { text, plans: [] }
    this.#templates.set(hash, [...(this.#templates.get(hash) ?? []), template])
    this.#templateCount++
    this.#size += text.length
    return template
  }

  addVariant(template: Template, variant: PlannedVariant): void {
    template.plans.push(variant)
    this.variants++
    this.#size += variant.classes.length + (variant.plan?.values.length ?? 0)
  }
}
