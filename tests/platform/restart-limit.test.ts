import { describe, expect, test } from '@jest/globals'
import { restartAfter } from '../../platform/embedded/restart-limit.ts'

const minute = 60_000

describe('A part that ended by itself', () => {
  test('is started again up to the third time within ten minutes', () => {
    expect(restartAfter([5])).toBe(1)
    expect(restartAfter([5, 2 * minute])).toBe(2)
    expect(restartAfter([5, 2 * minute, 9 * minute])).toBe(3)
  })

  test('is given up at the fourth', () => {
    expect(restartAfter([5, 2 * minute, 9 * minute, 9 * minute + 1])).toBe('give up')
  })

  test('has its old ends forgiven, one by one', () => {
    const before = [0, 2 * minute, 9 * minute]
    expect(restartAfter([...before, 10 * minute - 1])).toBe('give up')
    expect(restartAfter([...before, 10 * minute])).toBe(3)
    expect(restartAfter([...before, 12 * minute])).toBe(2)
    expect(restartAfter([...before, 60 * minute])).toBe(1)
  })
})
