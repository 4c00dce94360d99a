import { z } from 'zod'
import { watcherIdOf } from '../../../domain/ticket/watcher.ts'
import { Fault } from '../../../http/faults.ts'
import { id } from '../../../http/fields.ts'
import { whenWriting } from '../ceilings.ts'
import { assigneeOf, contactOf } from '../lookups.ts'
import { act, type Acts } from './act.ts'

/** Who else is told of it. */
export const people = {
  addWatcher: act({
    noun: 'watchers',
    summary: 'Have somebody told of each step, for information',
    body: z
      .strictObject({
        contactId: id.optional().meta({ description: "One of the customer's people" }),
        userId: id.optional().meta({
          description: 'One of our staff who serve the customer, of whom no customer learns. For staff',
        }),
      })
      .refine(({ contactId, userId }) => (contactId === undefined) !== (userId === undefined), {
        error: 'Name one person: a contact by contactId, or one of our staff by userId',
        path: ['contactId'],
      })
      .meta({ example: { contactId: 'con_qianwei' } }),
    ceilings: whenWriting,
    async tell({ contactId, userId }, { ticket, user, services: { database } }) {
      if (userId !== undefined && user.role === 'customer') {
        throw Fault.invalid({ field: 'userId', message: 'You name people of your own organisation, by contactId' })
      }
      if (userId !== undefined) {
        const { id, name } = await assigneeOf(database, ticket, userId, 'userId')
        return { watcher: { id, name, internal: true as const } }
      }
      return { watcher: await contactOf(database, ticket, contactId ?? '', 'contactId') }
    },
  }),
  removeWatcher: act({
    noun: 'watcher-removals',
    summary: 'Have somebody told no more, by default yourself',
    body: z
      .strictObject({ watcherId: id.optional().meta({ description: 'As in `watchers` of the ticket' }) })
      .meta({ example: { watcherId: 'con_qianwei' } }),
    ceilings: whenWriting,
    tell: ({ watcherId }, { user }) => ({ watcherId: watcherId ?? watcherIdOf(user) }),
  }),
} satisfies Acts
