import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { calendars } from '../../demo/calendars.ts'
import type { Policy, PolicyRow } from '../../domain/promises/policy.ts'
import { explanationForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { explainClocks } from '../../domain/ticket/explained.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { verbs } from '../../domain/ticket/verbs/rules.ts'
import { coverageOf } from '../../domain/time/business-calendar.ts'
import { secondsPerDay } from '../../domain/time/instant.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { shanghai } from '../support/time/shanghai.ts'
import { hours } from '../support/time/amounts.ts'

const start = shanghai('2026-09-30 16:30')
const coverage = Object.fromEntries(
  calendars(2026).map(({ id, definition }) => [
    `${id}@1`,
    coverageOf(definition, start - 3 * secondsPerDay, start + 60 * secondsPerDay),
  ]),
)
const policy = (...rows: PolicyRow[]): Policy => ({ ...generalPolicy, rows, ladder: [] })
const opened = (...rows: PolicyRow[]) => new Play('2026-09-30 16:30', opening({ coverage }, policy(...rows)))
const explained = (play: Play, id: string) => {
  const found = explainClocks(play.events, play.at).find((clock) => clock.id === id)
  if (found === undefined) throw new Error(`No ${id}`)
  return found
}
const local = (iso: string) => new Date(Date.parse(iso) + hours(8) * 1000).toISOString().slice(5, 16).replace('T', ' ')

describe('A clock, explained,', () => {
  const office = row('arrival', 4, { calendar: 'cal_5x8@1', classes: ['general'], source: 'R2.7' })

  test('says which row held and why the others did not, by what they were asked', () => {
    const rows = [
      office,
      row('arrival', 4, { classes: ['critical'] }),
      row('arrival', 400),
      row('arrival', 1, { tier: 'senior' }),
    ]
    const [choice] = explained(opened(...rows), 'arrival/1').choices
    expect(choice).toMatchObject({ version: 1, because: 'opened', policy: { id: 'p-general', version: 1 } })
    expect(choice?.about).toMatchObject({
      class: 'general',
      channel: 'phone',
      systemId: 'sys-1',
      importantPeriod: null,
    })
    expect(choice?.rows.map(({ verdict, row: { source } }) => [verdict, source])).toEqual([
      ['won', 'R2.7'],
      ['class', 'R2.1'],
      ['later', 'R2.1'],
    ])
  })

  test('counts the very stretches that make up its due: over the National Day an hour, then three', () => {
    const { workingIntervals, dueAt } = explained(opened(office), 'arrival/1')
    expect(workingIntervals.map(({ from, to }) => [local(from), local(to)])).toEqual([
      ['09-30 16:30', '09-30 17:30'],
      ['10-08 08:30', '10-08 11:30'],
    ])
    expect(local(dueAt ?? '')).toBe('10-08 11:30')
  })

  test('names what it stood still for, and for what it may', () => {
    const play = opened(row('response', 1), row('resolution', 8)).answered().after(hours(1))
    play.do('pause', { reason: 'supplier', explanation: '等原厂' }, resident).after(hours(2)).do('resume', {}, resident)
    const clock = explained(play.after(60), 'resolution/1')
    expect(clock.mayWaitFor).toEqual(['customer', 'supplier'])
    expect(clock.standstills).toMatchObject([{ because: 'supplier' }])
    expect(clock.workingIntervals.map(({ seconds }) => seconds)).toEqual([hours(1), hours(7)])
    expect([clock.elapsedSecondsNow, clock.remainingSeconds]).toEqual([hours(1) + 60, hours(7) - 60])
    expect(explained(play, 'response/1').mayWaitFor).toEqual(['supplier'])
    play.resolved().after(hours(5)).do('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor)
    expect(explained(play, 'resolution/1').standstills.map(({ because }) => because)).toEqual(['supplier', 'repaired'])
  })

  test('keeps what it was put on later beside what it was made by', () => {
    const play = opened(office, row('arrival', 4, { classes: ['important'] })).after(600)
    play.do('triage', { class: 'important' }, agent)
    const { choices } = explained(play, 'arrival/1')
    expect(
      choices.map(({ because, rows }) => [because, rows.find(({ verdict }) => verdict === 'won')?.row.calendar]),
    ).toEqual([
      ['opened', 'cal_5x8@1'],
      ['triaged', 'always'],
    ])
  })

  test('tells what happened to it, by whom and when', () => {
    const play = opened(row('response', 1))
      .after(hours(1) + 1)
      .answered()
    expect(explained(play, 'response/1').happened.map(({ did, event, by }) => [did, event, by])).toEqual([
      ['start', 'opened', '何苗'],
      ['breach', 'breached', 'Aftercare'],
      ['reach', 'breached', 'Aftercare'],
      ['stop', 'responded', '李静'],
    ])
  })

  test('says where a time that the customer chose took the place of the plan’s', () => {
    const play = opened(row('arrival', 4)).answered()
    const slot = { from: start + hours(30), until: start + hours(32), agreedBy: { id: 'c-reporter', name: '钱伟' } }
    play.do('dispatch', { engineer: { id: 'u-hq', name: '陈浩', tier: 'headquarters' }, ...slot }, agent)
    const [made, moved] = explained(play, 'arrival/1').choices
    expect([made?.terms.source, moved?.terms.source]).toEqual(['R2.1', 'agreed-slot'])
    expect(moved?.rows.map(({ verdict }) => verdict)).toEqual(['won'])
  })

  test('of what a person promised has no row, and is all the same reckoned', () => {
    const play = opened(row('response', 1)).do('promiseCallBack', { dueAt: start + 601 }, agent)
    const { choices, workingIntervals, mayWaitFor } = explained(play, 'callBack/1')
    const terms = { source: 'call-back', target: { amount: 601, unit: 'seconds' } }
    expect(choices).toMatchObject([{ because: 'callBackPromised', rows: [], terms }])
    expect([workingIntervals.map(({ seconds }) => seconds), mayWaitFor]).toEqual([[601], []])
  })

  test('shows a customer neither what the desk set itself, nor our warnings, nor who of us was late', () => {
    const rows = [row('response', 1), row('update', 4, { internal: true })]
    const play = new Play('2026-09-30 16:30', opening({ coverage }, { ...generalPolicy, rows })).do(
      'take',
      {},
      resident,
    )
    play.after(hours(2)).answered().do('reply', { message: '怎样了', channel: 'web' }, customer)
    const all = explainClocks(play.events, play.at)
    expect(all.map(({ id }) => id)).toEqual(['response/1', 'desk-update/1'])
    const [response, ...others] = explanationForCustomer(all, play.events)
    expect(others).toEqual([])
    expect(response?.happened.map(({ did }) => did)).toEqual(['start', 'breach', 'stop'])
    expect(all[0]?.breach).toHaveProperty('ownerId')
    expect(response?.breach).not.toHaveProperty('ownerId')
  })

  test('agrees with the ticket whatever was done to it: the same clocks, and stretches that add up to the target', () => {
    const people = [acceptor, agent, customer, headquarters, manager, resident, senior]
    const life = fc.array(
      fc.record({ wait: fc.nat(hours(9)), verb: fc.constantFrom(...verbs), actor: fc.constantFrom(...people) }),
      { maxLength: 20 },
    )
    let reckoned = 0
    fc.assert(
      fc.property(life, (steps) => {
        const play = new Play(0)
        for (const { wait, verb, actor } of steps) play.after(wait).try(verb, bodies[verb] as never, actor)
        const { clocks } = ticketRecordOf(play.state)
        const all = explainClocks(play.events, play.at)
        expect(all).toMatchObject(clocks)
        for (const { choices, revision, dueAt, targetSeconds, workingIntervals } of all) {
          expect(choices).toHaveLength(revision + 1)
          if (dueAt === null) continue
          expect(workingIntervals.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(targetSeconds)
          reckoned++
        }
      }),
      { numRuns: 200 },
    )
    expect(reckoned).toBeGreaterThan(200)
  })
})
