import { describe, expect, test } from '@jest/globals'
import type { LadderStep } from '../../domain/promises/policy.ts'
import { isOfCustomer } from '../../domain/people/audiences.ts'
import { eventForCustomer, recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { readable } from '../../domain/ticket/readable.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { lives, reminded, toldIn } from '../support/mail/stories.ts'
import { agent } from '../support/ticket/people.ts'
import { minutes } from '../support/time/amounts.ts'
import { opening } from '../support/ticket/opening.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { Play } from '../support/ticket/play.ts'

const plays = [...lives(), reminded()]
const everything = plays.flatMap(({ events }) => events)

describe('What a customer may know', () => {
  test('is all that they are mailed of', () => {
    const told = toldIn(plays).filter(({ notice }) => notice.to.some(isOfCustomer))
    expect(new Set(told.map(({ notice }) => notice.message)).size).toBeGreaterThan(15)
    for (const { notice, ticket } of told) {
      const event = ticket.events.find(({ version }) => version === notice.version)
      expect([notice.message, event && eventForCustomer(event)?.type]).toEqual([notice.message, event?.type])
    }
  })

  test('is not what staff tell each other: notes, and why they hand over, raise or cancel', () => {
    for (const ours of ['内部备注', '交接内情', '升级内情', '取消内情']) {
      expect(everything.some(({ data }) => JSON.stringify(data).includes(ours))).toBe(true)
    }
    const theirs = everything.flatMap((event) => eventForCustomer(event) ?? [])
    expect(theirs.filter(({ data }) => /内部备注|内情|"policy"/.test(JSON.stringify(data)))).toEqual([])
    expect(theirs.map(({ type }) => type)).not.toContain('noted')
    expect(theirs.every(({ actor, clocks }) => !('tier' in actor) && clocks.length === 0)).toBe(true)
  })

  test('is a warning only where it was theirs to hear', () => {
    const warnings = everything.flatMap((event) => (event.type === 'warned' ? event : []))
    const known = warnings.filter((event) => eventForCustomer(event))
    const heard = warnings.filter(({ data }) => data.notify.some(isOfCustomer))
    expect(known).toEqual(heard)
    expect(known.length).toBeGreaterThan(1)
    expect(known.length).toBeLessThan(warnings.length)
    for (const event of known)
      expect(Object.keys(eventForCustomer(event)?.data ?? {})).toEqual(['clockId', 'metric', 'percent'])
  })

  test('of a ticket is what is due, not whose a broken promise was nor whom we call next', () => {
    const play = new Play('2026-11-27 02:00', opening())
    play.do('assign', { assignee: { id: 'u-resident', name: '李静' } }, agent).after(minutes(11))
    const record = ticketRecordOf(play.state)
    expect(record).toMatchObject({ clocks: [{ breach: { ownerId: 'u-resident' } }, {}], next: { what: 'warning' } })
    const theirs = recordForCustomer(record)
    expect(theirs.clocks[0]?.breach).toMatchObject({ at: record.clocks[0]?.breach?.at, cause: 'late' })
    expect(JSON.stringify(theirs)).not.toContain('ownerId')
    expect(theirs.next).toEqual({ what: 'breach', at: record.clocks[1]?.dueAt, clockId: 'resolution/1', percent: 100 })
  })

  test('is when our people look again, where no promise runs, without whom and why (SLA 20)', () => {
    const [response] = generalPolicy.rows
    const again = { everyPercent: 100, atMost: 5 }
    const ladder: LadderStep[] = [{ metric: 'response', percent: 100, notify: ['tier'], repeat: again }]
    const play = new Play(0, opening({}, { ...generalPolicy, rows: response ? [response] : [], ladder })).after(
      minutes(11),
    )
    const record = ticketRecordOf(play.state)
    expect(record.next).toMatchObject({ what: 'page', clockId: 'response/1' })
    const theirs = recordForCustomer(record)
    expect(theirs.next).toEqual({ what: 'followUp', at: record.nextLookAt, clockId: null, percent: null })
    expect(Date.parse(theirs.next?.at ?? '') / 1000).toBeGreaterThan(play.at)
  })
})

test('what an event says is read with its instants as ISO, wherever they stand, and without the calendars', () => {
  const instant = 1_764_000_000
  const data = {
    calledAt: instant,
    after: [{ dueAt: instant, target: 7 }],
    coverage: { c: [] },
    signOff: { at: instant },
  }
  const iso = '2025-11-24T16:00:00Z'
  expect(readable(data)).toEqual({ calledAt: iso, after: [{ dueAt: iso, target: 7 }], signOff: { at: iso } })
})
