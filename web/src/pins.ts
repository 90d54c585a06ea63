/**
 * Binds predicates to their text both ways: what is pointed at on one side lights up on the other, a click pins it,
 * and the address keeps the pin (`#p3`).
 */
export function startPins(): void {
  const logic = document.querySelector('.beside')
  if (logic === null) return
  let pinned = predicateOf(location.hash)

  logic.addEventListener('pointerover', event => light(logic, predicatesAt(event.target)))
  logic.addEventListener('pointerleave', () => light(logic, []))
  logic.addEventListener('focusin', event => light(logic, predicatesAt(event.target)))
  logic.addEventListener('focusout', () => light(logic, []))
  logic.addEventListener('click', event => {
    const target = event.target as Element
    const link = target.closest('a')
    // Links to other pages stay links; those within the logic are what the script does better.
    if (link !== null && !/^#[pr]\d+$/.test(link.getAttribute('href') ?? '')) return
    if (!getSelection()?.isCollapsed) return
    const [predicate] = predicatesAt(target)
    if (predicate === undefined) return
    event.preventDefault()
    pin(predicate === pinned ? undefined : predicate)
  })
  addEventListener('hashchange', () => {
    pinned = predicateOf(location.hash)
    show(logic, pinned)
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && pinned !== undefined) pin(undefined)
  })
  show(logic, pinned)

  function pin(predicate: string | undefined): void {
    pinned = predicate
    const hash = predicate === undefined ? '' : `#p${predicate}`
    history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`)
    if (logic !== null) show(logic, predicate)
  }
}

function predicateOf(hash: string): string | undefined {
  return /^#[pr](\d+)$/.exec(hash)?.[1]
}

/** The predicates that a place of the page belongs to, the innermost first. */
function predicatesAt(target: EventTarget | null): readonly string[] {
  const found: string[] = []
  let element = target instanceof Element ? target.closest<HTMLElement>('[data-p]') : null
  while (element !== null) {
    found.push(element.dataset['p'] ?? '')
    element = element.parentElement?.closest<HTMLElement>('[data-p]') ?? null
  }
  return found
}

function light(logic: Element, predicates: readonly string[]): void {
  for (const element of logic.querySelectorAll<HTMLElement>('[data-p]')) {
    element.classList.toggle('lit', predicates.includes(element.dataset['p'] ?? ''))
  }
}

/** Marks the pinned predicate on both sides, and brings both into view. */
function show(logic: Element, predicate: string | undefined): void {
  for (const element of logic.querySelectorAll<HTMLElement>('[data-p]')) {
    const isPinned = predicate !== undefined && element.dataset['p'] === predicate
    element.classList.toggle('pinned', isPinned)
    if (isPinned && element.id !== '') element.scrollIntoView({ block: 'nearest' })
  }
}
