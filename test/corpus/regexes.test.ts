import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { readRuleSources } from '../../src/catalog/index.ts'
import { compileRegexMatcher, foldCase } from '../../src/engine/index.ts'
import { parseRegex } from '../../src/engine/regex/parse-regex.ts'
import { requiredLiterals } from '../../src/engine/regex/required-literals.ts'
import { type Regex, testsOf } from '../../src/ir/index.ts'
import { arbitraryMatch } from '../support/arbitrary-match.ts'
import { describeShared, shared } from '../support/shared.ts'

describeShared('the regular expressions of public Sigma rules', () => {
  const regexes = new Map<string, Regex>()
  beforeAll(() => {
    const folders = ['sigma', 'sigma-joesecurity', 'sigma-mdecrevoisier', 'hayabusa']
    const { rules } = readRuleSources(
      folders.map(path => ({ path: join(shared, 'corpora', path) })),
    )
    for (const { rule } of rules) {
      for (const stage of rule.logic.stages) {
        if (stage.kind !== 'filter') continue
        for (const found of testsOf(stage.expression)) {
          if (found.operator === 'regex') regexes.set(JSON.stringify(found.value), found.value)
        }
      }
    }
  })

  test('run, and all but a few require a literal', () => {
    expect(regexes.size).toMatchInlineSnapshot(`128`)
    const all = [...regexes.values()]
    expect(all.filter(regex => compileRegexMatcher(regex) === undefined)).toEqual([])
    expect(all.filter(regex => parseRegex(regex) === undefined)).toEqual([])
    const without = all.filter(regex => requiredLiterals(regex) === undefined)
    expect(without.map(({ source }) => source)).toMatchInlineSnapshot(`
      [
        "(^|\\/)\\.[^.\\/]",
        "(.){200,}",
        "([0-9]|[1-9][0-9]|[1-4][0-9]{2})",
        "^[A-Za-z0-9]{16}$",
        "(^[a-zA-Z]{4}$)|(^[a-zA-Z]{8}$)|(^[a-zA-Z]{16}$)",
        ":[^\\\\]",
        "\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+",
        "\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{.*\\{",
        "\\^.*\\^.*\\^.*\\^.*\\^",
        "\`.*\`.*\`.*\`.*\`",
        ":[^ \\\\]",
        ".{150}",
        "\\s[a-fA-F0-9]{64}\\s[a-fA-F0-9]{16}",
        "[^/]{100,}$",
        ".{1000,}",
        "^[a-zA-Z]{16}",
        "[a-zA-Z0-9\\/+=]{50}",
        "^[A-Fa-f0-9]{50,}$",
      ]
    `)
    const counts = all.map(regex => requiredLiterals(regex)?.length ?? 0)
    expect(Math.max(...counts)).toMatchInlineSnapshot(`64`)
    const short = all.filter(regex => requiredLiterals(regex)?.some(({ length }) => length < 3))
    expect(short.map(({ source }) => source)).toMatchInlineSnapshot(`
      [
        "(^0oa.*|[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,10})",
        "-D",
        "-(W|R)\\s?(\\s|"|')([0-9a-fA-F]{2}\\s?){2,20}(\\s|"|')",
        "(?:\\s-[^-\\s]{0,20}i|\\s--inode\\s)",
        "(?:\\s-[^-\\s]{0,20}d|\\s--directory\\s)",
        "\\s-\\s*<",
        "\\w+\`(?:\\w+|-|.)\`[\\w+|\\s]",
        "\\{[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}\\}",
        "\\\\[a-zA-Z0-9]{1,32}\\.[a-zA-Z0-9]{1,6}\\.[ "']{1}",
        "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}",
        "[a-f0-9]{4,8}\\.(?:[a-z0-9\\-]+\\.){2}[a-z0-9\\-]+",
        "[-/–][Ee^]{1,2}[ncodema^]*\\s[A-Za-z0-9+/=]{15,}",
        "\\w+\`(\\w+|-|.)\`[\\w+|\\s]",
        "__\\d*\\.\\d*",
      ]
    `)
  })

  test('match texts that are made from them, and their literals are there', () => {
    let texts = 0
    let matches = 0
    for (const regex of regexes.values()) {
      const tree = parseRegex(regex)
      const find = compileRegexMatcher(regex)
      const literals = requiredLiterals(regex)
      if (tree === undefined || find === undefined) continue
      for (const text of fc.sample(arbitraryMatch(tree), { numRuns: 20, seed: 1 })) {
        texts++
        if (find(text) === undefined || text.includes('ſ')) continue
        matches++
        const folded = foldCase(text)
        expect(literals?.some(literal => folded.includes(literal)) ?? true).toBe(true)
      }
    }
    expect([texts, matches]).toMatchInlineSnapshot(`
      [
        2560,
        2418,
      ]
    `)
  })
})
