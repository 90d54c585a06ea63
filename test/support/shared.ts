import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../shared', import.meta.url))

/** The folder of real rules and real logs beside the project; `undefined` where it is absent. */
export const shared: string | undefined = existsSync(join(folder, 'logs')) ? folder : undefined

/** What tests say that skip for want of the folder. */
export const withoutShared = '../shared is absent: real rules and real logs are not read'
