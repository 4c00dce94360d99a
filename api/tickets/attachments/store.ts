import { attachmentPrefix, type Attachment } from '../../../domain/ticket/attachments.ts'
import { Fault } from '../../../http/faults.ts'
import { line } from '../../../http/fields.ts'
import type { GivenFile } from '../../../http/file.ts'
import type { SentFile } from '../../../http/upload.ts'
import { idFrom } from '../../shared/idempotency.ts'
import type { Services } from '../../shared/services.ts'
import { fileKeyOf } from '../../../store/file-keys.ts'
import { mediaTypeOf } from './media-type.ts'

/** Ten megabytes: a photograph, a log of a bad hour. */
export const largestFile = 10 * 1024 * 1024

/**
 * R1.11: keeps the bytes before the ticket is told of them, so that it never names a file that is not there. What no
 * ticket names in the end lies there unseen. Throws an `invalid` for a name or content that is not taken, and a `down`
 * when it cannot be scanned or kept.
 */
export async function stored(
  { files, scan }: Services,
  ticketId: string,
  file: SentFile,
  asked: { userId: string; idempotencyKey: string },
): Promise<Attachment> {
  const { bytes, sha256 } = file
  const name = nameOf(file)
  const mediaType = await mediaTypeOf(bytes)
  const virus = await scan(bytes).catch((cause: unknown) => {
    throw Fault.down('virus scanner', cause)
  })
  if (virus !== undefined) throw Fault.invalid({ field: 'file', message: `The virus scanner found ${virus} in it` })
  await files.put(fileKeyOf(ticketId, sha256), bytes).catch((cause: unknown) => {
    throw Fault.down('file store', cause)
  })
  const id = idFrom(attachmentPrefix.slice(0, -1), asked.userId, asked.idempotencyKey)
  return { id, name, mediaType, size: bytes.length, sha256 }
}

/** The bytes of a file of the ticket. Throws a `down` when the store does not answer, an `absent` when it keeps them no longer. */
export async function kept(
  { files }: Pick<Services, 'files'>,
  ticketId: string,
  { name, sha256 }: { name: string; sha256: string },
): Promise<GivenFile['bytes']> {
  const bytes = await files.get(fileKeyOf(ticketId, sha256)).catch((cause: unknown) => {
    throw Fault.down('file store', cause)
  })
  if (bytes === undefined) throw new Fault('absent', `The content of "${name}" is no longer kept.`)
  return bytes
}

const fileName = line(200)

function nameOf({ name }: SentFile): string {
  const checked = fileName.safeParse(name.normalize('NFC'))
  if (checked.success) return checked.data
  const message = `Its name: ${checked.error.issues[0]?.message ?? 'one line of text'}`
  throw Fault.invalid({ field: 'file', message })
}
