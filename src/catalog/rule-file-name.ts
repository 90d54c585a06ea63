/** Whether a file's name is one of rules. */
export function isRuleFileName(name: string): boolean {
  return /\.ya?ml$/i.test(name)
}

/** Whether a file or folder of this name is never looked at. */
export function isSkippedName(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}
