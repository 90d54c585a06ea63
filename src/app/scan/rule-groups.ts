import type { LogSource } from '../../ir/index.ts'

/** Rules of one log source: whether they see an event is decided once for all of them. */
export interface RuleGroup {
  readonly logSource: LogSource
  /** The rules’ places among all, ascending. */
  readonly rules: readonly number[]
}

/** Puts the rules of each log source together; what is in a log source’s definition plays no part. */
export function groupByLogSource(
  rules: readonly { readonly logSource: LogSource }[],
): readonly RuleGroup[] {
  const groups = new Map<string, { logSource: LogSource; rules: number[] }>()
  rules.forEach(({ logSource: { product, category, service } }, order) => {
    const key = JSON.stringify([product, category, service])
    const group = groups.get(key)
    if (group !== undefined) {
      group.rules.push(order)
      return
    }
    const logSource = {
      ...(product === undefined ? {} : { product }),
      ...(category === undefined ? {} : { category }),
      ...(service === undefined ? {} : { service }),
    }
    groups.set(key, { logSource, rules: [order] })
  })
  return [...groups.values()]
}
