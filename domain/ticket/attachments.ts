import type { Contact } from '../people/actors.ts'
import type { Instant } from '../time/instant.ts'

/** R1.11: a file that was added to a ticket. Its bytes are kept elsewhere; the hash says which they are. */
export interface Attachment {
  id: string
  name: string
  mediaType: string
  /** In bytes. */
  size: number
  /** Of its bytes, in hex. */
  sha256: string
}

/** As the ticket keeps it. */
export interface Attached extends Attachment {
  /** Who sent it. */
  by: Contact
  at: Instant
  /** No customer learns of it. */
  internal?: true
}

/** What the ids of all begin with. */
export const attachmentPrefix = 'att_'

/** A ticket is carried whole from run to run, so what grows in it has a ceiling. */
export const mostAttachments = 50

/** What a sheet that was signed by hand can be scanned as. */
export function isScan({ mediaType }: Attachment): boolean {
  return mediaType === 'application/pdf' || mediaType.startsWith('image/')
}
