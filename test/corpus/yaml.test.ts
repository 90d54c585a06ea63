import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAnyYaml, parseYaml } from '../../src/base/yaml/index.ts'
import { readPlainYaml } from '../../src/base/yaml/plain-yaml.ts'
import { describeShared, shared } from '../support/shared.ts'

const sets = ['sigma', 'sigma-joesecurity', 'sigma-mdecrevoisier', 'hayabusa', 'splunk', 'panther']

describeShared('YAML of every set of rules', () => {
  test.each(sets)('of %s is read as the parser of all of YAML reads it', name => {
    const folder = join(shared, 'corpora', name)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
      /\.ya?ml$/.test(path),
    )
    let plain = 0
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8')
      if (readPlainYaml(text, 64) !== undefined) plain++
      expect(parseYaml(text)).toEqual(parseAnyYaml(text))
    }
    // Of SigmaHQ’s nearly all are plain; other sets have carriage returns, or comments in other places.
    expect(plain).toBeGreaterThan(files.length * (name === 'sigma' ? 0.9 : 0.3))
  })
})
