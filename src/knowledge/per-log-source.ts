import type { LogSource } from '../ir/index.ts'

/**
 * A function of a log source that works each of them out once: rule sets have thousands of rules and
 * a hundred or two log sources. Past `limit` it starts anew, so that hostile rules cannot fill memory.
 */
export function perLogSource<T>(
  compute: (logSource: LogSource) => T,
  limit: number = 4096,
): (logSource: LogSource) => T {
  const known = new Map<string, T>()
  // A rule asks many times with one object; that needs no key.
  const recent = new WeakMap<LogSource, { readonly value: T }>()
  const find = (logSource: LogSource): T => {
    const { product, category, service } = logSource
    const key = `${product ?? ''}\n${category ?? ''}\n${service ?? ''}`
    const old = known.get(key)
    if (old !== undefined) return old
    const value = compute(logSource)
    if (known.size >= limit) known.clear()
    known.set(key, value)
    return value
  }
  return logSource => {
    const before = recent.get(logSource)
    if (before !== undefined) return before.value
    const value = find(logSource)
    recent.set(logSource, { value })
    return value
  }
}
