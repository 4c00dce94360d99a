import { z } from 'zod'
import { updateIdOf } from './commands.ts'
import { Problem } from '../../http/faults.ts'
import { type AnyRoute, route } from '../../http/operation.ts'
import { visible } from '../shared/scope.ts'
import { id } from '../../http/fields.ts'
import { actAnswers, answerFrom } from './answer.ts'
import { secondsPerDay } from '../../domain/time/instant.ts'

const tenYears = 3650 * secondsPerDay

export const sandboxRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/v1/sandbox/tickets/{id}/clock',
    summary: "Move a ticket's own time forward, to see what happens when nobody acts",
    tag: 'sandbox',
    who: ['admin'],
    params: z.strictObject({ id }),
    body: z.strictObject({ advanceSeconds: z.int().min(1).max(tenYears) }),
    answers: { ...actAnswers, 409: { description: 'The sandbox clock is off here, or the ticket has ended' } },
    async handle({ params, body, user, idempotencyKey }, { database, desk, sandboxClock }) {
      if (!sandboxClock) throw new Problem(409, 'The sandbox clock is off here: time is real.')
      const row = await database.ticket.findUnique({ where: { id: params.id }, select: { customerId: true } })
      visible(user, row)
      const moveId = updateIdOf(user.id, 'clock', idempotencyKey)
      const outcome = await desk.advance(params.id, body.advanceSeconds, moveId)
      return answerFrom(database, user, params.id, outcome)
    },
  }),
]
