import { TcpProxy } from './tcp-proxy.ts'

/** A way to a PostgreSQL that counts the statements sent through it. */
export class StatementCounter {
  count = 0
  private proxy: TcpProxy | undefined

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
   * length that counts itself. A statement is a simple Query or an Execute.
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
        if (greeted && 'QE'.includes(String.fromCharCode(rest[0] ?? 0))) this.count++
        greeted = true
        rest = rest.subarray(end)
      }
    }
  }
}
