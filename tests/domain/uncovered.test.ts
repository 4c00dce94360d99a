import { describe, expect, test } from '@jest/globals'
import { dueOf } from '../../domain/promises/clock.ts'
import { currentDetailsOf, summaryOf } from '../../domain/ticket/minutes.ts'
import type { Message } from '../../domain/ticket/notices.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { deskTerms } from '../../domain/ticket/desk-terms.ts'
import { isBreached, type Open } from '../../domain/ticket/state.ts'
import { open } from '../../domain/ticket/verbs/open.ts'
import { roleMay } from '../../domain/ticket/verbs/rules.ts'
import { roles } from '../../domain/people/roles.ts'
import { storyOf } from '../../letters/newest-steps.ts'
import { opening } from '../support/ticket/opening.ts'
import { agent, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { hours, minutes } from '../support/time/amounts.ts'
import { shanghai } from '../support/time/shanghai.ts'

const policy = {
  ...generalPolicy,
  id: 'pol_desk',
  rows: [row('response', 1, { internal: true, source: 'desk' })],
  ladder: [{ metric: 'response' as const, percent: 100, notify: ['tier' as const, 'manager' as const] }],
}
const { customer, reporter, system, ...words } = opening()
const byPhone = { name: '周先生', phone: '+86 10 5555 0100', language: 'zh-CN' } as const
const byMail = { name: '周先生', email: 'zhou@nobody.example', language: 'zh-CN' } as const
const stray: Open = { ...words, uncovered: 'unknownCaller', caller: byPhone, terms: deskTerms(policy, {}) }
const at = shanghai('2026-11-27 03:00')

function told(play: Play, message: Message) {
  return play.notices.filter((notice) => notice.message === message).map(({ to }) => to)
}

describe('SLA 24: a call of somebody whom nobody knows', () => {
  test("is taken, marked uncovered with why, and runs the desk's own target", () => {
    const record = ticketRecordOf(new Play(at, stray).state)
    expect(record).toMatchObject({ customer: null, reporter: null, acceptor: null, uncovered: 'unknownCaller' })
    expect(record.caller).toEqual(byPhone)
    expect(record.clocks.map(({ id }) => id)).toEqual(['desk-response/1'])
  })

  test('needs a name and a way to reach the caller, or says what to give', () => {
    const { phone: _none, ...nowhere } = byPhone
    expect(open({ ...stray, caller: nowhere }, at)).toMatchObject({ field: 'caller' })
    const { caller: _nobody, ...nobodys } = stray
    expect(open(nobodys, at)).toMatchObject({ field: 'contractId' })
    expect(open({ ...stray, customer, reporter }, at)).toMatchObject({ field: 'caller' })
  })

  test('R1.5: whoever can only be phoned is phoned by the desk, at each step that a mail would have told', () => {
    const play = new Play(at, stray)
    expect(told(play, 'opened')).toEqual([['tier']])
    play.do('respond', { message: '已收到', channel: 'phone' }, resident)
    expect(told(play, 'phone-caller')).toEqual([])
    play.do('pause', { reason: 'customer', explanation: '请提供日志' }, resident)
    expect(told(play, 'phone-caller')).toEqual([['assignee']])
    expect(told(play, 'paused')).toEqual([])
  })

  test('whoever has an e-mail address is mailed', () => {
    const play = new Play(at, { ...stray, caller: byMail })
    expect(told(play, 'opened')).toEqual([['reporter', 'tier']])
  })

  test('SLA 14: is not repaired before somebody is known who signs', () => {
    const play = new Play(at, stray).do('respond', { message: '已收到', channel: 'phone' }, resident)
    const repair = { cause: '原因', causeCode: 'data' as const, fix: '修复', verification: '已验证' }
    expect(play.try('resolve', repair, agent)).toMatchObject({
      reason: expect.stringContaining('bind the ticket first'),
    })
  })

  test("R9.3: the engine's pages say that it is uncovered, and name no person", () => {
    const play = new Play(at, stray)
    const shown = summaryOf(stray) + currentDetailsOf(play.state)
    expect(shown).toContain('**Uncovered** (unknownCaller)')
    expect(shown).not.toMatch(/周|5555/)
  })
})

describe('SLA 24: a customer without a contract in force', () => {
  const theirs: Open = { ...opening(), uncovered: 'contractEnded', terms: deskTerms(policy, { reporter }) }

  test('is shown why, and nothing of what the desk sets itself', () => {
    const record = recordForCustomer(ticketRecordOf(new Play(at, theirs).state))
    expect(record).toMatchObject({ uncovered: 'contractEnded', policy: null, clocks: [], nextDueAt: null })
  })

  test('signs by the one who reported it', () => {
    const play = new Play(at, theirs).answered().resolved()
    expect(told(play, 'sign-off-requested')).toEqual([['acceptor']])
    play.do('signOff', { method: 'signedIn' }, { id: 'u', role: 'customer', name: '-', contactId: reporter.id })
    expect(play.state.signOff?.by).toEqual(reporter)
  })

  test('SLA 10: may be waited for, which stops no clock, since nobody granted that', () => {
    const play = new Play(at, theirs).do('pause', { reason: 'parts', explanation: '等备件' }, resident)
    expect(play.state.status.name).toBe('pending')
    expect(play.clock('desk-response/1').pauses).toEqual([])
  })
})

describe('SLA 24: a ticket that is bound later', () => {
  const theirs = { customer, system, reporter, terms: words.terms, coverage: {} }
  const late = () => new Play(at, stray).after(hours(2))

  test('runs the contract from the opening: what is late by then is broken at the binding (SLA 11)', () => {
    const play = late().do('bind', theirs, agent).after(1)
    expect(play.state).toMatchObject({ customer, reporter, system })
    expect(play.state.uncovered).toBeUndefined()
    expect(play.clock('desk-response/1').stop).toMatchObject({ why: 'withdrawn' })
    const { startedAt, breach } = play.clock('response/1')
    expect([startedAt, breach?.cause]).toEqual([at, 'retarget'])
    expect(play.state.terms.acceptor).toEqual(words.terms.acceptor)
    expect(ticketRecordOf(play.state).caller).toEqual(byPhone)
  })

  test('measures a first answer of before by the contract, from the opening: in time it is met, late a breach (SLA 11, 17)', () => {
    const answered = (seconds: number) => {
      const play = new Play(at, stray).after(seconds)
      play.do('respond', { message: '已收到', channel: 'phone' }, resident).after(minutes(20))
      return play.do('bind', theirs, agent).after(1)
    }
    const inTime = answered(minutes(10))
    expect(inTime.clock('response/1')).toMatchObject({ startedAt: at, stop: { at: at + minutes(10), why: 'met' } })
    expect([isBreached(inTime.state), told(inTime, 'promise-missed')]).toEqual([false, []])
    const late = answered(minutes(10) + 1)
    const { stop, breach } = late.clock('response/1')
    expect(stop).toEqual({ at: at + minutes(10) + 1, why: 'met' })
    expect(breach).toMatchObject({ at: late.at - 1, cause: 'retarget', ownerId: resident.id })
    expect([isBreached(late.state), told(late, 'promise-missed')]).toEqual([true, [['reporter']]])
    const broken = late.events.filter((event) => event.type === 'breached' && event.data.clockId === 'response/1')
    expect(broken).toMatchObject([{ data: { dueAt: at + minutes(10), notify: ['tier', 'manager'] } }])
    expect(late.events.find(({ type }) => type === 'bound')?.clocks.slice(0, 2)).toMatchObject([
      { do: 'start', id: 'response/1' },
      { do: 'stop', id: 'response/1', why: 'met' },
    ])
    expect(late.state.tier).toBe('resident')
  })

  test('tells the one who reported it and whoever has it, with what is promised now; the caller is phoned no more', () => {
    const play = late().do('bind', theirs, agent)
    expect(told(play, 'bound')).toEqual([['reporter', 'tier']])
    expect(told(play, 'phone-caller')).toEqual([])
    const event = play.events.find(({ type }) => type === 'bound')
    expect(event?.data).toMatchObject({ was: { uncovered: 'unknownCaller' }, before: [{ internal: true }] })
  })

  test('tells no customer whose it was before', () => {
    const play = late().do('bind', theirs, agent)
    const event = play.events.find(({ type }) => type === 'bound')
    const known = event && eventForCustomer(event)?.data
    expect(Object.keys(known ?? {}).sort()).toEqual(['after', 'before', 'customer', 'reporter', 'system'])
    expect(known).toMatchObject({ before: [] })
  })

  test('shows its customer what the caller said, and not who that was, whom they may have nothing to do with', () => {
    const from = { id: 'caller', name: byPhone.name }
    const play = late().do('reply', { message: '门口报错', channel: 'phone', from }, agent).do('bind', theirs, agent)
    play.do('reply', { message: '还是报错', channel: 'phone', from: reporter }, agent)
    const known = play.events.flatMap((event) => eventForCustomer(event) ?? [])
    expect(JSON.stringify(known)).not.toContain(byPhone.name)
    expect(known.filter(({ type }) => type === 'customerReplied').map(({ data }) => data)).toEqual([
      { message: '门口报错', channel: 'phone' },
      { message: '还是报错', channel: 'phone', from: reporter },
    ])
    const { lines } = storyOf(known, known.length, { language: 'zh-CN', staff: false })
    const heard = { by: agent.name, words: '门口报错', facts: [{ key: 'phone' }, { key: 'writtenDown' }] }
    expect(lines.find(({ words }) => words === heard.words)).toMatchObject(heard)
  })

  test('was bound to the wrong contract, which needs a reason', () => {
    const play = late().do('bind', theirs, agent).after(1)
    const other = { customer, uncovered: 'noContract' as const, terms: stray.terms, coverage: {} }
    expect(play.try('bind', other, agent)).toMatchObject({ field: 'reason' })
    play.do('bind', { ...other, reason: '同名合同' }, agent)
    expect([play.state.reporter, play.state.system]).toEqual([undefined, undefined])
    expect(play.clock('response/1')).toMatchObject({ stop: { why: 'withdrawn' }, breach: { cause: 'retarget' } })
  })

  describe('corrected to the right contract after the answer', () => {
    const promising = (amount: number) => {
      const rows = [row('response', 0, { target: { amount, unit: 'workingMinutes' } })]
      return { ...theirs, terms: { ...theirs.terms, contractId: `con-${amount}`, policy: { ...generalPolicy, rows } } }
    }
    const none = { customer, uncovered: 'noContract' as const, terms: stray.terms, coverage: {}, reason: '同名合同' }
    const answered = (play: Play) => play.after(minutes(45)).answered().after(minutes(5))
    const broken = ({ events }: Play) => events.filter(({ type }) => type === 'breached')
    const bound = (amount: number) => answered(new Play(at, stray)).do('bind', promising(amount), agent).after(60)
    const reason = '合同登记有误'

    test('that promised it sooner: it was late, and the promise is broken at the correction (SLA 11)', () => {
      const play = bound(240)
      expect(play.clock('response/1').breach).toBeUndefined()
      play.do('bind', { ...promising(30), reason }, agent).after(60)
      expect(play.clock('response/1')).toMatchObject({
        ...{ target: { amount: 30 }, stop: { at: at + minutes(45), why: 'met' } },
        breach: { at: play.at - 60, cause: 'retarget', ownerId: resident.id },
      })
      expect(broken(play)).toMatchObject([{ data: { clockId: 'response/1', dueAt: at + minutes(30) } }])
      expect(isBreached(play.state)).toBe(true)
    })

    test('that promised it later: target and due are those of that contract, and it was in time', () => {
      const play = bound(50)
        .do('bind', { ...promising(240), reason }, agent)
        .after(60)
      const clock = play.clock('response/1')
      expect(clock).toMatchObject({ target: { amount: 240 }, stop: { why: 'met' }, startedAt: at })
      expect([clock.breach, dueOf(clock, {}), broken(play)]).toEqual([undefined, at + minutes(240), []])
    })

    test('that promised it later: a breach that was written stays, once (SLA 17)', () => {
      const play = bound(30)
      const { breach } = play.clock('response/1')
      expect(breach).toBeDefined()
      for (const amount of [240, 20]) play.do('bind', { ...promising(amount), reason }, agent).after(60)
      expect(play.clock('response/1')).toMatchObject({ target: { amount: 20 }, breach })
      expect(broken(play)).toHaveLength(1)
    })

    test('of none in between: it is measured by the one that is found in the end', () => {
      const play = answered(new Play(at, stray).do('bind', promising(240), agent).do('bind', none, agent))
      expect(play.clock('response/1').stop).toMatchObject({ why: 'withdrawn' })
      play.do('bind', promising(30), agent).after(1)
      expect(play.clock('response/1')).toMatchObject({ target: { amount: 30 }, stop: { why: 'met' } })
      expect(broken(play).at(-1)).toMatchObject({ data: { clockId: 'response/1', dueAt: at + minutes(30) } })
    })
  })

  test('SLA 18: whose contract stays is not measured anew, though its class was raised after the answer', () => {
    const within = (amount: number, of: 'general' | 'critical') =>
      row('response', 0, { target: { amount, unit: 'workingMinutes' }, classes: [of] })
    const policy = { ...generalPolicy, rows: [within(240, 'general'), within(30, 'critical')] }
    const play = new Play(at, { ...opening(), terms: { ...words.terms, policy } }).after(minutes(45)).answered()
    play.do('triage', { class: 'critical', reason: '影响扩大' }, agent)
    play.do('bind', { customer, reporter, reason: '系统登记有误' }, agent).after(60)
    expect([play.types(), isBreached(play.state)]).toEqual([expect.not.arrayContaining(['breached']), false])
    expect(play.clock('response/1')).toMatchObject({ target: { amount: 240 }, stop: { why: 'met' } })
  })

  test('SLA 18: keeps what its contract promised where that stays', () => {
    const play = late().do('bind', theirs, agent).after(1)
    const { terms } = play.state
    const { terms: _stays, system: _wrong, ...rest } = theirs
    play.do('bind', { ...rest, reason: '系统登记有误' }, agent)
    expect(play.state.terms).toEqual(terms)
    expect(play.state.system).toBeUndefined()
  })

  test('R3.5: goes to no other customer, with what stands in it', () => {
    const other = { ...theirs, customer: { id: 'cust-2', name: '滨海' }, reason: '同名单位' }
    const refused = { field: 'customerId', reason: expect.stringContaining('open a new ticket for 滨海') }
    expect(late().do('bind', theirs, agent).try('bind', other, agent)).toMatchObject(refused)
    expect(new Play(at, opening()).try('bind', other, agent)).toMatchObject(refused)
  })

  test('can be repaired and signed then', () => {
    const play = late().do('bind', theirs, agent).answered().resolved()
    expect(play.state.status.name).toBe('resolved')
  })
})

describe('R1.10: who opens a ticket', () => {
  test('every role may, and says whose observation it is', () => {
    expect(roles.filter((role) => roleMay(role, 'open'))).toEqual(roles)
    expect(ticketRecordOf(new Play(at, opening({ source: 'survey' })).state).source).toBe('survey')
    expect(ticketRecordOf(new Play(at, opening()).state).source).toBe('customer')
  })

  const { reporter: _nobody, ...unreported } = opening()

  test('what staff noticed needs nobody who reported it: nobody of the customer is mailed, and the acceptor signs', () => {
    const play = new Play(at, { ...unreported, source: 'noticed' })
    expect(told(play, 'opened')).toEqual([['tier']])
    play.answered().resolved()
    const ofCustomer = play.notices.filter(({ to }) => to.includes('reporter') || to.includes('acceptor'))
    expect(ofCustomer.map(({ message }) => message)).toEqual(['sign-off-requested'])
  })

  test('R1.2: an alarm names its system instead of a person', () => {
    const { system: _silent, ...nameless } = unreported
    expect(open({ ...unreported, channel: 'alarm' }, at)).toMatchObject([{ type: 'opened' }])
    expect(open({ ...nameless, channel: 'alarm' }, at)).toMatchObject({ field: 'systemId' })
    expect(open(unreported, at)).toMatchObject({ field: 'reporterId' })
  })

  test('R1.2, R1.3: by fax, and with a suggestion, too', () => {
    const play = new Play(at, opening({ channel: 'fax', kind: 'suggestion' }))
    expect(ticketRecordOf(play.state)).toMatchObject({ channel: 'fax', kind: 'suggestion' })
  })
})
