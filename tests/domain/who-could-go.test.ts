import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { accounts } from '../../demo/accounts.ts'
import { journeys } from '../../demo/offices.ts'
import { qualifications as onFile } from '../../demo/qualifications.ts'
import { minutesTo } from '../../domain/people/travel.ts'
import { leaveBy } from '../../domain/ticket/time-to-go.ts'
import { type Known, leastTravel, whoCouldGo } from '../../domain/ticket/verbs/who-could-go.ts'

const certificate = {
  ...{ skill: 'systems', certificate: 'S-1', customerId: null },
  ...{ validFrom: '2020-01-01', validUntil: null },
}
const one = (id: string, more: Partial<Known> = {}): Known => ({
  ...{ id, name: id, function: null, qualifications: [certificate], serves: true, onDuty: true, travelMinutes: 30 },
  ...more,
})
const errand = { customerId: 'cus_huayue', on: '2026-10-01' }
const whyNot = (known: Known, more: object = {}) =>
  whoCouldGo([known], { ...errand, ...more }).others.flatMap(({ reasons }) =>
    reasons.map(({ why, words }) => [why, words]),
  )

describe('R4.3: the nearest who can go is asked first', () => {
  test('by the minutes from their office; whose way nobody knows comes last, of equals the one whose id comes first', () => {
    const people = [
      one('e', { travelMinutes: null }),
      one('d', { travelMinutes: 0 }),
      one('c'),
      one('b'),
      one('a', { travelMinutes: 90 }),
    ]
    expect(whoCouldGo(people, errand).candidates.map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a', 'e'])
  })

  test('whoever asks in whatever order is answered the same, each person once, and nobody nearer comes later', () => {
    const someone = fc.record({
      travelMinutes: fc.option(fc.integer({ min: 0, max: 90 })),
      serves: fc.boolean(),
      onDuty: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(someone, { maxLength: 12 }), fc.gen(), (drawn, gen) => {
        const people = drawn.map((more, n) => one(`p${n}`, more))
        const { candidates, others } = whoCouldGo(people, errand)
        const shuffled = gen(() => fc.shuffledSubarray(people, { minLength: people.length }))
        expect(whoCouldGo(shuffled, errand)).toEqual({ candidates, others })
        expect([...candidates, ...others].map(({ id }) => id).sort()).toEqual(people.map(({ id }) => id).sort())
        const minutes = candidates.map(({ travelMinutes }) => travelMinutes ?? Number.POSITIVE_INFINITY)
        expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
        expect(candidates.every(({ serves, onDuty }) => serves && onDuty)).toBe(true)
        expect(others.every(({ reasons }) => reasons.length > 0)).toBe(true)
      }),
    )
  })

  test('where the system stands, if that is said; else at the customer’s site', () => {
    const known = [
      { systemId: null, minutes: 45 },
      { systemId: 'sys_equipment', minutes: 70 },
    ]
    expect([minutesTo(known, 'sys_equipment'), minutesTo(known, 'sys_mes'), minutesTo(known, null)]).toEqual([
      70, 45, 45,
    ])
    expect([minutesTo([], 'sys_mes'), minutesTo(known.slice(1), 'sys_mes')]).toEqual([null, null])
  })
})

describe('Each of the others is named with all that is in the way', () => {
  test.each<[string, Partial<Known>, object, string, string]>([
    ['does not serve the customer', { serves: false }, {}, 'binding', 'x does not serve this customer'],
    ['is none of those', {}, { function: 'dba' }, 'function', 'x is no dba'],
    ['cannot do it', {}, { skills: ['java'] }, 'skill', 'x has no skill "java"'],
    [
      'has no certificate there',
      { qualifications: [] },
      {},
      'certificate',
      'no certificate of x is on file with this customer',
    ],
    ['is not on duty', { onDuty: false }, {}, 'duty', 'x is not on duty then'],
    ['is sent already', { visit: 2 }, {}, 'sent', 'x has visit 2 of this ticket; move that.'],
    [
      'is expected elsewhere',
      { elsewhere: { from: '2026-10-01T01:00:00Z', until: '2026-10-01T05:00:00Z' } },
      {},
      'booked',
      'x is booked from 2026-10-01T01:00:00Z to 2026-10-01T05:00:00Z: choose another time, or somebody else.',
    ],
  ])('who %s', (_who, more, needs, why, words) => {
    expect(whyNot(one('x', more), needs)).toEqual([[why, words]])
  })

  test('not only with the first', () => {
    const reasons = whyNot(one('x', { serves: false, onDuty: false, qualifications: [] }))
    expect(reasons.map(([why]) => why)).toEqual(['binding', 'certificate', 'duty'])
  })
})

describe('When to leave, and how near somebody is who may go at all', () => {
  test('leaving at the last instant has it done at the due second', () => {
    const due = Date.UTC(2026, 8, 30, 12, 30) / 1000
    expect(due - leaveBy(due, { travelMinutes: 70 })).toBe(70 * 60)
    expect(due - leaveBy(due, { travelMinutes: 70, workMinutes: 50 })).toBe(2 * 3600)
  })

  test('whoever is booked or off duty now may be the nearest; who is barred, or far away by nobody’s word, is not', () => {
    const barred = [one('a', { serves: false, travelMinutes: 1 }), one('b', { qualifications: [], travelMinutes: 2 })]
    const unknown = one('c', { travelMinutes: null })
    expect(leastTravel([...barred, unknown], errand)).toBeUndefined()
    expect(
      leastTravel(
        [...barred, unknown, one('d', { onDuty: false, travelMinutes: 40 }), one('e', { travelMinutes: 50 })],
        errand,
      ),
    ).toBe(40)
    expect(leastTravel([one('f', { travelMinutes: 0 })], errand)).toBe(0)
  })
})

describe('Story B (R2.7): on the eve of the National Day, at the equipment desk of Huayue', () => {
  const people = accounts.flatMap(({ id, name, role, serves = [], officeId, function: does = null }): Known[] => {
    if (role === 'customer' || role === 'agent' || role === 'admin') return []
    const there = journeys.filter((one) => one.officeId === officeId && one.customerId === 'cus_huayue')
    const serving = role === 'manager' || serves.includes('cus_huayue')
    const qualifications = onFile.filter(({ userId }) => userId === id)
    const travelMinutes = minutesTo(there, 'sys_equipment')
    return [{ id, name, function: does, qualifications, serves: serving, onDuty: true, travelMinutes }]
  })

  test('Zheng is refused, since his certificate has expired; the nearest colleague who may go comes first', () => {
    const { candidates, others } = whoCouldGo(people, { customerId: 'cus_huayue', on: '2026-09-30' })
    expect(others.map(({ id, reasons }) => [id, reasons.map(({ words }) => words)])).toEqual([
      ['usr_zhengyong', ['Electrician ZHENGYONG-1 of 郑勇 Zheng Yong expired on 2026-08-31']],
    ])
    expect(candidates.map(({ id, travelMinutes }) => `${id} ${travelMinutes}`)).toEqual([
      'usr_lijing 55',
      'usr_wanglei 55',
      'usr_chenhao 70',
      'usr_sunguoqiang 70',
      'usr_wuqian 70',
      'usr_zhoukai 70',
      'usr_hetao 80',
      'usr_mali 80',
    ])
    const { candidates: able } = whoCouldGo(people, {
      customerId: 'cus_huayue',
      on: '2026-09-30',
      skills: ['database'],
    })
    expect(able.map(({ id }) => id)).toEqual(['usr_chenhao'])
  })
})
