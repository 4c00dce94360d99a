import { z } from 'zod'
import { tiers } from '../../domain/people/tiers.ts'
import { id, instant, line, timeZone } from '../../http/fields.ts'
import type { Duty, PrismaClient } from '../../prisma/client/client.ts'
import type { Corrected } from '../shared/changes.ts'
import { calendarRef } from '../shared/promise-fields.ts'
import { keptFields, keptOf } from '../shared/retirement.ts'

const example = {
  ...{ name: '驻场值班 Residents’ rota', tier: 'resident', customerId: null, timeZone: 'Asia/Shanghai' },
  ...{ atLeast: 1, calendar: 'always', workingDays: 'cal_5x8' },
}

export const dutyFields = {
  name: line(100),
  timeZone: timeZone.meta({ description: 'In which its weeks are written' }),
  atLeast: z.int().min(1).max(20).meta({ description: 'So many must stand at once' }),
  calendar: calendarRef.meta({
    description: 'When they must stand: always, or a calendar, pinned to its newest version',
  }),
  workingDays: calendarRef.meta({ description: 'A gap ahead is told a whole working day of this calendar before' }),
}

export const duty = z
  .strictObject({
    id,
    ...dutyFields,
    name: z.string(),
    tier: z.enum(tiers).meta({ description: 'Whose pages it takes' }),
    customerId: id.nullable().meta({ description: 'Whose tickets it is for; null: everybody’s' }),
    ...keptFields,
    createdAt: instant,
  })
  .meta({
    id: 'Duty',
    example: {
      id: 'dut_residents',
      ...example,
      workingDays: 'cal_5x8@1',
      ...{ revision: 1, retiredAt: null, createdAt: '2026-11-24T01:00:00Z' },
    },
  })

export const newDuty = z
  .strictObject({
    ...dutyFields,
    tier: z.enum(tiers),
    customerId: id.optional(),
    atLeast: dutyFields.atLeast.default(1),
    calendar: dutyFields.calendar.default('always'),
    workingDays: dutyFields.workingDays.default('always'),
  })
  .meta({ id: 'NewDuty', example: { ...example, customerId: undefined } })

export function shownDuty({ createdAt, ...row }: Duty) {
  const { id, name, tier, customerId, timeZone, atLeast, calendar, workingDays } = row
  return {
    ...{ id, name, tier, customerId, timeZone, atLeast, calendar, workingDays },
    ...{ ...keptOf(row), createdAt: createdAt.toISOString() },
  }
}

/** Each change is seen by whoever looks after it, as its number of changes tells. */
export const correctedDuty: Corrected<Duty> = {
  thing: 'duty',
  shown: shownDuty,
  find: (database: PrismaClient, id) => database.duty.findUnique({ where: { id } }),
  write: (database, { id, revision }, { name, timeZone, atLeast, calendar, workingDays, retiredAt, ...after }) => {
    const data = { name, timeZone, atLeast, calendar, workingDays, retiredAt, revision: after.revision }
    return [database.duty.update({ where: { id, revision }, data: { ...data, changes: { increment: 1 } } })]
  },
}
