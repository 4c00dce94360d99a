import { describe, expect, test } from '@jest/globals'
import type { Actor, StaffMember } from '../../domain/people/actors.ts'
import type { Message, Notice } from '../../domain/ticket/notices.ts'
import type { Bodies, Verb } from '../../domain/ticket/verbs/rules.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { hours, minutes } from '../support/time/amounts.ts'

const member = ({ id, name, tier }: Actor): StaffMember => ({ id, name, ...(tier && { tier }) })
const other: Actor = { ...resident, id: 'u-other', name: '王磊' }

/** At night: answered by the resident, and raised by the ladder at the end of the hour. */
const raised = () =>
  new Play(0)
    .after(60)
    .answered()
    .until(hours(1) + 1)

/** What an act told: its letters, and to whom. */
function told(play: Play, act: (play: Play) => unknown): [Message, ...Notice['to']][] {
  const before = play.notices.length
  act(play)
  return play.notices.slice(before).map(({ message, to }) => [message, ...to])
}

/** What an act of that verb told whoever has the ticket, for whom `is` is read. */
function toldTo(play: Play, is: (notice: Notice) => boolean, act: (play: Play) => unknown): Message[] {
  const before = play.notices.length
  act(play)
  return play.notices
    .slice(before)
    .filter(is)
    .map(({ message }) => message)
}

describe('Taking a ticket', () => {
  test.each([
    ['whoever was called', resident],
    ['an agent on duty', agent],
    ['a senior, who helps a resident', senior],
    ['a manager', manager],
  ])('R1.1: %s makes it theirs, and who had it is named', (_who, actor) => {
    const play = new Play(0).do('take', {}, other).do('take', { reason: '接班' }, actor)
    expect(play.state).toMatchObject({ assignee: { id: actor.id }, tier: 'resident' })
    expect(play.events.at(-1)).toMatchObject({ type: 'assigned', data: { previous: { id: other.id }, reason: '接班' } })
    expect(play.try('take', {}, actor)).toMatchObject({ refused: 'notAllowedNow' })
  })

  test('R3.1: an engineer below the tier is told the way out; one who was never called may not at all', () => {
    const play = new Play(0).do('escalate', { toTier: 'senior', reason: '难' }, agent)
    expect(play.try('take', {}, resident)).toMatchObject({ refused: 'forbidden' })
    expect(play.try('take', {}, resident)?.reason).toContain('have it handed down')
    expect(play.try('take', {}, headquarters)?.reason).toContain('nor were you called')
  })

  test('R1.1: at three in the morning an agent takes it below its tier with a reason, in one act; the raise stays told', () => {
    const play = raised()
    expect(play.try('take', {}, agent)).toMatchObject({ refused: 'invalid', field: 'reason' })
    play.do('take', { reason: '总部无人接听' }, agent)
    expect(play.state).toMatchObject({ tier: 'resident', assignee: { id: agent.id, tier: 'resident' } })
    expect(play.events.at(-1)).toMatchObject({
      type: 'handedDown',
      data: { from: 'headquarters', to: 'resident', reason: '总部无人接听', assignee: { id: agent.id } },
    })
    expect(play.clock('resolution@headquarters/1').stop).toBeUndefined()
  })

  test('R1.1: who answers a ticket of nobody’s takes it only if that person can have it', () => {
    const play = new Play(0).do('escalate', { reason: '难' }, agent).answered()
    expect(play.state.respondedAt).toBe(0)
    expect(play.state.assignee).toBeUndefined()
    const another = new Play(0).do('respond', { message: '收到', channel: 'phone' }, headquarters)
    expect(another.state).toMatchObject({ tier: 'resident', assignee: { id: headquarters.id } })
  })
})

