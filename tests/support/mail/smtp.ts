import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** One mail as the server took it in; a mail that was handed over twice is there twice. */
export interface CaughtMail {
  /** Of the envelope. */
  to: string
  messageId: string
  raw: string
  parsed: ParsedMail
}

/** A real mail server that keeps what it is sent, and can be made to misbehave. */
export class SmtpCatcher {
  readonly mails: CaughtMail[] = []
  /** These addresses are refused for good, as recipient and as sender. */
  readonly refused = new Set<string>()
  /** These are put off: "try again later". */
  readonly deferred = new Set<string>()
  /** Takes each mail in, and hangs up before it says so. */
  dropsBefore250 = false
  /** How long it thinks about each mail. */
  slowMs = 0
  private readonly sockets = new Set<Socket>()
  private server: SMTPServer | undefined
  private port = 0

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`
  }

  /** Begins to listen, always on the same port. */
  async up(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onMailFrom: ({ address }, _session, answer) => {
        answer(this.refused.has(address) ? no(550, 'We take no mail from you') : null)
      },
      onRcptTo: ({ address }, _session, answer) => {
        if (this.refused.has(address)) answer(no(550, `No such user: ${address}`))
        else answer(this.deferred.has(address) ? no(450, `Mailbox of ${address} is busy`) : null)
      },
      onData: (stream, session, answer) => {
        void (async () => {
          const raw = await wholeOf(stream)
          // A sender that was killed in the middle of it: the mail was not handed over.
          if (raw === undefined) return
          const parsed = await simpleParser(raw)
          await sleep(this.slowMs)
          for (const { address } of session.envelope.rcptTo) {
            this.mails.push({ to: address, messageId: parsed.messageId ?? '', raw: raw.toString(), parsed })
          }
          if (this.dropsBefore250) this.hangUp(session.remotePort)
          else answer()
        })()
      },
    })
    server.on('error', () => undefined)
    server.server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
    const listener = server.listen(this.port, '127.0.0.1')
    await once(listener, 'listening')
    this.port = (listener.address() as AddressInfo).port
    this.server = server
  }

  /** Hangs up on everybody and listens no more. */
  async down(): Promise<void> {
    const { server } = this
    if (server === undefined) return
    this.server = undefined
    const closed = new Promise<void>((resolve) => server.close(resolve))
    this.hangUp()
    await closed
  }

  close(): Promise<void> {
    return this.down()
  }

  sentTo(address: string): CaughtMail[] {
    return this.mails.filter((mail) => mail.to === address)
  }

  private hangUp(remotePort?: number): void {
    for (const socket of this.sockets) {
      if (remotePort === undefined || socket.remotePort === remotePort) socket.destroy()
    }
  }
}

export async function startSmtp(): Promise<SmtpCatcher> {
  const catcher = new SmtpCatcher()
  await catcher.up()
  return catcher
}

async function wholeOf(stream: AsyncIterable<unknown>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  } catch {
    return undefined
  }
}

function no(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
