/** What the frame of the page says about where it stands. */
export const root: string = document.documentElement.dataset['root'] ?? ''
export const isStatic: boolean = document.documentElement.dataset['static'] !== undefined

/** The link to a page of the site, as the pages themselves write it. */
export function pageHref(address: string): string {
  const [path = '', fragment] = address.split('#', 2)
  const file = path === '' ? 'index' : path.split('/').map(encodeURIComponent).join('/')
  const link = isStatic ? `${file}.html` : path === '' ? '' : file
  return `${root}${link}${fragment === undefined ? '' : `#${fragment}`}`
}

/** Says something for a moment, also to readers of screens. */
export function announce(text: string): void {
  let said = document.querySelector<HTMLElement>('.said')
  if (said === null) {
    said = document.createElement('div')
    said.className = 'said'
    said.setAttribute('role', 'status')
    document.body.append(said)
  }
  const place = said
  place.textContent = text
  clearTimeout(timer)
  timer = setTimeout(() => {
    place.textContent = ''
  }, 1800)
}

let timer: ReturnType<typeof setTimeout> | undefined
