import { describe, expect, test } from '@jest/globals'
import { endsAt } from '../../domain/ticket/afterlife.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { dueOf, elapsedOf } from '../../domain/promises/clock.ts'
import { rules, verbs } from '../../domain/ticket/verbs/rules.ts'
import { evolve } from '../../domain/ticket/evolve.ts'
import type { TicketState } from '../../domain/ticket/state.ts'
import { noticesFor } from '../../domain/ticket/told-of.ts'
import { open } from '../../domain/ticket/verbs/open.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { bodies, opening } from '../support/ticket/opening.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { Play } from '../support/ticket/play.ts'

const due = (play: Play, id: string) => dueOf(play.clock(id), play.state.coverage)
const used = (play: Play, id: string) => elapsedOf(play.clock(id), play.state.coverage, play.at)
const signed = { method: 'signedIn' as const }

describe('Opening', () => {
  test('a phone call may be back-dated, with a reason, never ahead (SLA 6)', () => {
    const call = (calledAt: number, backdateReason?: string) => open(opening({ calledAt, backdateReason }), 1000)
    expect(call(1001, '录入晚了')).toMatchObject({ refused: 'invalid', field: 'calledAt' })
    expect(call(400)).toMatchObject({ refused: 'invalid', field: 'backdateReason' })
    const play = new Play(1000, opening({ calledAt: 400, backdateReason: '线路繁忙' }))
    expect(due(play, 'response/1')).toBe(400 + minutes(10))
  })

  test('only a phone call may be back-dated', () => {
    const mail = opening({ channel: 'email', calledAt: 400, backdateReason: '录入晚了' })
    expect(open(mail, 1000)).toMatchObject({ refused: 'invalid', field: 'calledAt' })
  })

  test('the strictest row that applies wins, and a higher class need not be the stricter (R2)', () => {
    expect(due(new Play(0, opening({ class: 'general' })), 'resolution/1')).toBe(hours(1))
    expect(due(new Play(0, opening({ class: 'critical' })), 'resolution/1')).toBe(hours(2))
    const policy = {
      ...generalPolicy,
      rows: [...generalPolicy.rows, row('resolution', 0.5, { priorities: ['critical'] })],
    }
    expect(due(new Play(0, opening({ priority: 'critical' }, policy)), 'resolution/1')).toBe(minutes(30))
  })

  test('a target that the plan does not state is not invented', () => {
    const policy = { ...generalPolicy, rows: [row('response', 1, { kinds: ['inquiry'] })] }
    expect(new Play(0, opening({ kind: 'incident' }, policy)).state.clocks).toEqual([])
  })
})

describe('Response and update', () => {
  test('an internal note answers nothing; the first public answer stops the response clock (SLA 7)', () => {
    const play = new Play(0).after(30).do('note', { text: '看日志' }, resident)
    expect(play.clock('response/1').stop).toBeUndefined()
    play.after(30).answered()
    expect(play.clock('response/1').stop).toMatchObject({ at: 60, why: 'met' })
    expect(play.state.assignee?.name).toBe('李静')
  })

  test('a second first response is refused, with what to do instead', () => {
    const again = new Play(0).after(60).answered()
    again.do('pause', { reason: 'customer', explanation: '等客户' }, resident)
    const refusal = again.try('respond', { message: '再次', channel: 'web' }, resident)
    expect(refusal).toMatchObject({ refused: 'notAllowedNow' })
    expect(refusal?.allowed).not.toContain('respond')
  })

  test('the update clock starts at the oldest unanswered message and stops at the reply (SLA 8)', () => {
    const play = new Play(0).do('reply', { message: '在吗', channel: 'web' }, customer)
    expect(play.state.clocks.filter((clock) => clock.metric === 'update')).toEqual([])
    play.after(60).answered().after(60).do('reply', { message: '还没好', channel: 'web' }, customer)
    play.after(60).do('reply', { message: '快一点', channel: 'web' }, customer)
    expect(due(play, 'update/1')).toBe(120 + hours(4))
    play.after(60).do('reply', { message: '正在更换', channel: 'web' }, resident)
    expect(used(play, 'update/1')).toBe(120)
    play.after(60).do('reply', { message: '好', channel: 'web' }, customer)
    expect(due(play, 'update/2')).toBe(300 + hours(4))
  })
})

