import { EventEmitter, once } from 'node:events'

/** One mail that was handed over. */
export interface Caught {
  /** Of its ticket, as it stands in the subject. */
  number: string
  messageId: string
  /** In milliseconds since 1970, by this machine's clock. */
  at: number
}

/** What the bench's mail server took in, by ticket. A mail is out when it stands here, whatever the product says. */
export class PostBox {
  /** Each with its own Message-ID. */
  total = 0
  /** Copies of one that was there already. */
  repeats = 0
  private readonly byTicket = new Map<string, Caught[]>()
  private readonly known = new Set<string>()
  private readonly heard = new EventEmitter().setMaxListeners(0)

  take(mail: Caught): void {
    if (this.known.has(mail.messageId)) this.repeats++
    else {
      this.known.add(mail.messageId)
      this.total++
      this.byTicket.set(mail.number, [...this.mailsOf(mail.number), mail])
    }
    this.heard.emit('mail')
  }

  /** In the order in which they came. */
  mailsOf(number: string): readonly Caught[] {
    return this.byTicket.get(number) ?? []
  }

  /** Resolves when that holds; throws when it does not and no mail came for so long. */
  async until(holds: () => boolean, patienceMs = 60_000): Promise<void> {
    while (!holds()) {
      if (await this.isSilentFor(patienceMs))
        throw new Error(`No mail came for ${patienceMs / 1000} s; ${this.total} did`)
    }
  }

  /** Resolves when no mail came for so long. */
  async silence(forMs: number): Promise<void> {
    while (!(await this.isSilentFor(forMs)));
  }

  private isSilentFor(ms: number): Promise<boolean> {
    return once(this.heard, 'mail', { signal: AbortSignal.timeout(ms) }).then(
      () => false,
      () => true,
    )
  }
}
