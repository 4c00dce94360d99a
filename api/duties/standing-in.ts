import { z } from 'zod'
import { comersOf, leaverOf } from '../../domain/people/handover.ts'
import { whyNoSubstitute } from '../../domain/people/standing-in.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { fromDate, fromIso } from '../../domain/time/instant.ts'
import { Fault } from '../../http/faults.ts'
import { id, instant, line, text } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import { type Asked, change } from '../shared/changes.ts'
import { operation, type Services, type Surfaces } from '../shared/services.ts'
import { managers, staff } from '../shared/who.ts'
import { requireOnTier } from './people.ts'
import { rotaHasChanged } from '../shared/rotas.ts'
import { correctedShift, type ShiftRow, shift, shiftOf, shiftsBetween, shownShift } from './shift-row.ts'

/** Of one shift; each is a handful of words that travel with it. */
const mostSubstitutions = 20

const common = { params: z.strictObject({ id }), ifMatch: 'required' } as const

const substitute = operation({
  ...common,
  summary: 'Let somebody else take over a shift, or a part of it',
  who: managers,
  body: z
    .strictObject({
      userId: id.meta({ description: 'Who takes over' }),
      from: instant.optional().meta({ description: 'The beginning of the shift when absent' }),
      until: instant.optional().meta({ description: 'The end of the shift when absent' }),
      reason: line(200),
    })
    .meta({
      id: 'NewSubstitution',
      example: { userId: 'usr_mali', from: '2026-11-27T18:00:00+08:00', reason: 'Ill since noon' },
    }),
  async run(call, services) {
    const { database, now } = services
    const { body, user, params } = call
    const row = await shiftOf(database, user, params.id)
    return changed(services, call, row, async () => {
      refuseCalledOff(row)
      if (row.substitutions.length >= mostSubstitutions) {
        throw new Fault('notNow', `It has ${mostSubstitutions} substitutions: take one back, or change the shift`)
      }
      await requireOnTier(database, row.duty, [{ field: 'userId', userId: body.userId }])
      const from = body.from === undefined ? row.from : fromIso(body.from)
      const until = body.until === undefined ? row.until : fromIso(body.until)
      const part = { userId: body.userId, from, until }
      const others = await shiftsBetween(database, row.dutyId, [row.from, row.until], row.id)
      const wrong = whyNoSubstitute(row, part, others)
      if (wrong) throw Fault.invalid(wrong)
      const said = { reason: body.reason, by: named(user), at: fromDate(now()) }
      const substitutions = [...row.substitutions, { ...part, ...said }].sort((a, b) => a.from - b.from)
      return { ...row, substitutions }
    })
  },
})

const takeBack = operation({
  ...common,
  summary: 'Take a substitution back: the part is again whose shift it is',
  who: managers,
  params: z.strictObject({ id, n: z.coerce.number().int().min(1).max(mostSubstitutions) }),
  async run(call, services) {
    const { n, id: shiftId } = call.params
    const row = await shiftOf(services.database, call.user, shiftId)
    return changed(services, call, row, () => {
      refuseCalledOff(row)
      if (row.substitutions[n - 1] === undefined) throw Fault.absent()
      return { ...row, substitutions: row.substitutions.filter((_, index) => index !== n - 1) }
    })
  },
})

const handOver = operation({
  ...common,
  summary: 'Write what whoever comes must know; again until it is confirmed',
  who: staff,
  body: z
    .strictObject({ note: text(4000) })
    .meta({ id: 'NewHandover', example: { note: '办件平台数据库夜间重启，正常。' } }),
  async run(call, services) {
    const { user, body } = call
    const row = await shiftOf(services.database, user, call.params.id)
    return changed(services, call, row, () => {
      refuseCalledOff(row)
      if (!isManager(user) && user.id !== leaverOf(row)) {
        throw new Fault('forbidden', 'Whoever stands last in this shift hands it over, or a manager')
      }
      if (row.handover?.confirmed) throw new Fault('notNow', 'It is confirmed already: tell whoever came')
      return { ...row, handover: { note: body.note, by: named(user), at: fromDate(services.now()), confirmed: null } }
    })
  },
})

const confirm = operation({
  ...common,
  summary: 'Confirm that you have what was handed over',
  who: staff,
  async run(call, services) {
    const { user } = call
    const { database, now } = services
    const row = await shiftOf(database, user, call.params.id)
    return changed(services, call, row, async () => {
      refuseCalledOff(row)
      const { handover } = row
      if (handover === null) throw new Fault('notNow', 'Nothing is written yet: ask whoever leaves for the note')
      if (handover.confirmed) return row
      const comers = comersOf(row, await shiftsBetween(database, row.dutyId, [row.until, row.until]))
      if (!isManager(user) && !comers.includes(user.id)) {
        throw new Fault('forbidden', 'Whoever stands on this duty when the shift ends confirms it, or a manager')
      }
      return { ...row, handover: { ...handover, confirmed: { by: named(user), at: fromDate(now()) } } }
    })
  },
})

async function changed(
  services: Services,
  asked: Asked,
  row: ShiftRow,
  decide: () => ShiftRow | Promise<ShiftRow>,
): Promise<ShiftRow> {
  const after = await change(services, asked, correctedShift, row, decide)
  await rotaHasChanged(services, row.duty)
  return after
}

const named = ({ id, name }: SignedIn) => ({ id, name })
const isManager = ({ role }: SignedIn) => managers.some((one) => one === role)

function refuseCalledOff({ retiredAt }: ShiftRow): void {
  if (retiredAt) throw new Fault('notNow', 'It is called off: take that back first')
}

const how = {
  tag: 'rota',
  answers: { 200: { description: 'The shift as it now stands', schema: shift, headers: ['ETag'] as const } },
  shown: shownShift,
  version: ({ revision }: ShiftRow) => revision,
}

/** R3.4: substitutes and handover. */
export const standingIn: Surfaces = [
  json(substitute, { post: '/v1/shifts/{id}/substitutions', ...how }),
  json(takeBack, { delete: '/v1/shifts/{id}/substitutions/{n}', ...how }),
  json(handOver, { post: '/v1/shifts/{id}/handover', ...how }),
  json(confirm, { post: '/v1/shifts/{id}/handover-confirmation', ...how }),
]
