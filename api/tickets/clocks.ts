import { z } from 'zod'
import { verdicts } from '../../domain/promises/choice.ts'
import { clockChanges } from '../../domain/promises/clock-change.ts'
import { pauseReasons } from '../../domain/promises/facts.ts'
import { channels, faultClasses, kinds, phases, priorities } from '../../domain/promises/subject.ts'
import { isStaff } from '../../domain/people/actors.ts'
import { explanationForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { explainClocks } from '../../domain/ticket/explained.ts'
import { toIso } from '../../domain/time/instant.ts'
import { id, instant } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { eventIn, ticketRecordIn } from '../../store/rows.ts'
import { row } from '../shared/policy-row.ts'
import { visible } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { everyone } from '../shared/who.ts'
import { instantOf } from './answer.ts'
import { clockFields, clockTarget } from './clock-schema.ts'
import { wholeTicket } from './lookups.ts'

const about = z
  .strictObject({
    kind: z.enum(kinds),
    class: z.enum(faultClasses),
    priority: z.enum(priorities),
    channel: z.enum(channels),
    systemId: id.optional(),
    phase: z.enum(phases).optional().meta({ description: 'Of the contract, when the ticket was opened' }),
    importantPeriod: z.string().nullable().meta({ description: 'The one in which the clock counts from, by its name' }),
  })
  .meta({ description: 'What the rows were asked' })

const weighedRow = z.strictObject({
  row,
  countsFrom: instant,
  dueAt: instant.nullable().meta({ description: 'If nothing paused it; null past the known calendar' }),
  verdict: z.enum(verdicts).meta({
    description:
      '`won`: this row holds. `later`: it holds, and falls due after the one that won. `outranked`: the contract ranks ' +
      'another first. `overridden`: a row of the important period stands instead. Else what it does not hold for',
  }),
})

const choice = z.strictObject({
  version: z.int().meta({ description: 'Of the event by which the clock was made, or put on other terms' }),
  at: instant,
  because: z.string().meta({ description: 'What happened then: the type of that event' }),
  policy: z.strictObject({ id, version: z.int() }),
  about,
  terms: z.strictObject({ target: clockTarget, calendar: z.string(), source: z.string() }).meta({
    description:
      'What it was put on: those of the row that won, unless the customer chose a later time (`agreed-slot`), or a person promised it (`call-back`)',
  }),
  rows: z.array(weighedRow).meta({ description: 'All rows of that promise; none where a person promised it' }),
})

const explainedClock = z
  .strictObject({
    ...clockFields,
    madeAt: instant.meta({ description: 'Since when it is promised: it cannot be broken before' }),
    choices: z.array(choice).meta({ description: 'Which row held and why; one more for each re-target' }),
    mayWaitFor: z.array(z.enum(pauseReasons)).meta({ description: 'For what the contract lets it stand still' }),
    standstills: z.array(
      z.strictObject({
        because: z.enum([...pauseReasons, 'repaired', 'cancelled']),
        from: instant,
        to: instant.nullable(),
      }),
    ),
    workingIntervals: z.array(z.strictObject({ from: instant, to: instant, seconds: z.int() })).meta({
      description:
        'What counts, from the anchor to the due instant, without the standstills: of minutes and hours the seconds add up to the target. As far as it is known where the due instant is not',
    }),
    workingIntervalsLeftOut: z.int().meta({ description: 'After the first 500' }),
    elapsedSecondsNow: z.int(),
    remainingSeconds: z.int().nullable().meta({ description: 'Negative when late' }),
    happened: z.array(
      z.strictObject({ version: z.int(), at: instant, event: z.string(), by: z.string(), did: z.enum(clockChanges) }),
    ),
  })
  .meta({ id: 'ExplainedClock' })

const explainTicket = operation({
  summary:
    'Each promise, explained: which clause and row, why it held, from when it counts, what counted, what happened',
  who: everyone,
  params: z.strictObject({ id }),
  finds: wholeTicket,
  async run({ params, user, found }, { database, now }) {
    const { number, version, openedAt, standing } = ticketRecordIn(visible(user, found))
    // Of a version that is not the row's yet nobody was told.
    const where = { ticketId: params.id, version: { lte: version } }
    const rows = await database.ticketEvent.findMany({ where, orderBy: { version: 'asc' } })
    const events = rows.map(eventIn)
    const at = instantOf(standing, now())
    const all = explainClocks(events, at)
    const clocks = isStaff(user) ? all : explanationForCustomer(all, events)
    return { number, version, openedAt, at: toIso(at), clocks }
  },
})

export const ticketClocks: Surfaces = [
  json(explainTicket, {
    get: '/v1/tickets/{id}/clocks',
    tag: 'tickets',
    answers: {
      200: {
        description: 'The clocks',
        schema: z
          .strictObject({
            number: z.string(),
            version: z.int(),
            openedAt: instant,
            at: instant.meta({ description: 'As of when it is reckoned' }),
            clocks: z.array(explainedClock),
          })
          .meta({ id: 'TicketClocks' }),
      },
    },
  }),
]
