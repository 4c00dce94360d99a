import { describe, expect, test } from '@jest/globals'
import { dueOf } from '../../domain/promises/clock.ts'
import type { LadderStep } from '../../domain/promises/policy.ts'
import type { Segment } from '../../domain/time/coverage.ts'
import { horizonNeed, uncountedClocks } from '../../domain/ticket/horizon.ts'
import { noticesFor } from '../../domain/ticket/told-of.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import { acceptor, agent, headquarters, manager, resident } from '../support/ticket/people.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { ratingOf } from '../../domain/ticket/acceptance.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { shanghai } from '../support/time/shanghai.ts'

const due = (play: Play, id: string) => dueOf(play.clock(id), play.state.coverage)

describe('The ladder', () => {
  test('story A: the night ladder of R2.1 comes out to the second', () => {
    const play = new Play('2026-11-27 02:00', opening({ channel: 'alarm' }))
    expect(due(play, 'response/1')).toBe(shanghai('2026-11-27 02:10'))
    play.until('2026-11-27 02:06').answered()
    play.until('2026-11-27 03:00:01')
    expect(play.clock('resolution/1').breach?.at).toBe(shanghai('2026-11-27 03:00'))
    expect(play.state.tier).toBe('headquarters')
    expect(due(play, 'resolution@headquarters/1')).toBe(shanghai('2026-11-28 03:00'))
    play.until('2026-11-27 20:00').do('escalate', { reason: '总部处理未果' }, headquarters)
    expect(due(play, 'resolution@senior/1')).toBe(shanghai('2026-11-28 08:00'))
    play.until('2026-11-28 01:30').resolved()
    play.until('2026-11-28 09:00').do('refuseSignOff', { method: 'signedIn', reason: '故障再次出现' }, acceptor)
    expect(play.state.tier).toBe('manager')
    expect(due(play, 'resolution@headquarters/1')).toBe(shanghai('2026-11-28 10:30'))
    expect(due(play, 'resolution@senior/1')).toBe(shanghai('2026-11-28 15:30'))
    play.until('2026-11-28 14:00').resolved()
    expect(play.clock('resolution@headquarters/1').breach?.at).toBe(shanghai('2026-11-28 10:30'))
    expect(play.clock('resolution@senior/1').breach).toBeUndefined()
    play.until('2026-11-28 15:00').do('signOff', { method: 'signedIn', rating: 2 }, acceptor)
    expect(play.state.status.name).toBe('closed')
    expect(ratingOf(play.state)?.score).toBe(2)
  })

  test('a ten-minute promise does not mail at 5, 7.5 and 9 minutes (SLA 15)', () => {
    const play = new Play(0)
    play.until(minutes(10))
    expect(play.types()).toEqual(['opened', 'warned'])
    play.until(minutes(10) + 1)
    expect(play.types()).toEqual(['opened', 'warned', 'breached'])
  })

  test('each threshold acts once, however often the ticket wakes (SLA 15)', () => {
    const play = new Play(0).after(60).answered()
    for (let second = 0; second < hours(40); second += 977) play.until(60 + second)
    const keys = play.events.flatMap((event) =>
      'clockId' in event.data && 'percent' in event.data ? [`${event.data.clockId} ${event.data.percent}`] : [],
    )
    expect(new Set(keys).size).toBe(keys.length)
    expect(play.events.filter((event) => event.type === 'escalated').map((event) => event.data.to)).toEqual([
      'headquarters',
      'senior',
      'manager',
    ])
  })

  test('of several thresholds crossed while nothing was awake only the highest tells anybody, and each breach keeps its due instant', () => {
    const play = new Play(0).after(60).answered()
    play.until(hours(30))
    const told = play.events.filter((event) => event.type === 'warned' || event.type === 'breached')
    expect(told.map((event) => [event.type, event.data.clockId])).toEqual([
      ['breached', 'resolution/1'],
      ['breached', 'resolution@headquarters/1'],
    ])
    expect(play.clock('resolution/1').breach).toMatchObject({ at: hours(1), noticedAt: hours(30), cause: 'late' })
    // What a breach starts counts from the breach, not from its being noticed (SLA 17).
    expect(due(play, 'resolution@headquarters/1')).toBe(hours(25))
    expect(due(play, 'resolution@senior/1')).toBe(hours(37))
  })

  test('a page repeats each working day; who was called holds it by acting, nobody else, and not for good (SLA 16, 20)', () => {
    const ladder = [
      {
        metric: 'response' as const,
        percent: 100,
        notify: ['tier' as const],
        repeat: { everyPercent: 100, atMost: 5 },
      },
    ]
    const rows = [row('response', 10)]
    const policy = { ...generalPolicy, rows, ladder, holdSeconds: hours(30) }
    const play = new Play(0, opening({}, policy)).until(hours(10) + 1).until(hours(34))
    expect(play.types()).toEqual(['opened', 'breached'])
    play
      .until(hours(34) + 1)
      .do('note', { text: '旁观' }, headquarters)
      .until(hours(58) + 1)
    expect(play.types().slice(2)).toEqual(['warned', 'noted', 'warned'])
    play.do('note', { text: '正在联系' }, resident).until(hours(88))
    expect(play.types().slice(5)).toEqual(['noted'])
    play.until(hours(89))
    expect(play.types().slice(6)).toEqual(['warned'])
    expect(play.clock('response/1').breach).toBeDefined()
  })

  test('a promise kept in its last second is kept, one second later it is broken (SLA 17)', () => {
    const kept = new Play(0).until(minutes(10)).answered()
    expect(kept.clock('response/1').breach).toBeUndefined()
    const broken = new Play(0)
    broken.until(minutes(10) + 1).answered()
    expect(broken.clock('response/1').breach?.at).toBe(minutes(10))
  })

  test('the manager has no target: after the last tier the desk looks again each day (SLA 20)', () => {
    const play = new Play(0).after(60).answered().until(hours(200))
    expect(play.state.tier).toBe('manager')
    expect(nextDeadline(play.state)?.kind).toBe('followUp')
    expect(play.try('escalate', { reason: '没有更高级' }, manager)?.refused).toBe('notAllowedNow')
  })
})

