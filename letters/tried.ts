import type { Language } from '../domain/people/languages.ts'
import type { TicketRecord } from '../domain/ticket/record.ts'
import { cutText } from './bounds.ts'

/** Of repairs that did not stand, and of each text: about as much as somebody who was just called would read. */
const mostTried = 3
const charactersTried = 400

/** SLA 12: what was done, and why that was not enough. */
export function triedIn({ earlierRepairs }: TicketRecord, language: Language) {
  const cut = (text: string) => cutText(text, charactersTried, language)
  return earlierRepairs.slice(-mostTried).map(({ cycle, resolution, undone }) => ({
    ...{ cycle, how: undone.how, at: undone.at, by: undone.by.name, reason: cut(undone.reason) },
    ...{ cause: cut(resolution.cause), fix: cut(resolution.fix), verification: cut(resolution.verification) },
  }))
}
