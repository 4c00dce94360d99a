import { describe, expect, test } from '@jest/globals'
import { eventForCustomer, explanationForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { explainClocks } from '../../domain/ticket/explained.ts'
import { isOvertaken } from '../../domain/ticket/overtaken.ts'
import { isPage } from '../../domain/ticket/pages.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import type { PolicyRow } from '../../domain/promises/policy.ts'
import { toIso } from '../../domain/time/instant.ts'
import { agent, headquarters, manager, resident } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const hq = { id: 'u-hq', name: '陈浩', tier: 'headquarters' as const }
const far = { id: 'u-senior', name: '孙国强', tier: 'senior' as const }

/** Somebody is promised on site within four hours; the nearest who may go needs 70 minutes. */
const open = (leastTravel: number | null = 70, rows: PolicyRow[] = [row('arrival', 4)]) =>
  new Play(
    0,
    opening(leastTravel === null ? {} : { leastTravel }, {
      ...generalPolicy,
      rows: [row('response', 1), ...rows],
      ladder: [{ metric: 'arrival', percent: 100, notify: ['assignee', 'manager'] }],
    }),
  ).answered()
const withoutOffices = () => open(null)
const judged = ({ events }: Play) => events.flatMap((event) => (event.type === 'judgedInfeasible' ? [event.data] : []))
const told = ({ notices }: Play) => notices.filter(({ message }) => message === 'infeasible')
const stepOf = ({ state }: Play) => ticketRecordOf(state).next

describe('R4.3: when it is too late to leave for a promise, the manager is told before it is broken', () => {
  const last = hours(4) - minutes(70)

  test('a second after the last at which the nearest could leave, and once', () => {
    const play = open()
    expect(stepOf(play)).toMatchObject({ what: 'infeasible', at: toIso(last + 1), clockId: 'arrival/1', percent: null })
    expect(judged(play.until(last))).toEqual([])
    expect(judged(play.until(last + 1))).toEqual([
      { clockId: 'arrival/1', metric: 'arrival', dueAt: hours(4), since: last + 1, travelMinutes: 70 },
    ])
    expect(told(play)).toMatchObject([{ to: ['manager'], doubts: 'arrival/1' }])
    expect(told(play)[0]?.notBefore).toBeUndefined()
    expect(play.types()).not.toContain('breached')
    play.until(hours(4)).after(days(3))
    expect([judged(play).length, told(play).length]).toEqual([1, 1])
    expect(play.types()).toContain('breached')
  })

  test('earlier by what the work takes there, where the plan says so: of an arrival, and of what is kept on site', () => {
    const rows = [
      row('arrival', 4, { workMinutes: 20 }),
      row('restore', 6, { mode: 'onSite', workMinutes: 90 }),
      row('resolution', 5),
    ]
    const play = open(70, rows).until(hours(6))
    expect(judged(play).map(({ since, clockId, workMinutes }) => [since, clockId, workMinutes])).toEqual([
      [last - minutes(20) + 1, 'arrival/1', 20],
      [hours(6) - minutes(160) + 1, 'restore/1', 90],
    ])
  })

  test('at once where the journey is longer than the promise; never where nobody has said how long it takes, or it is none', () => {
    expect(judged(open(300).after(0)).map(({ since }) => since)).toEqual([0])
    for (const never of [withoutOffices(), open(0)]) {
      expect(stepOf(never)?.what).not.toBe('infeasible')
      expect(judged(never.after(days(2)))).toEqual([])
      expect(never.types()).toContain('breached')
    }
  })

  test('not told any more when it is noticed after the due instant, since then it is told that it is broken (SLA 17)', () => {
    const play = open().until(hours(5))
    expect(play.events.map(({ type }) => type).slice(-2)).toEqual(['judgedInfeasible', 'breached'])
    expect(told(play)).toEqual([])
    expect(play.notices.map(({ message }) => message)).toContain('breached')
  })

  test('nor when it is overtaken: kept, broken or owed no more before the mail goes (SLA 22)', () => {
    const play = open().until(last + 1)
    const [notice] = told(play)
    if (notice === undefined) throw new Error('The manager was to be told')
    expect(isOvertaken(notice, standingOf(play.state))).toBe(false)
    play.after(minutes(1)).do('arrive', {}, resident)
    expect(isOvertaken(notice, standingOf(play.state))).toBe(true)
    expect(isOvertaken(notice, standingOf(open().until(hours(5)).state))).toBe(true)
  })

  test('and paged, since it cannot wait until somebody looks at the mail', () => {
    const play = open().until(last + 1)
    expect(told(play).map((notice) => isPage(notice, ticketRecordOf(play.state)))).toEqual([true])
  })
})

describe('Somebody who is sent in time makes it moot', () => {
  const sent = (more: object = {}, play = open()) =>
    play.do('dispatch', { engineer: hq, travelMinutes: 100, ...more }, agent)
  const last = hours(4) - minutes(100)

  test('by having left at the last instant of the own journey, not by being sent', () => {
    const gone = sent().until(last).do('depart', { visit: 1 }, headquarters)
    expect(judged(gone.after(minutes(99)))).toEqual([])
    const stayed = sent().until(last)
    expect(stepOf(stayed)).toMatchObject({ what: 'infeasible', at: toIso(last + 1) })
    expect(judged(stayed.after(1))).toMatchObject([{ since: last + 1, travelMinutes: 100, engineer: hq }])
    // Though somebody nearer could still leave: the manager sends that one.
    expect(told(stayed.after(hours(1)))).toHaveLength(1)
  })

  test('as soon as it is known, when the own journey is too long already', () => {
    const play = sent({}, open().until(hours(2) + minutes(30))).after(0)
    expect(judged(play)).toMatchObject([{ since: hours(2) + minutes(30), travelMinutes: 100 }])
  })

  test('by being there; and whoever is sent with a journey that nobody knows is believed', () => {
    expect(judged(open().do('arrive', {}, resident).after(days(1)))).toEqual([])
    const { travelMinutes: _unknown, ...trusted } = { engineer: hq, travelMinutes: 1 }
    expect(judged(open().do('dispatch', trusted, agent).after(days(1)))).toEqual([])
  })

  test('of several by the one who is nearest', () => {
    const play = sent().do('dispatch', { engineer: far, travelMinutes: 40 }, agent).after(hours(4))
    expect(judged(play)).toMatchObject([{ since: hours(4) - minutes(40) + 1, engineer: far }])
  })

  test('not by coming to assist, nor by being expected after the due instant', () => {
    const nearest = hours(4) - minutes(70) + 1
    expect(judged(sent({ assists: true }).after(hours(4)))).toMatchObject([{ since: nearest, travelMinutes: 70 }])
    const tomorrow = judged(sent({ from: days(1), until: days(1) + hours(2) }).after(hours(4)))
    expect(tomorrow).toMatchObject([{ since: nearest, travelMinutes: 70 }])
    expect(tomorrow[0]?.engineer).toBeUndefined()
  })

  test('unless that is called off: then the nearest counts again, and where it is too late it is told at once', () => {
    const play = sent({ travelMinutes: 5 }).until(hours(3))
    expect(judged(play)).toEqual([])
    play.do('cancelVisit', { visit: 1, reason: '另有任务' }, headquarters).after(1)
    expect(judged(play)).toMatchObject([{ since: hours(4) - minutes(70) + 1, travelMinutes: 70 }])
  })
})

describe('Each promise is judged as it stands', () => {
  test('a re-target is judged anew, and so is what a tier is called for', () => {
    const rows = [
      row('arrival', 4, { classes: ['general'] }),
      row('arrival', 8, { classes: ['important'] }),
      row('arrival', 2, { tier: 'headquarters' }),
    ]
    const play = open(70, rows).until(hours(3))
    expect(judged(play).map(({ clockId, since }) => [clockId, since])).toEqual([
      ['arrival/1', hours(4) - minutes(70) + 1],
    ])
    play.do('triage', { class: 'important', reason: '影响扩大' }, agent)
    expect(ticketRecordOf(play.state).clocks.map(({ infeasibleSince }) => infeasibleSince)).toEqual([
      undefined,
      undefined,
    ])
    play.do('escalate', { reason: '困难' }, resident).until(hours(8))
    expect(
      judged(play)
        .map(({ clockId, since }) => [clockId, since])
        .slice(1),
    ).toEqual([
      ['arrival@headquarters/1', hours(5) - minutes(70) + 1],
      ['arrival/1', hours(8) - minutes(70) + 1],
    ])
  })

  test('not while it stands still, and a wait moves it as it moves the due instant', () => {
    const pauseRules = [{ reason: 'customer' as const, metrics: ['arrival' as const] }]
    const policy = { ...generalPolicy, rows: [row('arrival', 4)], ladder: [] }
    const plain = opening({ leastTravel: 70 }, policy)
    const play = new Play(0, { ...plain, terms: { ...plain.terms, pauseRules } }).after(hours(1))
    play.do('pause', { reason: 'customer', explanation: '等客户', expectedEnd: hours(9) }, agent).until(hours(6))
    expect(judged(play)).toEqual([])
    play.do('resume', {}, agent).until(hours(9))
    expect(judged(play).map(({ since }) => since)).toEqual([hours(9) - minutes(70) + 1])
  })

  test('a ticket that is bound, or put on other promises, is judged by what was looked up then', () => {
    const plan = { ...generalPolicy, rows: [row('arrival', 4)], ladder: [] }
    const { terms } = opening({}, plan)
    const play = withoutOffices().do('retarget', { terms, coverage: {}, reason: '合同升级', leastTravel: 30 }, manager)
    expect(judged(play.until(hours(4))).map(({ since }) => since)).toEqual([hours(4) - minutes(30) + 1])
    const customer = { id: 'cust-1', name: '江州市政务服务中心' }
    const bound = open().do('bind', { customer, reason: '登记有误', terms, coverage: {}, leastTravel: 45 }, agent)
    expect(judged(bound.until(hours(4))).map(({ since }) => since)).toEqual([hours(4) - minutes(45) + 1])
  })
})

describe('It is our own affair', () => {
  test('staff see it in the clock, what is next and what happened; no customer does', () => {
    const play = open().until(hours(3))
    const record = ticketRecordOf(play.state)
    const since = toIso(hours(4) - minutes(70) + 1)
    expect(record.clocks.find(({ id }) => id === 'arrival/1')).toMatchObject({
      infeasibleSince: since,
      state: 'running',
    })
    const explained = explainClocks(play.events, play.at).find(({ id }) => id === 'arrival/1')
    expect(explained?.happened.at(-1)).toMatchObject({ event: 'judgedInfeasible', did: 'judge' })
    const theirs = explanationForCustomer(explainClocks(play.events, play.at), play.events)
    expect(JSON.stringify(theirs)).not.toMatch(/infeasible/i)
    expect(JSON.stringify(recordForCustomer(record))).not.toMatch(/infeasible/i)
    expect(recordForCustomer(ticketRecordOf(open().state)).next).toMatchObject({ what: 'breach', clockId: 'arrival/1' })
    expect(play.events.filter(({ type }) => type === 'judgedInfeasible').map(eventForCustomer)).toEqual([undefined])
  })

  test('R4.3: a dispatch says when to leave: to be there when expected, at once where that is sooner than the journey takes', () => {
    const visit = (more: object) => {
      const play = open()
        .until(minutes(10))
        .do('dispatch', { engineer: hq, travelMinutes: 100, ...more }, agent)
      return {
        ours: ticketRecordOf(play.state).visits[0],
        theirs: recordForCustomer(ticketRecordOf(play.state)).visits[0],
      }
    }
    const later = visit({ from: hours(3), until: hours(5) })
    expect(later.ours).toMatchObject({ travelMinutes: 100, leaveBy: toIso(hours(3) - minutes(100)) })
    expect(later.theirs).not.toHaveProperty('leaveBy')
    expect(later.theirs).not.toHaveProperty('travelMinutes')
    expect(visit({}).ours).toMatchObject({ leaveBy: toIso(minutes(10)) })
    expect(visit({ travelMinutes: undefined }).ours).not.toHaveProperty('leaveBy')
  })
})
