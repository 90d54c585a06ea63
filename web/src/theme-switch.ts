const key = 'indicia-theme'
const themes = ['auto', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

/** The button that goes through the themes: the system’s, light, dark. */
export function startThemeSwitch(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]')
  if (button === null) return
  button.hidden = false
  show(button, presentTheme())
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(presentTheme()) + 1) % themes.length] ?? 'auto'
    const { dataset } = document.documentElement
    if (next === 'auto') delete dataset['theme']
    else dataset['theme'] = next
    keep(next)
    show(button, next)
  })
}

function presentTheme(): Theme {
  const theme = document.documentElement.dataset['theme']
  return theme === 'light' || theme === 'dark' ? theme : 'auto'
}

function keep(theme: Theme): void {
  try {
    if (theme === 'auto') localStorage.removeItem(key)
    else localStorage.setItem(key, theme)
  } catch {
    // Storage can be forbidden; then the choice holds for this page.
  }
}

function show(button: HTMLButtonElement, theme: Theme): void {
  button.textContent = `Theme: ${theme}`
}
