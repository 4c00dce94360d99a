import { describe, expect, test } from '@jest/globals'
import { mostAttachments } from '../../domain/ticket/attachments.ts'
import { recordForCustomer } from '../../domain/ticket/customers-may-know.ts'
import { standingRepair } from '../../domain/promises/facts.ts'
import { findableText } from '../../domain/ticket/findable.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { overCeiling } from '../../domain/ticket/verbs/ceilings.ts'
import { allowedTo } from '../../domain/ticket/verbs/allowed.ts'
import { acceptor, agent, customer, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'
import { days, hours, minutes } from '../support/time/amounts.ts'

const file = (n = 1, more: object = {}) => ({
  attachment: {
    ...{ id: `att_${n}`, name: `screenshot ${n}.png`, mediaType: 'image/png', size: 20_480 },
    sha256: n.toString(16).padStart(64, '0'),
    ...more,
  },
})
const names = ({ state }: Play) => recordForCustomer(ticketRecordOf(state)).attachments.map(({ name }) => name)
const rounds = ({ state }: Play) => state.clocks.filter(({ metric }) => metric === 'update').length

describe('A file that a customer sends (R1.11)', () => {
  test('is a message: it ends the wait for the customer (SLA 10) and is told to whoever has the ticket', () => {
    const play = new Play(0).answered()
    play.do('pause', { reason: 'customer', explanation: 'Screenshot', expectedEnd: play.at + hours(2) }, resident)
    play.after(minutes(5)).do('attach', file(), customer)
    expect(play.state.status.name).toBe('in_progress')
    expect(play.events.slice(-2).map(({ type }) => type)).toEqual(['attached', 'resumed'])
    const told = play.notices.filter(({ version }) => version >= play.state.version - 1)
    expect(told.map(({ message, to }) => [message, to])).toContainEqual(['attached', ['assignee']])
  })

  test('waits for our answer as words do (SLA 8), which one of our own files is none of', () => {
    const play = new Play(0).answered()
    const before = rounds(play)
    play.do('attach', file(1), resident)
    expect(rounds(play)).toBe(before)
    play.do('attach', file(2), customer)
    const asked = play.state.rounds.at(-1)
    expect(asked).toMatchObject({ from: play.at })
    play.after(minutes(1)).do('attach', file(3), resident)
    expect(play.state.rounds.at(-1)).toEqual(asked)
    play.do('reply', { message: 'Seen', channel: 'web' }, resident)
    expect(play.state.rounds.at(-1)?.to).toBe(play.at)
  })

  test('in place of a signature is an objection, when the acceptor sends it (SLA 14), and is told as one', () => {
    const play = new Play(0).answered().resolved().do('attach', file(), acceptor)
    expect(standingRepair(play.state)?.objected).toMatchObject({ at: play.at })
    expect(play.notices.at(-1)).toMatchObject({ message: 'objected' })
    const other = new Play(0).answered().resolved().do('attach', file(), customer)
    expect(standingRepair(other.state)?.objected).toBeUndefined()
  })

  test('is not taken of a ticket that has ended; one of ours is, as long as anything can happen to it', () => {
    const play = new Play(0).answered().resolved().do('signOff', { method: 'signedIn', rating: 5 }, acceptor)
    expect(play.try('attach', file(), customer)).toMatchObject({ refused: 'notAllowedNow' })
    play.after(days(7)).do('attach', file(2), agent)
    expect(play.after(2).try('attach', file(3), agent)).toMatchObject({ refused: 'notAllowedNow' })
  })
})

describe('A file', () => {
  test('that is internal is known to no customer, nor can a customer send one', () => {
    const play = new Play(0).do('attach', { ...file(1), internal: true }, agent).do('attach', file(2), agent)
    expect(names(play)).toEqual(['screenshot 2.png'])
    expect(play.notices.filter(({ message, to }) => message === 'attached' && to.includes('reporter'))).toHaveLength(1)
    const answer = play.try('attach', { ...file(3), internal: true }, customer)
    expect(answer).toMatchObject({ refused: 'invalid', field: 'internal' })
    const found = play.events.flatMap((event) => (event.type === 'attached' ? [findableText(event)] : []))
    expect(found).toEqual([null, 'screenshot 2.png'])
  })

  test('is attached once, by whatever name; what is hidden from customers may be shown to them later', () => {
    const play = new Play(0).do('attach', { ...file(1), internal: true }, agent)
    expect(play.try('attach', { ...file(1), internal: true }, agent)).toMatchObject({
      refused: 'invalid',
      field: 'file',
    })
    play.do('attach', file(1, { id: 'att_shown' }), agent)
    expect(play.try('attach', file(1, { id: 'att_2', name: 'again.png' }), customer)).toMatchObject({ field: 'file' })
  })

  test('is refused beyond so many, and then is nothing that can be done', () => {
    const play = new Play(0)
    for (let n = 1; n <= mostAttachments; n++) play.do('attach', file(n), agent)
    expect(overCeiling(play.state, 'attach')).toMatchObject({ refused: 'notAllowedNow' })
    expect(overCeiling(play.state, 'note')).toBeUndefined()
    expect(allowedTo(standingOf(play.state), agent, play.at)).not.toContain('attach')
  })
})

describe('A scan of a sheet that was signed by hand (R1.11)', () => {
  const paper = (scan: string) => ({ method: 'paper' as const, scan })

  test('counts as the signature when staff log it: one of the ticket’s own files, an image or a PDF', () => {
    const play = new Play(0).answered().resolved()
    play.do('attach', file(1, { mediaType: 'application/pdf', name: 'signed.pdf' }), agent)
    play.do('attach', file(2, { mediaType: 'text/plain; charset=utf-8', name: 'log.txt' }), agent)
    expect(play.try('signOff', paper('att_none'), agent)).toMatchObject({ refused: 'invalid', field: 'scan' })
    expect(play.try('signOff', paper('att_2'), agent)).toMatchObject({ refused: 'invalid', field: 'scan' })
    play.do('signOff', paper('att_1'), agent)
    expect(play.state.signOff).toMatchObject({ method: 'paper', scan: 'att_1' })
  })

  test('is one that the customer may see, since the acceptor can dispute it', () => {
    const play = new Play(0).answered().resolved()
    play.do('attach', { ...file(1), internal: true }, agent)
    expect(play.try('signOff', paper('att_1'), agent)).toMatchObject({ refused: 'invalid', field: 'scan' })
  })

  test('may also be kept elsewhere', () => {
    const play = new Play(0).answered().resolved().do('signOff', paper('Archive, box 12'), agent)
    expect(play.state.status.name).toBe('closed')
  })
})
