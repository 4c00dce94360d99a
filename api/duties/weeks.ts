import { z } from 'zod'
import { shiftsOfWeek, whyTooLong } from '../../domain/people/rota-weeks.ts'
import { clashOf } from '../../domain/people/standing-in.ts'
import { checkCalendar } from '../../domain/time/business-calendar.ts'
import { type Interval, toDate } from '../../domain/time/instant.ts'
import { Fault, type FieldFault } from '../../http/faults.ts'
import { date, id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { fieldFaults } from '../../http/schema-faults.ts'
import type { Duty } from '../../prisma/client/client.ts'
import { isOf, isOverlap } from '../shared/changes.ts'
import { idFrom } from '../shared/idempotency.ts'
import { calendarFields } from '../shared/promise-fields.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers } from '../shared/who.ts'
import { correctedDuty } from './duty-row.ts'
import { requireOnTier } from './people.ts'
import { rotaHasChanged } from '../shared/rotas.ts'
import { shift, shiftsBetween, shiftsWhere, shownShift } from './shift-row.ts'

/** A year and a day, and four people in two shifts a day for as long. */
const mostDays = 367
const mostShifts = 800

const nights = [['20:00', '08:00']]
const weeks = z
  .strictObject({
    from: date,
    to: date.meta({ description: 'The last day, in the zone of the duty; at most a year on' }),
    people: z
      .array(
        z.strictObject({
          userId: id,
          standbyId: id.optional().meta({ description: 'Who is called next while nobody takes a page' }),
          week: calendarFields.week.meta({ description: 'Windows that touch are one shift; one may cross midnight' }),
        }),
      )
      .min(1)
      .max(20),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'Ends before it begins' })
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 < mostDays, {
    path: ['to'],
    error: `At most ${mostDays} days at once`,
  })
  .meta({
    id: 'RotaWeeks',
    example: {
      ...{ from: '2026-12-01', to: '2026-12-31' },
      people: [{ userId: 'usr_wanglei', standbyId: 'usr_mali', week: { monday: nights, tuesday: nights } }],
    },
  })

interface Turn {
  index: number
  userId: string
  standbyId: string | null
  shifts: Interval[]
}

const plan = operation({
  summary: 'Write down who stands when: the weeks of some people from one date to another become shifts',
  who: managers,
  params: z.strictObject({ id }),
  body: weeks,
  async run({ params, body, user, idempotencyKey }, services) {
    const { database } = services
    const duty = await correctedDuty.find(database, params.id)
    if (duty === null) throw Fault.absent()
    const idOf = (n: number) => idFrom('shf', user.id, `${idempotencyKey} ${n}`)
    const made = await database.shift.findUnique({ where: { id: idOf(0) } })
    // A repeat of it finds what it made.
    if (made === null) await write(services, duty, await turnsOf(services, duty, body), idOf)
    await rotaHasChanged(services, duty)
    const ids = Array.from({ length: mostShifts }, (_, n) => idOf(n))
    return shiftsWhere(database, { where: { id: { in: ids } }, orderBy: [{ from: 'asc' }, { id: 'asc' }] })
  },
})

async function turnsOf(
  { database }: Services,
  duty: Duty,
  { from: first, to: last, people }: z.output<typeof weeks>,
): Promise<Turn[]> {
  if (duty.retiredAt) throw new Fault('notNow', 'The duty is retired: take that back first')
  await requireOnTier(
    database,
    duty,
    people.flatMap(({ userId, standbyId }, index) => [
      { field: `people[${index}].userId`, userId },
      ...(standbyId === undefined ? [] : [{ field: `people[${index}].standbyId`, userId: standbyId }]),
    ]),
  )
  const faults: FieldFault[] = []
  const turns = people.map(({ userId, standbyId = null, week }, index): Turn => {
    const at = ['people', index, 'week']
    const wrong = checkCalendar({ timeZone: duty.timeZone, week, overrides: [] })
    faults.push(...fieldFaults(wrong.map(({ path, message }) => ({ path: [...at, ...path.slice(1)], message }))))
    if (standbyId === userId) {
      faults.push({ field: `people[${index}].standbyId`, message: 'Nobody is called next after oneself' })
    }
    const shifts = wrong.length > 0 ? [] : shiftsOfWeek(duty.timeZone, week, { first, last })
    const tooLong = whyTooLong(shifts)
    if (tooLong) faults.push(...fieldFaults([{ path: at, message: tooLong }]))
    if (wrong.length === 0 && shifts.length === 0) {
      faults.push(...fieldFaults([{ path: at, message: 'No such day between the two dates' }]))
    }
    return { index, userId, standbyId, shifts }
  })
  const count = turns.reduce((sum, { shifts }) => sum + shifts.length, 0)
  if (count > mostShifts) faults.push({ field: 'to', message: `${count} shifts, and ${mostShifts} at once at most` })
  if (faults.length > 0) throw Fault.invalid(...faults)
  await refuseClashes(database, duty, turns)
  return turns
}

/** Each person's own among them do not overlap, since they are united; with others of theirs they might. */
async function refuseClashes(database: Services['database'], duty: Duty, turns: readonly Turn[]): Promise<void> {
  const all = turns.flatMap(({ shifts }) => shifts)
  const others = await shiftsBetween(database, duty.id, [
    Math.min(...all.map(([from]) => from)),
    Math.max(...all.map(([, until]) => until)),
  ])
  const faults = turns.flatMap(({ index, userId, shifts }): FieldFault[] => {
    const theirs = others.filter((one) => [one, ...one.substitutions].some((part) => part.userId === userId))
    const clash = shifts.map((one) => clashOf(userId, one, theirs)).find((why) => why !== undefined)
    const twice = turns.findIndex((one) => one.userId === userId) < index
    const message = clash ?? (twice ? 'Named twice: write all of a person’s windows into one week' : undefined)
    return message === undefined ? [] : [{ field: `people[${index}].userId`, message }]
  })
  if (faults.length > 0) throw Fault.invalid(...faults)
}

async function write(
  { database }: Services,
  { id: dutyId }: Duty,
  turns: readonly Turn[],
  idOf: (n: number) => string,
): Promise<void> {
  const rows = turns.flatMap(({ userId, standbyId, shifts }) =>
    shifts.map(([from, until]) => {
      return { dutyId, userId, standbyId, from: toDate(from), until: toDate(until) }
    }),
  )
  try {
    await database.$transaction([
      database.shift.createMany({ data: rows.map((row, n) => ({ id: idOf(n), ...row })) }),
      database.duty.update({ where: { id: dutyId }, data: { changes: { increment: 1 } } }),
    ])
  } catch (error) {
    // The same request was faster.
    if (isOf(error, 'P2002')) return
    if (!isOverlap(error)) throw error
    const message = 'Somebody has set a shift of one of these people at that time meanwhile: look at the rota again'
    throw new Fault('notNow', message)
  }
}

/** R3.4: a rota is written in weeks, as people speak of it, and kept as instants. */
export const rotaWeeks: Surfaces = [
  json(plan, {
    post: '/v1/duties/{id}/shifts',
    tag: 'rota',
    answers: {
      201: {
        description: 'The shifts that were made, or found again',
        schema: z.strictObject({ items: z.array(shift) }),
      },
    },
    shown: (rows) => ({ items: rows.map(shownShift) }),
  }),
]
