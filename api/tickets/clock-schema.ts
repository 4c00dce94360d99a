import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { stopReasons } from '../../domain/promises/facts.ts'
import { anchors, metrics, modes } from '../../domain/promises/metrics.ts'
import { units } from '../../domain/time/working-time.ts'
import { instant } from '../../http/fields.ts'

const seconds = z.int()

export const clockTarget = z.strictObject({ amount: z.number(), unit: z.enum([...units, 'seconds']) })

export const clockFields = {
  id: z.string(),
  metric: z.enum(metrics),
  tier: z.enum(tiers).nullable(),
  cycle: z.int(),
  revision: z.int(),
  source: z.string().meta({ description: 'The clause that promises it' }),
  internal: z.boolean().meta({ description: "The desk's own target, which was promised to nobody; for staff" }),
  target: clockTarget,
  targetSeconds: seconds.nullable(),
  calendar: z.string().meta({ description: '`always` is 7×24; else one version of a calendar, `<id>@<version>`' }),
  anchor: z
    .enum(anchors)
    .nullable()
    .meta({ description: 'From when its row counts; null of what a person promised, by an instant' }),
  workMinutes: z
    .int()
    .optional()
    .meta({ description: 'How long the work takes there, where the plan says so; absent where not' }),
  mode: z.enum(modes).nullable().meta({ description: 'How the plan says that it is kept' }),
  state: z.enum(['running', 'paused', 'met', 'breached', 'lapsed', 'stopped']),
  startedAt: instant,
  dueAt: instant
    .nullable()
    .meta({ description: 'Null while it is paused, and while its calendar is not counted so far' }),
  provisional: z.boolean().meta({ description: 'Past the last published holidays: the due instant may move' }),
  pausedSince: instant.nullable(),
  stoppedAt: instant.nullable(),
  stoppedBecause: z.enum(stopReasons).nullable(),
  elapsedSeconds: seconds.nullable().meta({ description: 'Working seconds; null while it runs' }),
  pauses: z.array(z.strictObject({ from: instant, to: instant })),
  infeasibleSince: instant.optional().meta({
    description: 'Since when it is too late to leave for it: the manager was told. Absent where not; for staff',
  }),
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
}

export const clock = z.strictObject(clockFields).meta({ id: 'Clock' })
