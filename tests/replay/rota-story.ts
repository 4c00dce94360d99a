import type { ServiceDesk } from '../support/desk/service-desk.ts'
import { until } from '../support/time/until.ts'
import { rotaId } from '../../workflows/messages/rota.ts'

const as = 'manager'
const nights = [['20:00', '08:00']]
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** What the process of a duty may have been through: a gap that is told, a rota that is filled, its end. Answers its id. */
export async function playRota(desk: ServiceDesk): Promise<string> {
  const duty = { name: 'Night', tier: 'resident', timeZone: 'Asia/Shanghai' }
  const { body } = await desk.post<{ id: string }>('/v1/duties', duty, { as })
  const looked = () =>
    until(async () => {
      const { seen, changes } = await desk.database.duty.findUniqueOrThrow({ where: { id: body.id } })
      return seen === changes
    })
  await looked()
  const dateIn = (later: number) => new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10)
  const week = Object.fromEntries(days.map((day) => [day, nights]))
  const weeks = { from: dateIn(0), to: dateIn(30), people: [{ userId: 'engineer', week }] }
  const planned = await desk.post(`/v1/duties/${body.id}/shifts`, weeks, { as })
  if (planned.status !== 201) throw new Error(`The weeks: ${planned.status} ${JSON.stringify(planned.body)}`)
  await looked()
  await desk.ask('POST', `/v1/duties/${body.id}/retirement`, undefined, { as, headers: { 'if-match': '"1"' } })
  const id = rotaId(desk.config.temporal.taskQueue, body.id)
  await until(async () => (await desk.client.workflow.getHandle(id).describe()).status.name === 'COMPLETED')
  return id
}
