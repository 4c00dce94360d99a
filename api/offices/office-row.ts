import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { Office, Prisma, PrismaClient } from '../../prisma/client/client.ts'
import { keptOf } from '../shared/retirement.ts'
import { inScope } from '../shared/scope.ts'

/** How long it takes to a customer, or to where one of its systems stands. */
export interface Journey {
  customerId: string
  /** Null of the customer's site as such. */
  systemId: string | null
  minutes: number
}

/** An office with its journeys, in the order in which they were given. */
export type OfficeRow = Office & { journeys: Journey[] }

const include = {
  journeys: { select: { customerId: true, systemId: true, minutes: true }, orderBy: { place: 'asc' } },
} as const satisfies Prisma.OfficeInclude

export function findOffice(database: PrismaClient, id: string): Promise<OfficeRow | null> {
  return database.office.findUnique({ where: { id }, include })
}

export function findOffices(
  database: PrismaClient,
  page: Pick<Prisma.OfficeFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<OfficeRow[]> {
  return database.office.findMany({ ...page, include })
}

export function shown({ id, name, journeys, createdAt, ...kept }: OfficeRow) {
  return { id, name, journeys, ...keptOf(kept), createdAt: createdAt.toISOString() }
}

/** R3.5: whoever does not serve a customer reads of no journey there. */
export function shownTo(row: OfficeRow, user: SignedIn) {
  return shown({ ...row, journeys: row.journeys.filter(({ customerId }) => inScope(user, customerId)) })
}

export function journeyRows(officeId: string, journeys: readonly Journey[]): Prisma.JourneyCreateManyInput[] {
  return journeys.map(({ customerId, systemId, minutes }, place) => ({
    officeId,
    place,
    customerId,
    systemId,
    minutes,
  }))
}
