import { describe, expect, test } from '@jest/globals'
import type { Actor } from '../../domain/people/actors.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import type { Kind } from '../../domain/promises/subject.ts'
import { type PathName, pathOfKind, type StepName, stepsOf } from '../../domain/ticket/paths.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { acceptor, agent, customer, headquarters, manager, resident, senior } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours } from '../support/time/amounts.ts'

const member = ({ id, name, tier }: Actor) => ({ id, name, ...(tier && { tier }) })
const ticketOf = (kind: Kind) => {
  const path = pathOfKind(kind)
  return new Play(0, opening({ kind, ...(path && { path }) }))
}
const told: readonly StepName[] = ['acknowledge', 'answer', 'deliver', 'takeIn', 'inform']
const doing = (step: StepName, more: object = {}) => ({
  ...{ step, result: `完成 ${step}`, channel: 'web' as const },
  ...(told.includes(step) && { message: `致客户：${step}` }),
  ...(step === 'decide' && { outcome: 'declined' as const }),
  ...more,
})
const does = (play: Play, step: StepName, actor: Actor = agent, more: object = {}) =>
  play.do('completeStep', doing(step, more), actor)
const stepIn = (play: Play, step: StepName) => ticketRecordOf(play.state).steps.find((one) => one.step === step)
const states = (play: Play) => ticketRecordOf(play.state).steps.map(({ step, state }) => `${step} ${state}`)
const toldOf = (play: Play, message: string) => play.notices.filter((notice) => notice.message === message)
const through = (path: PathName, play = ticketOf(path as Kind)) => {
  for (const step of stepsOf(path)) does(play, step)
  return play
}

