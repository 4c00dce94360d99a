import { z } from 'zod'
import { secondsPerDay } from '../../domain/time/instant.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { visible } from '../shared/scope.ts'
import { moveQuietHours } from '../../store/outbox.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { actAnswers, asTicket, shownTo } from './answer.ts'
import { subject } from './lookups.ts'
import { put } from './put.ts'

const tenYears = 3650 * secondsPerDay

const moveClock = operation({
  summary: "Move a ticket's own time forward, to see what happens when nobody acts",
  who: ['admin'],
  params: z.strictObject({ id }),
  body: z.strictObject({ advanceSeconds: z.int().min(1).max(tenYears) }),
  finds: subject,
  async run({ params, body, user, found, idempotencyKey }, services) {
    const { database, engine, sandboxClock } = services
    if (!sandboxClock) throw new Fault('notNow', 'The sandbox clock is off here: time is real.')
    visible(user, found)
    const moveId = updateIdOf(user.id, 'clock', idempotencyKey)
    const record = await put(services, params.id, async () => {
      const moved = await engine.advance(params.id, body.advanceSeconds, moveId)
      if (moved !== 'unknown') await moveQuietHours(database, params.id, moved.ticketNow)
      return moved
    })
    return shownTo(user, record, services.now())
  },
})

export const sandbox: Surfaces = [
  json(moveClock, {
    post: '/v1/sandbox/tickets/{id}/clock',
    tag: 'sandbox',
    answers: { ...actAnswers, 409: { description: 'The sandbox clock is off here, or the ticket has ended' } },
    ...asTicket,
  }),
]
