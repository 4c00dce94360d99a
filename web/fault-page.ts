import { type Language, languages } from '../domain/people/languages.ts'
import type { FaultPage } from '../http/answer-faults.ts'
import type { FaultKind } from '../http/faults.ts'
import { type FaultName, faultNotice, pageStyle as style } from '../letters/pages.ts'

/** What is told to a person in a browser; whatever is not named is our fault. */
const names: Partial<Record<FaultKind, FaultName>> = {
  absent: 'unknown',
  down: 'unavailable',
  notKnownYet: 'pending',
  tooMany: 'tooMany',
  tooLarge: 'tooLarge',
  invalid: 'unreadable',
  wrongType: 'unreadable',
  wrongMethod: 'unreadable',
  notNow: 'changed',
  forbidden: 'changed',
}

/** A page in the browser's language, or in each of ours when it names none. */
export const faultPage: FaultPage = ({ kind }, accepted) => ({
  html: faultNotice(names[kind] ?? 'unexpected', spoken(accepted)),
  style,
})

function spoken(accepted: readonly string[]): readonly Language[] {
  const [first] = accepted.flatMap((tag) => languages.filter((known) => tag.split('-')[0] === known.split('-')[0]))
  return first ? [first] : ['en', 'zh-CN']
}
