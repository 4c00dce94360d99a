import { describe, expect, test } from '@jest/globals'
import { residentsShifts } from '../../demo/rota.ts'
import { fromDate } from '../../domain/time/instant.ts'
import { gapsIn, onDuty, type Shift, standingBy, stintsOf } from '../../domain/people/rota.ts'

const [li, wang, he] = ['usr_lijing', 'usr_wanglei', 'usr_hetao']
/** Hours after some midnight. */
const h = (hours: number) => hours * 3600

function shift(userId: string, from: number, until: number, more: Partial<Shift> = {}): Shift {
  return {
    id: `${userId} ${from}`,
    userId,
    standbyId: null,
    from: h(from),
    until: h(until),
    substitutions: [],
    ...more,
  }
}

function standsIn(userId: string, from: number, until: number) {
  return { userId, from: h(from), until: h(until), reason: 'Ill', by: { id: 'usr_wuqian', name: '吴倩' }, at: 0 }
}

describe('R3.4: on duty', () => {
  test('is whoever has the shift, from its first second up to, and not at, its end', () => {
    const shifts = [shift(li, 8, 20), shift(wang, 20, 32)]
    expect([h(8) - 1, h(8), h(20) - 1, h(20), h(32)].map((at) => onDuty(shifts, at))).toEqual([
      [],
      [li],
      [li],
      [wang],
      [],
    ])
  })

  test('a substitute stands for the part that is taken over, and nobody else does', () => {
    const shifts = [shift(li, 8, 20, { substitutions: [standsIn(wang, 18, 20), standsIn(he, 10, 12)] })]
    expect([9, 10, 12, 18].map((hour) => onDuty(shifts, h(hour)))).toEqual([[li], [he], [li], [wang]])
    expect(stintsOf(shifts).map(({ insteadOf }) => insteadOf)).toEqual([null, li, null, li])
  })

  test('next is whoever was named for it, unless that person stands already', () => {
    const shifts = [shift(li, 8, 20, { standbyId: wang, substitutions: [standsIn(wang, 18, 20)] })]
    expect([9, 18].map((hour) => standingBy(shifts, h(hour)))).toEqual([[wang], []])
    expect(stintsOf(shifts).map(({ standbyId }) => standbyId)).toEqual([wang, null])
    expect(standingBy([...shifts, shift(wang, 8, 10)], h(9))).toEqual([])
  })
})

describe('R3.4, R2.7: a gap', () => {
  const day = [[h(0), h(24)]] as const

  test('is the time in which somebody must stand and nobody does', () => {
    expect(gapsIn([shift(li, 0, 8), shift(wang, 9, 24)], day, 1)).toEqual([[h(8), h(9)]])
    expect(gapsIn([shift(li, 0, 8), shift(wang, 8, 24)], day, 1)).toEqual([])
    expect(gapsIn([], day, 1)).toEqual([[h(0), h(24)]])
  })

  test('is none where nobody must stand', () => {
    expect(
      gapsIn(
        [shift(li, 9, 12)],
        [
          [h(8), h(12)],
          [h(13), h(18)],
        ],
        1,
      ),
    ).toEqual([
      [h(8), h(9)],
      [h(13), h(18)],
    ])
  })

  test('is there while fewer stand than must, and one person counts once', () => {
    const both = [shift(li, 0, 24), shift(wang, 0, 12), shift(li, 12, 24)]
    expect(gapsIn(both, day, 2)).toEqual([[h(12), h(24)]])
  })

  test('is there where whoever should stand is gone, save where a substitute stands', () => {
    const shifts = [shift(li, 0, 24, { substitutions: [standsIn(wang, 8, 10)] })]
    expect(gapsIn(shifts, day, 1, new Set([li]))).toEqual([
      [h(0), h(8)],
      [h(10), h(24)],
    ])
  })
})

describe('R2.7: the demo’s residents', () => {
  test('stand by turns, day and night, two months ahead: there is always one, and always another to be called next', () => {
    const now = new Date('2026-11-27T04:00:00Z')
    const rows = residentsShifts(now)
    const shifts = rows.map(
      (row): Shift => ({ ...row, from: fromDate(row.from), until: fromDate(row.until), substitutions: [] }),
    )
    expect(new Set(shifts.map(({ userId }) => userId)).size).toBe(4)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const at = fromDate(now)
    expect(gapsIn(shifts, [[at - 6 * h(24), at + 59 * h(24)]], 1)).toEqual([])
    expect([onDuty(shifts, at), standingBy(shifts, at)].map(({ length }) => length)).toEqual([1, 1])
    // Nobody has a night and the day after it.
    for (const { userId, until } of shifts) expect(onDuty(shifts, until)).not.toContain(userId)
  })
})
