import { describe, expect, test } from '@jest/globals'
import type { Handover } from '../../domain/people/handover.ts'
import type { Shift } from '../../domain/people/rota.ts'
import { type Known, outlookAt, type Told } from '../../domain/people/rota-outlook.ts'
import { shiftsOfWeek, whyTooLong } from '../../domain/people/rota-weeks.ts'
import { coverageOf } from '../../domain/time/business-calendar.ts'
import { type Interval, latest } from '../../domain/time/instant.ts'
import { days, hours } from '../support/time/amounts.ts'
import { shanghai } from '../support/time/shanghai.ts'

const [li, wang] = ['usr_lijing', 'usr_wanglei']
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const office = {
  timeZone: 'Asia/Shanghai',
  week: Object.fromEntries(weekdays.map((day) => [day, [['08:30', '17:30'] as [string, string]]])),
  // The National Day of 2026, and its make-up day.
  overrides: ['01', '02', '05', '06', '07'].map((day) => ({ date: `2026-10-${day}`, windows: [] })),
}
const never: Told = { gaps: [], handoversUntil: 0 }

/** Somebody stands always, save in these gaps. */
function rota(now: number, ...gaps: [from: string, until: string][]): Known {
  const [begins, ends] = [now - days(2), now + days(30)]
  const edges = [begins, ...gaps.flat().map(shanghai), ends + days(1)]
  const shifts = Array.from({ length: edges.length / 2 }, (_, n) =>
    stands(n % 2 ? wang : li, edges[2 * n] ?? 0, edges[2 * n + 1] ?? 0),
  )
  const { segments } = coverageOf(office, now - days(20), ends)
  return { shifts, required: [[now, ends]], atLeast: 1, gone: new Set(), workingDays: segments }
}

function stands(userId: string, from: number, until: number, handover: Handover | null = null) {
  const shift: Shift = { id: `${userId} ${from}`, userId, standbyId: null, from, until, substitutions: [] }
  return { ...shift, handover }
}

describe('R3.4: a gap ahead is told', () => {
  test.each([
    ['in the night from Monday', '2026-11-30 03:00', '2026-11-27 08:30'],
    ['on Tuesday, after office hours', '2026-12-01 20:00', '2026-12-01 08:30'],
    ['on Tuesday, within office hours', '2026-12-01 16:00', '2026-11-30 08:30'],
    ['on a Sunday', '2026-11-29 12:00', '2026-11-27 08:30'],
    ['after the holidays', '2026-10-08 02:00', '2026-09-30 08:30'],
  ])('%s: when the last working day opens that lies wholly before it', (_when, from, tellAt) => {
    const now = shanghai(from) - days(12)
    const gap: [string, string] = [from, '2026-12-31 00:00']
    const known = rota(now, gap)
    const first = outlookAt(now, known, never)
    expect([first.gaps, first.lookAt]).toEqual([[], shanghai(tellAt)])
    expect(outlookAt(shanghai(tellAt) - 1, known, never).gaps).toEqual([])
    expect(outlookAt(shanghai(tellAt), known, never).gaps).toEqual([[shanghai(from), latest]])
  })

  test('once, however often the rota is looked at, and while what is left of it lies within', () => {
    const now = shanghai('2026-11-27 12:00')
    const { told, gaps } = outlookAt(now, rota(now, ['2026-11-28 08:00', '2026-11-28 20:00']), never)
    expect(gaps).toHaveLength(1)
    for (const left of [
      ['2026-11-28 08:00', '2026-11-28 20:00'],
      ['2026-11-28 10:00', '2026-11-28 12:00'],
    ] as const) {
      expect(outlookAt(now + hours(1), rota(now + hours(1), [...left]), told).gaps).toEqual([])
    }
  })

  test('again when it has grown, or was filled and comes back', () => {
    const now = shanghai('2026-11-27 12:00')
    const { told } = outlookAt(now, rota(now, ['2026-11-28 08:00', '2026-11-28 20:00']), never)
    const grown = rota(now, ['2026-11-28 08:00', '2026-11-28 22:00'])
    expect(outlookAt(now, grown, told).gaps).toHaveLength(1)
    const filled = outlookAt(now, rota(now), told)
    expect(filled.told.gaps).toEqual([])
    expect(outlookAt(now, rota(now, ['2026-11-28 08:00', '2026-11-28 20:00']), filled.told).gaps).toHaveLength(1)
  })

  test('R2.7: at once when nobody is set down at all, and then not again as time goes on', () => {
    const now = shanghai('2026-11-27 12:00')
    const nobody = (at: number): Known => ({ ...rota(at), shifts: [], required: [[at, at + days(30)]] })
    const first = outlookAt(now, nobody(now), never)
    expect(first.gaps).toEqual([[now, latest]])
    expect(outlookAt(first.lookAt, nobody(first.lookAt), first.told).gaps).toEqual([])
  })

  test('again when somebody was set down for a while, and that runs out', () => {
    const now = shanghai('2026-11-27 12:00')
    const { told } = outlookAt(now, { ...rota(now), shifts: [] }, never)
    const filled: Known = { ...rota(now), shifts: [stands(li, now, now + days(10))], workingDays: 'always' }
    const next = outlookAt(now, filled, told)
    expect([next.gaps, next.lookAt]).toEqual([[], now + days(9)])
    expect(outlookAt(next.lookAt, filled, next.told).gaps).toEqual([[now + days(10), latest]])
    const last = outlookAt(next.lookAt, filled, next.told)
    expect(outlookAt(next.lookAt + hours(1), filled, last.told).gaps).toEqual([])
  })

  test('as one, where in between nobody must stand', () => {
    const now = shanghai('2026-11-30 08:00')
    const required: Interval[] = [0, 1, 2].map((day) => [now + days(day), now + days(day) + hours(9)])
    const wednesday = stands(li, now + days(2), now + days(3))
    const { gaps } = outlookAt(now, { ...rota(now), shifts: [wednesday], required }, never)
    expect(gaps).toEqual([[now, now + days(1) + hours(9)]])
  })

  test('and the process sleeps until then, never longer than what lies beyond its horizon allows', () => {
    const now = shanghai('2026-11-27 12:00')
    expect(outlookAt(now, rota(now), never).lookAt).toBe(now + days(14))
  })
})

