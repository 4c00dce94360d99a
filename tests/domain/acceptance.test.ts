import { describe, expect, test } from '@jest/globals'
import { clockStateOf } from '../../domain/promises/clock.ts'
import type { LadderStep } from '../../domain/promises/policy.ts'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import { currentDetailsOf, stepSummaryOf } from '../../domain/ticket/minutes.ts'
import { isOvertaken } from '../../domain/ticket/overtaken.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { isBreached } from '../../domain/ticket/state.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { overdueFromOf } from '../../domain/ticket/worklist.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { days, hours } from '../support/time/amounts.ts'

const signed = { method: 'signedIn' as const }
const said = (message: string) => ({ message, channel: 'email' as const })
const base = opening()
const grant = { target: { amount: 3, unit: 'workingDays' as const }, calendar: 'always' }
const granted = opening({ terms: { ...base.terms, deemedAcceptance: grant } })
const repaired = (body = base) => new Play(0, body).after(60).answered().after(600).resolved()
test('SLA 14: silence counts from when the acceptor could answer under that grant, not from the repair', () => {
  const late = repaired().after(days(10))
  late.do('retarget', { terms: granted.terms, coverage: granted.coverage, reason: '续签合同' }, manager)
  expect(late.after(60).state.status.name).toBe('resolved')
  expect(late.after(days(30)).state.status).toMatchObject({ name: 'closed', by: 'deemed' })
  const closing = late.notices.filter(({ message }) => message === 'deemed-accepted').map(({ to }) => to)
  expect(closing).toEqual([['acceptor', 'reporter', 'assignee', 'manager']])
})

const told = ({ notices }: Play, from: number) => notices.slice(from).map(({ message, to }) => [message, to])

describe('An objection (SLA 14)', () => {
  test('SLA 14: an objection stops deemed acceptance, for good and for that repair; a person is asked to see to it', () => {
    const play = repaired(granted)
    expect(ticketRecordOf(play.state).next?.what).toBe('signOffReminder')
    const before = play.notices.length
    play.after(hours(10)).do('reply', said('还没有试过'), acceptor)
    expect(told(play, before)).toEqual([['objected', ['acceptor', 'assignee']]])
    const record = ticketRecordOf(play.state)
    expect(record).toMatchObject({ status: 'resolved', next: { what: 'followUp' } })
    expect(Date.parse(record.objectedAt ?? '') / 1000).toBe(play.at)
    // Also once we have answered: only the acceptor's own signature closes it.
    play.do('reply', said('请再试一次'), resident).after(days(30))
    expect(play.state.status.name).toBe('resolved')
    expect(play.types()).not.toContain('signedOff')
    expect(nextDeadline(play.state)?.kind).toBe('followUp')
    expect(currentDetailsOf(play.state)).toContain('has written instead of signing')
  })

  test('is one also when it was said by phone and our staff wrote it down, who know of it then', () => {
    const play = repaired(granted)
    const before = play.notices.length
    play.do('reply', { ...said('还没有试过'), from: base.terms.acceptor }, resident)
    expect(told(play, before)).toEqual([['objected', ['acceptor']]])
    expect(play.after(days(30)).state.status.name).toBe('resolved')
  })

  test('is no refusal: it may still be signed, and is neither reminded of nor late meanwhile', () => {
    const play = repaired(granted).do('reply', said('谢谢'), acceptor)
    play.after(days(10))
    expect(play.types().filter((type) => type === 'warned' || type === 'signOffLapsed')).toEqual([])
    play.do('signOff', signed, acceptor)
    expect(play.state).toMatchObject({ status: { name: 'closed', by: 'signature' }, signOff: { method: 'signedIn' } })
  })

  test('is told once as such; what the acceptor writes after it is a message as any other', () => {
    const play = repaired(granted).do('reply', said('一'), acceptor)
    const before = play.notices.length
    play.do('reply', said('二'), acceptor)
    expect(told(play, before)).toEqual([['customer-replied', ['assignee']]])
  })

  test('of an earlier repair does not bind the next, and what was written before the request objects to nothing', () => {
    const play = repaired(granted).do('reply', said('不行'), acceptor)
    play.do('refuseSignOff', { ...signed, reason: '仍报错' }, acceptor).do('reply', said('快点'), acceptor)
    play.after(60).resolved()
    expect(ticketRecordOf(play.state).objectedAt).toBeNull()
    play.after(days(3) + 1)
    expect(play.state.signOff?.method).toBe('deemed')
  })

  test('is the acceptor’s alone: a message of another contact is told to the desk and stops nothing', () => {
    const play = repaired(granted)
    const before = play.notices.length
    play.do('reply', said('好像还有问题'), customer)
    expect(told(play, before)).toEqual([['customer-replied', ['assignee']]])
    expect(play.after(days(3) + 1).state.signOff?.method).toBe('deemed')
  })
})

