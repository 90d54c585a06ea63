// Runs in the head, before anything is drawn, so that no page flashes in the other theme. No module.
;(() => {
  const { classList, dataset } = document.documentElement
  classList.add('js')
  try {
    const theme = localStorage.getItem('indicia-theme')
    if (theme === 'light' || theme === 'dark') dataset['theme'] = theme
  } catch {
    // Storage can be forbidden; then the system’s theme holds.
  }
})()
