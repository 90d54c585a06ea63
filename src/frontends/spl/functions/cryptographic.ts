import type { FunctionFamily } from './family.ts'

export const cryptographic: FunctionFamily = {
  names: 'md5 sha1 sha256 sha512'.split(' '),
  computed: {},
}
