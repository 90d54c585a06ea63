import { problemType, type WholeAnswer } from './bytes/answer.ts'

/** What went wrong, as RFC 9457 writes it. */
export interface Problem {
  /** Stable: `about:blank` where the status says it all. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** The parameters that were wrong, each with what is wrong. */
  readonly errors?: readonly { readonly parameter: string; readonly detail: string }[]
}

export function problemAnswer(
  problem: Omit<Problem, 'type'>,
  headers: Readonly<Record<string, string>> = {},
): WholeAnswer {
  const { status, title, detail, errors } = problem
  const body: Problem = {
    type: 'about:blank',
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  }
  return { kind: 'whole', status, type: problemType, body: `${JSON.stringify(body)}\n`, headers }
}
