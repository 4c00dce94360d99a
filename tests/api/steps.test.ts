import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { TicketShown } from '../../api/tickets/schema.ts'
import type { Event, Page, ProblemBody } from '../support/desk/replies.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { repair } from '../support/desk/words.ts'
import { days } from '../support/time/amounts.ts'

let desk: ServiceDesk
beforeAll(async () => {
  desk = await ServiceDesk.start()
})
afterAll(() => desk.close())

const ahead = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const stepIn = ({ steps }: TicketShown, name: string) => steps.find(({ step }) => step === name)
const openIn = ({ steps }: TicketShown) => steps.filter(({ state }) => state === 'open').map(({ step }) => step)
const done = (ticket: TicketShown, step: string, more: object = {}, as = 'agent') =>
  desk.act(ticket, 'step-completions', { step, result: `Internal: ${step}`, ...more }, { as })
const addressOf = {
  reporter: 'con_reporter@jiangzhou.example',
  acceptor: 'con_acceptor@jiangzhou.example',
  manager: 'manager@people.example',
}
const mailsTo = (who: keyof typeof addressOf, ticket: TicketShown) =>
  desk.smtp.mails
    .filter(({ to, parsed }) => addressOf[who] === to && parsed.subject?.includes(ticket.number))
    .map(({ parsed }) => parsed.text ?? '')

