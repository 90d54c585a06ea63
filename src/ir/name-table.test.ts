import { expect, test } from 'vitest'
import { nameTable } from './name-table.ts'

test('equal texts have equal numbers, counted from 0', () => {
  const names = nameTable()
  expect(['a', 'b', 'a', ''].map(text => names.idOf(text))).toEqual([0, 1, 0, 2])
  expect([0, 1, 2, 3, -1].map(id => names.textOf(id))).toEqual(['a', 'b', '', '', ''])
  expect([names.find('b'), names.find('c'), names.size]).toEqual([1, -1, 3])
})

test('past its number of texts it takes no new ones, and keeps those it has', () => {
  const names = nameTable(2)
  expect(['a', 'b', 'c', 'b'].map(text => names.idOf(text))).toEqual([0, 1, -1, 1])
})

test('past its number of characters it takes only texts that still fit', () => {
  const names = nameTable(10, 5)
  expect(['abc', 'def', 'gh', 'abc', 'i', ''].map(text => names.idOf(text))).toEqual([
    0, -1, 1, 0, -1, 2,
  ])
})
