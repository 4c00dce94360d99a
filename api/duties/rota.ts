import { z } from 'zod'
import { gapsIn, onDuty, type Stint, standingBy, stintsOf } from '../../domain/people/rota.ts'
import { fromDate, fromIso, type Interval, secondsPerDay, toIso } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { goneAmong, requiredTime } from '../../store/rota.ts'
import { visible } from '../shared/scope.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { staff } from '../shared/who.ts'
import { correctedDuty } from './duty-row.ts'
import { shiftsBetween } from './shift-row.ts'

const usualDays = 28
const mostDays = 92

const stretch = { from: instant, until: instant }
const shownRota = z
  .strictObject({
    ...stretch,
    now: z
      .strictObject({ onDuty: z.array(id), next: z.array(id) })
      .meta({ description: 'Who is paged, and who after them' }),
    stints: z.array(
      z.strictObject({
        ...stretch,
        shiftId: id,
        userId: id.meta({ description: 'Who really stands' }),
        standbyId: id.nullable(),
        insteadOf: id.nullable().meta({ description: 'Whose shift it is, where a substitute stands' }),
      }),
    ),
    gaps: z.array(z.strictObject(stretch)).meta({ description: 'When fewer stand than must' }),
  })
  .meta({ id: 'Rota' })

const read = operation({
  summary: 'Who really stands when, and where the rota has gaps',
  who: staff,
  params: z.strictObject({ id }),
  query: z.strictObject({
    from: instant.optional().meta({ description: 'Now when absent' }),
    until: instant.optional().meta({ description: `${usualDays} days later when absent, ${mostDays} at most` }),
  }),
  async run({ params, query, user }, { database, now }) {
    const duty = visible(user, await correctedDuty.find(database, params.id))
    const from = query.from === undefined ? fromDate(now()) : fromIso(query.from)
    const until = query.until === undefined ? from + usualDays * secondsPerDay : fromIso(query.until)
    if (until <= from) throw Fault.invalid({ field: 'until', message: 'Ends before it begins' })
    if (until - from > mostDays * secondsPerDay) {
      throw Fault.invalid({ field: 'until', message: `At most ${mostDays} days at once` })
    }
    const at = fromDate(now())
    const [shifts, standing, required] = await Promise.all([
      shiftsBetween(database, duty.id, [from, until]),
      shiftsBetween(database, duty.id, [at, at]),
      requiredTime(database, duty, [from, until]),
    ])
    const gone = await goneAmong(database, [...shifts, ...standing])
    const there = (ids: string[]) => ids.filter((id) => !gone.has(id))
    return {
      ...shown([from, until]),
      now: { onDuty: there(onDuty(standing, at)), next: there(standingBy(standing, at)) },
      stints: stintsOf(shifts)
        .filter((stint) => stint.from < until && stint.until > from)
        .map(shownStint),
      gaps: gapsIn(shifts, required, duty.atLeast, gone).map(shown),
    }
  },
})

function shown([from, until]: Interval) {
  return { from: toIso(from), until: toIso(until) }
}

function shownStint({ from, until, ...stint }: Stint) {
  return { ...shown([from, until]), ...stint }
}

export const rota: Surfaces = [
  json(read, {
    get: '/v1/duties/{id}/rota',
    tag: 'rota',
    answers: { 200: { description: 'The rota of that time', schema: shownRota } },
  }),
]
