import type { Language } from '../domain/people/languages.ts'
import { namedOnce } from './names.ts'
import { type Again, compile, pageStyle } from './pages.ts'

const party = { 'zh-CN': compile('party.zh-CN.hbs', 'zh-CN'), en: compile('party.en.hbs', 'en') }

interface Shown {
  number: string
  about: string
  customer: string | null
  answerBy: string | null
  said: readonly { version: number; at: string; by: string; words: string; ours: boolean }[]
}

/** What another party is asked and has answered, with the form to answer. */
export function partyPage(
  language: Language,
  timeZone: string,
  { number, about, customer, answerBy, said }: Shown,
  { faults, kept }: Again = { faults: [], kept: {} },
): string {
  const messageWrong = faults.some(({ field }) => field === 'message')
  const answered = said.at(-1)?.ours === false
  const seen = said.at(-1)?.version ?? 0
  const shown = { number, about, answerBy, messageWrong, answered, seen, message: kept.message ?? '' }
  return party[language]({ ...shown, style: pageStyle, language, timeZone, ...namedOnce({ customer, said }, language) })
}
