import { describe, expect, test } from '@jest/globals'
import { clockStateOf, dueOf } from '../../domain/promises/clock.ts'
import type { Policy, PolicyRow } from '../../domain/promises/policy.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { opening } from '../support/ticket/opening.ts'
import { acceptor, agent, customer, headquarters, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { row } from '../support/ticket/policy.ts'
import { hours, minutes } from '../support/time/amounts.ts'

const policy = (...rows: PolicyRow[]): Policy => ({ id: 'p-1', version: 1, rows, ladder: [], minimumGapSeconds: 0 })
const opened = (...rows: PolicyRow[]) => new Play(0, opening({}, policy(row('response', 1), ...rows)))
const standing = (play: Play) => play.state.clocks.map((clock) => [clock.id, clockStateOf(clock)])
const hq = { id: 'u-hq', name: '陈浩', tier: 'headquarters' as const }
const refuse = { method: 'signedIn' as const, reason: '不行' }

describe('R2.9b: a clear answer', () => {
  test('is more than a first one: an acknowledgement does not keep it', () => {
    const play = opened(row('answer', 8)).answered().after(60)
    expect(standing(play)).toEqual([
      ['response/1', 'met'],
      ['answer/1', 'running'],
    ])
    play.do('reply', { message: '还在查', channel: 'web' }, resident)
    expect(clockStateOf(play.clock('answer/1'))).toBe('running')
    play.do('reply', { message: '菜单在设置里', channel: 'web', clearAnswer: true }, resident)
    expect(play.clock('answer/1').stop).toEqual({ at: 60, why: 'met' })
  })

  test('may be the first one', () => {
    const play = opened(row('answer', 8)).do(
      'respond',
      { message: '在设置里', channel: 'phone', clearAnswer: true },
      resident,
    )
    expect(standing(play).map(([, state]) => state)).toEqual(['met', 'met'])
  })

  test('is given by our staff alone, in their own name', () => {
    const play = opened(row('answer', 8)).answered()
    const said = { message: '知道了', channel: 'web' as const, clearAnswer: true as const }
    expect(play.weigh('reply', said, customer)).toMatchObject({ refused: 'invalid', field: 'clearAnswer' })
    const wroteDown = { ...said, from: { id: 'c-reporter', name: '钱伟' } }
    expect(play.weigh('reply', wroteDown, agent)).toMatchObject({ refused: 'invalid', field: 'clearAnswer' })
  })

  test('the repair keeps it too, and a repair that does not stand leaves it owed without the resolved time', () => {
    const play = opened(row('answer', 8)).answered().after(hours(1)).resolved().after(hours(30))
    expect(clockStateOf(play.clock('answer/1'))).toBe('met')
    play.do('refuseSignOff', refuse, acceptor)
    expect(dueOf(play.clock('answer/1'), {})).toBe(hours(38))
  })
})

describe('R1.6: a solution', () => {
  test('is kept by what is proposed to the customer', () => {
    const play = opened(row('solution', 4)).answered().after(hours(2)).do('propose', { solution: '扩容' }, resident)
    expect(play.clock('solution/1').stop).toEqual({ at: hours(2), why: 'met' })
    expect(play.notices.at(-1)).toMatchObject({ message: 'proposed', to: ['reporter'] })
  })

  test('R2.1: of a tier is kept by a proposal since it was called, not by an earlier one', () => {
    const play = opened(row('solution', 1, { tier: 'headquarters' })).answered()
    play.do('propose', { solution: '重启' }, resident).after(hours(1))
    play.do('escalate', { toTier: 'headquarters', reason: '难' }, agent)
    expect(play.clock('solution@headquarters/1')).toMatchObject({ startedAt: hours(1) })
    expect(clockStateOf(play.clock('solution@headquarters/1'))).toBe('running')
    play.after(minutes(40)).do('propose', { solution: '扩容' }, headquarters)
    expect(play.clock('solution@headquarters/1').stop).toEqual({ at: hours(1) + minutes(40), why: 'met' })
  })

  test('answers what the customer wrote (SLA 8)', () => {
    const play = opened(row('update', 4)).answered().do('reply', { message: '怎样了', channel: 'web' }, customer)
    play.after(60).do('propose', { solution: '扩容' }, resident)
    expect(clockStateOf(play.clock('update/1'))).toBe('met')
  })
})

describe('R2.1: a clock of the headquarters that is read from the report', () => {
  const fromReport = row('solution', 2, { tier: 'headquarters', anchor: 'opened' })

  test('is made when they are called, and counts from the report', () => {
    const play = opened(fromReport).answered().after(hours(1))
    expect(standing(play).map(([id]) => id)).toEqual(['response/1'])
    play.do('escalate', { toTier: 'headquarters', reason: '难' }, agent)
    expect(play.clock('solution@headquarters/1')).toMatchObject({ startedAt: 0, madeAt: hours(1) })
    expect(dueOf(play.clock('solution@headquarters/1'), {})).toBe(hours(2))
  })

  test('cannot be broken before it was made (SLA 11)', () => {
    const play = opened(fromReport).answered().after(hours(5))
    play.do('escalate', { toTier: 'headquarters', reason: '难' }, agent).after(1)
    expect(play.clock('solution@headquarters/1').breach).toMatchObject({ at: hours(5) })
  })

  test('moves when the plan is read the other way: a retarget says so (SLA 18)', () => {
    const play = opened(fromReport).answered().after(hours(1))
    play.do('escalate', { toTier: 'headquarters', reason: '难' }, agent)
    const terms = {
      ...play.state.terms,
      policy: policy(row('response', 1), row('solution', 2, { tier: 'headquarters' })),
    }
    play.do('retarget', { terms, coverage: {}, reason: '按接到申报起算' }, manager)
    expect(play.clock('solution@headquarters/1')).toMatchObject({
      startedAt: hours(1),
      anchor: 'handedToTier',
      revision: 1,
    })
    const told = play.events.at(-1)
    expect(told?.type === 'retargeted' && told.data.after).toMatchObject([{ dueAt: hours(3) }])
  })
})

describe('R2.7: an arrival', () => {
  test('is kept by checking in on site, in person', () => {
    const play = opened(row('arrival', 4)).after(hours(4)).do('arrive', {}, headquarters)
    expect(play.clock('arrival/1').stop).toEqual({ at: hours(4), why: 'met' })
    expect(play.weigh('arrive', {}, agent)).toMatchObject({ refused: 'forbidden' })
  })

  test('"within 4 hours" holds the fourth hour’s last second, and a second later it is broken', () => {
    const play = opened(row('arrival', 4))
      .answered()
      .after(hours(4) + 1)
    expect(play.clock('arrival/1').breach).toMatchObject({ at: hours(4), cause: 'late' })
    play.do('arrive', {}, headquarters)
    expect(clockStateOf(play.clock('arrival/1'))).toBe('breached')
  })

  test('is kept by nobody who comes after the repair, though later than promised', () => {
    const play = opened(row('arrival', 4)).answered()
    const engineer = { id: headquarters.id, name: headquarters.name, tier: 'headquarters' as const }
    play.do('dispatch', { engineer }, agent).do('depart', { visit: 1 }, headquarters).after(hours(3)).resolved()
    play.after(hours(3)).do('arrive', {}, headquarters)
    expect(play.clock('arrival/1').stop).toEqual({ at: hours(3), why: 'notNeeded' })
  })

  test('is kept by whoever checks in and repairs within the same second', () => {
    const play = opened(row('arrival', 4)).answered().after(hours(3)).do('arrive', {}, headquarters).resolved()
    expect(play.clock('arrival/1').stop).toEqual({ at: hours(3), why: 'met' })
  })

  test('is needed no more once it is repaired without anybody coming, and is owed again if the repair does not stand', () => {
    const play = opened(row('arrival', 4)).answered().after(hours(1)).resolved()
    expect(play.clock('arrival/1').stop).toEqual({ at: hours(1), why: 'notNeeded' })
    expect(clockStateOf(play.clock('arrival/1'))).toBe('stopped')
    play.after(hours(9)).do('refuseSignOff', refuse, acceptor)
    expect(play.clock('arrival/1')).toMatchObject({ revision: 0 })
    expect(dueOf(play.clock('arrival/1'), {})).toBe(hours(13))
  })

  test('R2.3: is owed from when remote support was declared failed, and again after the next', () => {
    const play = opened(row('arrival', 24, { anchor: 'remoteFailed' }))
      .answered()
      .after(hours(3))
    expect(standing(play).map(([id]) => id)).toEqual(['response/1'])
    play.do('declareRemoteFailed', { reason: '远程无法登录' }, resident)
    expect(dueOf(play.clock('arrival@remoteFailed/1'), {})).toBe(hours(27))
    expect(play.weigh('declareRemoteFailed', { reason: '又一次' }, resident)).toMatchObject({
      refused: 'notAllowedNow',
    })
    play.after(hours(1)).do('arrive', {}, headquarters).after(hours(1))
    play.do('declareRemoteFailed', { reason: '又一次' }, resident)
    expect(standing(play).slice(1)).toEqual([
      ['arrival@remoteFailed/1', 'met'],
      ['arrival@remoteFailed/2', 'running'],
    ])
  })

  test('counts from the dispatch where the plan says so, from each its own', () => {
    const play = opened(row('arrival', 2, { anchor: 'dispatched' }), row('arrival', 24))
      .answered()
      .after(hours(3))
    play.do('dispatch', { engineer: hq }, agent)
    expect(dueOf(play.clock('arrival@dispatched/1'), {})).toBe(hours(5))
    expect(play.notices.at(-1)).toMatchObject({
      message: 'dispatched',
      to: ['reporter', 'visitor', 'assignee'],
      visitorId: 'u-hq',
    })
    play.after(hours(1)).do('arrive', {}, headquarters)
    expect(
      standing(play)
        .slice(1)
        .map(([, state]) => state),
    ).toEqual(['met', 'met'])
  })

  test('what was done too late before its contract was found is broken at the binding (SLA 24)', () => {
    const { customer: whose, terms, ...stray } = opening({}, policy(row('response', 1)))
    const desk = { ...terms, policy: { ...policy(row('response', 1, { internal: true })), id: 'pol_desk' } }
    const play = new Play(0, { ...stray, uncovered: 'noContract', terms: desk, customer: whose as never }).answered()
    play.after(hours(5)).do('arrive', {}, headquarters).after(hours(1))
    const found = { ...terms, policy: policy(row('response', 1), row('arrival', 4)) }
    play.do('bind', { customer: { id: 'cust-1', name: '江州' }, terms: found, coverage: {} }, agent)
    expect(play.clock('arrival/1')).toMatchObject({ stop: { at: hours(5), why: 'met' }, breach: { cause: 'retarget' } })
  })
})

describe('R2.6: restoring the service', () => {
  test('is kept by a workaround, before the cause is removed', () => {
    const play = opened(row('restore', 4), row('resolution', 24)).answered().after(hours(3))
    play.do('restore', { workaround: '切换备机' }, resident)
    expect(standing(play).slice(1)).toEqual([
      ['restore/1', 'met'],
      ['resolution/1', 'running'],
    ])
    expect(play.weigh('restore', { workaround: '再来' }, resident)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('is owed to no tier that is called after it', () => {
    const play = opened(row('restore', 4, { tier: 'headquarters' })).answered()
    play.do('restore', { workaround: '切换备机' }, resident).after(60)
    play.do('escalate', { toTier: 'headquarters', reason: '难' }, agent)
    expect(standing(play).map(([id]) => id)).toEqual(['response/1'])
  })
})

test('R2.9b: the mode of service stands with the promise, and chooses nothing', () => {
  const play = opened(row('resolution', 8, { mode: 'remote' }), row('resolution', 4, { mode: 'onSite' }))
  const [, resolution] = ticketRecordOf(play.state).clocks
  expect(resolution).toMatchObject({ mode: 'onSite', anchor: 'opened' })
  expect(play.events[0]?.clocks.at(-1)).toMatchObject({ terms: { mode: 'onSite', anchor: 'opened' } })
})
