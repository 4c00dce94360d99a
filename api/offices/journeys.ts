import { z } from 'zod'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { refuseRetired } from '../shared/retirement.ts'
import type { Journey } from './office-row.ts'

/** More customers and systems than one office goes to. */
const mostJourneys = 500
/** Three days: nobody is sent further. */
const longestMinutes = 3 * 24 * 60

/** Names each site once. */
export const journeys = z
  .array(
    z.strictObject({
      customerId: id,
      systemId: id
        .nullable()
        .default(null)
        .meta({ description: 'Where this system stands; null or absent: the site of the customer as such' }),
      minutes: z.int().min(0).max(longestMinutes).meta({ description: 'From door to door' }),
    }),
  )
  .max(mostJourneys)
  .superRefine((all, context) => {
    const seen = new Set<string>()
    all.forEach(({ customerId, systemId }, index) => {
      const site = `${customerId} ${systemId ?? ''}`
      if (seen.has(site)) {
        context.addIssue({ code: 'custom', path: [index], message: 'This site is named already; name each once' })
      }
      seen.add(site)
    })
  })

/**
 * Whether those customers and systems are there, belong together, and are offered still; what stood there before may stay.
 * Throws a Fault that names the first that is wrong.
 */
export async function checkSites(
  database: PrismaClient,
  given: readonly Journey[],
  before: readonly Journey[],
): Promise<void> {
  const systemIds = given.flatMap(({ systemId }) => systemId ?? [])
  const [customers, systems] = await Promise.all([
    database.customer.findMany({ where: { id: { in: given.map(({ customerId }) => customerId) } } }),
    systemIds.length === 0 ? [] : database.system.findMany({ where: { id: { in: systemIds } } }),
  ])
  const customerBy = new Map(customers.map((customer) => [customer.id, customer]))
  const systemBy = new Map(systems.map((system) => [system.id, system]))
  given.forEach(({ customerId, systemId }, index) => {
    const [customer, system] = [customerBy.get(customerId), systemId === null ? null : systemBy.get(systemId)]
    if (customer === undefined) throw Fault.absent(`journeys[${index}].customerId`)
    if (system === undefined || (system !== null && system.customerId !== customerId)) {
      throw Fault.absent(`journeys[${index}].systemId`)
    }
    if (before.some((one) => one.customerId === customerId && one.systemId === systemId)) return
    refuseRetired(customer, `journeys[${index}].customerId`)
    if (system) refuseRetired(system, `journeys[${index}].systemId`)
  })
}
