import { z } from 'zod'
import type { Handover } from '../../domain/people/handover.ts'
import type { Shift } from '../../domain/people/rota.ts'
import { type Instant, toDate, toIso } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant } from '../../http/fields.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { shiftIn } from '../../store/rota.ts'
import { handoverIn, json, jsonOrNull } from '../../store/rows.ts'
import type { Corrected } from '../shared/changes.ts'
import { keptFields, keptOf } from '../shared/retirement.ts'
import { visible } from '../shared/scope.ts'

const include = { duty: { select: { id: true, name: true, tier: true, customerId: true } } } as const

/** A row whose JSON and instants are read, with what its duty is for. */
export interface ShiftRow extends Shift {
  dutyId: string
  duty: { id: string; name: string; tier: string; customerId: string | null }
  handover: Handover | null
  revision: number
  retiredAt: Date | null
  createdAt: Date
}

function rowIn(row: Prisma.ShiftGetPayload<{ include: typeof include }>): ShiftRow {
  const { dutyId, duty, revision, retiredAt, createdAt } = row
  return { ...shiftIn(row), handover: handoverIn(row), dutyId, duty, revision, retiredAt, createdAt }
}

async function find(database: PrismaClient, id: string): Promise<ShiftRow | null> {
  const row = await database.shift.findUnique({ where: { id }, include })
  return row && rowIn(row)
}

export async function shiftsWhere(
  database: PrismaClient,
  which: Omit<Prisma.ShiftFindManyArgs, 'select' | 'include'>,
): Promise<ShiftRow[]> {
  return (await database.shift.findMany({ ...which, include })).map(rowIn)
}

/** All of the duty that are not called off and touch that time, save one; the ends count too. */
export function shiftsBetween(
  database: PrismaClient,
  dutyId: string,
  [from, until]: readonly [Instant, Instant],
  except?: string,
): Promise<ShiftRow[]> {
  const [begins, ends] = [toDate(from), toDate(until)]
  return shiftsWhere(database, {
    where: {
      ...{ dutyId, retiredAt: null, from: { lte: ends }, until: { gte: begins } },
      ...(except !== undefined && { id: { not: except } }),
    },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
  })
}

/** The shift, when whoever asks may see its duty. */
export async function shiftOf(database: PrismaClient, user: SignedIn, id: string): Promise<ShiftRow> {
  const row = await find(database, id)
  if (row === null) throw Fault.absent()
  visible(user, row.duty)
  return row
}

const by = z.strictObject({ id: z.string(), name: z.string() })

export const shift = z
  .strictObject({
    id,
    dutyId: id,
    userId: id,
    standbyId: id.nullable().meta({ description: 'Who is called next while nobody takes a page' }),
    from: instant,
    until: instant.meta({ description: 'Not in it any more' }),
    substitutions: z
      .array(z.strictObject({ userId: id, from: instant, until: instant, reason: z.string(), by, at: instant }))
      .meta({ description: 'Parts that others take over' }),
    handover: z
      .strictObject({
        note: z.string(),
        by,
        at: instant,
        confirmed: z.strictObject({ by, at: instant }).nullable(),
      })
      .nullable(),
    ...keptFields,
    createdAt: instant,
  })
  .meta({
    id: 'Shift',
    example: {
      ...{ id: 'shf_lijing', dutyId: 'dut_residents', userId: 'usr_lijing', standbyId: 'usr_mali' },
      ...{ from: '2026-11-27T00:00:00Z', until: '2026-11-27T12:00:00Z', substitutions: [], handover: null },
      ...{ revision: 1, retiredAt: null, createdAt: '2026-11-24T01:00:00Z' },
    },
  })

export function shownShift(row: ShiftRow) {
  const { id, dutyId, userId, standbyId, from, until, substitutions, handover, createdAt } = row
  const iso = <T extends { at: Instant }>({ at, ...rest }: T) => ({ ...rest, at: toIso(at) })
  return {
    ...{ id, dutyId, userId, standbyId, from: toIso(from), until: toIso(until) },
    substitutions: substitutions.map((one) => ({ ...iso(one), from: toIso(one.from), until: toIso(one.until) })),
    handover: handover && { ...iso(handover), confirmed: handover.confirmed && iso(handover.confirmed) },
    ...{ ...keptOf(row), createdAt: createdAt.toISOString() },
  }
}

/** What of it is written, as the database has it. */
function columnsOf({ standbyId, from, until, substitutions, handover, retiredAt, revision }: ShiftRow) {
  return {
    ...{ standbyId, from: toDate(from), until: toDate(until), retiredAt, revision },
    substitutions: substitutions.map((one) => json(one)),
    handover: jsonOrNull(handover),
  }
}

/** Whoever looks after the duty learns that something of it has changed. */
export const correctedShift: Corrected<ShiftRow> = {
  thing: 'shift',
  shown: shownShift,
  find,
  write: (database, { id, revision, dutyId }, after) => [
    database.shift.update({ where: { id, revision }, data: columnsOf(after) }),
    database.duty.update({ where: { id: dutyId }, data: { changes: { increment: 1 } } }),
  ],
}
