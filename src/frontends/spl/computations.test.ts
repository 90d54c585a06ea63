import { expect, test } from 'vitest'
import { makeEvent } from '../../../test/support/make-test.ts'
import { computedView, evaluate, plainView } from '../../engine/index.ts'
import { parseSpl } from './parse-spl.ts'

const event = makeEvent({
  text: 'User BOB logged in',
  number: '7',
  size: 2.5,
  list: ['a', 'b', 'a'],
  time: '2024-03-05T10:17:30Z',
  _time: '2024-03-05T10:17:30Z',
})

/** Whether a condition behind commands holds of the event. */
function truthBehind(commands: string, condition: string): string {
  const { value } = parseSpl(`text=* | ${commands} | where ${condition}`)
  const last = value.stages.at(-1)
  if (last?.kind !== 'filter') throw new Error('no filter')
  return evaluate(last.expression, computedView(plainView(event), value.stages))
}

test.each([
  ['eval a=len(text)', 'a=18'],
  ['eval a=lower(text)', 'a="user bob logged in"'],
  ['eval a=upper(substr(text, 1, 4))', 'a="USER"'],
  ['eval a=substr(text, 6)', 'a="BOB logged in"'],
  ['eval a=replace(text, "^User (\\\\w+).*$", "<\\\\1>")', 'a="<BOB>"'],
  ['eval a=number+1', 'a=8'],
  ['eval a=number/2', 'a=3.5'],
  ['eval a=number%4 . "x"', 'a="3x"'],
  ['eval a=-number', 'a=-7'],
  ['eval a=round(size), b=floor(size), c=ceiling(size)', 'a=3 AND b=2 AND c=3'],
  ['eval a=tonumber("1f", 16)', 'a=31'],
  ['eval a=text . ": " . number', 'a="User BOB logged in: 7"'],
  ['eval a=if(match(text, "BOB"), "yes", "no")', 'a="yes"'],
  ['eval a=case(number>10, "many", number>5, "some")', 'a="some"'],
  ['eval a=case(number>10, "many")', 'isnull(a)'],
  ['eval a=coalesce(missing, text)', 'a="User BOB logged in"'],
  ['eval a=nullif(number, "7")', 'isnull(a)'],
  ['eval a=mvcount(list), b=mvcount(missing)', 'a=3 AND isnull(b)'],
  ['eval a=mvindex(list, 0), b=mvindex(list, -1)', 'a="a" AND b="a"'],
  ['eval a=mvjoin(list, "-")', 'a="a-b-a"'],
  ['rex field=text "User (?<name>\\w+) (?<did>.*)"', 'name="BOB" AND did="logged in"'],
  ['rex field=text "(?:x|(User)) (?<name>\\w+)"', 'name="BOB"'],
  ['rex field=text "nobody (?<name>\\w+)"', 'isnull(name)'],
  ['bin span=1h _time', '_time="2024-03-05T10:00:00.000Z"'],
  ['eval a=1', 'len(text)>number+10'],
  ['eval a=1', 'if(number>5, len(text), 0)>17'],
])('behind %s, %s holds', (commands, condition) => {
  expect(truthBehind(commands, condition)).toBe('match')
})

test.each([
  ['eval a=sha256(text)', 'a="x"'],
  ['eval a=text+1', 'a=1'],
  ['eval a=mvindex(list, 1)', 'a="b"'],
  ['rex max_match=0 field=text "(?<name>\\w+)"', 'name="BOB"'],
  ['lookup users text OUTPUT name', 'name="BOB"'],
])('behind %s, whether %s holds is not known', (commands, condition) => {
  expect(truthBehind(commands, condition)).toBe('unknown')
})
