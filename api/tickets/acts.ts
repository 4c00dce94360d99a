import { z } from 'zod'
import { pauseReasons } from '../../domain/promises/clock.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { permissions } from '../../domain/ticket/permissions.ts'
import { faultClasses, kinds, priorities } from '../../domain/promises/subject.ts'
import type { Bodies, Verb } from '../../domain/ticket/commands.ts'
import { cancelReasons, causeCodes, channels } from '../../domain/ticket/state.ts'
import { fromIso } from '../../domain/time/instant.ts'
import { actorOf, updateIdOf } from './commands.ts'
import { type AnyRoute, route, type Services, type SignedIn } from '../../http/operation.ts'
import { visible } from '../shared/scope.ts'
import { id, instant, line, text } from '../../http/fields.ts'
import { actAnswers, answerFrom } from './answer.ts'
import { assigneeOf, promisesNow, repeatOf, type Subject } from './lookups.ts'

/** An act is a noun under the ticket: what is sent, and what its process is told. */
interface Act<V extends Verb, B> {
  verb: V
  noun: string
  summary: string
  body: z.ZodType<B>
  /** What must be looked up or filled in; none when the body says it all. */
  tell(body: B, asked: { ticket: Subject; user: SignedIn; services: Services }): Bodies[V] | Promise<Bodies[V]>
}

const reason = text(2000)
const message = { message: text(20_000), channel: z.enum(channels).default('web') }
const score = z.int().min(1).max(5)
const signature = {
  method: z
    .enum(['signedIn', 'paper'])
    .optional()
    .meta({ description: 'Default: signedIn for customers, paper for staff' }),
  scan: line(500).optional().meta({ description: 'Where the scan of a paper signature is kept' }),
}

