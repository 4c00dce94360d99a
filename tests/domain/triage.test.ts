import { describe, expect, test } from '@jest/globals'
import type { Policy } from '../../domain/promises/policy.ts'
import { eventForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { shanghai } from '../support/time/shanghai.ts'
import { opening } from '../support/ticket/opening.ts'
import { agent, headquarters, manager, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { generalPolicy, row } from '../support/ticket/policy.ts'
import { hours, minutes } from '../support/time/amounts.ts'

/** One row for each field that a triage sets; `low` has none. */
const policy: Policy = {
  ...generalPolicy,
  rows: [
    row('response', 1, { kinds: ['incident', 'complaint'] }),
    row('resolution', 1, { classes: ['general'], kinds: ['incident'] }),
    row('resolution', 2, { classes: ['important', 'critical'], kinds: ['incident'] }),
    row('resolution', 8, { kinds: ['request'] }),
    row('update', 4, { priorities: ['normal'], internal: true }),
    row('update', 2, { priorities: ['high'], internal: true }),
  ],
}
const opened = (more = {}) => new Play('2026-11-27 02:00', opening(more, policy)).answered().after(minutes(1))
const last = (play: Play) => {
  const event = play.events.at(-1)
  if (event?.type !== 'triaged') throw new Error('It was not triaged')
  return event.data
}
const told = (play: Play) => play.notices.filter(({ message }) => message === 'reclassified').flatMap(({ to }) => to)

describe('SLA 23: kind, class and priority are guarded alike', () => {
  test.each([
    ['class', { class: 'important' }, 'resolution would fall due 2026-11-26T20:00:00Z instead of 2026-11-26T19:00:00Z'],
    ['kind', { kind: 'request' }, 'resolution would fall due 2026-11-27T02:00:00Z instead of 2026-11-26T19:00:00Z'],
    ['kind', { kind: 'inquiry' }, 'resolution would be promised no more'],
  ] as const)(
    'a %s that weakens a promise needs a reason, and the refusal says which promise and how',
    (_field, body, why) => {
      const play = opened()
      const refusal = play.try('triage', body as object, agent)
      expect(refusal).toMatchObject({ refused: 'invalid', field: 'reason' })
      expect(refusal?.reason).toContain(why)
      expect(play.types()).not.toContain('triaged')
      play.do('triage', { ...body, reason: '核实后' } as object, agent)
      expect(last(play)).toMatchObject({ weakened: true, reason: '核实后' })
    },
  )

  test.each([
    ['class', { class: 'critical' }, { class: 'important' }, 'the class would be lowered from critical to important'],
    ['priority', { priority: 'high' }, { priority: 'low' }, 'the priority would be lowered from high to low'],
  ] as const)('a lower %s needs one, though no promise hangs on it', (_field, was, body, why) => {
    const play = opened(was)
    expect(play.try('triage', body, agent)?.reason).toContain(why)
    play.do('triage', { ...body, reason: '核实后' }, agent)
    expect(last(play)).toMatchObject({ weakened: true, before: [], after: [] })
    expect(told(play)).toEqual(['reporter', 'assignee'])
  })

  test('R2: a higher class is not taken for the stricter one, nor a lower one for the weaker', () => {
    expect(opened().try('triage', { class: 'critical' }, agent)).toMatchObject({ field: 'reason' })
    const lower = opened({ class: 'critical' })
    expect(lower.try('triage', { class: 'general' }, agent)?.reason).not.toContain('resolution')
    lower.do('triage', { class: 'general', reason: '影响一般' }, agent)
    expect(last(lower).after[0]?.dueAt).toBe(shanghai('2026-11-27 03:00'))
  })

  test('what is moved, added or withdrawn is told with before and after, to the reporter and to who has it', () => {
    const play = opened()
    play.do('triage', { kind: 'request', reason: '使用问题' }, agent)
    const { before, after } = last(play)
    const [was, now] = [shanghai('2026-11-27 03:00'), shanghai('2026-11-27 10:00')]
    expect(before).toEqual([{ clockId: 'resolution/1', metric: 'resolution', target: '1 workingHours', dueAt: was }])
    expect(after).toEqual([{ clockId: 'resolution/1', metric: 'resolution', target: '8 workingHours', dueAt: now }])
    expect(told(play)).toEqual(['reporter', 'assignee'])
    play.do('triage', { kind: 'inquiry', reason: '是咨询' }, agent)
    expect([last(play).before.length, last(play).after.length]).toEqual([1, 0])
    play.do('triage', { kind: 'incident' }, agent)
    expect(last(play)).toMatchObject({ weakened: false, before: [], after: [{ clockId: 'resolution/1' }] })
    expect(told(play)).toHaveLength(6)
  })

  test('the same holds before the first answer', () => {
    const play = new Play('2026-11-27 02:00', opening({}, policy)).after(minutes(1))
    expect(play.try('triage', { kind: 'inquiry' }, agent)?.reason).toContain('response would be promised no more')
    play.do('triage', { kind: 'inquiry', reason: '是咨询' }, agent)
    expect(last(play).before.map(({ metric }) => metric)).toEqual(['response', 'resolution'])
  })

  test('what changes no promise needs no reason and tells nobody', () => {
    const play = opened({ class: 'important' })
    play.do('triage', {}, agent).do('triage', { class: 'critical', priority: 'critical' }, agent)
    expect(told(play)).toEqual([])
    expect(play.notices.map(({ message }) => message)).not.toContain('reclassified')
  })

  test('who has the ticket is not told of what that person did', () => {
    const play = opened()
    play.do('handOver', { assignee: { id: manager.id, name: manager.name }, reason: '换班' }, agent)
    play.do('triage', { class: 'critical', reason: '影响全厅' }, manager)
    expect(told(play)).toEqual(['reporter'])
  })

  test('while a promise waits, the targets are compared as if it went on now', () => {
    const play = opened().do('pause', { reason: 'supplier', explanation: '等原厂' }, resident).after(hours(1))
    expect(play.try('triage', { class: 'critical' }, agent)?.reason).toContain(
      'resolution would fall due 2026-11-26T21:00:00Z instead of 2026-11-26T20:00:00Z',
    )
    play.do('triage', { class: 'critical', reason: '影响全厅' }, agent)
    expect(play.try('triage', { class: 'general' }, agent)?.reason).not.toContain('resolution')
  })

  test('nothing that is broken already is forgiven', () => {
    const play = opened().after(hours(2))
    const { breach } = play.clock('resolution/1')
    expect(breach).toBeDefined()
    play.do('triage', { kind: 'inquiry', reason: '是咨询' }, agent)
    expect(play.clock('resolution/1').breach).toEqual(breach)
  })

  test('a target of our own that moves is told to our people alone, and takes nothing from the customer', () => {
    const play = opened().do('reply', { message: '有进展吗', channel: 'web' }, { ...agent, role: 'customer' })
    play.do('handOver', { assignee: { id: headquarters.id, name: headquarters.name }, reason: '换班' }, agent)
    play.do('triage', { priority: 'high' }, agent)
    expect(last(play).after.map(({ clockId }) => clockId)).toEqual(['desk-update/1'])
    expect(told(play)).toEqual(['assignee'])
    const event = play.events.at(-1)
    expect(event && eventForCustomer(event)?.data).toMatchObject({ before: [], after: [], weakened: false })
    play.do('triage', { priority: 'critical' }, agent)
    expect([last(play).before.length, last(play).after.length, last(play).weakened]).toEqual([1, 0, false])
  })
})