describe('R3.1: tier and assignee agree', () => {
  test('a raise above who has it makes it nobody’s: it is called, and the one before is told with the call', () => {
    const play = new Play(0).after(60).answered()
    const letters = told(play, () => play.until(hours(1) + 1)).filter(([message]) => message !== 'warning')
    expect(play.state.assignee).toBeUndefined()
    expect(letters).toEqual([
      ['promise-missed', 'reporter'],
      ['escalated', 'tier', 'manager', 'previous'],
    ])
    expect(play.notices.at(-1)).toMatchObject({ previousId: resident.id })
  })

  test('a raise to a tier that who has it serves on, or below it, leaves it with that person', () => {
    const play = new Play(0).do('assign', { assignee: member(senior) }, agent)
    play.do('escalate', { reason: '难' }, agent).do('escalate', { reason: '难' }, agent)
    expect(play.state).toMatchObject({ tier: 'senior', assignee: { id: senior.id } })
    play.do('escalate', { reason: '难' }, agent)
    expect(play.state.assignee).toBeUndefined()
  })

  test('several tiers called at once, noticed late, leave nobody below the last', () => {
    const play = new Play(0)
      .do('assign', { assignee: member(headquarters) }, agent)
      .answered()
      .until(hours(26))
    expect(play.state.tier).toBe('senior')
    expect(play.state.assignee).toBeUndefined()
    expect(play.events.filter(({ type }) => type === 'escalated').map(({ data }) => 'previous' in data)).toEqual([
      false,
      true,
    ])
  })

  test.each(['assign', 'handOver'] as const)(
    '%s to somebody below the tier names the field and the way out',
    (verb) => {
      const play = new Play(0).do('escalate', { reason: '难' }, agent)
      if (verb === 'handOver') play.do('take', {}, headquarters)
      const refusal = play.try(verb, { assignee: member(resident), reason: '换班' }, agent)
      expect(refusal).toMatchObject({ refused: 'invalid', field: 'assigneeId' })
      expect(refusal?.reason).toContain('hand the ticket down, with a reason')
      play.do(verb, { assignee: member(senior), reason: '换班' }, agent)
    },
  )

  test('who serves on no tier counts as a resident, managers as the manager', () => {
    const play = new Play(0).do('escalate', { toTier: 'manager', reason: '难' }, agent)
    const { tier: _none, ...without } = member(resident)
    expect(play.try('assign', { assignee: without }, agent)).toMatchObject({ field: 'assigneeId' })
    play.do('take', {}, manager)
    expect(play.state).toMatchObject({ tier: 'manager', assignee: { id: manager.id, tier: 'manager' } })
  })
})

describe('Handing down', () => {
  const atHeadquarters = () => new Play(0).do('escalate', { reason: '难' }, agent).do('take', {}, headquarters)

  test('R3.1: lowers the tier, with its reason, to one person or to whoever takes it', () => {
    const play = atHeadquarters().do('handDown', { toTier: 'resident', reason: '驻场可处理' }, headquarters)
    expect(play.state.tier).toBe('resident')
    expect(play.state.assignee).toBeUndefined()
    const named = atHeadquarters().do(
      'handDown',
      { toTier: 'resident', assignee: member(resident), reason: '可' },
      agent,
    )
    expect(named.state).toMatchObject({ tier: 'resident', assignee: { id: resident.id } })
    expect(named.events.at(-1)).toMatchObject({ data: { previous: { id: headquarters.id } } })
  })

  test('R3.1: is for the desk and for whoever can have it, and goes down', () => {
    const down = { toTier: 'resident' as const, reason: '可' }
    expect(atHeadquarters().try('handDown', down, resident)?.refused).toBe('forbidden')
    for (const actor of [headquarters, { ...headquarters, id: 'u-colleague' }, senior])
      expect(atHeadquarters().try('handDown', down, actor)).toBeUndefined()
    expect(atHeadquarters().try('handDown', { ...down, toTier: 'senior' }, agent)).toMatchObject({ field: 'toTier' })
    expect(new Play(0).try('handDown', down, agent)?.refused).toBe('notAllowedNow')
    const wrong = atHeadquarters().do('escalate', { reason: '难' }, agent)
    const body = { toTier: 'headquarters' as const, assignee: member(resident), reason: '可' }
    expect(wrong.try('handDown', body, agent)).toMatchObject({ field: 'assigneeId' })
  })

  test('SLA 10: it drops no promise: clocks run on, and a tier that is called again does not begin anew', () => {
    const play = raised().after(hours(1)).do('handDown', { toTier: 'resident', reason: '可' }, agent)
    const before = play.clock('resolution@headquarters/1')
    expect(before.stop).toBeUndefined()
    play.after(hours(2)).do('escalate', { reason: '还是难' }, agent)
    expect(play.state).toMatchObject({ tier: 'headquarters', calls: [{ tier: 'headquarters', at: hours(1) }] })
    expect(play.clock('resolution@headquarters/1').startedAt).toBe(before.startedAt)
  })

  test('R2.1: a tier that was jumped over is called by what is handed down to it: its own time begins', () => {
    const play = new Play(0).do('escalate', { toTier: 'senior', reason: '难' }, agent).after(hours(1))
    play.do('handDown', { toTier: 'headquarters', reason: '总部可处理' }, agent)
    expect(play.clock('resolution@headquarters/1').startedAt).toBe(hours(1))
  })
})