describe('A policy that tells nobody of a promise', () => {
  const silent = { ...generalPolicy, rows: [row('resolution', 72)], ladder: [] }

  test('leaves it to the desk to look again each day, although a breach is ahead (SLA 20)', () => {
    const play = new Play(0, opening({}, silent))
    expect(nextDeadline(play.state)).toMatchObject({ kind: 'followUp', at: days(1) })
    expect(play.until(days(1)).types()).toContain('leftAlone')
  })

  test('each time says since when nobody has done anything, whatever clocks told meanwhile', () => {
    const play = new Play(0, opening({}, silent)).after(hours(5)).do('note', { text: '等' }, agent)
    for (let day = 0; day < 5; day++) play.after(days(1))
    const told = play.events.filter((event) => event.type === 'leftAlone')
    expect(play.types()).toContain('breached')
    expect(told.length).toBeGreaterThan(2)
    expect(told.map(({ data }) => data.since)).toEqual(told.map(() => hours(5)))
  })

  test('has one of us told all the same when it is broken (SLA 20)', () => {
    const play = new Play(0, opening({}, silent)).until(hours(73))
    expect(play.notices.filter(({ message }) => message === 'breached').map(({ to }) => to)).toEqual([['assignee']])
  })

  test('tells nobody either where whoever it names is not there (I8)', () => {
    const ladder: LadderStep[] = [{ metric: 'resolution', percent: 50, notify: ['reporter'] }]
    const { reporter: _nobody, ...noticed } = opening({}, { ...silent, ladder })
    expect(nextDeadline(new Play(0, { ...noticed, source: 'noticed' }).state)?.kind).toBe('followUp')
  })

  test('asks for no such look where a later threshold of the same promise tells somebody', () => {
    const ladder: LadderStep[] = [
      { metric: 'resolution', percent: 50, notify: [] },
      { metric: 'resolution', percent: 90, notify: ['assignee'] },
    ]
    expect(nextDeadline(new Play(0, opening({}, { ...silent, ladder })).state)).toMatchObject({
      kind: 'threshold',
      at: hours(36),
    })
  })
})

