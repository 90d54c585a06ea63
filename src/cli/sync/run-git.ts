import { spawn } from 'node:child_process'

export interface GitResult {
  readonly output: string
  /** What went wrong, in git’s words or ours; `undefined` when nothing did. */
  readonly problem: string | undefined
}

/**
 * Runs git without a shell. It asks nobody anything, runs no hook and no other program that a fetched
 * repository could name, and writes no symbolic links.
 */
export function runGit(words: readonly string[]): Promise<GitResult> {
  const settings = [
    ['core.hooksPath', process.platform === 'win32' ? 'NUL' : '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['core.symlinks', 'false'],
    ['core.longpaths', 'true'],
    ['protocol.ext.allow', 'never'],
    ['submodule.recurse', 'false'],
    ['gc.auto', '0'],
    ['filter.lfs.smudge', ''],
    ['filter.lfs.process', ''],
    ['filter.lfs.required', 'false'],
  ].flatMap(([key, value]) => ['-c', `${key}=${value}`])
  return new Promise(resolve => {
    const git = spawn('git', [...settings, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...withoutGitVariables(process.env),
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: '',
        SSH_ASKPASS: '',
        GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
        GIT_LFS_SKIP_SMUDGE: '1',
        LC_ALL: 'C',
      },
      windowsHide: true,
    })
    let output = ''
    let errors = ''
    git.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8')
    })
    git.stderr.on('data', (bytes: Buffer) => {
      // The last words say what was wrong.
      errors = (errors + bytes.toString('utf8')).slice(-10_000)
    })
    git.on('error', error => {
      const isAbsent = 'code' in error && error.code === 'ENOENT'
      const problem = isAbsent ? 'git is not installed, or not on the PATH' : error.message
      resolve({ output, problem })
    })
    git.on('close', code => {
      resolve({ output, problem: code === 0 ? undefined : problemIn(errors, code) })
    })
  })
}

/** A repository that the command happens to run in, as a hook does, is not the one that is meant. */
function withoutGitVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|NAMESPACE)$/.test(name),
  )
  return Object.fromEntries(kept)
}

function problemIn(errors: string, code: number | null): string {
  const lines = errors
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(line => line !== '')
  const said = lines.filter(line => /^(?:fatal|error|remote|ssh):/i.test(line))
  const text = (said.length > 0 ? said : lines.slice(-1)).join('; ')
  const problem = text === '' ? `git ended with ${code ?? 'a signal'}` : text
  return /Could not resolve host|unable to access|Connection (?:refused|timed out)|Network is unreachable/i.test(
    text,
  )
    ? `the network could not be reached, or does not have it: ${problem}`
    : problem
}
