import { eachOf } from './lists.ts'
import { type Fit, findNeedle, fitAt, type Needle, shortestInTexts } from './needle.ts'
import type { SearchIndex } from './search-index.ts'
import { findTexts } from './word-index.ts'

/** For each document how well it has what is searched for: 0 for not at all, 255 at most. */
export type Marks = Uint8Array

/** What a place is worth where the word is within a longer one, begins one, and is one. */
type Worth = readonly [within: number, beginning: number, whole: number]

const inTitle: Worth = [120, 180, 240]
const inFile: Worth = [90, 135, 180]
const inValue: Worth = [100, 130, 160]
const inName: Worth = [60, 90, 120]
const inExclusion: Worth = [40, 50, 60]
const inDescription: Worth = [40, 60, 90]
const inBody: Worth = [15, 22, 30]

/**
 * The documents in which a free word stands, wherever. HOT, for every word of every query: documents that have it
 * in a better place are not searched for it in descriptions and bodies.
 */
export function findText(index: SearchIndex, needle: Needle): Marks {
  const marks = new Uint8Array(index.size)
  const mark = (document: number, score: number): void => {
    if (score > (marks[document] ?? 0)) marks[document] = score
  }
  const isLong = needle.text.length >= shortestInTexts
  findInNames(index, needle, (document, worth, fit) => {
    if (isLong || worth !== inFile) mark(document, worth[fit])
  })
  if (!isLong) return marks

  findIds(index, needle, (document, fit) => mark(document, inFile[fit]))
  const { normalValues, valueWords, descriptionWords, descriptions, bodies } = index
  findTexts(valueWords, needle, normalValues, (value, fit) => {
    eachOf(index.testsOfValue, value, test => {
      eachOf(index.lookedForBy, test, document => mark(document, inValue[fit]))
      eachOf(index.excludedBy, test, document => mark(document, inExclusion[fit]))
    })
  })
  const isUnmarked = (document: number): boolean => marks[document] === 0
  if (descriptionWords !== undefined && descriptions !== undefined) {
    const visit = (document: number, fit: Fit): void => mark(document, inDescription[fit])
    findTexts(descriptionWords, needle, descriptions, visit, isUnmarked)
  }
  if (bodies !== undefined) {
    const visit = (document: number, fit: Fit): void => mark(document, inBody[fit])
    findTexts(bodies.words, needle, bodies.texts, visit, isUnmarked)
  }
  return marks
}

/** Titles, paths, file names, and names of entries. */
function findInNames(
  index: SearchIndex,
  needle: Needle,
  visit: (document: number, worth: Worth, fit: Fit) => void,
): void {
  const { size } = index
  const { texts, words, slugDocuments, owners } = index.names
  const afterSlugs = 2 * size + slugDocuments.length
  findTexts(words, needle, texts, (text, fit) => {
    if (text < size) return visit(text, inTitle, fit)
    if (text < 2 * size) return visit(text - size, inFile, fit)
    if (text < afterSlugs) return visit(slugDocuments[text - 2 * size] ?? 0, inFile, fit)
    const owner = owners[text - afterSlugs]
    if (owner === undefined) return
    eachOf(index.documentsOf[owner.column], owner.entry, document => visit(document, inName, fit))
  })
}

/** Titles alone. */
export function findInTitles(index: SearchIndex, needle: Needle): Marks {
  return findAmongNames(index, needle, 0, inTitle)
}

/** Paths alone. */
export function findInPaths(index: SearchIndex, needle: Needle): Marks {
  return findAmongNames(index, needle, index.size, inFile)
}

function findAmongNames(index: SearchIndex, needle: Needle, first: number, worth: Worth): Marks {
  const marks = new Uint8Array(index.size)
  const { texts, words } = index.names
  const isWanted = (text: number): boolean => text >= first && text < first + index.size
  const visit = (text: number, fit: Fit): void => {
    if (isWanted(text)) marks[text - first] = Math.max(marks[text - first] ?? 0, worth[fit])
  }
  findTexts(words, needle, texts, visit, isWanted)
  return marks
}

/** Ids are all different, so that their words would be many: they are looked through. */
function findIds(
  { joinedIds, idStarts }: SearchIndex,
  needle: Needle,
  visit: (document: number, fit: Fit) => void,
): void {
  let document = 0
  for (let at = findNeedle(joinedIds, needle); at >= 0; ) {
    while ((idStarts[document + 1] ?? 0) <= at) document++
    visit(document, fitAt(joinedIds, at, needle.text.length))
    at = findNeedle(joinedIds, needle, idStarts[document + 1])
  }
}

/** For each value how well the needle fits in it: 0 for not at all. */
export function findValues(index: SearchIndex, needle: Needle): Uint8Array {
  const found = new Uint8Array(index.values.length)
  findTexts(index.valueWords, needle, index.normalValues, (value, fit) => {
    found[value] = Math.max(found[value] ?? 0, inValue[fit])
  })
  return found
}
