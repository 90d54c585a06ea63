import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic } from '../../ir/index.ts'
import type { Macro } from './macro.ts'
import { parseSpl } from './parse-spl.ts'

const macros: readonly Macro[] = [
  { name: 'shells', arguments: [], definition: '(name=sh.exe OR original=SH.EXE)' },
  { name: 'winlog', arguments: [], definition: 'sourcetype=wineventlog index=win' },
  { name: 'two', arguments: ['a', 'b'], definition: 'first=$a$ second="*$b$*"' },
  { name: 'outer', arguments: ['x'], definition: '`two($x$, y)` third=`inner`' },
  { name: 'inner', arguments: [], definition: '3' },
  { name: 'loop', arguments: [], definition: 'a=1 `pool`' },
  { name: 'pool', arguments: [], definition: 'b=1 OR `loop`' },
  {
    name: 'pipes',
    arguments: [],
    definition: 'lookup bad name as query OUTPUT is_bad | search is_bad=true',
  },
  { name: 'nothing', arguments: [], definition: '' },
  { name: 'tuned_filter', arguments: [], definition: 'search NOT user=admin' },
  { name: 'iis', arguments: ['fragment'], definition: 'uri="*/$fragment$"' },
]

describeGolden(new URL('./spl.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseSpl(input, {
    findMacro: (name, arity) =>
      macros.find(macro => macro.name === name && macro.arguments.length === arity),
  })
  return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
})
