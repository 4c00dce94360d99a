import { z } from 'zod'
import { alarmRecordOf } from '../../domain/ticket/alarm-record.ts'
import { opening } from '../../domain/ticket/verbs/open.ts'
import { fromDate } from '../../domain/time/instant.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import { Fault } from '../../http/faults.ts'
import { id, line } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { idFrom } from '../shared/idempotency.ts'
import { visible } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { actAnswers } from './answer.ts'
import { alarm } from './given-schema.ts'
import { newTicket, openingOf } from './opening.ts'
import { actorOf, put } from './put.ts'
import { count, type Counted } from './alarm-counting.ts'

const { contractId, description, kind, class: faultClass, priority } = newTicket.shape

const newAlarm = z
  .strictObject({
    key: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/, {
        error: 'Not a key: up to 100 letters, digits and . _ : / -, such as lims/disk-full',
      })
      .meta({ description: 'What of that customer it is about: one open ticket for each', example: 'lims/disk-full' }),
    state: z
      .enum(['raised', 'cleared'])
      .default('raised')
      .meta({ description: '`cleared`: an all-clear, which is noted; a person resolves the ticket' }),
    systemId: id.meta({ description: 'Of the customer whose it is' }),
    contractId,
    subject: line(200).optional().meta({ description: 'Of the ticket that it opens; the key when absent' }),
    description: description.optional().meta({ description: 'What the machine has to say; the subject when absent' }),
    ...{ kind, class: faultClass, priority },
  })
  .meta({
    id: 'NewAlarm',
    example: {
      ...{ key: 'lims/disk-full', systemId: 'sys_jiangzhou', contractId: 'ctr_jiangzhou' },
      ...{ subject: 'LIMS: disk is full', description: '/data 98 %', priority: 'high' },
    },
  })
type NewAlarm = z.output<typeof newAlarm>

const counted = z
  .strictObject({
    ...alarm.shape,
    ticket: z.strictObject({ id: z.string(), number: z.string() }).meta({ description: 'Which has it' }),
  })
  .meta({ id: 'CountedAlarm' })
const answer = z
  .strictObject({
    alarm: counted
      .nullable()
      .meta({ description: 'Null for an all-clear of what is not raised: there is nothing to do' }),
  })
  .meta({ id: 'AlarmAnswer' })

const raiseAlarm = operation({
  summary: 'Say that a system raises an alarm, or that it is all clear; repeats are counted on one open ticket',
  who: opening.who,
  body: newAlarm,
  async run({ body, user, requestId, idempotencyKey }, services) {
    const { database, engine } = services
    const system = visible(user, await database.system.findUnique({ where: { id: body.systemId } }), 'systemId')
    const now = fromDate(services.now())
    const said = await count(database, {
      ...{ customerId: system.customerId, key: body.key, state: body.state, at: now },
      request: { userId: user.id, key: idempotencyKey },
      newId: idFrom('tic', user.id, idempotencyKey),
    })
    if (said === undefined) return { alarm: null }
    const { alarm, ticket } = said
    const actor = actorOf(user)
    if (said.stands === 'news') {
      // As often as this was raised and cleared: what is said twice is one update.
      const updateId = updateIdOf(ticket.id, 'alarm', JSON.stringify(alarm))
      await put(services, ticket.id, () => engine.noteAlarm(ticket.id, { alarm, actor, requestId }, updateId))
    } else if (said.stands === 'unopened' && body.state === 'raised') {
      const asked = { ...(await openingOf(newTicketOf(body, said), user, ticket, services)), alarmKey: body.key }
      const updateId = updateIdOf(user.id, 'open', idempotencyKey)
      await put(services, ticket.id, () => engine.open(asked, actor, requestId, updateId))
    }
    return shown(said)
  },
})

/** Everybody's channel here, whosever account the machine uses. */
function newTicketOf({ key, state: _said, subject = key, description = subject, ...body }: NewAlarm, said: Counted) {
  const { follows } = said.ticket
  const opened = { ...body, subject, description, channel: 'alarm', ...(follows && { follows }) }
  const { data, error } = newTicket.safeParse(opened)
  if (error) throw Fault.invalid({ field: 'body', message: error.message })
  return data
}

function shown({ alarm, ticket: { id, number } }: Counted) {
  return { alarm: { ...alarmRecordOf(alarm), ticket: { id, number } } }
}

export const alarms: Surfaces = [
  json(raiseAlarm, {
    post: '/v1/alarms',
    tag: 'alarms',
    answers: { 200: { description: 'Counted, and on which ticket', schema: answer }, 202: actAnswers[202] },
  }),
]
