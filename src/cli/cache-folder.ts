import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder that what was made of rules is kept in where nothing else is said. */
export function defaultCacheFolder(): string {
  const { INDICIA_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (INDICIA_CACHE_DIR) return INDICIA_CACHE_DIR
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'indicia', 'cache')
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'indicia')
}
