import { anvilogic } from './anvilogic.ts'
import { chronicle } from './chronicle.ts'
import { defender } from './defender.ts'
import { elastic } from './elastic.ts'
import { ep3p } from './ep3p.ts'
import { hayabusa } from './hayabusa.ts'
import { joesecurity } from './joesecurity.ts'
import { mdecrevoisier } from './mdecrevoisier.ts'
import { panther } from './panther.ts'
import { reprise99 } from './reprise99.ts'
import { sentinel } from './sentinel.ts'
import { sigma } from './sigma.ts'
import { splunk } from './splunk.ts'
import { sublime } from './sublime.ts'
import type { NamedText, Vendor } from './vendor.ts'

/**
 * Every vendor that is known. The first that recognises a file has it, so those with marks of their own
 * stand before the plain form that they write.
 */
export const vendors: readonly Vendor[] = [
  hayabusa,
  joesecurity,
  mdecrevoisier,
  sigma,
  panther,
  anvilogic,
  sublime,
  splunk,
  sentinel,
  elastic,
  chronicle,
  defender,
  reprise99,
  ep3p,
]

export function findVendor(id: string): Vendor | undefined {
  return vendors.find(vendor => vendor.id === id)
}

/** Whether some vendor’s rules have such a name: other files need not be opened. */
export function mayHoldRules(fileName: string): boolean {
  return vendorsOf(fileName).length > 0
}

/** The vendor whose rules have the shape of a file. */
export function recogniseFile(file: NamedText): Vendor | undefined {
  return vendorsOf(file.name).find(vendor => vendor.recognises(file))
}

/** What a file without rules is among the files of some vendor: “defines a macro”. */
export function describeOtherFile(file: NamedText): string | undefined {
  for (const vendor of vendorsOf(file.name)) {
    const found = vendor.describeOther?.(file)
    if (found !== undefined) return found
  }
  return undefined
}

function vendorsOf(fileName: string): readonly Vendor[] {
  const name = fileName.toLowerCase()
  return vendors.filter(({ endings }) => endings.some(ending => name.endsWith(ending)))
}
