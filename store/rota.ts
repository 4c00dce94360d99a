import { onDuty, type Shift } from '../domain/people/rota.ts'
import type { Tier } from '../domain/people/tiers.ts'
import type { CalendarRef } from '../domain/time/coverage.ts'
import { carriedBytes } from '../domain/time/coverage-size.ts'
import { fromDate, type Instant, type Interval, secondsPerDay, toDate } from '../domain/time/instant.ts'
import { clip, unite } from '../domain/time/intervals.ts'
import type { PrismaClient, Shift as ShiftRow } from '../prisma/client/client.ts'
import { coverageBetween } from './coverage.ts'
import { prepared } from './prepared.ts'
import { substitutionsIn } from './rows.ts'

/** A duty that is kept, with the shifts of it that run at one instant. */
export interface DutyAt {
  id: string
  name: string
  tier: Tier
  /** Null when it is for everybody's tickets. */
  customerId: string | null
  /** When somebody must stand. */
  calendar: CalendarRef
  shifts: Shift[]
}

/** The duties that are not retired, each with its shifts that run at that instant; one statement. */
async function dutiesAt(database: PrismaClient, at: Instant): Promise<DutyAt[]> {
  const when = toDate(at)
  const rows = await database.$queryRaw<(Omit<DutyAt, 'shifts'> & Nullable<ShiftColumns>)[]>`${prepared}
    SELECT duty."id", duty."name", duty."tier", duty."customerId", duty."calendar", shift."id" AS "shiftId", shift."userId",
      shift."standbyId", shift."from", shift."until", shift."substitutions"
    FROM "Duty" AS duty LEFT JOIN "Shift" AS shift ON shift."dutyId" = duty."id" AND shift."retiredAt" IS NULL
      AND shift."from" <= ${when} AND shift."until" > ${when}
    WHERE duty."retiredAt" IS NULL ORDER BY duty."id", shift."from"`
  const duties = new Map<string, DutyAt>()
  for (const { id, name, tier, customerId, calendar, shiftId, ...shift } of rows) {
    const duty = duties.get(id) ?? { id, name, tier, customerId, calendar, shifts: [] }
    duties.set(id, duty)
    if (shiftId !== null) duty.shifts.push(shiftIn({ ...(shift as ShiftColumns), id: shiftId }))
  }
  return [...duties.values()]
}

type ShiftColumns = Pick<ShiftRow, 'userId' | 'standbyId' | 'from' | 'until' | 'substitutions'> & { shiftId: string }
type Nullable<T> = { [Field in keyof T]: T[Field] | null }

/** A row as the domain reads it. */
export function shiftIn({
  id,
  userId,
  standbyId,
  from,
  until,
  ...row
}: Omit<ShiftColumns, 'shiftId'> & { id: string }): Shift {
  return { id, userId, standbyId, from: fromDate(from), until: fromDate(until), substitutions: substitutionsIn(row) }
}

/** Of these duties, those that are for a tier's tickets of a customer; without the customer, those for everybody's. */
export function dutiesFor(duties: readonly DutyAt[], tier: Tier, customerId: string | undefined): DutyAt[] {
  return duties.filter((duty) => duty.tier === tier && isFor(duty, customerId ?? null))
}

/** Whom the rota names at that instant for a customer's tickets, and of which tiers it names anybody at all. */
export async function dutyRoster(
  database: PrismaClient,
  at: Instant,
  customerId: string | null,
): Promise<{ tiers: ReadonlySet<Tier>; staff: ReadonlySet<string> }> {
  const duties = (await dutiesAt(database, at)).filter((duty) => isFor(duty, customerId))
  return {
    tiers: new Set(duties.map(({ tier }) => tier)),
    staff: new Set(duties.flatMap(({ shifts }) => onDuty(shifts, at))),
  }
}

function isFor(duty: DutyAt, customerId: string | null): boolean {
  return duty.customerId === null || duty.customerId === customerId
}

/** Those by which somebody is called at that instant: somebody stands, or must; a duty of office hours says nothing of the night. */
export async function dutiesKeptAt(database: PrismaClient, at: Instant): Promise<DutyAt[]> {
  const kept: DutyAt[] = []
  for (const duty of await dutiesAt(database, at)) {
    const mustStand = duty.shifts.length > 0 || (await requiredTime(database, duty, [at, at + 1])).length > 0
    if (mustStand) kept.push(duty)
  }
  return kept
}

/** Ids of those of these shifts, and of whoever is called next, whose account is disabled: they stand nowhere. */
export async function goneAmong(database: PrismaClient, shifts: readonly Shift[]): Promise<ReadonlySet<string>> {
  const ids = new Set(
    shifts.flatMap(({ userId, standbyId, substitutions }) =>
      [userId, standbyId, ...substitutions.map((one) => one.userId)].filter((id) => id !== null),
    ),
  )
  const where = { id: { in: [...ids] }, disabledAt: { not: null } }
  return new Set((await database.user.findMany({ where, select: { id: true } })).map(({ id }) => id))
}

/** SLA 3: when so many must stand, of that time, by the duty's own calendar. */
export async function requiredTime(
  database: PrismaClient,
  { calendar }: { calendar: CalendarRef },
  [from, until]: Interval,
): Promise<Interval[]> {
  if (calendar === 'always') return [[from, until]]
  // Whole days, so that what was reckoned is used again.
  const [first, end] = [Math.floor(from / secondsPerDay), Math.ceil(until / secondsPerDay)]
  const whole = { from: first * secondsPerDay, until: end * secondsPerDay, mostBytes: carriedBytes }
  const time = (await coverageBetween(database, [calendar], whole))[calendar]
  const open = (time?.segments ?? []).map(([opens, closes]): Interval => [opens, closes])
  return unite(clip(open, from, until))
}
