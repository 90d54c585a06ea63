import { expect, test } from 'vitest'
import { isNetwork } from './network.ts'

test.each(['10.0.0.0/8', '10.0.0.1', 'fe80::/10', '::1', '1:2:3:4:5:6:7:8', '::ffff:10.0.0.0/104'])(
  '“%s” is a network',
  text => {
    expect(isNetwork(text)).toBe(true)
  },
)

test.each([
  '',
  '10.0.0.0/33',
  '10.0.0',
  '10.0.0.256',
  'fe80::/129',
  '1::2::3',
  '1:2:3:4:5:6:7',
  'x',
])('“%s” is none', text => {
  expect(isNetwork(text)).toBe(false)
})
