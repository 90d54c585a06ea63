import { expect, test } from 'vitest'
import { parseRule } from '../../test/support/parse-rule.ts'
import { parseSigma } from '../frontends/sigma/index.ts'
import { toRunnable } from './runnable.ts'

const noLists: ReadonlyMap<string, readonly string[]> = new Map()

function reasonOf(text: string, lists = noLists): string {
  const [parsed] = parseSigma(`title: t\nlogsource: { product: windows }\n${text}`).value.rules
  if (parsed === undefined) throw new Error('not a rule')
  const runnable = toRunnable(parsed.value, lists)
  if (runnable.kind === 'not_run') return runnable.reason
  if (runnable.kind === 'correlate') return 'correlates'
  const verb = runnable.kind === 'run' ? 'runs' : 'aggregates'
  return `${verb}${runnable.partial === undefined ? '' : `, but ${runnable.partial}`}`
}

const detection = (condition: string): string =>
  `detection:\n  a: { Image: x }\n  bad: { Image|frob: x }\n  p: { User|expand: '%Admins%' }\n  condition: ${condition}`

test.each([
  ['a', 'runs'],
  ['a and bad', 'cannot be read in part: sigma/unknown-modifier'],
  ['a and not bad', 'cannot be read in part: sigma/unknown-modifier'],
  ['a or bad', 'runs, but cannot be read in part: sigma/unknown-modifier'],
  ['a and p', 'needs the list %Admins%'],
  ['a and not p', 'needs the list %Admins%'],
  ['a or p', 'runs, but needs the list %Admins%'],
  ['not (a and p)', 'runs, but needs the list %Admins%'],
  ['a | count() > 5', 'aggregates'],
  ['a and bad | count() > 5', 'cannot be read in part: sigma/unknown-modifier'],
  ['a or bad | count() > 5', 'aggregates, but cannot be read in part: sigma/unknown-modifier'],
  ['a | near b', 'cannot be read: sigma/near'],
])('“%s” %s', (condition, reason) => {
  expect(reasonOf(detection(condition))).toBe(reason)
})

test('a placeholder runs once its list is given', () => {
  const lists = new Map([['Admins', ['root']]])
  expect(reasonOf(detection('a and not p'), lists)).toBe('runs')
})

test('a correlation is run if it could be read', () => {
  const rest = 'rules: [a], timespan: 5m, condition: { gte: 2 } }'
  expect(reasonOf(`correlation: { type: event_count, ${rest}`)).toBe('correlates')
  expect(reasonOf(`correlation: { type: frob, ${rest}`)).toBe(
    'cannot be read: sigma/invalid-correlation',
  )
})

test('a rule of a log source that nobody knows is not run', () => {
  const rule = parseRule('selection: { A: 1 }', '{ product: acme, service: anvil }')
  const runnable = toRunnable(rule, noLists)
  expect(runnable).toEqual({
    kind: 'not_run',
    code: 'run/unknown-logsource',
    reason: 'has a log source that no known log has (product: acme, service: anvil)',
  })
})
