import { pageHref } from './page.ts'
import { type Suggestion, suggest } from './search-source.ts'

const wait = 80
const shown = 12

/** Suggestions under the search line as one types; arrows choose, Enter takes. */
export function startSuggestions(): void {
  const input = document.querySelector<HTMLInputElement>('#q')
  const form = input?.form
  if (input === null || form === null || form === undefined) return
  const list = document.createElement('ul')
  list.id = 'suggestions'
  list.className = 'suggestions'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Suggestions')
  list.hidden = true
  form.append(list)
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-controls', list.id)
  input.setAttribute('aria-expanded', 'false')

  let suggestions: readonly Suggestion[] = []
  let chosen = -1
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = new AbortController()

  input.addEventListener('input', () => {
    clearTimeout(timer)
    asked.abort()
    if (input.value.trim() === '') {
      close()
      return
    }
    timer = setTimeout(() => {
      asked = new AbortController()
      const { signal } = asked
      void suggest(input.value, signal).then(found => {
        if (!signal.aborted) open(found.slice(0, shown))
      })
    }, wait)
  })
  input.addEventListener('keydown', event => {
    if (list.hidden) return
    const taken = suggestions[chosen]
    if (event.key === 'ArrowDown') choose(chosen + 1)
    else if (event.key === 'ArrowUp') choose(chosen - 1)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && taken !== undefined) take(taken)
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  input.addEventListener('blur', () => setTimeout(close, 150))
  list.addEventListener('pointerdown', event => {
    const option = (event.target as Element).closest('li')
    const taken = option === null ? undefined : suggestions[[...list.children].indexOf(option)]
    if (taken === undefined) return
    event.preventDefault()
    take(taken)
  })

  function open(found: readonly Suggestion[]): void {
    suggestions = found
    chosen = -1
    list.replaceChildren(...found.map(toOption))
    list.hidden = found.length === 0
    input?.setAttribute('aria-expanded', String(found.length > 0))
    input?.removeAttribute('aria-activedescendant')
  }

  function close(): void {
    open([])
  }

  function choose(index: number): void {
    const { length } = suggestions
    chosen = (index + length) % length
    ;[...list.children].forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === chosen))
    })
    input?.setAttribute('aria-activedescendant', `suggestion-${chosen}`)
  }

  function take({ address, text }: Suggestion): void {
    if (address !== undefined) {
      location.assign(pageHref(address))
      return
    }
    if (input !== null) input.value = text
    form?.requestSubmit()
  }
}

function toOption({ label, kind, count }: Suggestion, index: number): HTMLLIElement {
  const option = document.createElement('li')
  option.id = `suggestion-${index}`
  option.setAttribute('role', 'option')
  option.setAttribute('aria-selected', 'false')
  const name = document.createElement('code')
  name.textContent = label
  const what = document.createElement('span')
  what.textContent = kind
  const figure = document.createElement('span')
  figure.className = 'figure'
  figure.textContent = count === undefined ? '' : count.toLocaleString('en')
  option.append(name, what, figure)
  return option
}