export const ticketActRoutes: AnyRoute[] = [
  act({
    verb: 'triage',
    noun: 'triage',
    summary: 'Categorise it; its promises follow',
    body: z.strictObject({
      kind: z.enum(kinds).optional(),
      class: z.enum(faultClasses).optional(),
      priority: z.enum(priorities).optional(),
      reason: reason.optional().meta({ description: 'A lower priority needs one, and the customer is told' }),
      suspectedCause: z.enum(causeCodes).exclude(['unknown']).optional(),
    }),
    async tell({ suspectedCause, ...body }, { ticket, services }) {
      const repeated = suspectedCause && (await repeatOf(services.database, ticket, suspectedCause))
      return { ...body, ...(repeated && { repeatOf: repeated }) }
    },
  }),
  act({
    verb: 'respond',
    noun: 'responses',
    summary: 'Give the customer the first answer',
    body: z.strictObject(message),
    tell: (body) => body,
  }),
  act({
    verb: 'assign',
    noun: 'assignments',
    summary: 'Name the engineer',
    body: z.strictObject({ assigneeId: id }),
    tell: async ({ assigneeId }, { ticket, services }) => ({
      assignee: await assigneeOf(services.database, ticket, assigneeId),
    }),
  }),
  act({
    verb: 'handOver',
    noun: 'hand-overs',
    summary: 'Give it to another engineer',
    body: z.strictObject({ assigneeId: id, reason }),
    tell: async ({ assigneeId, reason }, { ticket, services }) => ({
      assignee: await assigneeOf(services.database, ticket, assigneeId),
      reason,
    }),
  }),
  act({
    verb: 'reply',
    noun: 'replies',
    summary: 'Write to the other side',
    body: z.strictObject(message),
    tell: (body) => body,
  }),
  act({
    verb: 'note',
    noun: 'notes',
    summary: 'Note something that the customer never sees',
    body: z.strictObject({ text: text(20_000) }),
    tell: (body) => body,
  }),
  act({
    verb: 'pause',
    noun: 'pauses',
    summary: 'Pause the clocks that the contract lets this reason pause',
    body: z.strictObject({
      reason: z.enum(pauseReasons),
      explanation: text(2000).meta({ description: 'The customer is told' }),
      expectedEnd: instant.optional().meta({ description: 'Reminds, and does not resume' }),
    }),
    tell: ({ expectedEnd, ...body }) => ({ ...body, ...(expectedEnd && { expectedEnd: fromIso(expectedEnd) }) }),
  }),
  act({
    verb: 'resume',
    noun: 'resumption',
    summary: 'Go on after a pause',
    body: z.strictObject({ explanation: text(2000).optional() }),
    tell: (body) => body,
  }),
  act({
    verb: 'escalate',
    noun: 'escalations',
    summary: 'Call a higher tier; the next one when none is named',
    body: z.strictObject({ toTier: z.enum(tiers).optional(), reason }),
    tell: (body) => body,
  }),
  act({
    verb: 'resolve',
    noun: 'resolution',
    summary: 'Record the repair and how it was verified, and ask for the sign-off',
    body: z.strictObject({
      cause: text(20_000),
      causeCode: z.enum(causeCodes).default('unknown'),
      fix: text(20_000),
      verification: text(20_000),
    }),
    tell: (body) => body,
  }),
  act({
    verb: 'signOff',
    noun: 'sign-off',
    summary: 'Sign the support record',
    body: z.strictObject({
      ...signature,
      rating: score.optional(),
      comment: text(5000).optional(),
      recordHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/, { error: 'Expected a SHA-256 in hex' })
        .optional(),
    }),
    tell: (body, { user }) => ({ ...body, method: methodOf(body, user) }),
  }),
  act({
    verb: 'refuseSignOff',
    noun: 'sign-off-refusal',
    summary: 'Refuse the repair, with the reason; work goes on',
    body: z.strictObject({ ...signature, reason }),
    tell: (body, { user }) => ({ ...body, method: methodOf(body, user) }),
  }),
  act({
    verb: 'rate',
    noun: 'rating',
    summary: 'Rate the service, once, up to 30 days after the sign-off',
    body: z.strictObject({ score, comment: text(5000).optional() }),
    tell: (body) => body,
  }),
  act({
    verb: 'cancel',
    noun: 'cancellation',
    summary: 'Cancel it',
    body: z.strictObject({ reason: z.enum(cancelReasons), explanation: text(2000).optional() }),
    tell: (body) => body,
  }),
  act({
    verb: 'reopen',
    noun: 'reopening',
    summary: 'Go back to work, inside the reopening window',
    body: z.strictObject({ reason }),
    tell: (body) => body,
  }),
  act({
    verb: 'retarget',
    noun: 'retargets',
    summary: "Put it on the newest version of its contract's policy",
    body: z.strictObject({ reason }),
    tell: ({ reason }, { ticket, services }) => promisesNow(services, ticket, reason),
  }),
]

function act<V extends Verb, B>({ verb, noun, summary, body, tell }: Act<V, B>): AnyRoute {
  return route({
    method: 'post',
    path: `/v1/tickets/{id}/${noun}`,
    summary,
    tag: 'tickets',
    who: permissions[verb],
    params: z.strictObject({ id }),
    body,
    ifMatch: true,
    answers: actAnswers,
    async handle(call, services) {
      const { user, params, requestId, ifVersion } = call
      const { database, desk } = services
      const ticket = visible(user, await subject(database, params.id))
      const told = await tell(call.body, { ticket, user, services })
      const command = { actor: actorOf(user), requestId, body: told, ...(ifVersion !== undefined && { ifVersion }) }
      const outcome = await desk.act(ticket.id, verb, command, updateIdOf(user.id, verb, call.idempotencyKey))
      return answerFrom(database, user, ticket.id, outcome)
    },
  })
}

function subject(database: Services['database'], id: string): Promise<Subject | null> {
  const select = { id: true, customerId: true, contractId: true, systemId: true, openedAt: true }
  return database.ticket.findUnique({ where: { id }, select })
}

function methodOf({ method }: { method?: 'signedIn' | 'paper' | undefined }, user: SignedIn) {
  return method ?? (user.role === 'customer' ? 'signedIn' : 'paper')
}
