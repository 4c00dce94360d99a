import { type Counted, unkeepable } from '../../domain/promises/bounds.ts'
import type { Policy } from '../../domain/promises/policy.ts'
import type { Terms } from '../../domain/ticket/state.ts'
import type { CalendarRef } from '../../domain/time/coverage.ts'
import { calendarsOf } from '../../store/coverage.ts'
import type { FieldFault } from '../../http/faults.ts'
import { fieldFaults } from '../../http/schema-faults.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'

/** H3: what of a policy cannot be kept, and of what a contract counts beside it; a ticket carries all of it. */
export async function faultsOfPromises(
  database: PrismaClient,
  { rows, noticeHours, longestPause }: Pick<Policy, 'rows' | 'noticeHours' | 'longestPause'>,
  { deemedAcceptance, followUp }: Pick<Terms, 'deemedAcceptance' | 'followUp'> = {},
): Promise<FieldFault[]> {
  const counted: Counted<CalendarRef>[] = [
    ...rows.map(({ calendar, target }, index) => ({ path: ['rows', index], calendar, target })),
    ...(noticeHours === undefined ? [] : [{ path: ['noticeHours'], calendar: noticeHours }]),
    ...(longestPause ? [{ path: ['longestPause'], ...longestPause }] : []),
    ...(deemedAcceptance === undefined ? [] : [{ path: ['deemedAcceptance'], ...deemedAcceptance }]),
    ...(followUp === undefined ? [] : [{ path: ['followUp'], ...followUp }]),
  ]
  const refs = new Set(counted.map(({ calendar }) => calendar).filter((ref) => ref !== 'always'))
  const calendars = await calendarsOf(database, [...refs])
  const faults = unkeepable(counted.map((one) => ({ ...one, calendar: calendars.get(one.calendar) ?? 'always' })))
  return fieldFaults(faults)
}
