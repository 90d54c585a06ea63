import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, parse } from 'node:path'

/** Licences by a sentence of their text, and the SPDX id (or the common name) of each. */
const known: readonly (readonly [RegExp, string])[] = [
  [/Detection Rule License \(DRL\) 1\.1/i, 'DRL-1.1'],
  [/Detection Rule License \(DRL\) 1\.0/i, 'DRL-1.0'],
  [/Elastic License 2\.0|Elastic License v2/i, 'Elastic-2.0'],
  [/Apache License\s+Version 2\.0/i, 'Apache-2.0'],
  [/GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/i, 'AGPL-3.0'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 3/i, 'GPL-3.0'],
  [/GNU GENERAL PUBLIC LICENSE\s+Version 2/i, 'GPL-2.0'],
  [/BSD 3-Clause|Redistribution and use in source and binary forms/i, 'BSD-3-Clause'],
  [/Permission is hereby granted, free of charge/i, 'MIT'],
  [/CC0 1\.0 Universal/i, 'CC0-1.0'],
]

/** The nearest licence file above a folder, as an SPDX id; remembers what it found. */
export interface LicenseFinder {
  /** The licence that holds in `folder`, or `undefined` where no file says so. */
  find(folder: string): string | undefined
  /** The beginning of the text of that licence. */
  findText(folder: string): string | undefined
}

/** Whether a file of this name holds a licence. */
export function isLicenseName(name: string): boolean {
  return /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name)
}

export function licenseFinder(): LicenseFinder {
  const found = new Map<string, KnownLicense | undefined>()
  const find = (folder: string): KnownLicense | undefined => {
    if (found.has(folder)) return found.get(folder)
    const { names, isRepository } = list(folder)
    const file = names.find(isLicenseName)
    const own = file === undefined ? undefined : recognise(join(folder, file))
    // A repository's root ends the search: what lies above it belongs to somebody else.
    const isTop = isRepository || folder === parse(folder).root
    const license = own ?? (isTop ? undefined : find(dirname(folder)))
    found.set(folder, license)
    return license
  }
  return { find: folder => find(folder)?.id, findText: folder => find(folder)?.text }
}

interface KnownLicense {
  readonly id: string
  readonly text: string
}

function list(folder: string): {
  readonly names: readonly string[]
  readonly isRepository: boolean
} {
  try {
    const names = readdirSync(folder)
    return { names, isRepository: names.includes('.git') }
  } catch {
    // A folder that may not be listed has no licence that we could read.
    return { names: [], isRepository: false }
  }
}

function recognise(path: string): KnownLicense | undefined {
  try {
    const text = readFileSync(path, 'utf8').slice(0, 20_000)
    const id = known.find(([sentence]) => sentence.test(text))?.[1]
    return id === undefined ? undefined : { id, text }
  } catch {
    // The same: an unreadable licence is an unknown one.
    return undefined
  }
}
