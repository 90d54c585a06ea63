import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** A folder may import from any row above its own; never from its own row, never from below. */
const layers: readonly (readonly string[])[] = [
  ['base'],
  ['ir'],
  ['knowledge'],
  ['frontends', 'backends', 'engine', 'formats'],
  ['analysis'],
  ['search'],
  ['catalog', 'logs'],
  ['app'],
  ['site'],
  ['http'],
  ['cli'],
]
const mayUseNode = ['catalog', 'logs', 'cli', 'http']

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const src = join(root, 'src')

interface Import {
  readonly file: string
  readonly specifier: string
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return /\.tsx?$/.test(name) && !/\.(test|bench)\.tsx?$/.test(name) ? [path] : []
  })
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8')
  const specifiers = text.matchAll(
    /^(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )
  return [...specifiers].map(m => ({ file, specifier: m[1] ?? m[2] ?? m[3] ?? '' }))
}

const files = sourceFiles(src)
const imports = files.flatMap(importsOf)

/** The layer, and inside `frontends` and `backends` the language, that a file belongs to. */
function placeOf(file: string): { readonly layer: string; readonly language: string | undefined } {
  const [layer = '', second] = relative(src, file).split(sep)
  const isFamily = layer === 'frontends' || layer === 'backends'
  return { layer, language: isFamily && !second?.includes('.') ? second : undefined }
}

function rowOf(layer: string): number {
  return layers.findIndex(row => row.includes(layer))
}

const show = (i: Import): string => `${relative(root, i.file)} imports ${i.specifier}`

test('every folder of src is in the table of layers', () => {
  const folders = readdirSync(src).filter(name => statSync(join(src, name)).isDirectory())
  expect(folders.filter(folder => rowOf(folder) < 0)).toEqual([])
})

test('a folder imports from rows above its own only, and only their faces', () => {
  const wrong = imports.filter(({ file, specifier }) => {
    if (!specifier.startsWith('.')) return false
    const from = placeOf(file)
    const target = join(dirname(file), specifier)
    if (relative(root, target).startsWith(`data${sep}`)) return from.layer !== 'knowledge'
    const to = placeOf(target)
    if (from.layer === 'index.ts') return !target.endsWith(`${sep}index.ts`)
    if (from.layer === to.layer && from.language === to.language) return false
    if (from.layer === to.layer && from.language === undefined) return !target.endsWith('index.ts')
    return (
      rowOf(to.layer) >= rowOf(from.layer) ||
      !/^[^/\\]+[/\\]([^/\\]+[/\\])?index\.ts$/.test(relative(src, target))
    )
  })
  expect(wrong.map(show)).toEqual([])
})

test('only the folders that perform I/O import node modules', () => {
  const wrong = imports.filter(({ file, specifier }) => {
    return specifier.startsWith('node:') && !mayUseNode.includes(placeOf(file).layer)
  })
  expect(wrong.map(show)).toEqual([])
})

test('pure folders read no clock, no randomness, no environment and no process', () => {
  const pure = files.filter(file => !mayUseNode.includes(placeOf(file).layer))
  const wrong = pure.flatMap(file => {
    const text = readFileSync(file, 'utf8').replace(
      /\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gm,
      '',
    )
    const found = /\b(Date\.now|new Date\(\)|Math\.random|process\.|performance\.now)/.exec(text)
    return found ? [`${relative(root, file)} uses ${found[0]}`] : []
  })
  expect(wrong).toEqual([])
})

test('every folder has a face of named re-exports and no code', () => {
  const faces = files.filter(file => file.endsWith(`${sep}index.ts`))
  const wrong = faces.filter(face => {
    const code = readFileSync(face, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/export (type )?\{[^}]*\} from '[^']+'/g, '')
    return code.trim() !== ''
  })
  expect(wrong.map(file => relative(root, file))).toEqual([])
  const folders = new Set(files.map(file => placeOf(file).layer).filter(layer => rowOf(layer) >= 0))
  const faceless = [...folders].filter(
    folder =>
      folder !== 'frontends' &&
      folder !== 'backends' &&
      !faces.includes(join(src, folder, 'index.ts')),
  )
  expect(faceless).toEqual([])
})

test('only the site and the server know the web framework', () => {
  const wrong = imports.filter(({ file, specifier }) => {
    return /^(hono|@hono\/)/.test(specifier) && !['site', 'http'].includes(placeOf(file).layer)
  })
  expect(wrong.map(show)).toEqual([])
})

/** The files that are loaded when one of these is, and what they load from elsewhere. */
function reachedFrom(entries: readonly string[]): {
  readonly layers: ReadonlySet<string>
  readonly packages: ReadonlySet<string>
} {
  const reached = new Set<string>()
  const packages = new Set<string>()
  const follow = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    for (const { specifier } of staticImportsOf(file)) {
      const target = join(dirname(file), specifier)
      if (!specifier.startsWith('.')) packages.add(specifier)
      else if (/\.tsx?$/.test(target)) follow(target)
    }
  }
  for (const entry of entries) follow(join(src, entry))
  return { layers: new Set([...reached].map(file => placeOf(file).layer)), packages }
}

test('start-up stays light: what the command line loads at once has no server, site or bar in it', () => {
  const { layers: layersReached, packages } = reachedFrom(['cli/main.ts'])
  expect(layersReached).toContain('cli')
  expect(['site', 'http'].filter(layer => layersReached.has(layer))).toEqual([])
  expect([...packages].filter(name => !name.startsWith('node:'))).toEqual([
    'commander',
    'picocolors',
  ])
})

test('show, scan and check load no database, no schemas and no server', () => {
  // What the commands load when they run, too, but for `show --catalog`.
  const { layers: layersReached, packages } = reachedFrom([
    'cli/commands/show.ts',
    'cli/commands/scan.ts',
    'cli/commands/check.ts',
    'cli/scan/run-scan.ts',
    'cli/scan/read-rules.ts',
    'cli/scan/scan-worker.ts',
    'cli/render-rule.ts',
    'app/index.ts',
  ])
  expect(layersReached).toContain('engine')
  expect(['site', 'http', 'search'].filter(layer => layersReached.has(layer))).toEqual([])
  expect([...packages].filter(name => /^(@duckdb|zod|hono|@hono|markdown-it)/.test(name))).toEqual(
    [],
  )
})

/** Imports of values: types are gone at run time, and `import()` waits until it is called. */
function staticImportsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8').replace(/^(?:import|export) type\b.*$/gm, '')
  const found = text.matchAll(/^(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm)
  return [...found].map(m => ({ file, specifier: m[1] ?? '' }))
}
