import { readFileSync } from 'node:fs'
import type { Language } from '../domain/people/languages.ts'
import type { Notice } from '../domain/ticket/notices.ts'
import { headlineOf, textKitchen } from './render.ts'
import { type Extras, type Reader, type TicketAtHand, viewOf } from './view.ts'

/** What a robot or a webhook is told: a few lines for people, and the same for a program. */
interface Paged {
  text: string
  data: object
}

/** A robot takes 2,048 bytes, and a phone shows a few lines: what is cut stands in the mail beside it. */
const longestName = 60
const longestSubject = 80
const longestHeadline = 160

const page = compiled('page')
const trial = compiled('trial')

/** In the reader's language: number, what happened, whose it is, what is due next, and the links. */
export function renderPage(
  ticket: TicketAtHand,
  notice: Notice,
  reader: Reader,
  { publicUrl, acknowledgeUrl }: Pick<Extras, 'publicUrl'> & { acknowledgeUrl: string | null },
): Paged {
  const { language } = reader
  const view = viewOf(ticket, notice, reader, { publicUrl, link: null, unreached: null, earlier: [] })
  const short = {
    headline: cut(headlineOf(notice.message, view), longestHeadline),
    subject: cut(view.subject, longestSubject),
    customer: cut(view.customer, longestName),
    system: view.system && cut(view.system, longestName),
    owner: view.owner && cut(view.owner, longestName),
  }
  const { number, at, status, tier, url } = view
  const text = page[language]({ ...view, ...short, acknowledgeUrl }).trim()
  const dueAt = view.owed?.dueAt ?? null
  const ofTicket = { id: ticket.record.id, number, status, tier, dueAt, url, ...short }
  return { text, data: { type: notice.message, at, language, ticket: ofTicket, acknowledgeUrl } }
}

/** That a channel works. */
export function renderTrial(language: Language, name: string): Paged {
  return { text: trial[language]({ name: cut(name, longestName) }).trim(), data: { type: 'trial', language } }
}

function cut(words: string, most: number): string {
  const characters = [...words.replace(/\s+/g, ' ').trim()]
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`
}

function compiled(name: string): Record<Language, (view: object) => string> {
  const source = (language: Language) =>
    readFileSync(new URL(`../templates/robots/${name}.${language}.hbs`, import.meta.url), 'utf8')
  return { 'zh-CN': textKitchen('zh-CN')(source('zh-CN')), en: textKitchen('en')(source('en')) }
}
