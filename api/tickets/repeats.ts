import { type CauseCode, causeCodes } from '../../domain/ticket/acceptance.ts'
import { unfinishedStatuses } from '../../domain/ticket/state.ts'
import type { Finds } from '../../http/operation.ts'
import { type Subject, subject } from './lookups.ts'

/** By the kind of cause: the number of another ticket of the same system that had it of late. */
type Repeats = { [C in CauseCode]?: string }

const repeatDays = 30
const listed = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')
const named = causeCodes.filter((cause) => cause !== 'unknown')

/**
 * SLA 16: other tickets of the same system, by their cause: resolved within 30 days before this one came, or at work
 * again, since what was repaired did not stand. One that was open beside it is the same fault, and no repeat. One look
 * into the index for each kind of cause, however many tickets a system has had.
 */
const repeats = `(
  SELECT jsonb_object_agg(cause, before."number") FROM unnest(ARRAY[${listed(named)}]) AS cause CROSS JOIN LATERAL (
    SELECT one."number" FROM "Ticket" AS one
    WHERE one."systemId" = "found"."systemId" AND one."causeCode" = cause AND one."id" <> "found"."id"
      AND (one."resolvedAt" BETWEEN "found"."openedAt" - interval '${repeatDays} days' AND "found"."openedAt"
        OR one."resolvedAt" IS NULL AND one."status" IN (${listed(unfinishedStatuses)}))
    ORDER BY one."resolvedAt" DESC NULLS LAST LIMIT 1) AS before)`

/** A ticket whose cause somebody names; it costs no statement of its own. */
export const subjectWithRepeats: Finds<Subject & { repeats: Repeats | null }> = {
  ...subject,
  reckoned: { repeats },
  as: (row) => row as Subject & { repeats: Repeats | null },
}

/** The number of the ticket that this one repeats, if it is of that cause. */
export function repeatOf({ repeats }: Subject & { repeats?: Repeats | null }, cause: CauseCode): string | undefined {
  return repeats?.[cause]
}
