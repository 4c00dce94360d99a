import { domainToASCII } from 'node:url'
import { createTransport } from 'nodemailer'
import { encodeWord } from 'nodemailer/lib/mime-funcs'
import type MimeNode from 'nodemailer/lib/mime-node'
import pLimit from 'p-limit'

export interface Mail {
  to: { name: string; address: string }
  subject: string
  html: string
  text: string
  /** With its angle brackets; a repeat carries the same. */
  messageId: string
  /** The Message-ID that all mails of one thread answer to. */
  thread: string
  /** BCP 47. */
  language: string
  /** Marked as important, so that it is seen in a full inbox. */
  urgent: boolean
}

/**
 * Refused for good: this recipient, or this message, will never be taken. `refused` holds the server's words, which may
 * name people, and `code` its number alone; `address` when it is none.
 */
export type Posted = 'accepted' | { refused: string; code: string }

export interface Mailer {
  /** Of the sender's address: where our Message-IDs live. */
  domain: string
  /** Throws when it may go better another time, and then it is not known whether it went. */
  send(mail: Mail): Promise<Posted>
  close(): Promise<void>
}

const maxConnections = 5

/** `from` is an address with or without a name: `Aftercare <desk@example.com>`. Throws on one without an address. */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const domain = domainToASCII(/@([\p{L}\p{M}\p{N}.-]+)>?\s*$/u.exec(from)?.[1] ?? '')
  if (domain === '') throw new Error('MAIL_FROM holds no address; write it as Name <desk@example.com>')
  // Its time runs from when a connection is free: what waits for that is not late.
  const limit = pLimit(maxConnections)
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections,
    // Whoever calls tries again, with the same Message-ID.
    maxRequeues: 0,
    dnsTimeout: 5000,
    connectionTimeout: 5000,
    greetingTimeout: 10_000,
    // A slow server may take half a minute to answer.
    socketTimeout: 40_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  transport.use('stream', ({ message }, next) => {
    keepNameAsTyped(message)
    next()
  })
  return {
    domain,
    send: (mail) => limit(() => send(mail)),
    async close() {
      transport.close()
    },
  }

  async function send({ to, subject, html, text, messageId, thread, language, urgent }: Mail): Promise<Posted> {
    if (!isAddress(to.address)) return { refused: 'Not an address that mail can be sent to', code: 'address' }
    try {
      await transport.sendMail({
        from,
        to: { name: oneLine(to.name), address: to.address },
        subject: asTyped(subject),
        html,
        text,
        messageId,
        inReplyTo: thread,
        references: thread,
        ...(urgent && { priority: 'high' }),
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
        // Also ends what no time-out of a socket notices: a server that trickles, a queue that does not move.
        signal: AbortSignal.timeout(50_000),
      })
      return 'accepted'
    } catch (error) {
      if (isRefusal(error)) return { refused: oneLine(error.message), code: String(error.responseCode) }
      throw error
    }
  }
}

/** No character of a header's own grammar: such an address is refused, never repaired. */
function isAddress(address: string): boolean {
  return /^[^\s\p{C}@<>()[\],;:\\"]+@[^\s\p{C}@<>()[\],;:\\"]+$/u.test(address)
}

/** A subject that is read as it was typed: on one line, and never as an encoded word that somebody wrote. */
function asTyped(text: string): string {
  const line = oneLine(text)
  return looksEncoded(line) ? asWords(line) : line
}

/** CR, LF and other control characters would begin another header, or hide one. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/**
 * The same for the name of whom a mail is to: nodemailer puts one of plain ASCII in quotes, in which most mail programs
 * decode all the same.
 */
function keepNameAsTyped(message: MimeNode): void {
  const usual = message.encodeHeaderValue.bind(message)
  message.encodeHeaderValue = (key, value) => {
    const encoded = usual(key, value)
    return key === 'To' ? encoded.replace(/^"((?:[^"\\]|\\.)*)"(?= <)/, unquoted) : encoded
  }
}

function unquoted(quoted: string, name: string): string {
  return looksEncoded(name) ? asWords(name.replace(/\\(.)/g, '$1')) : quoted
}

function looksEncoded(text: string): boolean {
  return text.includes('=?')
}

function asWords(text: string): string {
  return encodeWord(text, 'B', 52)
}

/**
 * A final answer about the recipient or the message. One about our connection, sign-in or sender is ours to mend, and
 * the mail waits for that: 503 is a session out of step, 530 asks us to sign in.
 */
function isRefusal(error: unknown): error is Error & { responseCode: unknown } {
  if (!(error instanceof Error) || !('command' in error) || !('responseCode' in error)) return false
  const code = Number(error.responseCode)
  return (error.command === 'RCPT TO' || error.command === 'DATA') && code >= 500 && code !== 503 && code !== 530
}
