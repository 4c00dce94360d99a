import { z } from 'zod'
import { id, text } from '../../../http/fields.ts'
import { act, type Acts } from './act.ts'
import { faultClasses, kinds, priorities } from '../../../domain/promises/subject.ts'
import { causeCodes } from '../../../domain/ticket/acceptance.ts'
import { assigneeOf, promisesNow } from '../lookups.ts'
import { nearestFor } from '../nearest.ts'
import { repeatOf, subjectWithRepeats } from '../repeats.ts'
import { bindingOf } from '../binding.ts'
import { pathOfKind } from '../../../domain/ticket/paths.ts'
import { tiers } from '../../../domain/people/tiers.ts'

const reason = text(2000)

/** What the desk does with a ticket: who has it, how it is classed, what it promises. */
export const desk = {
  triage: act({
    noun: 'triage',
    summary: 'Categorise it; its promises follow',
    body: z.strictObject({
      kind: z.enum(kinds).optional(),
      class: z.enum(faultClasses).optional(),
      priority: z.enum(priorities).optional(),
      reason: reason.optional().meta({
        description:
          'What lowers class or priority, or moves a promise to later or away, needs one; the customer is told',
      }),
      suspectedCause: z.enum(causeCodes).exclude(['unknown']).optional(),
    }),
    finds: subjectWithRepeats,
    tell({ suspectedCause, ...body }, { ticket }) {
      const repeated = suspectedCause && repeatOf(ticket, suspectedCause)
      const path = body.kind && pathOfKind(body.kind)
      return { ...body, ...(repeated && { repeatOf: repeated }), ...(path && { path }) }
    },
  }),
  assign: act({
    noun: 'assignments',
    summary: 'Name the engineer',
    body: z.strictObject({ assigneeId: id }),
    tell: async ({ assigneeId }, { ticket, services }) => ({
      assignee: await assigneeOf(services.database, ticket, assigneeId),
    }),
  }),
  take: act({
    noun: 'taking',
    summary: 'Make it yours',
    body: z.strictObject({
      reason: reason.optional().meta({ description: 'The desk needs one where taking it lowers the tier' }),
    }),
    tell: (body) => body,
  }),
  handOver: act({
    noun: 'hand-overs',
    summary: 'Give it to another engineer',
    body: z.strictObject({ assigneeId: id, reason }),
    tell: async ({ assigneeId, reason }, { ticket, services }) => ({
      assignee: await assigneeOf(services.database, ticket, assigneeId),
      reason,
    }),
  }),
  handDown: act({
    noun: 'hand-downs',
    summary: 'Give it to a lower tier, or to one person of it',
    body: z.strictObject({ toTier: z.enum(tiers), assigneeId: id.optional(), reason }),
    async tell({ assigneeId, ...body }, { ticket, services }) {
      return { ...body, ...(assigneeId && { assignee: await assigneeOf(services.database, ticket, assigneeId) }) }
    },
  }),
  escalate: act({
    noun: 'escalations',
    summary: 'Call a higher tier; the next one when none is named',
    body: z.strictObject({ toTier: z.enum(tiers).optional(), reason }),
    tell: (body) => body,
  }),
  bind: act({
    noun: 'binding',
    summary: 'Say whose it is: customer, contact, system and contract; promises count from the opening',
    body: z
      .strictObject({
        contractId: id.optional().meta({ description: 'What covers it; without one in force it stays uncovered' }),
        customerId: id.optional(),
        systemId: id.optional(),
        reporterId: id.optional(),
        reason: reason.optional().meta({ description: 'Needed where it is bound already' }),
      })
      .refine(({ reason: _why, ...named }) => Object.keys(named).length > 0, {
        error: 'Name at least one of contractId, customerId, systemId, reporterId',
      }),
    tell: ({ reason, ...naming }, { ticket, user, services }) => bindingOf(services, user, ticket, naming, reason),
  }),
  retarget: act({
    noun: 'retargets',
    summary: 'Put it on what its contract promises now, by that version of its policy',
    body: z.strictObject({ reason }),
    async tell({ reason }, { ticket, services }) {
      const told = await promisesNow(services, ticket, reason)
      return { ...told, ...(await nearestFor(services.database, ticket, told.terms, services.now())) }
    },
  }),
} satisfies Acts
