import { describe, expect, test } from '@jest/globals'
import { accounts } from '../../demo/accounts.ts'
import { qualifications as onFile } from '../../demo/qualifications.ts'
import type { StaffFunction } from '../../domain/people/functions.ts'
import {
  barsTo as barsOf,
  type Candidate,
  type Errand,
  type Qualification,
} from '../../domain/people/qualifications.ts'

const barsTo = (candidate: Candidate, errand: Errand) => barsOf(candidate, errand).map(({ words }) => words)

const certificate = (more: Partial<Qualification> = {}): Qualification => ({
  ...{ skill: 'electrician', certificate: 'Electrician E-1', customerId: 'cus_huayue' },
  ...{ validFrom: '2023-09-01', validUntil: '2026-08-31' },
  ...more,
})
const zheng = (...qualifications: Qualification[]) => ({ name: '郑勇', function: null, qualifications })
const errand = { customerId: 'cus_huayue', on: '2026-08-31' }

describe('R3.3: whoever goes on site', () => {
  test('has a certificate on file with that customer, or with all, that is valid on the day: its last one counts', () => {
    expect(barsTo(zheng(certificate()), errand)).toEqual([])
    expect(barsTo(zheng(certificate({ customerId: null })), errand)).toEqual([])
    expect(barsTo(zheng(certificate()), { ...errand, customerId: null })).toEqual([])
    expect(barsTo(zheng(certificate({ validUntil: null })), { ...errand, on: '2199-12-31' })).toEqual([])
  })

  test.each([
    ['none at all', [], 'no certificate of 郑勇 is on file with this customer'],
    [
      'one with another customer',
      [certificate({ customerId: 'cus_binhai' })],
      'no certificate of 郑勇 is on file with this customer',
    ],
    [
      'a skill without a certificate',
      [certificate({ certificate: null })],
      'no certificate of 郑勇 is on file with this customer',
    ],
    ['one that expired', [certificate({ validUntil: '2026-08-30' })], 'Electrician E-1 of 郑勇 expired on 2026-08-30'],
    [
      'one of tomorrow',
      [certificate({ validFrom: '2026-09-01', validUntil: null })],
      'Electrician E-1 of 郑勇 is valid from 2026-09-01 only',
    ],
  ])('is barred by %s, and reads why', (_what, qualifications, bar) => {
    expect(barsTo(zheng(...qualifications), errand)).toEqual([bar])
  })

  test('is not kept by one that expired while another is valid, unless the work needs just that', () => {
    const both = zheng(
      certificate({ validUntil: '2026-01-01' }),
      certificate({ skill: 'database', certificate: 'DBA 7' }),
    )
    expect(barsTo(both, errand)).toEqual([])
    expect(barsTo(both, { ...errand, skills: ['electrician'] })).toEqual([
      'Electrician E-1 of 郑勇 expired on 2026-01-01',
    ])
  })
})

describe('R3.8: the work is theirs to do', () => {
  test('a function or a skill that is not theirs bars, and all that bars is said', () => {
    const kai = {
      ...zheng(certificate(), certificate({ skill: 'java', certificate: null })),
      name: '周凯',
      function: 'coreDeveloper' as const,
    }
    expect(barsTo(kai, { ...errand, function: 'coreDeveloper', skills: ['java', 'electrician'] })).toEqual([])
    expect(barsTo(kai, { ...errand, on: '2026-12-01', function: 'dba', skills: ['network'] })).toEqual([
      '周凯 is no dba',
      '周凯 has no skill "network"',
      'Electrician E-1 of 周凯 expired on 2026-08-31',
    ])
  })
})

describe('Of the demo’s staff', () => {
  const whoCanGo = (customerId: string, needs: { skills?: string[]; function?: StaffFunction } = {}) =>
    accounts
      .filter(({ role, tier }) => role !== 'agent' && tier === 'headquarters')
      .filter(({ id, name, function: does = null }) => {
        const own = onFile.filter(({ userId }) => userId === id)
        return (
          barsTo({ name, function: does, qualifications: own }, { customerId, on: '2026-11-27', ...needs }).length === 0
        )
      })
      .map(({ id }) => id)

  test('Zheng Yong goes nowhere, since his certificate has expired; Zhou Kai where it is on file; Chen Hao to all', () => {
    expect(whoCanGo('cus_jiangzhou')).toEqual(['usr_chenhao'])
    expect(whoCanGo('cus_binhai')).toEqual(['usr_chenhao', 'usr_zhoukai'])
    expect(whoCanGo('cus_huayue', { function: 'coreDeveloper' })).toEqual(['usr_zhoukai'])
    expect(whoCanGo('cus_huayue', { skills: ['electrician'] })).toEqual([])
  })
})
