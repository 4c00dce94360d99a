import { describe, expect, test } from '@jest/globals'
import { calendars } from '../../demo/calendars.ts'
import { policies } from '../../demo/policies.ts'
import { kinds } from '../../domain/promises/subject.ts'
import type { Open } from '../../domain/ticket/state.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { coverageOf } from '../../domain/time/business-calendar.ts'
import { secondsPerDay, toIso } from '../../domain/time/instant.ts'
import { opening } from '../support/ticket/opening.ts'
import { agent, customer } from '../support/ticket/people.ts'
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
  return new Play(at, opening({ coverage: Object.fromEntries(known), ...more }, policy))
}
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
      ['response/1', 'R2.1, R2.2', '2026-11-26T18:10:00Z'],
      ['resolution/1', 'R2.1', '2026-11-26T19:00:00Z'],
    ])
    play
      .answered()
      .after(hours(1) + 1)
      .after(hours(24) + 1)
      .after(hours(12) + 1)
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

  test('R2.4, R2.9b: a question of the laboratory, a clear answer in a working day, which an acknowledgement does not keep', () => {
    const play = opened('pol_binhai', '2026-10-09 15:00', { kind: 'inquiry' }).answered()
    const due = toIso(shanghai('2026-10-10 15:00'))
    expect(promises(play)).toEqual([['resolution/1', 'R2.4', due]])
    expect(play.clock('resolution/1').stop).toBeUndefined()
    expect(play.resolved().clock('resolution/1').stop).toMatchObject({ why: 'met' })
  })

  test.each(['incident', 'request'] as const)('R2.4: a %s of the laboratory, an answer within 24 hours', (kind) => {
    const play = opened('pol_binhai', '2026-10-09 15:00', { kind })
    expect(promises(play)).toEqual([['response/1', 'R2.4', toIso(shanghai('2026-10-10 15:00'))]])
  })

  test.each(kinds)('R2.5: whatever is asked for in the standard period (%s), an answer within an hour', (kind) => {
    const play = opened('pol_huayue', night, { kind })
    expect(promises(play)).toEqual([['response/1', 'R2.5', '2026-11-26T19:00:00Z']])
  })

  test('what no plan states is internal, in each of them, and nothing else is', () => {
    for (const { definition } of policies) {
      const own = definition.rows.filter(({ internal }) => internal)
      expect(own.map(({ metric }) => metric)).toEqual(['update', 'signOff'])
      expect(definition.rows.filter(({ source }) => source === 'house')).toEqual(own)
    }
    const play = opened('pol_huayue', night, { kind: 'incident' }).answered()
    play.do('reply', { message: '有进展吗', channel: 'web' }, customer).do('note', { text: '查' }, agent)
    expect(play.clock('desk-update/1').internal).toBe(true)
  })
})
