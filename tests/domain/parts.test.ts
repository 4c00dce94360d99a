import { describe, expect, test } from '@jest/globals'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { mostParts } from '../../domain/ticket/parts.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { isOver } from '../../domain/ticket/afterlife.ts'
import { acceptor, agent, headquarters, manager, resident } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours } from '../support/time/amounts.ts'

const waits = () => {
  const pauseRules = [{ reason: 'parts' as const, metrics: ['resolution' as const] }]
  return new Play(0, opening({ terms: { ...opening().terms, pauseRules } })).answered()
}
const disk = { kind: 'requested' as const, what: '硬盘', quantity: 1 }
const taken = { kind: 'takenAway' as const, what: '旧电源', serial: 'SN-1', quantity: 1 }
const partsOf = ({ state }: Play) => ticketRecordOf(state).parts
const asked = ({ events }: Play) => events.filter(({ type }) => type === 'partOverdue').length
const confirmation = { how: 'paper' as const, name: '钱伟' }

describe('Parts and equipment taken away (R4.3)', () => {
  test('go to the vendor, come back and are given back, each with who and when', () => {
    const play = waits().do('addPart', taken, resident)
    for (const [step, place] of [
      ['sent', 'vendor'],
      ['received', 'vendor'],
      ['sent', 'us'],
      ['received', 'us'],
      ['sent', 'customer'],
    ] as const) {
      play.after(60).do('movePart', { part: 1, step, place }, agent)
      expect(partsOf(play)).toMatchObject([{ status: step, place, away: true, by: { name: '何苗' }, serial: 'SN-1' }])
    }
    play.do('movePart', { part: 1, step: 'returned' }, resident)
    expect(partsOf(play)).toMatchObject([{ n: 1, status: 'returned', place: null, away: false }])
    expect(play.try('movePart', { part: 1, step: 'returned' }, resident)).toMatchObject({ refused: 'notAllowedNow' })
    expect(allowedTo(standingOf(play.state), resident, play.at)).not.toContain('movePart')
  })

  test('name the wait for them; what comes to us ends it, what the vendor received does not (SLA 10)', () => {
    const play = waits().do('addPart', { ...disk, expectedBy: days(2) }, resident)
    play.do('pause', { reason: 'parts', explanation: '等硬盘', part: 1 }, resident)
    expect(ticketRecordOf(play.state).pending).toMatchObject({ part: { n: 1, what: '硬盘' } })
    expect(play.state.status).toMatchObject({ expectedEnd: days(2) })
    play.do('movePart', { part: 1, step: 'received', place: 'vendor' }, agent)
    expect(play.state.status.name).toBe('pending')
    play.do('movePart', { part: 1, step: 'received', place: 'us' }, agent)
    expect(play.state.status.name).toBe('in_progress')
    expect(play.clock('resolution/1').stop).toBeUndefined()
  })

  test('that another one came does not end the wait, and one that is not away is not waited for', () => {
    const play = waits()
      .do('addPart', disk, resident)
      .do('addPart', { ...disk, what: '内存' }, resident)
    expect(play.try('pause', { reason: 'parts', explanation: 'x', part: 3 }, resident)).toMatchObject({ field: 'part' })
    play.do('pause', { reason: 'parts', explanation: 'x', part: 1 }, resident)
    play.do('movePart', { part: 2, step: 'received', place: 'us' }, agent)
    expect(play.state.status.name).toBe('pending')
  })

  test('that a wait overruns says for what (SLA 20)', () => {
    const play = waits().do('addPart', disk, resident)
    play.do('pause', { reason: 'parts', explanation: 'x', expectedEnd: hours(4), part: 1 }, resident).after(hours(5))
    const [overran] = play.events.flatMap((event) => (event.type === 'pauseOverran' ? event.data : []))
    expect(overran?.part).toEqual({ n: 1, what: '硬盘' })
    expect(asked(play)).toBe(0)
  })

  test.each([
    ['part', { part: 9, step: 'returned' as const }],
    ['place', { part: 1, step: 'sent' as const }],
    ['place', { part: 1, step: 'fitted' as const, place: 'us' as const }],
    ['note', { part: 1, step: 'writtenOff' as const }],
    ['expectedBy', { part: 1, step: 'sent' as const, place: 'us' as const, expectedBy: 0 }],
    ['expectedBy', { part: 1, step: 'sent' as const, place: 'us' as const, expectedBy: days(400) }],
  ])('refuse what says nothing: %s', (field, body) => {
    const play = waits().do('addPart', disk, resident).after(60)
    expect(play.try('movePart', body, resident)).toMatchObject({ refused: 'invalid', field })
  })

  test('are so many at once and no more; what is over leaves the ticket, and numbers count on', () => {
    const play = waits()
    for (let n = 1; n <= mostParts; n++) play.do('addPart', disk, resident)
    expect(play.try('addPart', disk, resident)?.reason).toMatch(/say first what became of some/)
    for (let n = 1; n <= mostParts; n++) play.do('movePart', { part: n, step: 'fitted' }, resident)
    expect(partsOf(play).length).toBeLessThanOrEqual(11)
    play.do('addPart', disk, resident)
    expect(partsOf(play).at(-1)?.n).toBe(mostParts + 1)
  })
})

describe('What a visit took away (R4.3, R4.4)', () => {
  const visited = (tracks?: true) => {
    const play = waits().do(
      'dispatch',
      { engineer: { id: headquarters.id, name: '陈浩', tier: 'headquarters' } },
      agent,
    )
    play.do('arrive', { visit: 1 }, headquarters)
    const material = [
      { move: 'left' as const, what: '新电源', quantity: 1 },
      { move: 'removed' as const, what: '旧电源', quantity: 2 },
    ]
    const report = { done: '更换电源', material, confirmation }
    return play.do('completeVisit', { visit: 1, report, ...(tracks && { tracks }) }, headquarters)
  }

  test('is followed until it is back; a report of before that was done follows nothing', () => {
    expect(partsOf(visited(true))).toMatchObject([
      { kind: 'takenAway', what: '旧电源', quantity: 2, visit: 1, away: true, by: { name: '陈浩' } },
    ])
    expect(partsOf(visited())).toEqual([])
  })

  test('is asked for after the repair and after the end, with the manager, and ends nothing before (SLA 20)', () => {
    const play = visited(true)
      .resolved()
      .after(days(1) + 1)
    expect(asked(play)).toBe(1)
    play.do('signOff', { method: 'signedIn', rating: 5 }, acceptor)
    for (let day = 0; day < 40; day++) play.after(days(1))
    expect(asked(play)).toBeGreaterThan(30)
    const overdue = play.notices.filter(({ message }) => message === 'part-overdue')
    expect(overdue.at(-1)?.to).toContain('manager')
    expect(isOver(standingOf(play.state), play.at)).toBe(false)
    const before = asked(play)
    play.do('movePart', { part: 1, step: 'writtenOff', note: '客户同意报废' }, manager).after(days(3))
    expect(asked(play)).toBe(before)
    expect(isOver(standingOf(play.state), play.at)).toBe(true)
  })

  test('is no customer’s reminder', () => {
    const policy = { ...generalPolicy, ladder: [] }
    const play = new Play(0, opening({}, policy)).do('addPart', { ...taken, expectedBy: 60 }, resident)
    expect(ticketRecordOf(play.state).next?.what).toBe('partOverdue')
    expect(recordForCustomer(ticketRecordOf(play.state)).next?.what).not.toBe('partOverdue')
  })
})
