import { TcpProxy } from './tcp-proxy.ts'

/** A way to a PostgreSQL that counts the statements sent through it. */
export class StatementCounter {
  count = 0
  private proxy: TcpProxy | undefined
  private readonly only: string | undefined

  /** `only`: counts the statements that hold these words. */
  constructor(only?: string) {
    this.only = only
  }

  /** The same database, through the counter. */
  async through(databaseUrl: string): Promise<string> {
    this.proxy = await TcpProxy.before(databaseUrl, () => this.counter())
    return this.proxy.through(databaseUrl)
  }

  async close(): Promise<void> {
    await this.proxy?.close()
  }

  /**
   * Reads one client's side of PostgreSQL's protocol: after a first message without a type, each has a type, and a
   * length that counts itself. A statement is a simple Query or an Execute; its words are in the Query or the Parse.
   */
  private counter(): (bytes: Buffer) => void {
    let rest = Buffer.alloc(0)
    let greeted = false
    return (bytes) => {
      rest = Buffer.concat([rest, bytes])
      for (;;) {
        const type = greeted ? 1 : 0
        if (rest.length < type + 4) return
        const end = type + rest.readUInt32BE(type)
        if (rest.length < end) return
        if (greeted && this.counts(rest.subarray(0, end))) this.count++
        greeted = true
        rest = rest.subarray(end)
      }
    }
  }

  private counts(message: Buffer): boolean {
    const kind = String.fromCharCode(message[0] ?? 0)
    return this.only === undefined ? 'QE'.includes(kind) : 'QP'.includes(kind) && message.includes(this.only)
  }
}
