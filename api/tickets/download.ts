import { z } from 'zod'
import { isStaff } from '../../domain/people/actors.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { file } from '../../http/file.ts'
import { fileKeyOf } from '../../store/file-keys.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { visible } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone } from '../shared/who.ts'
import { wholeTicket } from './lookups.ts'

const download = operation({
  summary: 'A file of the ticket',
  who: everyone,
  params: z.strictObject({ id, attachmentId: id }),
  finds: wholeTicket,
  async run({ params, user, found }, { files }) {
    const { id: ticketId, attachments } = ticketRecordIn(visible(user, found))
    const attachment = attachments.find((one) => one.id === params.attachmentId)
    if (attachment === undefined || (attachment.internal && !isStaff(user))) throw Fault.absent()
    const bytes = await files.get(fileKeyOf(ticketId, attachment.sha256)).catch((cause: unknown) => {
      throw Fault.down('file store', cause)
    })
    if (bytes === undefined) throw new Fault('absent', `The content of "${attachment.name}" is no longer kept.`)
    return { ...attachment, bytes }
  },
})

export const attachmentFiles: Surfaces = [
  file(download, { get: '/v1/tickets/{id}/attachments/{attachmentId}', tag: 'tickets' }),
]
