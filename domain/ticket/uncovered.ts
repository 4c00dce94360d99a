/** SLA 24: a call is always taken; why no contract covers it. */
export const uncoveredBecause = [
  'contractEnded',
  'contractNotBegun',
  'contractRetired',
  'noContract',
  'unknownCaller',
] as const
export type UncoveredBecause = (typeof uncoveredBecause)[number]
