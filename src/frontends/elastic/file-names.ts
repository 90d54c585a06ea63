import type { Logic, Test } from '../../ir/index.ts'

/** Fields that hold the last component of a path which another field holds whole. */
const paths: Readonly<Record<string, string>> = {
  'dll.name': 'dll.path',
  'file.name': 'file.path',
  'process.name': 'process.executable',
  'process.parent.name': 'process.parent.executable',
}

/**
 * Tests that a file has a name, as tests of its path: all rules of all vendors then say it in one way.
 *
 *     (equals process.name "frpc.exe") → (file_name process.executable "frpc.exe")
 */
export function withFileNames<T extends Logic>(logic: T): T {
  const known = new Map<object, unknown>()
  const visit = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node
    const done = known.get(node)
    if (done !== undefined) return done
    const made =
      'kind' in node && node.kind === 'test'
        ? toFileName(node as Test)
        : Array.isArray(node)
          ? node.map(visit)
          : Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, visit(inner)]))
    known.set(node, made)
    return made
  }
  // Tests become tests, and all else stays as it is.
  return visit(logic) as T
}

function toFileName(test: Test): Test {
  const path = Object.hasOwn(paths, test.field) ? paths[test.field] : undefined
  if (path === undefined || test.operator !== 'equals' || test.derived) return test
  if (typeof test.value !== 'string' || /[\\/]|^$/.test(test.value)) return test
  return { ...test, field: path, operator: 'file_name' }
}
