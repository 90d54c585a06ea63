/** Runs the command line and gives the exit code. */
export async function main(_arguments: readonly string[]): Promise<number> {
  return 2
}
