/** Says on standard error what is going on, and for how long already where it takes more than a moment. */
export class Progress {
  private timer: NodeJS.Timeout | undefined

  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = Date.now()
    this.say(`${what} …`)
    this.timer = setInterval(() => this.say(`${what}: still at it, ${elapsed(began)}`), 10_000)
    try {
      return await work()
    } finally {
      this.end()
      this.say(`${what}: ${elapsed(began)}`)
    }
  }

  say(line: string): void {
    process.stderr.write(`${line}\n`)
  }

  end(): void {
    clearInterval(this.timer)
  }
}

function elapsed(since: number): string {
  const seconds = (Date.now() - since) / 1000
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
