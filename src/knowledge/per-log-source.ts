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
  return logSource => {
    const { product, category, service } = logSource
    const key = `${product ?? ''}\n${category ?? ''}\n${service ?? ''}`
    const old = known.get(key)
    if (old !== undefined) return old
    const value = compute(logSource)
    if (known.size >= limit) known.clear()
    known.set(key, value)
    return value
  }
}