describe('A signature that is late (SLA 21)', () => {
  const late = () =>
    repaired()
      .after(hours(37))
      .after(hours(35) + 1)

  test('SLA 21: is no breach of ours anywhere, and bars nobody from cancelling later', () => {
    const play = late()
    const record = ticketRecordOf(play.state)
    expect(play.types()).not.toContain('breached')
    expect(play.events.flatMap(({ clocks }) => clocks.map((change) => change.do))).not.toContain('breach')
    expect([isBreached(play.state), play.state.alarmed, record.breached]).toEqual([false, false, false])
    expect(overdueFromOf(record.clocks)).toBeNull()
    expect(record.clocks.find(({ metric }) => metric === 'signOff')).toMatchObject({
      ...{ state: 'lapsed', breached: false, breach: null },
      lapsedAt: expect.any(String),
    })
    play.do('reopen', { reason: '又坏了' }, acceptor)
    expect(play.try('cancel', { reason: 'withdrawn' }, customer)).toBeUndefined()
  })

  test('SLA 20, 21: is asked of the acceptor each working day, ten times at most; the desk hears each time, and goes on hearing', () => {
    const play = repaired()
    const before = play.notices.length
    for (let day = 0; day < 20; day++) play.after(days(1))
    const lapses = play.events.filter(({ type }) => type === 'signOffLapsed')
    expect(lapses).toHaveLength(10)
    for (const [index, { at }] of lapses.slice(1).entries())
      expect(at - (lapses[index]?.at ?? 0)).toBeGreaterThanOrEqual(days(1))
    const mails = told(play, before)
    expect(mails.slice(0, 4)).toEqual([
      ['sign-off-reminder', ['acceptor']],
      ['sign-off-lapsed', ['acceptor', 'assignee']],
      ['sign-off-lapsed', ['acceptor', 'assignee']],
      ['sign-off-lapsed', ['acceptor', 'assignee', 'manager']],
    ])
    expect(mails.slice(11).map(([message]) => message)).toEqual(mails.slice(11).map(() => 'left-alone'))
    expect(mails.length).toBeGreaterThan(14)
    expect(nextDeadline(play.state)?.kind).toBe('followUp')
  })

  test('is next, in words that are no breach, for us and for the customer', () => {
    const play = repaired()
    expect(ticketRecordOf(play.state).next).toMatchObject({ what: 'signOffReminder', percent: 50 })
    play.after(hours(40))
    const record = ticketRecordOf(play.state)
    expect(record.next).toMatchObject({ what: 'signOffLapse', clockId: 'signOff/1', percent: 100 })
    expect(recordForCustomer(record).next?.what).toBe('signOffLapse')
    expect(ticketRecordOf(late().state).next).toMatchObject({ what: 'signOffReminder', percent: null })
  })

  test('still calls the tier that the policy names, without calling it a breach', () => {
    const raise: LadderStep = { metric: 'signOff', percent: 150, notify: [], raiseTo: 'manager' }
    const policy = { ...generalPolicy, ladder: [raise] }
    const play = repaired(opening({}, policy)).after(hours(120))
    expect(play.state.tier).toBe('manager')
    expect(play.types()).not.toContain('breached')
  })

  test('that comes after all is a signature; the clock says that it was late', () => {
    const play = late().do('signOff', signed, acceptor)
    expect(clockStateOf(play.clock('signOff/1'))).toBe('lapsed')
    expect(play.clock('signOff/1').stop?.why).toBe('met')
    expect(isBreached(play.state)).toBe(false)
  })

  test('is late no more when the acceptor is given longer', () => {
    const play = late()
    const rows = [...generalPolicy.rows.filter(({ metric }) => metric !== 'signOff'), row('signOff', 200)]
    const terms = { ...play.state.terms, policy: { ...generalPolicy, version: 2, rows } }
    play.do('retarget', { terms, coverage: {}, reason: '验收人休假' }, manager)
    expect(clockStateOf(play.clock('signOff/1'))).toBe('running')
    play.after(hours(130))
    expect(clockStateOf(play.clock('signOff/1'))).toBe('lapsed')
  })

  test('SLA 15, 22: is reminded of in the hours for it, and not once it is signed', () => {
    const office = {
      from: 0,
      until: days(9),
      segments: [[hours(8), days(8), 0, days(8)]] as [number, number, number, number][],
    }
    const policy = {
      ...generalPolicy,
      noticeHours: 'desk@1',
      ladder: [],
      rows: [row('response', 1), row('signOff', 1)],
    }
    const play = new Play(0, opening({ coverage: { 'desk@1': office } }, policy)).answered().resolved()
    play.after(hours(2))
    const kept = play.notices.filter(({ message }) => message === 'sign-off-lapsed')
    expect(kept.map(({ notBefore }) => notBefore)).toEqual([hours(8)])
    expect(kept.some((notice) => isOvertaken(notice, standingOf(play.state)))).toBe(false)
    play.do('reply', said('在看'), acceptor)
    expect(kept.every((notice) => isOvertaken(notice, standingOf(play.state)))).toBe(true)
  })
})

