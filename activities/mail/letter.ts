import { createHash } from 'node:crypto'
import type { Addressee } from '../../domain/people/audiences.ts'
import type { Message, Notice } from '../../domain/ticket/notices.ts'
import type { Delivery } from './deliveries.ts'
import type { Queued } from './queue.ts'
import type { Recipient } from './recipients.ts'

/** One mail to one person. */
export interface Letter {
  notice: Notice
  reader: Recipient
  delivery: Delivery
  /** Since when it is due. */
  since: Date
  /** The one whom it never reached, so that this reader gets it instead. */
  unreached?: Recipient
  /** What waited to go out with it. */
  carries?: { key: string; version: number }[]
}

/** `failed`: to be tried again. `waitMs`: it has not been its turn. */
export type Outcome = 'told' | 'failed' | { waitMs: number }

/** What nobody may miss. */
export const urgent: Message[] = ['escalated', 'breached']

/** `domain` is the sender's, where our Message-IDs live. */
export function letterTo(
  reader: Recipient,
  { ticketId, notice, createdAt }: Pick<Queued, 'ticketId' | 'notice' | 'createdAt'>,
  domain: string,
  unreached?: Recipient,
): Letter {
  const { version } = notice
  const message = unreached ? `${notice.message}-for-${unreached.id}` : notice.message
  const key = `${ticketId}:${version}:${message}:${reader.id}`
  const { id: recipientId, name: recipientName, address } = reader
  const messageId = messageIdFor(key, domain)
  const delivery = { key, ticketId, version, message, recipientId, recipientName, address, messageId }
  return { notice, reader, delivery, since: createdAt, ...(unreached && { unreached }) }
}

/** A name for the key that tells nothing of it. */
export function messageIdFor(key: string, domain: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`
}

/** SLA 22: whom an event concerns is not told of it once more for information. */
export function concernedOnce(letters: readonly Letter[]): Letter[] {
  const eventTo = ({ delivery, reader }: Letter) => `${delivery.ticketId} ${delivery.version} ${reader.id}`
  const concerned = new Set(letters.flatMap((letter) => (letter.reader.watches ? [] : eventTo(letter))))
  return letters.filter((letter) => !letter.reader.watches || !concerned.has(eventTo(letter)))
}

/** Those whom it is for may have been removed since. */
export function mayBeGone(addressee: Addressee): boolean {
  return addressee === 'watchers' || addressee === 'watchingStaff' || addressee === 'party'
}

/** Of several: they are told when all are. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('failed')) return 'failed'
  const waits = outcomes.flatMap((one) => (typeof one === 'object' ? one.waitMs : []))
  return waits.length > 0 ? { waitMs: Math.min(...waits) } : 'told'
}
