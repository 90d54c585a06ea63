import { startCopying } from './copying.ts'
import { startKeyboard } from './keyboard.ts'
import { startMatrix } from './matrix-page.ts'
import { isStatic } from './page.ts'
import { startPins } from './pins.ts'
import { startSuggestions } from './suggestions.ts'
import { startThemeSwitch } from './theme-switch.ts'

// Everything here makes pages better that are complete without it.
startThemeSwitch()
startSuggestions()
startPins()
startCopying()
startMatrix()
startKeyboard()

if (isStatic && document.querySelector('.browse') !== null) {
  // The list in the file is that of all rules: it must not pass for what was searched, however slowly the index comes.
  if (location.search !== '') document.querySelector('main')?.setAttribute('aria-busy', 'true')
  void import('./local-list.ts').then(({ startLocalList }) => startLocalList())
}