describe('Quiet hours', () => {
  const officeHours = {
    from: 0,
    until: days(30),
    segments: Array.from(
      { length: 30 },
      (_, day): Segment => [days(day) + hours(8), days(day) + hours(18), day, hours(8)],
    ),
  }
  const quiet = { ...generalPolicy, noticeHours: 'office@1' }

  test('delay a warning to the next opening, and never a clock or a breach (SLA 15)', () => {
    const play = new Play(hours(20), opening({ coverage: { 'office@1': officeHours } }, quiet))
    play.after(minutes(6)).after(minutes(5))
    const notices = play.events.flatMap((event) => noticesFor(event, play.state))
    const at = (message: string) => notices.find((notice) => notice.message === message)?.notBefore
    expect(at('warning')).toBe(days(1) + hours(8))
    expect(at('breached')).toBeUndefined()
    expect(play.clock('response/1').breach?.at).toBe(hours(20) + minutes(10))
  })
})

describe('A repeat failure', () => {
  test('of the same system and cause raises the tier when it is categorised (SLA 16)', () => {
    const play = new Play(0).do('triage', { repeatOf: 'T-2026-000099' }, manager)
    expect(play.state.tier).toBe('headquarters')
    expect(play.events.at(-1)).toMatchObject({ type: 'escalated', data: { cause: 'repeatFailure' } })
  })
})

describe('What is known of a calendar', () => {
  const week = (until: number) => ({
    'office@1': {
      from: 0,
      until,
      segments: Array.from(
        { length: until / days(1) },
        (_, day): Segment => [days(day) + hours(9), days(day) + hours(17), day, hours(9)],
      ),
    },
  })
  const policy = { ...generalPolicy, rows: [row('resolution', 100, { calendar: 'office@1' })] }

  test('is extended a month before it ends, and at once when a due lies past it', () => {
    const enough = new Play(0, opening({ coverage: week(days(60)) }, policy))
    expect(horizonNeed(enough.state, 0)).toBeUndefined()
    expect(horizonNeed(enough.state, days(30))).toMatchObject({ from: 0, until: days(120) })
    const short = new Play(
      0,
      opening({ coverage: week(days(40)) }, { ...policy, rows: [row('resolution', 400, { calendar: 'office@1' })] }),
    )
    const asked = { calendars: ['office@1'], from: 0, askedAt: 0 }
    expect(horizonNeed(short.state, 0)).toEqual({ ...asked, until: days(80) })
  })

  test('that is more than a ticket can carry is asked for again when it says so, and not doubled before (H3)', () => {
    const cut = { 'office@1': { ...week(days(10))['office@1'], askAgainAt: days(30) } }
    const { state } = new Play(0, opening({ coverage: cut }, policy))
    expect(uncountedClocks(state).map(({ id }) => id)).toEqual(['resolution/1'])
    expect(horizonNeed(state, days(30) - 1)).toBeUndefined()
    expect(horizonNeed(state, days(30))).toMatchObject({ from: 0, until: days(90) })
  })

  test('is not asked for where all is promised around the clock, or all is over', () => {
    expect(horizonNeed(new Play(0).state, days(300))).toBeUndefined()
    const over = new Play(0, opening({ coverage: week(days(60)) }, policy)).do('cancel', { reason: 'other' }, manager)
    expect(horizonNeed(over.state, days(59))).toBeUndefined()
  })
})