describe('Steps with a responsible person (R1.14)', () => {
  test('a path begins with its first step, which is open; what has no path has none', () => {
    expect(states(ticketOf('complaint'))).toEqual([
      'acknowledge open',
      ...['investigate waiting', 'correct waiting', 'prevent waiting', 'answer waiting'],
    ])
    expect(states(ticketOf('incident'))).toEqual([])
  })

  test('a step out of its order is refused, and it is said what comes first', () => {
    const play = ticketOf('complaint')
    const refusal = play.try('completeStep', doing('correct'), agent)
    expect(refusal).toMatchObject({ refused: 'notAllowedNow' })
    expect(refusal?.reason).toContain('First comes acknowledge')
    does(play, 'acknowledge')
    expect(play.try('completeStep', doing('correct'), agent)?.reason).toContain('First comes investigate')
    expect(play.try('completeStep', doing('acknowledge'), agent)?.reason).toContain('is done')
    expect(play.try('completeStep', doing('build'), agent)).toMatchObject({ refused: 'invalid', field: 'step' })
  })

  test('whoever does what nobody owns is responsible for it; what somebody owns is theirs, or a manager’s, to do', () => {
    const play = does(ticketOf('complaint'), 'acknowledge')
    expect(stepIn(play, 'acknowledge')).toMatchObject({ owner: { id: agent.id }, doneBy: { id: agent.id } })
    play.do('assignStep', { step: 'investigate', owner: member(headquarters) }, agent)
    expect(play.try('completeStep', doing('investigate'), agent)?.reason).toContain('is yours')
    does(play, 'investigate', headquarters)
    play.do('assignStep', { step: 'correct', owner: member(headquarters) }, agent)
    does(play, 'correct', manager)
    expect(stepIn(play, 'correct')).toMatchObject({ owner: { id: headquarters.id }, doneBy: { id: manager.id } })
  })

  test('is given ahead, and handed over with a reason: both are told, the one before too', () => {
    const play = ticketOf('complaint').do('assignStep', { step: 'correct', owner: member(resident) }, agent)
    const anew = { step: 'correct' as const, owner: member(headquarters) }
    expect(play.try('assignStep', anew, agent)).toMatchObject({ field: 'reason' })
    play.do('assignStep', { ...anew, reason: '休假' }, resident)
    expect(toldOf(play, 'step-assigned').at(-1)).toMatchObject({
      ...{ to: ['stepOwner', 'previous'], stepOwnerId: headquarters.id, previousId: resident.id },
    })
    expect(play.try('assignStep', { ...anew, reason: '再次' }, agent)).toMatchObject({ field: 'ownerId' })
  })

  test('engineers take what is nobody’s for themselves, and hand over the own alone', () => {
    const play = ticketOf('complaint')
    const given = { step: 'correct' as const, owner: member(headquarters) }
    expect(play.try('assignStep', given, resident)).toMatchObject({ field: 'ownerId' })
    play.do('assignStep', given, headquarters)
    expect(play.try('assignStep', { ...given, owner: member(resident), reason: '忙' }, resident)).toMatchObject({
      field: 'step',
    })
  })

  test('whoever owns a step may act on the ticket, whatever tier has it', () => {
    const play = does(ticketOf('complaint').do('escalate', { toTier: 'manager', reason: '急' }, agent), 'acknowledge')
    expect(play.try('completeStep', doing('investigate'), headquarters)).toMatchObject({ refused: 'forbidden' })
    play.do('assignStep', { step: 'investigate', owner: member(headquarters) }, manager)
    does(play, 'investigate', headquarters)
  })

  test('SLA 20: what nobody owns is told to the manager the next working day, what is late to its owner too', () => {
    const play = ticketOf('complaint')
      .answered()
      .after(days(1) + 1)
    expect(toldOf(play, 'step-unattended')).toMatchObject([{ to: ['tier', 'manager'] }])
    play.do('assignStep', { step: 'acknowledge', owner: member(agent) }, manager).after(days(1) + 1)
    const late = toldOf(play, 'step-unattended').at(-1)
    expect(late).toMatchObject({ to: ['stepOwner', 'manager'], stepOwnerId: agent.id })
    const often = toldOf(play, 'step-unattended').length
    expect(toldOf(play.after(days(1) + 1), 'step-unattended').length).toBe(often + 1)
    does(play, 'acknowledge').do('assignStep', { step: 'investigate', owner: member(agent) }, agent)
    const done = toldOf(play, 'step-unattended').length
    expect(toldOf(play.after(days(2)), 'step-unattended').length).toBe(done)
  })

  test('SLA 24: its target is the desk’s own: no promise, no breach, and not the customer’s to read', () => {
    const play = ticketOf('complaint').answered().after(days(20))
    expect(play.state.clocks.some(({ id }) => id.includes('acknowledge'))).toBe(false)
    const shown = recordForCustomer(ticketRecordOf(play.state))
    expect(shown.steps.map(({ dueAt }) => dueAt)).toEqual([null, null, null, null, null])
    expect(shown.next?.what).not.toBe('stepUnattended')
    expect(play.events.filter((event) => event.type === 'stepUnattended').map(eventForCustomer)).not.toContainEqual(
      expect.anything(),
    )
  })

  test('SLA 23: another kind than a complaint needs a reason while its steps are left, and drops them', () => {
    const play = does(ticketOf('complaint'), 'acknowledge')
    const refusal = play.try('triage', { kind: 'inquiry' }, agent)
    expect(refusal).toMatchObject({ field: 'reason' })
    expect(refusal?.reason).toContain('investigate, correct, prevent, answer')
    play.do('triage', { kind: 'suggestion', path: 'suggestion', reason: '是建议' }, agent)
    expect(states(play)).toEqual(['takeIn open', 'decide waiting', 'inform waiting'])
    play.do('triage', { kind: 'inquiry', reason: '是咨询' }, agent)
    expect(states(play)).toEqual([])
  })

  test('a ticket of before, which was opened without its path, comes to its end without steps', () => {
    const play = new Play(0, opening({ kind: 'complaint' })).answered().resolved()
    expect(play.state.status.name).toBe('resolved')
  })

  test('is cancelled with the ticket: nobody is told of it any more', () => {
    const play = ticketOf('complaint').answered().do('cancel', { reason: 'other' }, manager)
    expect(toldOf(play.after(days(9)), 'step-unattended')).toEqual([])
  })
})

