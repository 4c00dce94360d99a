import { z } from 'zod'
import { functions } from '../../domain/people/functions.ts'
import { metrics } from '../../domain/promises/metrics.ts'
import { leaveBy } from '../../domain/ticket/time-to-go.ts'
import { firstToBeKept, type ToBeKept } from '../../domain/ticket/to-be-kept.ts'
import { rules } from '../../domain/ticket/verbs/rules.ts'
import { slotOf, wrongSlot } from '../../domain/ticket/verbs/visit.ts'
import { whoCouldGo, whyNot } from '../../domain/ticket/verbs/who-could-go.ts'
import { fromIso, type Instant, toDate, toIso } from '../../domain/time/instant.ts'
import { id, instant, line, several } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { ticketRecordIn } from '../../store/rows.ts'
import { visible } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { instantOf } from './answer.ts'
import { peopleFor } from './candidates-known.ts'
import { named, staffMember } from './given-schema.ts'
import { wholeTicket } from './lookups.ts'
import { faultOf } from './put.ts'
import { dayAt, type Visitor } from './staff-for-visits.ts'

const minutes = z.int().min(0)

const candidate = z.strictObject({
  engineer: staffMember,
  function: z.enum(functions).nullable(),
  office: named.nullable(),
  travelMinutes: minutes.nullable().meta({ description: 'From that office; null where nobody has said' }),
  leaveBy: instant.nullable().meta({
    description: 'To keep the promise: the latest instant to leave. Null without a promise, or a known journey',
  }),
  arrivesAt: instant.nullable().meta({ description: 'Leaving now' }),
  inTime: z.boolean().nullable().meta({ description: 'Leaving now still keeps the promise' }),
})

const reason = z.strictObject({
  why: z.enum(whyNot),
  words: z.string().meta({ description: 'Those with which a dispatch of this person is refused' }),
})

const answer = z
  .strictObject({
    number: z.string(),
    at: instant.meta({ description: "Now, in the ticket's own time" }),
    from: instant,
    until: instant,
    promise: z
      .strictObject({ clockId: z.string(), metric: z.enum(metrics), dueAt: instant, workMinutes: minutes })
      .nullable()
      .meta({
        description:
          'The running promise for which somebody must leave first: that somebody comes, what is kept on site, or that the service is usable again; with the minutes that the work takes there',
      }),
    candidates: z.array(candidate).meta({ description: 'Able, allowed, on duty and free; the nearest first' }),
    others: z.array(z.strictObject({ ...candidate.shape, reasons: z.array(reason).min(1) })).meta({
      description: 'With all that is in the way of each. Whoever is only not on duty may be sent all the same',
    }),
    complete: z
      .boolean()
      .meta({ description: 'False where more than 300 people go on site: then the rest is left out' }),
  })
  .meta({
    id: 'Candidates',
    example: {
      ...{ number: 'T-2026-000123', at: '2026-09-30T08:40:00Z' },
      ...{ from: '2026-09-30T11:00:00Z', until: '2026-09-30T15:00:00Z' },
      promise: { clockId: 'arrival/1', metric: 'arrival', dueAt: '2026-09-30T12:30:00Z', workMinutes: 0 },
      candidates: [
        {
          engineer: { id: 'usr_chenhao', name: '陈浩 Chen Hao', tier: 'headquarters' },
          ...{ function: 'dba', office: { id: 'off_headquarters', name: '总部 Headquarters' }, travelMinutes: 70 },
          ...{ leaveBy: '2026-09-30T11:20:00Z', arrivesAt: '2026-09-30T09:50:00Z', inTime: true },
        },
      ],
      others: [
        {
          engineer: { id: 'usr_zhengyong', name: '郑勇 Zheng Yong', tier: 'headquarters' },
          ...{ function: null, office: { id: 'off_headquarters', name: '总部 Headquarters' }, travelMinutes: 70 },
          ...{ leaveBy: '2026-09-30T11:20:00Z', arrivesAt: '2026-09-30T09:50:00Z', inTime: true },
          reasons: [
            {
              why: 'certificate',
              words: 'Electrician ZHENGYONG-1 of 郑勇 Zheng Yong expired on 2026-08-31',
            },
          ],
        },
      ],
      complete: true,
    },
  })

const listCandidates = operation({
  summary: 'Who could be sent on site, the nearest first, and why each of the others could not',
  who: rules.dispatch.who,
  params: z.strictObject({ id }),
  query: z.strictObject({
    from: instant.optional().meta({ description: 'When somebody is expected; now when absent' }),
    until: instant.optional().meta({ description: 'Until when they would be booked; four hours when absent' }),
    function: z.enum(functions).optional(),
    skill: several(line(60)).meta({ description: 'Given more than once, all of them are needed' }),
  }),
  finds: wholeTicket,
  async run({ params, query, user, found }, { database, now }) {
    const { number, customer, system, standing, clocks, visits } = ticketRecordIn(visible(user, found))
    const at = instantOf(standing, now())
    const slot = slotOf({ from: instantIn(query.from), until: instantIn(query.until) }, at)
    const wrong = wrongSlot(slot, at)
    if (wrong) throw faultOf(wrong)
    const site = { customerId: customer?.id ?? null, systemId: system?.id ?? null }
    const open = visits.filter(({ endedAt }) => endedAt === null)
    const [{ people, complete }, on] = await Promise.all([
      peopleFor(database, { id: params.id, ...site, slot, visits: open }),
      dayAt(database, site, toDate(slot.from)),
    ])
    const errand = { customerId: site.customerId, on, function: query.function, skills: query.skill }
    const { candidates, others } = whoCouldGo(people, errand)
    const promise = firstToBeKept(clocks)
    return {
      ...{ number, at: toIso(at), from: toIso(slot.from), until: toIso(slot.until) },
      promise: promise ? { ...promise, dueAt: toIso(promise.dueAt) } : null,
      candidates: candidates.map((one) => shown(one, promise, at)),
      others: others.map(({ reasons, ...one }) => ({ ...shown(one, promise, at), reasons })),
      complete,
    }
  },
})

function instantIn(iso: string | undefined): Instant | undefined {
  return iso === undefined ? undefined : fromIso(iso)
}

function shown(
  { engineer, function: does, office, travelMinutes }: Visitor,
  promise: ToBeKept | undefined,
  at: Instant,
) {
  const known = { engineer, function: does, office, travelMinutes }
  if (travelMinutes === null) return { ...known, leaveBy: null, arrivesAt: null, inTime: null }
  const arrivesAt = toIso(at + 60 * travelMinutes)
  if (promise === undefined) return { ...known, leaveBy: null, arrivesAt, inTime: null }
  const latest = leaveBy(promise.dueAt, { travelMinutes, workMinutes: promise.workMinutes })
  return { ...known, leaveBy: toIso(latest), arrivesAt, inTime: at <= latest }
}

/** R4.3: who is near and may go. */
export const ticketCandidates: Surfaces = [
  json(listCandidates, {
    get: '/v1/tickets/{id}/candidates',
    tag: 'tickets',
    answers: { 200: { description: 'Who could go, and who could not', schema: answer } },
  }),
]