describe('What nobody signed', () => {
  test('SLA 14: is called deemed accepted (unsigned) 视同验收（未签） in the record and the minutes', () => {
    const play = repaired(granted).after(days(3) + 1)
    expect(ticketRecordOf(play.state).signOff).toMatchObject({ method: 'deemed', signed: false })
    expect(currentDetailsOf(play.state)).toContain('Closed: 视同验收（未签）, deemed accepted (unsigned)')
    expect(stepSummaryOf(play.events.slice(-1))).toMatch(/signedOff \(视同验收（未签）/)
    expect(play.clock('signOff/1').stop?.why).toBe('withdrawn')
    const asked = repaired(granted)
    expect(currentDetailsOf(asked.after(hours(70)).state)).not.toContain('deemedAcceptance')
    expect(ticketRecordOf(repaired().do('signOff', signed, acceptor).state).signOff?.signed).toBe(true)
  })

  test('may be rated by the customer all the same, and is rated by nobody else', () => {
    const play = repaired(granted).after(days(3) + 1)
    expect(ticketRecordOf(play.state)).toMatchObject({ rating: null, ratings: [] })
    play.do('rate', { score: 4 }, customer)
    expect(ticketRecordOf(play.state).rating).toMatchObject({ score: 4, cycle: 1, by: { id: 'c-reporter' } })
  })
})

describe('A rating (SLA 14)', () => {
  test('F10, SLA 14: each sign-off has one of its own; earlier ones stay and are shown', () => {
    const play = repaired().do('signOff', { ...signed, rating: 5, comment: '很好' }, acceptor)
    expect(play.try('rate', { score: 1 }, customer)).toMatchObject({ refused: 'notAllowedNow' })
    play.do('reopen', { reason: '又坏了' }, acceptor)
    expect(ticketRecordOf(play.state)).toMatchObject({ rating: null, ratings: [{ cycle: 1, score: 5 }] })
    play.resolved().do('signOff', { ...signed, rating: 1 }, acceptor)
    const by = { id: 'c-acceptor', name: '赵敏' }
    expect(ticketRecordOf(play.state)).toMatchObject({
      rating: { cycle: 2, score: 1, by },
      ratings: [
        { cycle: 1, score: 5, comment: '很好', by },
        { cycle: 2, score: 1, by },
      ],
    })
    expect(play.try('rate', { score: 3 }, acceptor)).toMatchObject({ refused: 'notAllowedNow' })
    expect(play.notices.at(-1)?.message).toBe('low-rating')
  })

  test('SLA 14: is the customer’s alone: staff neither rate nor rate within a sign-off, on nobody’s behalf', () => {
    const admin = { ...manager, role: 'admin' as const }
    const play = repaired()
    for (const one of [agent, manager, admin]) {
      const sheet = { method: 'paper' as const, scan: 'archive/1', rating: 5 }
      expect(play.try('signOff', sheet, one)).toMatchObject({ refused: 'invalid', field: 'rating' })
    }
    play.do('signOff', signed, acceptor)
    for (const one of [agent, manager, admin, resident]) {
      expect(play.try('rate', { score: 5 }, one)).toMatchObject({ refused: 'forbidden' })
    }
  })

  test('has its comment kept, or is asked for', () => {
    expect(repaired().try('signOff', { ...signed, comment: '慢' }, acceptor)).toMatchObject({ field: 'rating' })
  })

  test('of many sign-offs, the newest ten stay with the ticket, and of earlier comments so much as one reads at once', () => {
    const play = repaired()
    for (let cycle = 1; cycle <= 12; cycle++) {
      play.do('signOff', { ...signed, rating: 3, comment: '好'.repeat(5000) }, acceptor)
      if (cycle < 12) play.do('reopen', { reason: '又坏了' }, acceptor).resolved()
    }
    const { ratings } = ticketRecordOf(play.state)
    expect(ratings.map(({ cycle }) => cycle)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(ratings.map(({ comment }) => comment?.length)).toEqual([...Array(9).fill(1001), 5000])
  })
})

describe('A signature on paper (SLA 14)', () => {
  const sheet = { method: 'paper' as const, scan: '档案室 2026/17' }
  const signedBy = (actor = resident) => repaired().do('signOff', sheet, actor)

  test('SLA 14: needs the reference of its scan, and so does a refusal on paper', () => {
    for (const actor of [agent, resident, manager]) {
      const bare = { method: 'paper' as const }
      expect(repaired().try('signOff', bare, actor)).toMatchObject({ refused: 'invalid', field: 'scan' })
      const refusal = { ...bare, reason: '不行' }
      expect(repaired().try('refuseSignOff', refusal, actor)).toMatchObject({ refused: 'invalid', field: 'scan' })
    }
  })

  test('SLA 14: an engineer logs the sheet that was signed in front of that engineer, on a ticket of theirs', () => {
    expect(signedBy().state.signOff).toMatchObject({ by: { id: 'c-acceptor' }, loggedBy: { id: 'u-resident' } })
    const raised = new Play(0).after(60).answered().do('escalate', { reason: '难', toTier: 'senior' }, resident)
    raised.resolved(senior)
    expect(raised.try('signOff', sheet, headquarters)?.refused).toBe('forbidden')
    expect(raised.try('refuseSignOff', { ...sheet, reason: '不行' }, headquarters)?.refused).toBe('forbidden')
    expect(raised.try('signOff', sheet, senior)).toBeUndefined()
  })

  test('SLA 14: is confirmed to the acceptor in a letter of its own; the others hear of it as of any signature', () => {
    const play = repaired()
    const before = play.notices.length
    play.do('signOff', sheet, agent)
    expect(told(play, before)).toEqual([
      ['signed-on-paper', ['acceptor']],
      ['signed-off', ['reporter', 'assignee']],
    ])
  })

  test('SLA 14, 16: disputed by the acceptor it is undone: work goes on, the tier is raised, and all concerned hear of it', () => {
    const play = signedBy(agent).after(days(2))
    const before = play.notices.length
    play.do('disputeSignOff', { reason: '我没有签过' }, acceptor)
    expect(play.types().slice(-2)).toEqual(['signOffDisputed', 'escalated'])
    expect(play.state).toMatchObject({ status: { name: 'in_progress' }, cycle: 2, tier: 'headquarters' })
    expect(play.notices[before]).toMatchObject({
      ...{ message: 'sign-off-disputed', alsoIds: ['u-agent'] },
      to: ['acceptor', 'reporter', 'tier'],
    })
    // Whoever had it, the new tier and the manager read of it in the call, which tells the whole story.
    expect(play.notices.at(-1)).toMatchObject({ message: 'escalated', to: ['tier', 'manager', 'previous'] })
    const record = ticketRecordOf(play.state)
    expect(record.signOff).toBeNull()
    expect(record.earlierRepairs).toMatchObject([
      {
        cycle: 1,
        signOff: { method: 'paper', scan: sheet.scan },
        undone: { how: 'disputed', by: { id: 'c-acceptor' } },
      },
    ])
    expect(play.clock('signOff/1').stop?.why).toBe('withdrawn')
    play.resolved().do('signOff', signed, acceptor)
    expect(play.state.status.name).toBe('closed')
  })

  test('SLA 14: is disputed by the acceptor alone, of paper alone, and as long as the ticket may be reopened', () => {
    expect(signedBy().try('disputeSignOff', { reason: '不对' }, customer)?.refused).toBe('forbidden')
    expect(signedBy().try('disputeSignOff', { reason: '不对' }, manager)?.refused).toBe('forbidden')
    const own = repaired().do('signOff', signed, acceptor)
    expect(own.try('disputeSignOff', { reason: '不对' }, acceptor)?.refused).toBe('notAllowedNow')
    expect(allowedTo(standingOf(own.state), acceptor, own.at)).not.toContain('disputeSignOff')
    expect(allowedTo(standingOf(signedBy().state), acceptor, own.at)).toContain('disputeSignOff')
    const never = opening({ terms: { ...opening().terms, reopenWindowDays: 0 } })
    const final = repaired(never).do('signOff', sheet, agent)
    expect(final.after(days(7)).try('disputeSignOff', { reason: '不对' }, acceptor)).toBeUndefined()
    expect(signedBy().after(days(7)).try('disputeSignOff', { reason: '不对' }, acceptor)).toBeUndefined()
    const late = signedBy().after(days(7) + 1)
    expect(late.try('disputeSignOff', { reason: '不对' }, acceptor)?.reason).toContain('follows T-2026-000001')
  })
})

describe('A repair that did not stand (SLA 12)', () => {
  test('SLA 12: is no longer shown as one that does; what was tried, and why it was refused, is', () => {
    const play = repaired()
      .after(hours(1))
      .do('refuseSignOff', { ...signed, reason: '仍报错' }, acceptor)
    expect(ticketRecordOf(play.state)).toMatchObject({
      ...{ resolution: null, resolvedAt: null, supportRecord: null, signOff: null },
      firstResolvedAt: expect.any(String),
      earlierRepairs: [
        {
          ...{ cycle: 1, signOff: null },
          resolution: { cause: '连接池耗尽', fix: '扩容并重启' },
          undone: { how: 'refused', reason: '仍报错', by: { id: 'c-acceptor', name: '赵敏' } },
        },
      ],
    })
    play.resolved().do('signOff', signed, acceptor).do('reopen', { reason: '又坏了' }, customer)
    expect(ticketRecordOf(play.state).earlierRepairs).toMatchObject([
      { cycle: 1 },
      { cycle: 2, signOff: { signed: true }, undone: { how: 'reopened', by: { id: 'c-reporter' } } },
    ])
  })

  test('SLA 12: what was refused on paper was refused by the acceptor, whoever logged it', () => {
    const sheet = { method: 'paper' as const, scan: 'scan-1', reason: '不行' }
    const play = repaired().do('refuseSignOff', sheet, agent)
    expect(ticketRecordOf(play.state).earlierRepairs[0]?.undone.by).toEqual({ id: 'c-acceptor', name: '赵敏' })
  })

  test('of many, the newest five stay with the ticket, each as far as it can be read at once', () => {
    const play = repaired()
    for (let cycle = 1; cycle <= 7; cycle++) {
      play.do('refuseSignOff', { ...signed, reason: '不'.repeat(2000) }, acceptor)
      const repair = { cause: '因'.repeat(20_000), causeCode: 'data' as const, fix: '修', verification: '验' }
      play.do('resolve', repair, manager)
    }
    const { earlierRepairs, resolution } = ticketRecordOf(play.state)
    expect(earlierRepairs.map(({ cycle }) => cycle)).toEqual([3, 4, 5, 6, 7])
    expect([earlierRepairs[0]?.undone.reason.length, earlierRepairs[0]?.resolution.cause.length]).toEqual([1001, 1001])
    expect(resolution?.cause).toHaveLength(20_000)
  })
})