describe('A complaint (R1.9)', () => {
  test('is not resolved with a step missing, which is said; it is, when all are done', () => {
    const play = does(ticketOf('complaint'), 'acknowledge')
    const body = { cause: '态度', causeCode: 'unknown' as const, fix: '培训', verification: '已回访' }
    const refusal = play.try('resolve', body, agent)
    expect(refusal).toMatchObject({ refused: 'notAllowedNow' })
    expect(refusal?.reason).toContain('missing: investigate, correct, prevent, answer')
    for (const step of ['investigate', 'correct', 'prevent', 'answer'] as const) does(play, step)
    play.do('resolve', body, agent)
  })

  test('is acknowledged and answered by letter; the acknowledgement is the first answer (SLA 7)', () => {
    const play = through('complaint')
    expect(toldOf(play, 'step-told').map(({ to }) => to)).toEqual([['reporter'], ['reporter']])
    expect(play.clock('response/1').stop?.why).toBe('met')
    expect(play.state.status.name).toBe('in_progress')
    const play2 = ticketOf('complaint')
    expect(play2.try('completeStep', { ...doing('acknowledge'), message: '' }, agent)).toMatchObject({
      field: 'message',
    })
    expect(does(play2, 'acknowledge').try('completeStep', doing('investigate', { message: 'x' }), agent)).toMatchObject(
      {
        field: 'message',
      },
    )
  })

  test('is not investigated by whom it is about, whoever tries', () => {
    const play = ticketOf('complaint')
    play.do('assignStep', { step: 'investigate', owner: member(resident) }, agent)
    const about = [member(resident)]
    expect(play.try('completeStep', doing('acknowledge', { about }), agent)).toMatchObject({ field: 'aboutIds' })
    play.do('assignStep', { step: 'investigate', owner: member(headquarters), reason: '回避' }, agent)
    does(play, 'acknowledge', agent, { about })
    const back = { step: 'investigate' as const, owner: member(resident), reason: '熟悉' }
    expect(play.try('assignStep', back, agent)).toMatchObject({ field: 'ownerId' })
    const nobodys = does(ticketOf('complaint'), 'acknowledge', agent, { about })
    expect(nobodys.try('completeStep', doing('investigate'), resident)).toMatchObject({ field: 'step' })
    does(nobodys, 'investigate', senior)
    does(nobodys, 'correct', resident)
  })

  test('what came of a step is for ourselves: the customer reads how far it is, and what was written to the customer', () => {
    const play = does(does(ticketOf('complaint'), 'acknowledge', agent, { about: [member(resident)] }), 'investigate')
    const shown = recordForCustomer(ticketRecordOf(play.state))
    expect(shown.steps.slice(0, 3).map(({ state }) => state)).toEqual(['done', 'done', 'open'])
    expect(JSON.stringify(shown)).not.toContain('完成')
    expect(shown.complainedOf).toEqual([])
    const [acknowledged] = play.events.filter(({ type }) => type === 'stepCompleted')
    const read = acknowledged && eventForCustomer(acknowledged)
    expect(Object.keys(read?.data ?? {}).sort()).toEqual(['channel', 'message', 'owner', 'step'])
  })

  test('whose answer is refused is investigated again, by those who own its steps (SLA 12)', () => {
    const play = through('complaint').resolved().do('refuseSignOff', { method: 'signedIn', reason: '没有改' }, acceptor)
    expect(states(play)).toEqual([
      ...['acknowledge done', 'investigate open', 'correct waiting', 'prevent waiting', 'answer waiting'],
    ])
    expect(stepIn(play, 'investigate')?.owner?.id).toBe(agent.id)
  })
})

describe('A change request (R1.6)', () => {
  const planned = (play = does(ticketOf('change').answered(), 'assess', resident)) =>
    does(play, 'plan', resident, { message: '方案：两周', decideBy: play.at + days(3) })

  test('is planned, and confirmed by the acceptor before anything is built', () => {
    const play = planned()
    expect(states(play).slice(1, 4)).toEqual(['plan done', 'confirm open', 'build waiting'])
    expect(toldOf(play, 'proposed')[0]?.to).toEqual(['acceptor', 'reporter'])
    expect(play.try('completeStep', doing('build'), resident)?.reason).toContain('First comes confirm')
    expect(play.try('completeStep', doing('confirm'), resident)?.reason).toContain('the customer decides')
    expect(play.try('decideProposal', { accepted: true }, customer)).toMatchObject({ refused: 'forbidden' })
    const from = { id: 'c-reporter', name: '钱伟' }
    expect(play.try('decideProposal', { accepted: true, from }, agent)).toMatchObject({ field: 'from' })
    play.do('decideProposal', { accepted: true }, acceptor)
    expect(stepIn(play, 'confirm')).toMatchObject({ state: 'done', doneBy: { name: acceptor.name } })
    does(does(play, 'build', resident), 'deliver', resident).resolved()
  })

  test('that is declined is planned anew, by whoever planned it', () => {
    const play = planned().do('decideProposal', { accepted: false, reason: '太贵' }, acceptor)
    expect(states(play).slice(1, 4)).toEqual(['plan open', 'confirm waiting', 'build waiting'])
    expect(stepIn(play, 'plan')?.owner?.id).toBe(resident.id)
    planned(play).do('decideProposal', { accepted: true }, acceptor)
    expect(stepIn(play, 'build')?.state).toBe('open')
  })

  test('that nobody confirms in time comes up with whoever planned it, and the manager', () => {
    const play = planned().after(days(3) + 1)
    expect(toldOf(play, 'step-unattended').at(-1)).toMatchObject({
      ...{ to: ['stepOwner', 'manager'], stepOwnerId: resident.id },
    })
  })

  test('needs until when to decide, ahead and within 92 days, and a first answer before', () => {
    const play = does(ticketOf('change').answered(), 'assess', resident)
    const plan = (more: object) => play.try('completeStep', doing('plan', { message: '方案', ...more }), resident)
    expect(plan({})).toMatchObject({ field: 'decideBy' })
    for (const decideBy of [play.at, play.at + days(93)])
      expect(plan({ decideBy })).toMatchObject({ field: 'decideBy' })
    const unanswered = does(ticketOf('change'), 'assess', agent)
    const body = doing('plan', { message: '方案', decideBy: unanswered.at + hours(9) })
    expect(unanswered.try('completeStep', body, agent)?.reason).toContain('respond first')
  })

  test('is no path of another proposal: what is decided of one leaves the steps as they are', () => {
    const play = ticketOf('change')
      .answered()
      .do('propose', { solution: '先重启', decideBy: days(1) }, resident)
    play.do('decideProposal', { accepted: true }, customer)
    expect(states(play)[0]).toBe('assess open')
  })
})

