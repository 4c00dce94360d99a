import { expect, test } from '@jest/globals'
import { clip, unite } from '../../domain/time/intervals.ts'

test('SLA 10: overlapping and touching pauses are one pause', () => {
  expect(
    unite([
      [50, 60],
      [10, 20],
      [15, 30],
      [30, 40],
      [12, 13],
    ]),
  ).toEqual([
    [10, 40],
    [50, 60],
  ])
})

test('a pause that ends when it begins is none', () => {
  expect(unite([[10, 10]])).toEqual([])
})

test('SLA 2: an interval has its first second and not its last', () => {
  const pause = [[10, 20]] as const
  expect(clip(pause, 20, 30)).toEqual([])
  expect(clip(pause, 0, 10)).toEqual([])
  expect(clip(pause, 19, 30)).toEqual([[19, 20]])
})
