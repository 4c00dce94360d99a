import { z } from 'zod'
import { pauseReasons } from '../../domain/promises/facts.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { faultClasses, kinds, priorities } from '../../domain/promises/subject.ts'
import { metrics } from '../../domain/promises/metrics.ts'
import { type Verb, verbs } from '../../domain/ticket/verbs/rules.ts'
import type { TicketRow } from '../../store/rows.ts'
import { acceptanceMethods, cancelReasons, causeCodes, channels, statusNames } from '../../domain/ticket/state.ts'
import { units } from '../../domain/time/working-time.ts'
import { instant } from '../../http/fields.ts'

const named = z.strictObject({ id: z.string(), name: z.string() })
const staffMember = z.strictObject({ id: z.string(), name: z.string(), tier: z.enum(tiers).optional() })
const seconds = z.int()

const clock = z
  .strictObject({
    id: z.string(),
    metric: z.enum(metrics),
    tier: z.enum(tiers).nullable(),
    cycle: z.int(),
    revision: z.int(),
    source: z.string().meta({ description: 'The clause that promises it' }),
    internal: z.boolean().meta({ description: "The desk's own target, which was promised to nobody; for staff" }),
    target: z.strictObject({ amount: z.number(), unit: z.enum(units) }),
    targetSeconds: seconds.nullable(),
    calendar: z.string().meta({ description: '`always` is 7×24; else one version of a calendar, `<id>@<version>`' }),
    state: z.enum(['running', 'paused', 'met', 'breached', 'lapsed', 'stopped']),
    startedAt: instant,
    dueAt: instant
      .nullable()
      .meta({ description: 'Null while it is paused, and while its calendar is not counted so far' }),
    provisional: z.boolean().meta({ description: 'Past the last published holidays: the due instant may move' }),
    pausedSince: instant.nullable(),
    stoppedAt: instant.nullable(),
    stoppedBecause: z.enum(['met', 'withdrawn', 'cancelled']).nullable(),
    elapsedSeconds: seconds.nullable().meta({ description: 'Working seconds; null while it runs' }),
    pauses: z.array(z.strictObject({ from: instant, to: instant })),
    breached: z.boolean(),
    lapsedAt: instant
      .nullable()
      .meta({ description: 'Since when a signature is late, which the acceptor owes: no breach' }),
    breach: z
      .strictObject({
        at: instant,
        noticedAt: instant,
        cause: z.enum(['late', 'retarget']),
        ownerId: z.string().optional(),
        tier: z.enum(tiers),
      })
      .nullable(),
  })
  .meta({ id: 'Clock' })

const supportRecord = z.strictObject({
  number: z.string(),
  customer: z.string(),
  system: z.string().nullable(),
  subject: z.string(),
  description: z.string(),
  cycle: z.int(),
  openedAt: instant,
  respondedAt: instant.nullable(),
  resolvedAt: instant,
  engineer: z.string(),
  cause: z.string(),
  causeCode: z.string(),
  fix: z.string(),
  verification: z.string(),
})

/** The support record 支持维护记录 and what a signature is bound to. */
export const signable = z
  .strictObject({
    record: supportRecord,
    hash: z.string().meta({ description: "SHA-256, in hex, of the record's canonical JSON (RFC 8785)" }),
  })
  .meta({ id: 'SupportRecord' })

const resolution = z.strictObject({
  cause: z.string(),
  causeCode: z.enum(causeCodes),
  fix: z.string(),
  verification: z.string(),
  by: staffMember,
  at: instant,
})

const signOff = z.strictObject({
  by: named,
  at: instant,
  method: z.enum(acceptanceMethods),
  recordHash: z.string(),
  loggedBy: staffMember.optional(),
  scan: z.string().optional(),
  signed: z.boolean().meta({
    description: 'False for what is deemed accepted (unsigned), 视同验收（未签）: the acceptor gave no answer',
  }),
})

const rating = z.strictObject({
  cycle: z.int(),
  score: z.int(),
  comment: z.string().optional(),
  at: instant,
  by: named,
})

const nextStep = z.strictObject({
  what: z.enum([
    'warning',
    'breach',
    'page',
    'pauseOverrun',
    'signOffReminder',
    'signOffLapse',
    'deemedAcceptance',
    'followUp',
    'end',
  ]),
  at: instant,
  clockId: z.string().nullable(),
  percent: z.number().nullable(),
})

/** A ticket as it is shown. Instants are UTC. */
export const ticketSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    version: z.int(),
    status: z.enum(statusNames),
    pending: z
      .strictObject({ reason: z.enum(pauseReasons), since: instant, expectedEnd: instant.nullable() })
      .nullable(),
    cancelReason: z.enum(cancelReasons).nullable(),
    customer: named,
    system: named.nullable(),
    contractId: z.string(),
    policy: z.strictObject({ id: z.string(), version: z.int() }),
    subject: z.string(),
    description: z.string(),
    kind: z.enum(kinds),
    class: z.enum(faultClasses),
    priority: z.enum(priorities),
    channel: z.enum(channels),
    triaged: z.boolean(),
    reporter: named,
    acceptor: named,
    follows: z.string().nullable().meta({ description: 'The id of the ticket that this one follows' }),
    tier: z.enum(tiers),
    assignee: staffMember.nullable(),
    cycle: z.int(),
    openedAt: instant,
    respondedAt: instant.nullable(),
    firstResolvedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    closedAt: instant.nullable(),
    breached: z.boolean(),
    clocks: z.array(clock),
    nextDueAt: instant.nullable().meta({ description: 'The earliest due of a promise of ours that runs' }),
    resolution: resolution.nullable(),
    supportRecord: signable.nullable(),
    objectedAt: instant.nullable().meta({
      description: 'When the acceptor wrote instead of signing: it is not deemed accepted, and a person sees to it',
    }),
    signOff: signOff.nullable(),
    rating: rating.nullable().meta({ description: 'Of the sign-off that stands' }),
    ratings: z.array(rating).meta({
      description: 'One for each sign-off, that of its cycle; the newest ten, of which the last has its whole comment',
    }),
    reopenableUntil: instant.nullable().meta({ description: 'SLA 12: until when a closed ticket may be reopened' }),
    undoableUntil: instant.nullable().meta({ description: 'SLA 13: until when a cancellation may be undone' }),
    ratableUntil: instant
      .nullable()
      .meta({ description: 'Until when a closed ticket may be rated that has no rating' }),
    next: nextStep.nullable().meta({ description: 'What happens, and when, if nobody does anything' }),
    stuckSince: instant
      .optional()
      .meta({ description: 'Since when nothing more of it can be recorded; those who run the service know it' }),
    allowed: z.array(z.enum(verbs)).meta({ description: 'What you can do to it now' }),
  })
  .meta({ id: 'Ticket' }) satisfies z.ZodType<TicketShown>

/** A ticket as it is shown to somebody, with what he can do to it now. */
export type TicketShown = Omit<TicketRow, 'standing' | 'nextLookAt'> & { allowed: Verb[] }
