import type { Diagnostic } from '../../base/index.ts'
import { type Logic, type OpaqueStage, opaquesOf, type Stage } from '../../ir/index.ts'

/** Problems of one test, which is unknown by itself. */
const ofOneTest: ReadonlySet<string> = new Set(['yaral/invalid-regex', 'yaral/unsupported-regex'])

/**
 * The stage that keeps a rule with an error from firing: Google’s compiler refuses such a rule as a whole,
 * wherever the error stands. `undefined` if it has none, or a part of it says so already.
 */
export function findRefusal(
  logic: Logic,
  diagnostics: readonly Diagnostic[],
  text: string,
): OpaqueStage | undefined {
  const error = diagnostics.find(d => d.severity === 'error' && !ofOneTest.has(d.code))
  if (error === undefined || hasOpaque(logic.stages)) return undefined
  const { code, span } = error
  return { kind: 'opaque', text: text.slice(span.start, span.end), reason: code, span }
}

function hasOpaque(stages: readonly Stage[]): boolean {
  return stages.some(stage => {
    switch (stage.kind) {
      case 'opaque':
        return true
      case 'filter':
      case 'threshold':
        return opaquesOf(stage.expression).length > 0
      case 'sequence':
        return stage.steps.some(({ logic }) => hasOpaque(logic.stages))
      case 'join':
        return stage.sides.some(side => hasOpaque(side.stages))
      default:
        return false
    }
  })
}
