/** npm passes on the Ctrl-C that the terminal has sent already: what comes so soon is the same one. */
const sameSignalMs = 500

/** What was started, and how it is stopped: in reverse order, once. */
export class Shutdown {
  private readonly steps: (() => Promise<unknown>)[] = []
  private askedAt: number | undefined

  before(step: () => Promise<unknown>): void {
    this.steps.unshift(step)
  }

  /** A step that fails holds up none of the others. */
  async run(report: (error: unknown) => void): Promise<void> {
    for (const step of this.steps.splice(0)) await step().catch(report)
  }

  /** The first signal stops everything cleanly; another one ends it at once, and what we started ends with us. */
  onSignals(stop: () => Promise<void>): void {
    const asked = () => {
      if (this.askedAt === undefined) {
        this.askedAt = Date.now()
        void stop()
      } else if (Date.now() - this.askedAt > sameSignalMs) process.exit(130)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, asked)
  }
}
