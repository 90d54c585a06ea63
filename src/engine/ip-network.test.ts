import { expect, test } from 'vitest'
import { isInNetwork, parseIpAddress, parseIpNetwork } from './ip-network.ts'

test.each([
  ['0.0.0.0', 4, 0n],
  ['255.255.255.255', 4, 0xffff_ffffn],
  ['10.1.2.3', 4, 0x0a01_0203n],
  ['::', 6, 0n],
  ['::1', 6, 1n],
  ['1::', 6, 1n << 112n],
  ['2001:db8::8:800:200c:417a', 6, 0x20010db8000000000008_0800200c417an],
  ['1:2:3:4:5:6:7:8', 6, 0x00010002000300040005000600070008n],
  ['::ffff:10.0.0.1', 6, 0xffff_0a00_0001n],
  ['1:2:3:4:5:6:1.2.3.4', 6, 0x00010002000300040005000601020304n],
  ['1:2:3:4:5:6:7::', 6, 0x00010002000300040005000600070000n],
] as const)('%s is an address', (text, version, bits) => {
  expect(parseIpAddress(text)).toEqual({ version, bits })
})

test.each([
  '',
  ' ',
  '1',
  '1.2.3',
  '1.2.3.4.5',
  '256.0.0.1',
  '01.2.3.4',
  '1.2.3.4 ',
  '1.2.3.+4',
  '1.2.3.',
  ':',
  ':::',
  '1::2::3',
  '12345::',
  'g::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '::1:2:3:4:5:6:7:8',
  '1.2.3.4::',
  '::1.2.3',
  'fe80::1%eth0',
  '[::1]',
  '1:',
  ':1',
])('“%s” is no address', text => {
  expect(parseIpAddress(text)).toBeUndefined()
})

test.each([
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0.0/-1',
  '10.0.0/8',
  '/8',
  'x',
  '10.0.0.0/255.0.0.0',
])('“%s” is no network', text => expect(parseIpNetwork(text)).toBeUndefined())

function isInside(address: string, network: string): boolean {
  const a = parseIpAddress(address)
  const n = parseIpNetwork(network)
  if (a === undefined || n === undefined) throw new Error(`${address} or ${network} is wrong`)
  return isInNetwork(a, n)
}

test.each([
  ['10.0.0.1', '10.0.0.0/8', true],
  ['9.255.255.255', '10.0.0.0/8', false],
  ['192.168.1.127', '192.168.1.0/25', true],
  ['192.168.1.128', '192.168.1.0/25', false],
  ['1.2.3.4', '1.2.3.4', true],
  ['::ffff:1.2.3.4', '1.2.3.0/24', true],
  ['1.2.3.4', '::ffff:1.2.3.0/120', true],
  ['1.2.4.4', '::ffff:1.2.3.0/120', false],
  ['1.2.3.4', '::ffff:0:0/95', false],
  ['::ffff:1.2.3.4', '::/0', true],
  ['fdff::1', 'fc00::/7', true],
  ['fe00::1', 'fc00::/7', false],
])('%s in %s: %s', (address, network, expected) => {
  expect(isInside(address, network)).toBe(expected)
})
