import { z } from 'zod'
import { tiers } from '../../../domain/people/tiers.ts'
import { faultClasses, kinds, priorities } from '../../../domain/promises/subject.ts'
import { statusNames } from '../../../domain/ticket/state.ts'
import { id, instant, several } from '../../../http/fields.ts'
import { pageQuery } from '../../../http/paging.ts'
import { sorts } from './orders.ts'

const flag = z
  .enum(['true', 'false'], { error: 'Expected true or false' })
  .transform((value) => value === 'true')
  .optional()

/** A number or its beginning; letters of either case. */
const number = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,20}$/, { error: 'Not a ticket number, such as T-2026-000123' })
  .toUpperCase()

const mostWords = 5

const search = z
  .string()
  .trim()
  .refine((value) => [...value].length >= 2, { error: 'At least 2 characters' })
  .refine((value) => [...value].length <= 100, { error: 'At most 100 characters' })
  .transform((value) => [...new Set(value.split(/\s+/))])
  .refine((words) => words.length <= mostWords, { error: `At most ${mostWords} words` })
  .refine((words) => words.some((word) => [...word].length >= 2), { error: 'At least one word of 2 characters' })
  .meta({
    type: 'string',
    minLength: 2,
    maxLength: 100,
    example: '导出',
    description:
      'Words that all stand in its number, subject, description, messages, repair or, for staff, internal notes. ' +
      'Parts of words count, upper and lower case are alike. What a number begins with, such as T-2026, is looked for in ' +
      'numbers alone',
  })

const filters = {
  number: number.optional().meta({ example: 'T-2026-000123' }),
  numberPrefix: number.optional().meta({ description: 'How it begins', example: 'T-2026-0001' }),
  status: several(z.enum(statusNames), ['open', 'in_progress']),
  kind: several(z.enum(kinds)),
  class: several(z.enum(faultClasses)),
  priority: several(z.enum(priorities)),
  tier: several(z.enum(tiers)),
  customerId: several(id),
  systemId: several(id),
  reporterId: several(id),
  assigneeId: several(id),
  unassigned: flag.meta({ description: 'Nobody has it' }),
  mine: flag.meta({ description: 'You have it; for staff' }),
  called: flag.meta({
    description: 'It waits for somebody of your tier, or, if you serve on none, of any tier; for staff',
  }),
  overdue: flag.meta({ description: 'A promise of ours is broken and not yet done' }),
  breached: flag.meta({ description: 'A promise was broken, whether done since or not' }),
  uncovered: flag.meta({ description: 'No contract covers it' }),
  dueBefore: instant.optional().meta({ description: 'A promise of ours falls due before this' }),
  openedFrom: instant.optional().meta({ description: 'Opened then or later' }),
  openedBefore: instant.optional(),
}

/** For both queries: what nobody can mean is a fault of its field. */
function consistent(
  { openedFrom, openedBefore, unassigned, mine, assigneeId }: Filters,
  { addIssue }: { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void },
): void {
  const wrong = (field: string, message: string) => addIssue({ code: 'custom', path: [field], message })
  if (openedFrom && openedBefore && Date.parse(openedFrom) >= Date.parse(openedBefore)) {
    wrong('openedBefore', 'Expected an instant after openedFrom')
  }
  const given = [assigneeId && 'assigneeId', unassigned && 'unassigned', mine && 'mine'].filter((name) => !!name)
  if (given.length > 1) wrong(String(given.at(-1)), `Says who has it again: give one of ${given.join(', ')}`)
}

const filtersAlone = z.strictObject(filters)
export type Filters = z.output<typeof filtersAlone>
export const countsQuery = filtersAlone.superRefine(consistent)

export const worklistQuery = z
  .strictObject({
    ...pageQuery,
    sort: z
      .enum(sorts)
      .default('newest')
      .meta({
        description:
          '`newest` and `oldest` by their opening; `nextDueAt`: the nearest promise first, tickets without one last; ' +
          '`priority`: the highest first, then the nearest promise',
      }),
    text: search.optional(),
    ...filters,
  })
  .superRefine(consistent)

export type WorklistQuery = z.output<typeof worklistQuery>
