import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../test/support/make-folder.ts'
import { makeSite } from '../../test/support/make-site.ts'
import type { ServedSite } from './served-site.ts'
import { openSiteFile } from './site-file.ts'

const site = makeSite()

/** A file is whole if it ends in a full stop; its text is the stamp of its site. */
async function open(path: string): Promise<ServedSite> {
  const text = await readFile(path, 'utf8')
  if (!text.endsWith('.')) throw new RangeError(`${text} is not whole`)
  return { ...site, stamp: text }
}

async function follow(path: string) {
  const said: string[] = []
  const file = await openSiteFile(path, {
    open,
    onReplaced: () => said.push('replaced'),
    onRefused: error => said.push(String(error)),
    interval: 0,
  })
  const look = async (): Promise<string> => {
    file.current()
    await file.settled()
    return file.current().stamp
  }
  return { said, look, file }
}

test('a file that is replaced is served anew', async () => {
  const folder = makeFolder({ a: 'first.', b: 'second.' })
  const { said, look } = await follow(join(folder, 'a'))
  expect([await look(), said]).toEqual(['first.', []])
  renameSync(join(folder, 'b'), join(folder, 'a'))
  expect([await look(), said]).toEqual(['second.', ['replaced']])
  expect([await look(), said]).toEqual(['second.', ['replaced']])
})

test('a file that is not whole leaves the old site, and is tried again when it has changed', async () => {
  const folder = makeFolder({ a: 'first.' })
  const path = join(folder, 'a')
  const { said, look } = await follow(path)
  writeFileSync(path, 'sec')
  expect([await look(), said]).toEqual(['first.', ['RangeError: sec is not whole']])
  expect([await look(), said.length]).toEqual(['first.', 1])
  rmSync(path)
  expect([await look(), said.length]).toEqual(['first.', 1])
  writeFileSync(path, 'second.')
  expect([await look(), said.length]).toEqual(['second.', 2])
})

test('requests are answered with the old site while the new one is read', async () => {
  const folder = makeFolder({ a: 'first.' })
  const path = join(folder, 'a')
  const { file } = await follow(path)
  writeFileSync(path, 'second one.')
  expect([file.current().stamp, file.current().stamp]).toEqual(['first.', 'first.'])
  await file.settled()
  expect(file.current().stamp).toBe('second one.')
})

test('a file that cannot be opened at first is an error', async () => {
  await expect(follow(join(makeFolder({}), 'a'))).rejects.toMatchObject({ code: 'ENOENT' })
})
