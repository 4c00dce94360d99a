import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { linkKinds } from '../../domain/ticket/duplicates.ts'
import { instant } from '../../http/fields.ts'

export const named = z.strictObject({ id: z.string(), name: z.string() })
export const staffMember = z.strictObject({ id: z.string(), name: z.string(), tier: z.enum(tiers).optional() })

/** R1.11: a file of the ticket. */
export const attachment = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    mediaType: z.string().meta({ description: 'By its content' }),
    size: z.int().meta({ description: 'In bytes' }),
    sha256: z.string().meta({ description: 'Of its bytes, in hex' }),
    by: named,
    at: instant,
    internal: z.literal(true).optional().meta({ description: 'For staff alone' }),
  })
  .meta({ id: 'Attachment' })

/** Who is told for information. */
export const watcher = named
  .extend({ internal: z.literal(true).optional().meta({ description: 'One of our staff; for staff' }) })
  .meta({ id: 'Watcher' })

/** R1.6: what the customer was asked to decide. */
export const proposal = z
  .strictObject({
    version: z.int().meta({ description: 'Of the event in the timeline that says what is proposed' }),
    at: instant,
    decideBy: instant,
    decided: z.strictObject({ accepted: z.boolean(), at: instant, by: named }).nullable(),
  })
  .meta({ id: 'Proposal' })

/** What machines have said under one key. */
export const alarm = z
  .strictObject({
    key: z.string(),
    count: z.int().meta({ description: 'How often it was raised, since the ticket was opened' }),
    flaps: z.int().meta({ description: 'How often it came back after an all-clear' }),
    firstAt: instant,
    lastAt: instant,
    clearedAt: instant.nullable().meta({ description: 'Null while it is raised' }),
  })
  .meta({ id: 'Alarm' })

export const link = z
  .strictObject({
    kind: z.enum(linkKinds).meta({
      description:
        '`followUpOf`: what it follows; `mergedInto`: where it goes on; `duplicate`: what was merged into it',
    }),
    id: z.string(),
    number: z.string().nullable(),
  })
  .meta({ id: 'Link' })