describe('Steps, from the request to the mail', () => {
  test('a complaint is acknowledged, investigated by somebody else than whom it is about, and answered (R1.9)', async () => {
    const opened = await desk.open({ kind: 'complaint' })
    expect(openIn(opened)).toEqual(['acknowledge'])
    expect(opened.allowed).toEqual(expect.arrayContaining(['assignStep', 'completeStep']))
    const told = { message: 'We have your complaint.', aboutIds: ['engineer'] }
    const acknowledged = await done(opened, 'acknowledge', told)
    expect(acknowledged).toMatchObject({ status: 'in_progress', complainedOf: [{ id: 'engineer' }] })
    expect(openIn(acknowledged)).toEqual(['investigate'])
    const refused = await desk.post<ProblemBody>(`/v1/tickets/${opened.id}/step-assignments`, {
      ...{ step: 'investigate', ownerId: 'engineer' },
    })
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'ownerId'])
    await desk.act(opened, 'step-assignments', { step: 'investigate', ownerId: 'manager' })
    const early = await desk.post<ProblemBody>(`/v1/tickets/${opened.id}/resolution`, repair)
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining('missing: investigate')])
    let ticket = await done(opened, 'investigate', {}, 'manager')
    for (const step of ['correct', 'prevent']) ticket = await done(ticket, step)
    ticket = await done(ticket, 'answer', { message: 'Here is what went wrong.' })
    expect(openIn(ticket)).toEqual([])
    await desk.act(ticket, 'resolution', repair)
    await desk.settled(ticket)
    const [reporter, manager] = [mailsTo('reporter', ticket).join('\n'), mailsTo('manager', ticket).join('\n')]
    expect(reporter).toContain('We have your complaint.')
    expect(reporter).toContain('Here is what went wrong.')
    expect(reporter).not.toContain('Internal:')
    expect(manager).toMatch(/调查|investigation/)
    const asCustomer = await desk.get<Page<Event>>(`/v1/tickets/${ticket.id}/events`, { as: 'reporter' })
    expect(JSON.stringify(asCustomer.body)).not.toContain('Internal:')
    expect(asCustomer.body.items.map(({ type }) => type)).toContain('stepCompleted')
  })

  test('a change request is built once the acceptor has confirmed its plan (R1.6)', async () => {
    const opened = await desk.open({ kind: 'change' })
    await desk.act(opened, 'responses', { message: 'On it' }, { as: 'engineer' })
    await done(opened, 'assess', {}, 'engineer')
    const plan = { message: 'Two weeks, one developer', decideBy: ahead(days(5)) }
    const planned = await done(opened, 'plan', plan, 'engineer')
    expect([openIn(planned), planned.proposal?.decided]).toEqual([['confirm'], null])
    const early = await desk.post<ProblemBody>(
      `/v1/tickets/${opened.id}/step-completions`,
      { step: 'build', result: 'x' },
      { as: 'engineer' },
    )
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining('First comes confirm')])
    const decision = `/v1/tickets/${opened.id}/proposal-decisions`
    expect((await desk.post(decision, { accepted: true }, { as: 'reporter' })).status).toBe(403)
    const confirmed = await desk.act(opened, 'proposal-decisions', { accepted: true }, { as: 'acceptor' })
    expect(openIn(confirmed)).toEqual(['build'])
    await done(opened, 'build', {}, 'engineer')
    const delivered = await done(opened, 'deliver', { message: 'It is on your test system.' }, 'engineer')
    expect(openIn(delivered)).toEqual([])
    await desk.act(opened, 'resolution', repair)
    await desk.settled(opened)
    expect(mailsTo('acceptor', opened).join('\n')).toContain('Two weeks, one developer')
    expect(mailsTo('reporter', opened).join('\n')).toContain('It is on your test system.')
  })

  test('a suggestion is decided, and the customer learns the decision with the answer (R1.13)', async () => {
    const opened = await desk.open({ kind: 'suggestion' })
    await done(opened, 'takeIn', { message: 'Thank you.' })
    const decided = await done(opened, 'decide', { outcome: 'declined' }, 'manager')
    expect(stepIn(decided, 'decide')).toMatchObject({ outcome: 'declined', doneBy: { id: 'manager' } })
    const read = await desk.get(`/v1/tickets/${opened.id}`, { as: 'reporter' })
    expect(stepIn(read.body, 'decide')).toMatchObject({ state: 'done', outcome: null, result: null, dueAt: null })
    await done(opened, 'inform', { message: 'It would slow down everybody else.' })
    await desk.settled(opened)
    const answer = mailsTo('reporter', opened).find((text) => text.includes('slow down'))
    expect(answer).toMatch(/未予采纳|do not take it up/)
  })

  test('a low rating opens a follow-up that a manager owns, until its result is recorded (SLA 14)', async () => {
    const ticket = await desk.resolved()
    const signed = await desk.act(ticket, 'sign-off', { rating: 2, comment: 'Late' }, { as: 'acceptor' })
    expect(signed.steps).toEqual([])
    const { body } = await desk.get(`/v1/tickets/${ticket.id}`)
    expect(stepIn(body, 'followUp')).toMatchObject({ state: 'open', owner: { id: 'manager' } })
    await desk.pass(ticket, days(5))
    expect(mailsTo('manager', ticket).some((text) => /低分回访|follow-up of the low rating/.test(text))).toBe(true)
    const followed = await done(ticket, 'followUp', {}, 'manager')
    expect(stepIn(followed, 'followUp')).toMatchObject({ state: 'done', result: 'Internal: followUp' })
    const praised = await desk.resolved()
    await desk.act(praised, 'sign-off', { rating: 3 }, { as: 'acceptor' })
    expect(stepIn((await desk.get(`/v1/tickets/${praised.id}`)).body, 'followUp')).toBeUndefined()
  })

  test('what is wrong with a step is said at its field', async () => {
    const { id } = await desk.open({ kind: 'complaint' })
    const ask = async (noun: string, body: object) => {
      const reply = await desk.post<ProblemBody>(`/v1/tickets/${id}/${noun}`, body)
      return [reply.status, reply.body.errors?.map(({ field }) => field) ?? []]
    }
    const step = 'acknowledge'
    expect(await ask('step-completions', { step: 'sweep', result: 'x' })).toEqual([400, ['step']])
    expect(await ask('step-completions', { step: 'build', result: 'x' })).toEqual([400, ['step']])
    expect(await ask('step-completions', { step, result: 'x' })).toEqual([400, ['message']])
    expect(await ask('step-completions', { step, message: 'x' })).toEqual([400, ['result']])
    expect(await ask('step-completions', { step, result: 'x', message: 'x', outcome: 'later' })).toEqual([
      400,
      ['outcome'],
    ])
    expect(await ask('step-completions', { step, result: 'x', message: 'x', aboutIds: ['nobody'] })).toEqual([
      400,
      ['aboutIds'],
    ])
    expect(await ask('step-completions', { step, result: 'x', message: 'x', aboutIds: [] })).toEqual([
      400,
      ['aboutIds'],
    ])
    expect(await ask('step-assignments', { step, ownerId: 'acceptor' })).toEqual([400, ['ownerId']])
    expect(await ask('step-assignments', { step })).toEqual([400, ['ownerId']])
    expect(await ask('step-assignments', { step, ownerId: 'agent' })).toEqual([200, []])
    expect(await ask('step-assignments', { step, ownerId: 'manager' })).toEqual([400, ['reason']])
  })
})
