import { copyRow } from './copying.ts'

const keys = [
  ['/', 'to the search line'],
  ['j', 'next row of a list'],
  ['k', 'row before'],
  ['Enter', 'opens the row'],
  ['c', 'copies the value of the row, or the address of the page'],
  ['?', 'shows these keys'],
  ['Esc', 'lets go'],
] as const

/** One hand on the keys: lists are walked with `j` and `k`, everything else has a key that others use too. */
export function startKeyboard(): void {
  let current: HTMLElement | undefined
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') {
      letGo()
      return
    }
    if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
    if (event.key === '/') focusSearch()
    else if (event.key === 'j') move(1)
    else if (event.key === 'k') move(-1)
    else if (event.key === 'c') copyRow(current)
    else if (event.key === '?') showKeys()
    else if (event.key === 'Enter' && current !== undefined && event.target === document.body) {
      current.querySelector<HTMLAnchorElement>('td.title a, td.value a, a')?.click()
    } else return
    event.preventDefault()
  })

  function move(step: number): void {
    const rows = [...document.querySelectorAll<HTMLElement>('table.list tbody tr')].filter(
      row => row.querySelector('td') !== null,
    )
    const at = current === undefined ? -1 : rows.indexOf(current)
    const next = rows[at < 0 ? (step > 0 ? firstInView(rows) : -1) : at + step]
    if (next === undefined) return
    current?.classList.remove('current')
    next.classList.add('current')
    next.scrollIntoView({ block: 'nearest' })
    current = next
  }

  function letGo(): void {
    current?.classList.remove('current')
    current = undefined
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }
}

/** Walking begins where the reader is. */
function firstInView(rows: readonly HTMLElement[]): number {
  const at = rows.findIndex(row => row.getBoundingClientRect().top >= 0)
  return at < 0 ? 0 : at
}

function focusSearch(): void {
  const input = document.querySelector<HTMLInputElement>('#q')
  input?.focus()
  input?.select()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null
}

function showKeys(): void {
  const known = document.querySelector<HTMLDialogElement>('#keys-dialog')
  const dialog = known ?? makeDialog()
  dialog.showModal()
}

function makeDialog(): HTMLDialogElement {
  const dialog = document.createElement('dialog')
  dialog.id = 'keys-dialog'
  dialog.setAttribute('aria-labelledby', 'keys-title')
  const title = document.createElement('h2')
  title.id = 'keys-title'
  title.textContent = 'Keys'
  const list = document.createElement('dl')
  list.className = 'keys'
  for (const [key, meaning] of keys) {
    const row = document.createElement('div')
    const name = document.createElement('dt')
    const kbd = document.createElement('kbd')
    kbd.textContent = key
    name.append(kbd)
    const text = document.createElement('dd')
    text.textContent = meaning
    row.append(name, text)
    list.append(row)
  }
  const form = document.createElement('form')
  form.method = 'dialog'
  const close = document.createElement('button')
  close.textContent = 'Close'
  form.append(close)
  dialog.append(title, list, form)
  document.body.append(dialog)
  return dialog
}
