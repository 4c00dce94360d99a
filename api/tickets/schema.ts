import { z } from 'zod'
import { alarm, attachment, link, named, proposal, staffMember, watcher } from './given-schema.ts'
import { pauseReasons } from '../../domain/promises/facts.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { channels, faultClasses, kinds, priorities } from '../../domain/promises/subject.ts'
import { type Verb, verbs } from '../../domain/ticket/verbs/rules.ts'
import type { TicketRow } from '../../store/rows.ts'
import { acceptanceMethods, causeCodes, undoings } from '../../domain/ticket/acceptance.ts'
import { sources } from '../../domain/ticket/source.ts'
import { endReasons, statusNames } from '../../domain/ticket/state.ts'
import { nextStep } from './next-schema.ts'
import { quoting } from './quote-schema.ts'
import { uncoveredBecause } from '../../domain/ticket/uncovered.ts'
import { instant, language } from '../../http/fields.ts'
import { clock } from './clock-schema.ts'
import { part, waitedFor } from './part-schema.ts'
import { remote } from './remote-schema.ts'
import { parties } from './party-schema.ts'
import { onPaths } from './step-schema.ts'
import { visit } from './visit-schema.ts'

const caller = z.strictObject({
  name: z.string(),
  phone: z.string().optional(),
  email: z.string().optional(),
  organisation: z.string().optional(),
  language,
})

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

const earlierRepair = z
  .strictObject({
    cycle: z.int(),
    resolution,
    signOff: signOff.nullable(),
    undone: z.strictObject({ how: z.enum(undoings), at: instant, reason: z.string(), by: named }),
  })
  .meta({ id: 'EarlierRepair' })

const rating = z.strictObject({
  cycle: z.int(),
  score: z.int(),
  comment: z.string().optional(),
  at: instant,
  by: named,
})

/** A ticket as it is shown. Instants are UTC. */
export const ticketSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    version: z.int(),
    status: z.enum(statusNames),
    pending: z
      .strictObject({ reason: z.enum(pauseReasons), since: instant, expectedEnd: instant.nullable(), part: waitedFor })
      .nullable(),
    cancelReason: z.enum(endReasons).nullable(),
    customer: named.nullable().meta({ description: 'Null as long as nobody knows who called' }),
    system: named.nullable(),
    contractId: z.string().nullable(),
    uncovered: z
      .enum(uncoveredBecause)
      .nullable()
      .meta({ description: 'Why no contract covers it: then nothing is promised; null when one does' }),
    policy: z
      .strictObject({ id: z.string(), version: z.int() })
      .nullable()
      .meta({ description: 'Null to customers where nothing was agreed' }),
    subject: z.string(),
    description: z.string(),
    kind: z.enum(kinds),
    class: z.enum(faultClasses),
    priority: z.enum(priorities),
    channel: z.enum(channels),
    triaged: z.boolean(),
    source: z.enum(sources),
    reporter: named.nullable(),
    caller: caller.nullable().meta({ description: "Who called, if it is none of the customer's contacts; for staff" }),
    acceptor: named.nullable().meta({ description: 'Who signs; null while nobody is known who could' }),
    follows: z.string().nullable().meta({ description: 'The id of the ticket that this one follows' }),
    repeatOf: z.string().nullable().meta({ description: 'SLA 16: number of the ticket that it repeats; for staff' }),
    links: z.array(link).meta({ description: 'How it hangs together with other tickets' }),
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
    resolution: resolution.nullable().meta({ description: 'The repair that stands; null while work goes on' }),
    earlierRepairs: z.array(earlierRepair).meta({
      description:
        'Those that did not stand: the newest five, each text up to 1,000 characters; the whole stands in the events',
    }),
    visits: z.array(visit).meta({ description: 'Those under way, and the newest five of those that are over' }),
    remote: remote.nullable().meta({ description: 'Null where nobody asked for remote access' }),
    quoting,
    parts: z.array(part).meta({ description: 'Those that are away, and the newest of those that are back' }),
    ...onPaths,
    supportRecord: signable.nullable(),
    objectedAt: instant.nullable().meta({
      description: 'When the acceptor wrote instead of signing: it is not deemed accepted, and a person sees to it',
    }),
    proposal: proposal.nullable().meta({ description: 'The newest that the customer was asked to decide' }),
    alarms: z.array(alarm).meta({ description: 'Of one ticket as counted now, in lists as last noted' }),
    parties,
    watchers: z.array(watcher).meta({ description: 'Who is told of each step, for information' }),
    attachments: z
      .array(attachment)
      .meta({ description: 'Read each at `/v1/tickets/{id}/attachments/{attachmentId}`' }),
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

/** A ticket as it is shown to somebody, with what that person can do to it now. */
export type TicketShown = Omit<TicketRow, 'standing' | 'nextLookAt'> & { allowed: Verb[] }
