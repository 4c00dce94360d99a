import { Shutdown } from '../../../bin/dev/shutdown.ts'

/** To the one who waits; the report alone goes to standard output. */
export const say = (line: string) => void process.stderr.write(`${line}\n`)

/** The work, after which all that it started is ended, also when it fails or on Ctrl-C. `work` answers the exit code. */
export async function runBench(work: (shutdown: Shutdown) => Promise<number>): Promise<void> {
  const shutdown = new Shutdown()
  let isInterrupted = false
  const end = async (code: number) => {
    await shutdown.run((error) => say(`While stopping: ${error instanceof Error ? error.stack : error}`))
    process.exit(code)
  }
  shutdown.onSignals(async () => {
    isInterrupted = true
    say('\nStopping; Ctrl-C once more ends it at once.')
    await end(130)
  })
  const code = await work(shutdown).catch((error: unknown) => {
    // What is ended under the hands of the work makes it fail.
    if (!isInterrupted) say(error instanceof Error ? `${error.stack}` : String(error))
    return 2
  })
  if (!isInterrupted) await end(code)
}
