import { option, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

const own = ['City', 'Country', 'Region', 'lat', 'lon'] as const
const all = [...own, 'Continent', 'MetroCode', 'Timezone'] as const

export const iplocation: SplCommandOf<'words'> = defineCommand({
  name: 'iplocation',
  summary: 'Adds where in the world an address is.',
  example: 'a=1 | iplocation prefix=src_ src_ip',
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const prefix = option(words, 'prefix') ?? ''
    const isAll = /^(?:t|true|1)$/i.test(option(words, 'allfields') ?? '')
    const names = (isAll ? all : own).map(name => `${prefix}${name}`)
    return [deriveStage(command, names, lowering)]
  },
})
