import { z } from 'zod'
import { isStaff } from '../../domain/people/actors.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { file } from '../../http/file.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { visible } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone } from '../shared/who.ts'
import { kept } from './attachments/store.ts'
import { wholeTicket } from './lookups.ts'

const download = operation({
  summary: 'A file of the ticket',
  who: everyone,
  params: z.strictObject({ id, attachmentId: id }),
  finds: wholeTicket,
  async run({ params, user, found }, services) {
    const { id: ticketId, attachments } = ticketRecordIn(visible(user, found))
    const attachment = attachments.find((one) => one.id === params.attachmentId)
    if (attachment === undefined || (attachment.internal && !isStaff(user))) throw Fault.absent()
    return { ...attachment, bytes: await kept(services, ticketId, attachment) }
  },
})

export const attachmentFiles: Surfaces = [
  file(download, { get: '/v1/tickets/{id}/attachments/{attachmentId}', tag: 'tickets' }),
]
