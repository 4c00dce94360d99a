import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '../support/time/until.ts'
import { TwoPrograms } from './two-programs.ts'

let programs: TwoPrograms
beforeAll(async () => {
  programs = await TwoPrograms.start()
})
afterAll(() => programs.close())

const pairs = 4

/** Each act carries its own key in a text of its, by which the audit shows how often it was done. */
async function post(path: string, body: (key: string) => object): Promise<{ id: string }> {
  const { journal } = programs
  const key = randomUUID()
  const answer = await journal.post<{ id: string }>(programs.tokenOf('admin'), path, key, body(key))
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

const open = () =>
  post('/v1/tickets', (key) => ({
    ...{ contractId: 'ctr_jiangzhou', reporterId: 'con_qianwei' },
    ...{ subject: '办件提交失败', description: key },
  }))

const heardBy = ({ id }: { id: string }) =>
  programs.database.ticketEvent.findMany({
    where: { ticketId: id, type: { startsWith: 'duplicate' } },
    orderBy: { version: 'asc' },
  })

describe('kill -9 between the two halves of a merging, and of its undoing (SLA 13)', () => {
  test('leaves no half: each other ticket hears of it, once, and what both then say is the same', async () => {
    const all = await Promise.all(Array.from({ length: pairs }, () => Promise.all([open(), open()])))
    const told = (times: number) => async () => {
      const heard = await Promise.all(all.map(([, survivor]) => heardBy(survivor)))
      return heard.every((events) => events.length >= times)
    }
    const killedRightAfter = async (act: (dup: { id: string }, survivor: { id: string }) => Promise<unknown>) => {
      // The first that is answered is the signal: of the others some are recorded, and some are not.
      const acts = all.map(([dup, survivor]) => act(dup, survivor))
      await Promise.race(acts)
      await programs.kill('worker')
      await programs.launch('worker')
      await Promise.all(acts)
    }
    await killedRightAfter(({ id }, { id: into }) =>
      post(`/v1/tickets/${id}/merging`, (key) => ({ into, reason: key })),
    )
    await until(told(1))
    await killedRightAfter(({ id }) => post(`/v1/tickets/${id}/reinstatement`, (key) => ({ reason: key })))
    await until(told(2))
    for (const [, survivor] of all) {
      expect((await heardBy(survivor)).map(({ type }) => type)).toEqual(['duplicateMerged', 'duplicateReleased'])
    }
    await programs.expectWhole()
  }, 600_000)
})
