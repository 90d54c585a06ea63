import { expect, test } from 'vitest'
import { printLogic } from '../../ir/index.ts'
import { commands, commandsByName } from './commands/all-commands.ts'
import { parseSpl } from './parse-spl.ts'
import { parseSplSyntax } from './parser.ts'
import { printSpl } from './print.ts'

test('names are their own, and stand in order', () => {
  const names = commands.map(({ name }) => name)
  expect(names).toEqual([...names].sort())
  const all = commands.flatMap(({ name, aliases = [] }) => [name, ...aliases])
  expect(new Set(all).size).toBe(all.length)
  expect(commandsByName.size).toBe(all.length)
})

test.each(commands.map(command => [command.name, command] as const))(
  'the example of %s is read in full, as a stage of its own',
  (name, { example, summary }) => {
    expect(summary).toMatch(/^[A-Z].*\.$/)
    const { value, diagnostics } = parseSpl(example)
    expect(diagnostics).toEqual([])
    expect(printLogic(value)).not.toContain('(opaque')
    const { commands: written } = parseSplSyntax(example).value
    const kinds = written.map(command => ('name' in command ? command.name : command.kind))
    expect(kinds).toContain(name)
    expect(value.stages.length).toBeGreaterThanOrEqual(written.length)
    expect(
      parseSpl(printSpl({ commands: written, span: { start: 0, end: 0 } })).diagnostics,
    ).toEqual([])
  },
)