describe('Pauses', () => {
  test('awaiting the customer never pauses the response clock, whatever the contract says (SLA 10)', () => {
    const play = new Play(0).do('pause', { reason: 'customer', explanation: '请补充截图' }, resident)
    expect(due(play, 'response/1')).toBe(minutes(10))
    expect(due(play, 'resolution/1')).toBeUndefined()
    expect(play.after(600).do('resume', {}, resident).state.status.name).toBe('open')
    expect(due(play, 'resolution/1')).toBe(hours(1) + 600)
  })

  test('a reason that the contract does not allow is refused, with those that it does', () => {
    const refusal = new Play(0).try('pause', { reason: 'parts', explanation: '等备件' }, resident)
    expect(refusal).toMatchObject({ refused: 'invalid', field: 'reason' })
    expect(refusal?.reason).toContain('customer, supplier')
  })

  test("the customer's message ends the wait for the customer, and no other wait", () => {
    const play = new Play(0).after(60).answered()
    play.do('pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    play.do('reply', { message: '补充', channel: 'web' }, customer)
    expect(play.state.status.name).toBe('pending')
    play.do('resume', {}, resident).do('pause', { reason: 'customer', explanation: '等回复' }, resident).after(300)
    play.do('reply', { message: '截图', channel: 'web' }, customer)
    expect(play.state.status.name).toBe('in_progress')
    expect(due(play, 'resolution/1')).toBe(hours(1) + 300)
  })

  test('a pause across a threshold holds it back by the pause', () => {
    const play = new Play(0).after(60).answered().until(minutes(40))
    play.do('pause', { reason: 'supplier', explanation: '等原厂' }, resident).until(hours(5))
    expect(play.types()).toEqual(['opened', 'responded', 'assigned', 'paused'])
    play.do('resume', {}, resident).until(hours(5) + minutes(5))
    expect(play.types().slice(4)).toEqual(['resumed', 'warned'])
  })

  test('a threshold that fell due before the pause was noticed acts first', () => {
    const play = new Play(0).after(60).answered()
    play.at = minutes(50)
    play.until(minutes(50)).do('pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    expect(play.types().slice(3)).toEqual(['warned', 'paused'])
  })

  test('the expected end of a pause reminds once and does not resume', () => {
    const play = new Play(0).after(60).answered()
    play.do('pause', { reason: 'customer', explanation: '等客户', expectedEnd: hours(2) }, resident).until(hours(9))
    expect(play.types().slice(3)).toEqual(['paused', 'pauseOverran'])
    expect(play.state.status.name).toBe('pending')
  })

  test('the expected end of a pause lies within a year: a slip of the year silences no ticket (SLA 20)', () => {
    const pausing = (expectedEnd: number) => ({ reason: 'supplier' as const, explanation: '等原厂', expectedEnd })
    const play = new Play(0).after(60).answered()
    expect(play.try('pause', pausing(60 + days(366) + 1), resident)).toMatchObject({ field: 'expectedEnd' })
    expect(play.try('pause', pausing(60 + days(366)), resident)).toBeUndefined()
  })

  test('a clock that starts while the ticket waits stands still from its start', () => {
    const play = new Play(0).after(60).answered().do('pause', { reason: 'supplier', explanation: '等原厂' }, resident)
    play.after(60).do('escalate', { reason: '需要总部' }, resident).after(hours(30))
    expect(used(play, 'resolution@headquarters/1')).toBe(0)
    expect(play.do('resume', {}, agent).clock('resolution@headquarters/1').breach).toBeUndefined()
  })
})

describe('Re-targets', () => {
  test('a change of class keeps anchor, elapsed and pauses, and moves the due (SLA 11)', () => {
    const play = new Play(0).after(60).answered()
    play.do('pause', { reason: 'supplier', explanation: '等原厂' }, resident).after(100).do('resume', {}, resident)
    play.do('triage', { class: 'critical', reason: '影响全厅' }, agent)
    expect(due(play, 'resolution/1')).toBe(hours(2) + 100)
    expect(play.clock('resolution/1').revision).toBe(1)
  })

  test('already late under the new target is breached at the change, cause retarget, one alert', () => {
    const policy = {
      ...generalPolicy,
      rows: [...generalPolicy.rows, row('resolution', 0.25, { priorities: ['critical'] })],
    }
    const play = new Play(0, opening({}, policy)).after(60).answered().until(minutes(40))
    play.do('triage', { priority: 'critical' }, agent).until(minutes(40))
    expect(play.clock('resolution/1').breach).toMatchObject({ at: minutes(40), cause: 'retarget' })
    expect(play.types().slice(3)).toEqual(['triaged', 'breached', 'escalated'])
    // What the breach starts counts from the change, which is when the promise was broken.
    expect(due(play, 'resolution@headquarters/1')).toBe(minutes(40) + hours(24))
  })

  test('a downgrade needs a reason, tells the customer, and never erases a breach', () => {
    const play = new Play(0).after(60).answered().until(hours(2))
    const breach = play.clock('resolution/1').breach
    expect(play.try('triage', { priority: 'low' }, agent)).toMatchObject({ refused: 'invalid', field: 'reason' })
    play.do('triage', { priority: 'low', class: 'critical', reason: '有替代办法' }, agent).until(hours(50))
    expect(play.clock('resolution/1').breach).toEqual(breach)
    const triaged = play.events.find((event) => event.type === 'triaged')
    expect(triaged && noticesFor(triaged, play.state).map((notice) => notice.message)).toEqual(['reclassified'])
  })

  test('an edited policy reaches an open ticket only by a repair that shows before, after and the approver (SLA 18)', () => {
    const play = new Play(0).after(60).answered()
    const terms = { ...play.state.terms, policy: { ...generalPolicy, version: 2, rows: [row('resolution', 3)] } }
    expect(play.try('retarget', { terms, coverage: {}, reason: '合同变更' }, agent)?.refused).toBe('forbidden')
    play.do('retarget', { terms, coverage: {}, reason: '合同变更' }, manager)
    const event = play.events.at(-1)
    expect(event?.actor.name).toBe('吴倩')
    expect(event?.type === 'retargeted' && [event.data.before.at(0)?.dueAt, event.data.after.at(0)?.dueAt]).toEqual([
      hours(1),
      hours(3),
    ])
  })
})

describe('Resolution and acceptance', () => {
  const resolved = () => new Play(0).after(60).answered().after(600).resolved()

  test("only the contract's named acceptor signs, or staff log a signature on paper (SLA 14)", () => {
    const play = resolved()
    expect(play.try('signOff', signed, customer)?.refused).toBe('forbidden')
    expect(play.try('signOff', signed, agent)).toMatchObject({ refused: 'invalid', field: 'method' })
    expect(play.try('signOff', { method: 'paper' }, acceptor)).toMatchObject({ refused: 'invalid', field: 'method' })
    expect(play.try('signOff', signed, resident)).toMatchObject({ refused: 'invalid', field: 'method' })
    play.do('signOff', { method: 'paper', scan: 'scan-17' }, agent)
    expect(play.state.signOff).toMatchObject({ by: { id: 'c-acceptor' }, loggedBy: { name: '何苗' }, scan: 'scan-17' })
  })

  test('a signature is bound to the record that was shown', () => {
    const play = resolved()
    expect(play.try('signOff', { ...signed, recordHash: '00' }, acceptor)).toMatchObject({ field: 'recordHash' })
    play.do('signOff', signed, acceptor)
    expect(play.state.signOff?.recordHash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('of two who sign at once the second is refused, and there is one event', () => {
    const play = resolved().do('signOff', signed, acceptor)
    expect(play.try('signOff', signed, acceptor)).toMatchObject({ refused: 'notAllowedNow' })
    expect(play.types().filter((type) => type === 'signedOff')).toHaveLength(1)
  })

  test('a refusal goes back to work as the next cycle; resolved time does not count (SLA 12)', () => {
    const play = resolved().after(hours(5)).do('refuseSignOff', { method: 'signedIn', reason: '仍报错' }, acceptor)
    expect(play.state).toMatchObject({
      status: { name: 'in_progress' },
      cycle: 2,
      tier: 'headquarters',
      firstResolvedAt: 660,
    })
    expect(due(play, 'resolution/1')).toBe(hours(6))
    play.after(60).resolved(headquarters)
    expect(used(play, 'resolution/1')).toBe(720)
    expect(play.state.clocks.map((clock) => clock.id)).toContain('signOff/2')
  })

  test('reopened inside the window it goes on; after the window a new ticket must follow it (SLA 12)', () => {
    const play = resolved().do('signOff', signed, acceptor).after(days(7))
    expect(play.try('reopen', { reason: '又坏了' }, customer)).toBeUndefined()
    const late = resolved()
      .do('signOff', signed, acceptor)
      .after(days(7) + 1)
    expect(late.try('reopen', { reason: '又坏了' }, customer)?.reason).toContain('follows T-2026-000001')
  })

  test('deemed acceptance only where the contract grants it, unsigned and without a rating (SLA 14)', () => {
    expect(resolved().after(days(90)).state.status.name).toBe('resolved')
    const terms = {
      ...opening().terms,
      deemedAcceptance: { target: { amount: 3, unit: 'workingDays' as const }, calendar: 'always' },
    }
    const play = new Play(0, opening({ terms })).after(60).answered().after(600).resolved().after(days(3))
    expect(play.state.status.name).toBe('resolved')
    play.after(1)
    expect(play.state).toMatchObject({ status: { name: 'closed', by: 'deemed' }, signOff: { method: 'deemed' } })
    expect(play.state.ratings).toBeUndefined()
  })

  test('a rating is taken once, up to 30 days late, from those who were asked; 2 or less is followed up', () => {
    const play = resolved().do('signOff', signed, acceptor).after(days(30))
    const stranger = { ...customer, contactId: 'c-other' }
    expect(play.try('rate', { score: 1 }, stranger)?.refused).toBe('forbidden')
    play.do('rate', { score: 2 }, customer)
    const rated = play.events.at(-1)
    expect(rated && noticesFor(rated, play.state).map((notice) => [notice.message, notice.to])).toEqual([
      ['low-rating', ['manager', 'stepOwner', 'assignee']],
    ])
    expect(play.try('rate', { score: 5 }, acceptor)?.refused).toBe('notAllowedNow')
    const late = resolved()
      .do('signOff', signed, acceptor)
      .after(days(30) + 1)
    expect(late.try('rate', { score: 5 }, acceptor)?.refused).toBe('notAllowedNow')
  })
})

test('SLA 12, 14: a rated ticket is over with its reopening window, one that is not rated with its rating', () => {
  const closed = () => new Play(0).answered().resolved().do('signOff', { method: 'signedIn' }, acceptor)
  expect(endsAt(standingOf(closed().state))).toBe(days(30) + 1)
  expect(endsAt(standingOf(closed().do('rate', { score: 5 }, acceptor).state))).toBe(days(7) + 1)
})

describe('Cancelling', () => {
  test('nobody of us cancels a breach away: after a warning only a manager (SLA 13)', () => {
    const warned = new Play(0).until(minutes(6))
    expect(warned.try('cancel', { reason: 'duplicate' }, agent)?.refused).toBe('forbidden')
    warned.do('cancel', { reason: 'other' }, manager)
    expect(warned.state.clocks.map((clock) => clock.stop?.why)).toEqual(['cancelled', 'cancelled'])
  })

  test('the customer withdraws, an agent cancels a duplicate or spam, each no other way', () => {
    expect(new Play(0).try('cancel', { reason: 'spam' }, customer)).toMatchObject({ field: 'reason' })
    expect(new Play(0).try('cancel', { reason: 'withdrawn' }, agent)).toMatchObject({ field: 'reason' })
    expect(new Play(0).do('cancel', { reason: 'withdrawn' }, customer).state.status.name).toBe('cancelled')
  })
})

describe('Who may act', () => {
  test("an engineer acts on tickets of the own tier or a lower one; a higher tier's are refused unless that person was called", () => {
    const play = new Play(0).after(60).answered().do('escalate', { toTier: 'senior', reason: '需要高级' }, agent)
    expect(play.try('note', { text: '看看' }, headquarters)?.refused).toBe('forbidden')
    expect(play.try('note', { text: '我还在跟' }, resident)).toBeUndefined()
    expect(play.try('note', { text: '协助' }, senior)).toBeUndefined()
  })
})

describe('State and verb', () => {
  const stages: Record<string, () => Play> = {
    open: () => new Play(0),
    in_progress: () => new Play(0).answered(),
    pending: () => new Play(0).answered().do('pause', { reason: 'supplier', explanation: '等' }, agent),
    resolved: () => new Play(0).answered().resolved(),
    closed: () => new Play(0).answered().resolved().do('signOff', signed, acceptor),
    cancelled: () => new Play(0).do('cancel', { reason: 'other' }, manager),
  }
  const cells = Object.keys(stages).flatMap((status) => verbs.map((verb) => [status, verb] as const))

  test.each(cells)('a ticket that is %s answers %s as the table says', (status, verb) => {
    const play = (stages[status] as () => Play)()
    const before = play.state
    // A rating and a dispute are the customer's alone.
    const actor = verb === 'rate' || verb === 'disputeSignOff' ? acceptor : { ...manager, role: 'admin' as const }
    const refusal = play.try(verb, bodies[verb] as never, actor)
    if ((rules[verb].in as readonly string[]).includes(status)) {
      // In the table, yet possibly refused for a finer reason, which then says so.
      if (refusal) expect(refusal.reason).not.toContain('is not possible now')
    } else {
      expect(refusal).toMatchObject({ refused: 'notAllowedNow' })
      expect(refusal?.allowed).not.toContain(verb)
    }
    if (refusal) expect(play.state).toBe(before)
  })
})

test('the fold of the audit is the ticket: every story folds back to its state (I3)', () => {
  const play = new Play(0).after(60).answered().until(hours(2))
  play.do('triage', { class: 'critical', reason: '影响全厅' }, agent)
  play.do('reply', { message: '？', channel: 'web' }, customer).after(90).resolved()
  play
    .after(hours(3))
    .do('refuseSignOff', { method: 'signedIn', reason: '仍报错' }, acceptor)
    .after(hours(40))
    .resolved()
  play.do('signOff', { ...signed, rating: 4 }, acceptor)
  const replayed = JSON.parse(JSON.stringify(play.events)).reduce(evolve, undefined) as TicketState
  expect(replayed).toEqual(JSON.parse(JSON.stringify(play.state)))
  expect(play.events.map((event) => event.version)).toEqual(play.events.map((_event, index) => index + 1))
})