describe('R3.1: who was once called', () => {
  test('may act until it is closed, also when it has been raised above them', () => {
    const play = raised().do('escalate', { reason: '难' }, headquarters)
    for (const actor of [resident, other, headquarters, senior])
      expect(play.try('note', { text: '记录' }, actor)).toBeUndefined()
    play.do('reply', { message: '仍在跟进', channel: 'phone' }, resident)
    play.resolved().do('signOff', { method: 'signedIn' }, acceptor)
    expect(play.try('note', { text: '记录' }, resident)?.refused).toBe('forbidden')
    expect(play.try('note', { text: '记录' }, senior)).toBeUndefined()
  })

  test('is whoever had it, too; a tier that was jumped over was not called', () => {
    const play = new Play(0).do('assign', { assignee: member(headquarters) }, agent)
    play.do('escalate', { toTier: 'senior', reason: '难' }, agent)
    expect(play.try('note', { text: '记录' }, headquarters)).toBeUndefined()
    expect(play.try('note', { text: '记录' }, { ...headquarters, id: 'u-colleague' })?.refused).toBe('forbidden')
  })

  test('of so many as the ticket keeps, so that it does not grow with its hands', () => {
    const play = new Play(0)
    for (let n = 0; n < 60; n++) play.do('take', {}, { ...resident, id: `u-${n}` })
    expect(play.state.hadBy).toHaveLength(50)
    expect(play.state.hadBy?.at(-1)).toBe('u-59')
  })
})

describe('R3.2: of a change of hands', () => {
  test('the customer, the one before and the tier are told, also when somebody takes it; nobody of what that person did', () => {
    const play = new Play(0).do('take', {}, other)
    expect(told(play, () => play.do('take', {}, resident))).toEqual([
      ['handed-over', 'reporter', 'previous'],
      ['taken', 'tier'],
    ])
    const [handed, taken] = play.notices.slice(-2)
    expect(handed).toMatchObject({ previousId: other.id, except: [resident.id] })
    // The tier is told by a letter of its own, so those who are told by name are left out of it.
    expect(taken?.except).toEqual([resident.id, resident.id, other.id])
  })

  test('who takes it by answering tells the customer with that answer, and the colleagues that it is taken', () => {
    const play = new Play(0)
    expect(told(play, () => play.answered())).toEqual([
      ['responded', 'reporter'],
      ['taken', 'tier'],
    ])
  })

  test('who had it is told of the raise alone, also where the tier is told of what caused it (SLA 22)', () => {
    const ladder = generalPolicy.ladder.map((one) => ({ ...one, notify: [...one.notify, 'tier' as const] }))
    const play = new Play(0, opening({}, { ...generalPolicy, ladder })).answered().until(hours(1))
    const before = play.notices.length
    play.after(1)
    const breached = play.notices.slice(before).find(({ message }) => message === 'breached')
    expect(breached).toMatchObject({ to: ['tier'], tier: 'resident', except: [resident.id] })
    play.do('take', {}, headquarters).resolved().do('refuseSignOff', { method: 'signedIn', reason: '不行' }, acceptor)
    const refused = play.notices.find(({ message }) => message === 'sign-off-refused')
    expect(refused).toMatchObject({ to: ['tier'], tier: 'headquarters', except: [headquarters.id] })
  })

  test('by a hand-down both tiers are told, each person once', () => {
    const play = raised().do('take', {}, headquarters)
    const body = { toTier: 'resident' as const, assignee: member(resident), reason: '可' }
    expect(told(play, () => play.do('handDown', body, agent))).toEqual([
      ['handed-down', 'reporter', 'assignee', 'previous', 'tier'],
      ['handed-down', 'tier'],
    ])
    expect(play.notices.slice(-2).map(({ tier }) => tier)).toEqual(['resident', 'headquarters'])
  })
})

