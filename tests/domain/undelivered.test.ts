import { describe, expect, test } from '@jest/globals'
import { eventForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import type { RefusedMail } from '../../domain/ticket/undelivered.ts'
import { opening } from '../support/ticket/opening.ts'
import { generalPolicy } from '../support/ticket/policy.ts'
import { Play } from '../support/ticket/play.ts'
import { hours } from '../support/time/amounts.ts'

const to = (recipientId: string, message = 'responded'): RefusedMail => ({
  ...{ key: `${recipientId} ${message}`, message, version: 2, recipientId, to: recipientId, why: '550' },
})
const told = (play: Play) => play.notices.filter(({ message }) => message === 'undelivered').map(({ to }) => to)

describe('R1.5: a mail that was refused for good', () => {
  test('is an event on the ticket, told to whoever has it; the customer does not see it', () => {
    const play = new Play(0).answered().unreached(to('c-reporter'))
    expect(play.events.at(-1)).toMatchObject({
      type: 'undelivered',
      data: { mails: [{ message: 'responded', to: 'c-reporter', why: '550', staff: false }] },
    })
    expect(told(play)).toEqual([['assignee']])
    const event = play.events.at(-1)
    expect(event && eventForCustomer(event)).toBeUndefined()
  })

  test('to one of us is told to the managers too, since whoever is told may be the same', () => {
    expect(told(new Play(0).answered().unreached(to('u-resident')))).toEqual([['assignee', 'manager']])
  })

  test('is one event for all of a batch, and told once for each whom we cannot reach', () => {
    const play = new Play(0).answered().unreached(to('c-reporter'), to('c-acceptor'))
    play.unreached(to('c-reporter')).unreached(to('c-acceptor'), to('c-reporter'))
    expect(play.types().filter((type) => type === 'undelivered')).toHaveLength(3)
    expect(told(play)).toHaveLength(1)
    expect(told(play.unreached(to('c-reporter'), to('u-hq')))).toHaveLength(2)
  })

  test('about an undelivered mail is not told again, or it would go on for ever', () => {
    const play = new Play(0).answered().unreached(to('u-resident', 'undelivered'))
    expect(play.types()).not.toContain('undelivered')
    play.unreached(to('u-manager', 'escalated-for-u-resident'), to('u-resident', 'undelivered'))
    expect(play.events.at(-1)).toMatchObject({ data: { mails: [{ message: 'escalated', recipientId: 'u-manager' }] } })
  })

  test('moves no deadline: the desk looks again when it would have (SLA 20)', () => {
    const play = new Play(0, opening({}, { ...generalPolicy, rows: [], ladder: [] })).answered().after(hours(1))
    const before = nextDeadline(play.state)?.at
    expect(nextDeadline(play.state)?.kind).toBe('followUp')
    expect(nextDeadline(play.unreached(to('c-reporter')).state)?.at).toBe(before)
  })

  test('keeps the fifty last whom we cannot reach, and no more', () => {
    const play = new Play(0)
    for (let count = 0; count < 60; count++) play.unreached(to(`u-${count}`))
    expect(play.state.unreachable).toHaveLength(50)
  })
})
