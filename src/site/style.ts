/** The style sheet: paper, ink, one accent; colour for severity and for what is excluded. */
export const styleSheet = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d1c1a; --quiet: #6b6860; --line: #dcd8ce;
  --accent: #7a3b12; --bad: #a1260d; --excluded: #8a5a00; --mark: #ffe9a8; }
@media (prefers-color-scheme: dark) { :root { --paper: #191817; --ink: #e9e6df; --quiet: #9d988c;
  --line: #3a3733; --accent: #e0a277; --bad: #ff8a70; --excluded: #e0b050; --mark: #5a4a10; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 "IBM Plex Sans", system-ui, sans-serif; }
header { padding: 0.75rem 1.25rem; border-bottom: 1px solid var(--line); font-weight: 600; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
a { color: var(--accent); }
header a { color: var(--ink); text-decoration: none; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1rem 0 0.25rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 0.5rem; }
code, pre { font-family: "IBM Plex Mono", ui-monospace, monospace; font-size: 0.86em; }
code { overflow-wrap: anywhere; }
td { min-width: 4.5rem; }
td code { display: block; min-width: 12rem; }
pre { padding: 0.75rem 1rem; border: 1px solid var(--line); overflow-x: auto; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th { text-align: left; font-weight: 500; color: var(--quiet); }
th, td { padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.figure { text-align: right; font-variant-numeric: tabular-nums; }
.badges, dt { color: var(--quiet); }
.description { max-width: 46rem; white-space: pre-line; }
.level.high, .level.critical { color: var(--bad); }
.excluded td { color: var(--excluded); }
mark { background: var(--mark); color: inherit; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
`
