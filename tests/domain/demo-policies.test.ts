import { describe, expect, test } from '@jest/globals'
import { calendars } from '../../demo/calendars.ts'
import { contracts } from '../../demo/contracts.ts'
import { policies } from '../../demo/policies.ts'
import { kinds } from '../../domain/promises/subject.ts'
import type { Open } from '../../domain/ticket/state.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { coverageOf } from '../../domain/time/business-calendar.ts'
import { secondsPerDay, toIso } from '../../domain/time/instant.ts'
import { opening } from '../support/ticket/opening.ts'
import { agent, customer, headquarters, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { shanghai } from '../support/time/shanghai.ts'
import { hours } from '../support/time/amounts.ts'

function opened(policyId: string, at: string, more: Partial<Open>): Play {
  const found = policies.find(({ id }) => id === policyId)
  if (found === undefined) throw new Error(`The demo has no ${policyId}`)
  const policy = { id: policyId, version: 1, ...found.definition }
  const from = shanghai(at) - secondsPerDay
  const known = calendars(2026).map(({ id, definition }) => {
    return [`${id}@1`, coverageOf(definition, from, from + 60 * secondsPerDay)]
  })
  const body = opening({ coverage: Object.fromEntries(known), ...more }, policy)
  const contract = contracts.find((one) => one.policyId === policyId)
  const phase = contract?.phases.findLast(({ from }) => from <= at.slice(0, 10))?.phase
  const { pauseRules = [] } = contract ?? {}
  return new Play(at, { ...body, terms: { ...body.terms, pauseRules, ...(phase && { phase }) } })
}
const about = (id: string) => ({ system: { id, name: id } })
const promises = (play: Play) =>
  ticketRecordOf(play.state).clocks.map(({ id, source, dueAt }) => [id, source, dueAt] as const)
const calls = (play: Play) =>
  play.events.flatMap((event) => (event.type === 'escalated' ? [[event.data.to, toIso(event.data.calledAt)]] : []))
const night = '2026-11-27 02:00'
const notFaults = kinds.filter((kind) => kind !== 'incident')

describe('The demo promises what its plans state:', () => {
  test('R2.1: a general fault, an answer in 10 minutes and the repair in an hour; each tier that is called has its own time', () => {
    const play = opened('pol_jiangzhou', night, { kind: 'incident' })
    expect(promises(play)).toEqual([
      ['response/1', 'R2.1', '2026-11-26T18:10:00Z'],
      ['resolution/1', 'R2.1', '2026-11-26T19:00:00Z'],
    ])
    play.answered().after(hours(1) + 1)
    expect(promises(play).slice(2)).toEqual([
      ['solution@headquarters/1', 'R2.1', '2026-11-26T20:00:00Z'],
      ['arrival@headquarters/1', 'R2.1', '2026-11-26T21:00:00Z'],
      ['resolution@headquarters/1', 'R2.1', '2026-11-27T19:00:00Z'],
    ])
    play.after(hours(24) + 1).after(hours(12) + 1)
    expect(calls(play)).toEqual([
      ['headquarters', '2026-11-26T19:00:00Z'],
      ['senior', '2026-11-27T19:00:00Z'],
      ['manager', '2026-11-28T07:00:00Z'],
    ])
  })

  test.each(notFaults)('R1.3, R2.1: a %s is no fault, is promised none, and the desk follows it up (I8)', (kind) => {
    const play = opened('pol_jiangzhou', night, { kind, class: 'critical' })
    expect(promises(play)).toEqual([])
    expect(ticketRecordOf(play.state).next).toMatchObject({ what: 'followUp' })
  })

  test.each(['important', 'critical'] as const)(
    'R2.2, R3.1: an %s fault that stays past its two hours climbs to headquarters, senior and manager, on no invented target',
    (faultClass) => {
      const play = opened('pol_jiangzhou', night, { kind: 'incident', class: faultClass }).answered()
      for (let hour = 0; hour < 6; hour++) play.after(hours(1))
      expect(calls(play)).toEqual([
        ['headquarters', '2026-11-26T20:00:00Z'],
        ['senior', '2026-11-26T21:00:01Z'],
        ['manager', '2026-11-26T22:00:01Z'],
      ])
      expect(promises(play).map(([id]) => id)).toEqual(['response/1', 'resolution/1'])
    },
  )

  test('R2.3: remote support declared failed, somebody on site within 24 hours of that', () => {
    const play = opened('pol_jiangzhou', night, { kind: 'incident', class: 'critical' }).answered().after(hours(1))
    play.do('declareRemoteFailed', { reason: '远程无法登录' }, resident)
    expect(promises(play).at(-1)).toEqual(['arrival@remoteFailed/1', 'R2.3', toIso(shanghai('2026-11-28 03:00'))])
  })

  test('R2.4, R2.9b: a question of the laboratory, a clear answer in a working day, which an acknowledgement does not keep, and somebody on site in two', () => {
    const play = opened('pol_binhai', '2026-10-09 15:00', { kind: 'inquiry', channel: 'web' }).answered()
    expect(promises(play)).toEqual([
      ['answer/1', 'R2.4', toIso(shanghai('2026-10-10 15:00'))],
      ['arrival/1', 'R2.4', toIso(shanghai('2026-10-12 15:00'))],
    ])
    expect(play.clock('answer/1').stop).toBeUndefined()
    play.do('reply', { message: '在设置里', channel: 'web', clearAnswer: true }, resident)
    expect(play.clock('answer/1').stop).toMatchObject({ why: 'met' })
    expect(play.resolved().clock('arrival/1').stop).toMatchObject({ why: 'notNeeded' })
  })

  test.each(['phone', 'email'] as const)('R2.4: a question by %s, a solution within 24 hours', (channel) => {
    const play = opened('pol_binhai', '2026-10-09 15:00', { kind: 'inquiry', channel })
    expect(promises(play)[1]).toEqual(['solution/1', 'R2.4', toIso(shanghai('2026-10-10 15:00'))])
  })

  test.each(['incident', 'request'] as const)(
    'R2.4: a %s of the laboratory, an answer and support within 24 hours',
    (kind) => {
      const due = toIso(shanghai('2026-10-10 15:00'))
      expect(promises(opened('pol_binhai', '2026-10-09 15:00', { kind }))).toEqual([
        ['response/1', 'R2.4', due],
        ['answer/1', 'R2.4', due],
      ])
      const major = opened('pol_binhai', '2026-10-09 15:00', { kind, class: 'important' })
      expect(promises(major)[2]).toEqual(['arrival/1', 'R2.4', toIso(shanghai('2026-10-10 03:00'))])
    },
  )

  test('R2.4: after the warranty nothing of it', () => {
    expect(promises(opened('pol_binhai', '2027-04-01 15:00', { kind: 'incident' }))).toEqual([])
  })

  test.each(kinds)('R2.5: whatever is asked for in the standard period (%s), an answer within an hour', (kind) => {
    const play = opened('pol_huayue', night, { kind, ...about('sys_archive') })
    expect(promises(play)).toEqual([['response/1', 'R2.5', '2026-11-26T19:00:00Z']])
  })

  test('R2.6: the core system, on site in 2 hours and restored in 4, and no first answer that the plan does not state', () => {
    const play = opened('pol_huayue', night, { kind: 'incident', ...about('sys_mes') })
    expect(promises(play)).toEqual([
      ['arrival/1', 'R2.6', '2026-11-26T20:00:00Z'],
      ['restore/1', 'R2.6', '2026-11-26T22:00:00Z'],
    ])
  })

  test('R2.7, R2.8: a general fault over the National Day, by the fault desk that the contract ranks first; made major, the same evening', () => {
    const play = opened('pol_huayue', '2026-09-30 16:30', { kind: 'incident', ...about('sys_equipment') })
    expect(promises(play)).toEqual([['arrival/1', 'R2.7', toIso(shanghai('2026-10-08 11:30'))]])
    play.do('triage', { class: 'important' }, agent)
    expect(promises(play)).toEqual([['arrival/1', 'R2.7', toIso(shanghai('2026-09-30 20:30'))]])
    play.until('2026-09-30 20:10').do('arrive', {}, headquarters)
    expect(play.clock('arrival/1')).toMatchObject({ stop: { why: 'met' }, reached: 90 })
    expect(play.clock('arrival/1').breach).toBeUndefined()
  })

  test('what no plan states is internal, in each of them, and nothing else is', () => {
    for (const { definition } of policies) {
      const own = definition.rows.filter(({ internal }) => internal)
      expect(own.map(({ metric }) => metric)).toEqual(['update', 'signOff'])
      expect(definition.rows.filter(({ source }) => source === 'house')).toEqual(own)
    }
    const play = opened('pol_huayue', night, { kind: 'incident', ...about('sys_archive') }).answered()
    play.do('reply', { message: '有进展吗', channel: 'web' }, customer).do('note', { text: '查' }, agent)
    expect(play.clock('desk-update/1').internal).toBe(true)
  })
})