describe('R3.4: a handover that nobody confirmed is told', () => {
  const end = shanghai('2026-11-27 20:00')
  const known = (handover: Handover | null, comer = wang): Known => ({
    ...{ required: [], atLeast: 1, gone: new Set(), workingDays: 'always' },
    shifts: [stands(li, end - hours(12), end, handover), stands(comer, end, end + hours(12), null)],
  })
  const note: Handover = { note: 'All quiet', by: { id: li, name: 'Li' }, at: end, confirmed: null }
  const before: Told = { gaps: [], handoversUntil: end - 60 }

  test('half an hour after the shift, once', () => {
    const first = outlookAt(end, known(note), before)
    expect([first.handovers, first.lookAt]).toEqual([[], end + 1800])
    const then = outlookAt(end + 1800, known(note), first.told)
    expect(then.handovers).toMatchObject([{ leaverId: li, comerIds: [wang], isWritten: true }])
    expect(outlookAt(end + 1801, known(note), then.told).handovers).toEqual([])
  })

  test('also where no note was written; not where it is confirmed, or whoever leaves stays', () => {
    const at = end + 1800
    expect(outlookAt(at, known(null), before).handovers).toMatchObject([{ isWritten: false }])
    const confirmed = { ...note, confirmed: { by: { id: wang, name: 'Wang' }, at } }
    expect(outlookAt(at, known(confirmed), before).handovers).toEqual([])
    expect(outlookAt(at, known(null, li), before).handovers).toEqual([])
  })
})

describe('SLA 4: a week in somebody’s words', () => {
  const nights = { saturday: [['20:00', '08:00'] as [string, string]] }

  test('is as long as the night is, where the clocks change', () => {
    const spring = shiftsOfWeek('Europe/Berlin', nights, { first: '2027-03-27', last: '2027-03-28' })
    const autumn = shiftsOfWeek('Europe/Berlin', nights, { first: '2027-10-30', last: '2027-10-31' })
    expect([spring, autumn].map(([one]) => one && one[1] - one[0])).toEqual([hours(11), hours(13)])
  })

  test('begins on its first date and ends with what begins on its last', () => {
    const week = { monday: [['20:00', '08:00'] as [string, string]], tuesday: [['08:00', '20:00'] as [string, string]] }
    const shifts = (first: string, last: string) => shiftsOfWeek('Asia/Shanghai', week, { first, last })
    expect(shifts('2026-11-30', '2026-11-30')).toEqual([[shanghai('2026-11-30 20:00'), shanghai('2026-12-01 08:00')]])
    expect(shifts('2026-12-01', '2026-12-01')).toEqual([[shanghai('2026-12-01 08:00'), shanghai('2026-12-01 20:00')]])
    // What touches is one shift.
    expect(shifts('2026-11-30', '2026-12-01')).toEqual([[shanghai('2026-11-30 20:00'), shanghai('2026-12-01 20:00')]])
  })

  test('leaves nobody standing for weeks without a turn of others', () => {
    expect(whyTooLong([[0, days(14)]])).toBeUndefined()
    expect(whyTooLong([[0, days(14) + 1]])).toMatch(/14 days/)
  })
})