describe('A suggestion (R1.13)', () => {
  test('is taken in, decided, and its decision is answered: the customer learns it with the answer', () => {
    const play = does(ticketOf('suggestion'), 'takeIn')
    expect(play.try('completeStep', { ...doing('decide'), outcome: undefined } as never, agent)).toMatchObject({
      field: 'outcome',
    })
    does(play, 'decide', manager)
    const decided = play.events.at(-1)
    expect(decided && eventForCustomer(decided)?.data).not.toHaveProperty('outcome')
    does(play, 'inform')
    expect(play.events.at(-1)?.data).toMatchObject({ decision: 'declined' })
    play.resolved()
  })
})

describe('A low rating (SLA 14, R1.9)', () => {
  const rated = (score: number, followUp: object | undefined = { owner: member(manager) }) =>
    new Play(0)
      .answered()
      .resolved()
      .do('signOff', { method: 'signedIn' }, acceptor)
      .do('rate', { score, ...(followUp && { followUp }) }, customer)

  test('opens a follow-up with an owner, who is told by when, and whose result is recorded', () => {
    const play = rated(2)
    expect(stepIn(play, 'followUp')).toMatchObject({ state: 'open', owner: { id: manager.id } })
    expect(toldOf(play, 'low-rating')).toMatchObject([{ stepOwnerId: manager.id }])
    does(play, 'followUp', manager)
    expect(stepIn(play, 'followUp')).toMatchObject({ state: 'done', result: '完成 followUp' })
    expect(stepIn(rated(3), 'followUp')).toBeUndefined()
  })

  test('is not silent where nobody does anything, though its ticket is closed, and ends with its ticket when it is done', () => {
    const play = rated(1)
    for (let day = 1; day <= 40; day++) play.after(days(1))
    expect(play.state.status.name).toBe('closed')
    expect(toldOf(play, 'step-unattended').length).toBeGreaterThan(3)
    expect(ticketRecordOf(play.state).next?.what).toBe('stepUnattended')
    expect(ticketRecordOf(does(play, 'followUp', manager).state).next?.what).toBe('end')
  })

  test('without a manager is followed up by whoever is named', () => {
    const play = rated(1, {})
    expect(stepIn(play, 'followUp')?.owner).toBeNull()
    expect(toldOf(play.after(days(1) + 1), 'step-unattended')).toMatchObject([{ to: ['assignee', 'manager'] }])
  })

  test('is ours: the customer reads nothing of it', () => {
    const play = does(rated(1), 'followUp', manager)
    expect(recordForCustomer(ticketRecordOf(play.state)).steps).toEqual([])
    const last = play.events.at(-1)
    expect(last?.type).toBe('stepCompleted')
    expect(last && eventForCustomer(last)).toBeUndefined()
  })
})

describe('A repeated fault (SLA 16)', () => {
  test('is looked at by somebody who says what came of it, also when the ticket is closed', () => {
    const repair = { cause: '池', causeCode: 'database' as const, fix: '扩容', verification: '好' }
    const play = new Play(0).answered().do('resolve', { ...repair, repeatOf: 'T-2026-000009' }, resident)
    expect(stepIn(play, 'review')).toMatchObject({ state: 'open', owner: null })
    play.do('signOff', { method: 'signedIn' }, acceptor).after(days(3))
    expect(toldOf(play, 'step-unattended').length).toBeGreaterThan(0)
    does(play, 'review', headquarters)
    expect(stepIn(play, 'review')).toMatchObject({ state: 'done', doneBy: { id: headquarters.id } })
  })
})