describe('R1.5: who has a ticket', () => {
  const theirs = (notice: Notice) => notice.to.includes('assignee') && notice.assigneeId === resident.id
  const pausing = { reason: 'supplier' as const, explanation: '等原厂' }
  const step = <V extends Verb>(verb: V, body: Bodies[V], actor: Actor, first?: (play: Play) => unknown) => ({
    verb,
    first,
    act: (play: Play) => play.do(verb, body, actor),
    own: (play: Play) => play.try(verb, body, resident),
  })
  const steps = [
    step('triage', { priority: 'low', reason: '影响小' }, agent),
    step('reply', { message: '已安排', channel: 'web' }, agent),
    step('reply', { message: '还没好', channel: 'web' }, customer),
    step('note', { text: '看日志' }, senior),
    step('pause', pausing, agent),
    step('resume', {}, agent, (play) => play.do('pause', pausing, resident)),
    step('retarget', { terms: opening().terms, coverage: {}, reason: '合同变更' }, manager),
    step('resolve', { cause: '因', causeCode: 'data', fix: '修', verification: '验' }, agent),
    step('cancel', { reason: 'other' }, manager),
    step('signOff', { method: 'signedIn', rating: 5 }, acceptor, (play) => play.resolved(resident)),
    step('rate', { score: 5 }, customer, (play) =>
      play.resolved(resident).do('signOff', { method: 'signedIn' }, acceptor),
    ),
    step('rate', { score: 1 }, customer, (play) =>
      play.resolved(resident).do('signOff', { method: 'signedIn' }, acceptor),
    ),
  ]

  test.each(steps)('is told once of what somebody else does to it: $verb', ({ first, act }) => {
    const play = new Play(0).answered()
    first?.(play)
    expect(toldTo(play, theirs, act)).toHaveLength(1)
  })

  test.each(steps)('and of nothing that is their own act: $verb', ({ first, own }) => {
    const play = new Play(0).answered()
    first?.(play)
    expect(toldTo(play, (notice) => theirs(notice) && !notice.except?.includes(resident.id), own)).toEqual([])
  })
})

describe('R1.5: the customer', () => {
  const ofCustomer = (play: Play) =>
    play.notices.flatMap(({ message, to, version }) =>
      to.filter((one) => one === 'reporter' || one === 'acceptor').map((one) => [message, one, version]),
    )

  test('hears of a promise that we missed, once, in a letter of its own', () => {
    const play = new Play(0).until(minutes(11))
    expect(ofCustomer(play).slice(1)).toMatchObject([['promise-missed', 'reporter', expect.any(Number)]])
    play
      .until(minutes(59))
      .do('triage', { class: 'critical', reason: '影响全厅' }, agent)
      .until(minutes(59) + 5)
    expect(ofCustomer(play).filter(([message]) => message === 'promise-missed')).toHaveLength(1)
  })

  test('gets one mail where the breach calls a tier, and where the policy names the reporter already (SLA 22)', () => {
    const ladder = generalPolicy.ladder.map((one) => ({ ...one, notify: [...one.notify, 'reporter' as const] }))
    for (const policy of [generalPolicy, { ...generalPolicy, ladder }]) {
      const play = new Play(0, opening({}, policy)).answered().until(hours(1))
      const before = ofCustomer(play).length
      play.after(1)
      expect(ofCustomer(play).slice(before)).toMatchObject([['promise-missed', 'reporter', expect.any(Number)]])
    }
  })

  test('is not told of what the customer owes, nor of what the desk set itself (SLA 21, 24)', () => {
    const owes = new Play(0).answered().resolved().after(hours(80))
    expect(owes.types()).toContain('signOffLapsed')
    expect(ofCustomer(owes).map(([message]) => message)).not.toContain('promise-missed')
    const rows = generalPolicy.rows.map((one) => ({ ...one, internal: true as const }))
    const ours = new Play(0, opening({}, { ...generalPolicy, rows })).after(minutes(11))
    expect(ours.clock('desk-response/1').breach).toBeDefined()
    expect(ofCustomer(ours).map(([message]) => message)).toEqual(['opened'])
  })

  test('who refused has the refusal acknowledged, and gets no second mail of the raise', () => {
    const play = new Play(0, opening({ reporter: { id: 'c-acceptor', name: '赵敏' } })).answered().resolved()
    const before = ofCustomer(play).length
    play.do('refuseSignOff', { method: 'signedIn', reason: '仍报错' }, acceptor)
    expect(ofCustomer(play).slice(before)).toMatchObject([['refusal-received', 'acceptor', expect.any(Number)]])
  })

  test('who refused is one person, who reported another: each learns of it once', () => {
    const play = new Play(0).answered().resolved()
    const before = ofCustomer(play).length
    play.do('refuseSignOff', { method: 'signedIn', reason: '仍报错' }, acceptor)
    expect(ofCustomer(play).slice(before)).toMatchObject([
      ['refusal-received', 'acceptor', expect.any(Number)],
      ['refusal-received', 'reporter', expect.any(Number)],
    ])
  })

  test('a reopening tells whoever signed as well as whoever reported, each once', () => {
    const play = new Play(0).answered().resolved().do('signOff', { method: 'signedIn' }, acceptor)
    const before = ofCustomer(play).length
    play.do('reopen', { reason: '又坏了' }, customer)
    expect(ofCustomer(play).slice(before)).toMatchObject([
      ['reopened', 'reporter', expect.any(Number)],
      ['reopened', 'acceptor', expect.any(Number)],
    ])
  })
})
