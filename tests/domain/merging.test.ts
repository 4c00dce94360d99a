import { describe, expect, test } from '@jest/globals'
import { eventForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { heard } from '../../domain/ticket/duplicates.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { agent, customer, manager, resident } from '../support/ticket/people.ts'
import { opening } from '../support/ticket/opening.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const into = { id: 't-other', number: 'T-2026-000099' }
const duplicate = { id: 't-dup', number: 'T-2026-000050', version: 3, reporter: { id: 'c-second', name: '孙莉' } }
const tiding = { to: 't-1', duplicate, actor: agent }
const released = { ...tiding, duplicate: { ...duplicate, version: 4, released: true as const } }

test('of a caller who is to be phoned the other ticket is told once all the same', () => {
  const { reporter: _none, ...reported } = opening()
  const caller = { name: '周宁', phone: '+86 10 5555 0101', language: 'zh-CN' as const }
  const play = new Play(0, { ...reported, caller }).answered().do('merge', { into }, agent)
  const told = play.notices.filter(({ version }) => version === play.state.version)
  expect(told.map(({ message }) => message)).toEqual(['merged', 'phone-caller'])
  expect(told.filter(({ tells }) => tells)).toHaveLength(1)
})

test('R1.5: a follower whose mail is refused is one of the customer’s, of whom no manager hears', () => {
  const play = new Play(0).answered().heard(tiding)
  play.unreached({ key: 'k', message: 'replied', version: 3, recipientId: 'c-second', to: '孙莉', why: '550' })
  expect(play.events.at(-1)).toMatchObject({ data: { mails: [{ recipientId: 'c-second', staff: false }] } })
})

describe('SLA 13: a duplicate is merged into another ticket', () => {
  test('stops its clocks with that reason, tells its reporter where it goes on, and the other what it is', () => {
    const play = new Play(0).answered().do('merge', { into, reason: '同一次中断' }, agent)
    expect(play.state.status).toMatchObject({ name: 'cancelled', reason: 'merged' })
    expect(play.state.clocks.filter(({ stop }) => !stop)).toEqual([])
    expect(ticketRecordOf(play.state).links).toEqual([{ kind: 'mergedInto', ...into }])
    const [notice, ...more] = play.notices.filter(({ message }) => message === 'merged')
    expect(more).toEqual([])
    expect(notice).toMatchObject({ to: ['reporter', 'assignee'], tells: { to: 't-other', actor: agent } })
    expect(notice?.tells?.duplicate).toEqual({
      ...{ id: play.state.id, number: play.state.number, version: play.state.version },
      reporter: play.state.reporter,
    })
    const event = play.events.at(-1)
    expect(event && eventForCustomer(event)?.data).toEqual({ into })
  })

  test('is pointed to for whatever is tried on it from then on', () => {
    const play = new Play(0).answered().do('merge', { into }, agent)
    const said = play.try('reply', { message: '还是不行', channel: 'web' }, customer)
    expect(said).toMatchObject({ refused: 'notAllowedNow', reason: expect.stringContaining(into.number) })
    expect(play.try('merge', { into }, agent)?.refused).toBe('notAllowedNow')
  })

  test('SLA 19: undone, its clocks stand as though it had never been merged', () => {
    const [merged, never] = [new Play(0).answered(), new Play(0).answered()]
    merged.after(minutes(5)).do('merge', { into }, agent).after(hours(2)).do('reinstate', { reason: '并非同一' }, agent)
    never.after(minutes(5))
    const elapsed = ({ state }: Play, id: string) =>
      ticketRecordOf(state).clocks.find((clock) => clock.id === id)?.dueAt
    const due = (play: Play) => Date.parse(elapsed(play, 'resolution/1') ?? '')
    expect((due(merged) - due(never)) / 1000).toBe(hours(2))
    expect(merged.state.status.name).toBe(never.state.status.name)
    expect(ticketRecordOf(merged.state).links).toEqual([])
    const told = merged.notices.find(({ message }) => message === 'reinstated')
    expect(told?.tells?.duplicate).toMatchObject({ id: merged.state.id, released: true })
  })

  test('within a day only', () => {
    const play = new Play(0)
      .answered()
      .do('merge', { into }, agent)
      .after(days(1) + 1)
    expect(play.try('reinstate', { reason: '太晚' }, agent)?.refused).toBe('notAllowedNow')
  })

  test('after a warning or a breach is for a manager alone, as is undoing it; the breach stays', () => {
    const play = new Play(0).after(days(2))
    expect(play.state.alarmed).toBe(true)
    expect(play.try('merge', { into }, agent)?.refused).toBe('forbidden')
    play.do('merge', { into }, manager)
    expect(ticketRecordOf(play.state).breached).toBe(true)
    expect(play.try('reinstate', { reason: '误并' }, agent)?.refused).toBe('forbidden')
    play.do('reinstate', { reason: '误并' }, manager)
  })

  test('is never the ticket itself, nor one of nobody’s, nor for engineers and customers', () => {
    const play = new Play(0).answered()
    const itself = { into: { id: play.state.id, number: play.state.number } }
    expect(play.try('merge', itself, agent)).toMatchObject({ refused: 'invalid', field: 'into' })
    for (const one of [resident, customer]) expect(play.try('merge', { into }, one)?.refused).toBe('forbidden')
    const { customer: _whose, reporter: _who, system: _which, ...nobodys } = opening()
    const caller = { name: '周先生', phone: '+86 10 5555 0100', language: 'zh-CN' as const }
    const unbound = new Play(0, { ...nobodys, caller, uncovered: 'unknownCaller' })
    expect(unbound.try('merge', { into }, agent)?.reason).toContain('bind it first')
  })
})

describe('SLA 13: the ticket in which it goes on', () => {
  test('hears of it once, however often it is told, and of its undoing; what is late says nothing', () => {
    const play = new Play(0).answered().heard(tiding)
    expect(heard(play.state, tiding)).toEqual([])
    expect(ticketRecordOf(play.state).links).toEqual([{ kind: 'duplicate', id: 't-dup', number: 'T-2026-000050' }])
    play.heard(released)
    expect([heard(play.state, tiding), heard(play.state, released)]).toEqual([[], []])
    expect(ticketRecordOf(play.state).links).toEqual([])
    const reordered = new Play(0).answered().heard(released)
    expect(heard(reordered.state, tiding)).toEqual([])
    // Merged a second time it is one again.
    play.heard({ ...tiding, duplicate: { ...duplicate, version: 6 } })
    expect(ticketRecordOf(play.state).links).toHaveLength(1)
  })

  test('tells whoever reported the same whatever its own reporter is told, until that is undone', () => {
    const play = new Play(0).answered().heard(tiding)
    const last = () => play.notices.at(-1)?.to
    play.do('reply', { message: '正在更换', channel: 'web' }, resident)
    expect(last()).toContain('followers')
    expect(ticketRecordOf(play.state).standing.followers).toEqual(['c-second'])
    play.heard(released).do('reply', { message: '已更换', channel: 'web' }, resident)
    expect(last()).not.toContain('followers')
  })

  test('tells whoever reported both, or signs, once', () => {
    const same = { ...duplicate, reporter: { id: 'c-acceptor', name: '赵敏' } }
    const play = new Play(0).answered().heard({ ...tiding, duplicate: same })
    expect(ticketRecordOf(play.state).standing.followers).toBeUndefined()
  })

  test('names to its customer nobody who follows it', () => {
    const play = new Play(0).answered().heard(tiding)
    const event = play.events.find(({ type }) => type === 'duplicateMerged')
    const { reporter: _follows, ...plain } = duplicate
    expect(event && eventForCustomer(event)?.data).toEqual({ duplicate: plain })
  })
})
