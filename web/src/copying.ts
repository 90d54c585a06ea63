import { announce } from './page.ts'

/** The copy buttons of the page, and one for each value of a list. */
export function startCopying(): void {
  for (const code of document.querySelectorAll<HTMLElement>('td.value code')) addButton(code)
  document.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLElement>('button.copy')
    if (button === null) return
    const from = button.dataset['copyFrom']
    const text =
      from === undefined
        ? (button.dataset['copy'] ?? valueBeside(button))
        : (document.getElementById(from)?.textContent ?? '')
    void copy(text)
  })
}

/** Copies what a row of a list is about: its value, or the address of what it links to. */
export function copyRow(row: Element | undefined): void {
  const code = row?.querySelector('td.value code')
  if (code !== null && code !== undefined && !isCut(code)) void copy(code.textContent ?? '')
  else void copy(row?.querySelector('a')?.href ?? location.href)
}

function addButton(code: HTMLElement): void {
  if (isCut(code)) return
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'copy'
  const value = code.textContent ?? ''
  button.setAttribute('aria-label', `copy ${value.slice(0, 60)}`)
  code.closest('td')?.append(button)
}

function valueBeside(button: Element): string {
  return button.closest('td')?.querySelector('code')?.textContent ?? ''
}

/** A value that the page does not show whole cannot be copied from it. */
function isCut(code: Element): boolean {
  return (code.textContent ?? '').endsWith('…')
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    if (!copyBySelection(text)) {
      announce('Could not be copied')
      return
    }
  }
  announce(text.length > 60 ? `Copied ${text.length} characters` : `Copied ${text}`)
}

/** The old way, which needs no secure context: a server on another machine has none. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('aria-hidden', 'true')
  area.className = 'hidden'
  document.body.append(area)
  area.select()
  const isDone = document.execCommand('copy')
  area.remove()
  return isDone
}
