/**
 * How the names of files end that some front end reads. Written out, since the register of vendors brings
 * the front ends with it, which a scan with kept rules does not need; a test compares the two.
 */
export const readEndings: readonly string[] = [
  '.yml',
  '.yaml',
  '.toml',
  '.kql',
  '.csl',
  '.kusto',
  '.md',
  '.txt',
  '.yaral',
  '.yar',
  '.yara',
]

/** Whether a file's name is one of rules that can be read. */
export function isRuleFileName(name: string): boolean {
  const lower = name.toLowerCase()
  return readEndings.some(ending => lower.endsWith(ending))
}

/** How the names of other files end that lie beside rules and are read with them. */
export const companionEndings: readonly string[] = ['.py']

/** Folders of files that rules below and beside them are read with. */
export const companionFolders: readonly string[] = ['lookups', 'macros']

export function isCompanionName(name: string): boolean {
  const lower = name.toLowerCase()
  return companionEndings.some(ending => lower.endsWith(ending))
}

export function isCompanionFolder(name: string): boolean {
  return companionFolders.includes(name)
}

/** Whether a file that no vendor recognises may still be a rule of Sigma's, by its name. */
export function isSigmaFileName(name: string): boolean {
  return /\.ya?ml$/i.test(name)
}

/** Whether a file of such a name is more often prose than rules. */
export function mayBeProse(name: string): boolean {
  return /\.(?:md|txt)$/i.test(name)
}

/** Whether a file or folder of this name is never looked at. */
export function isSkippedName(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules'
}
