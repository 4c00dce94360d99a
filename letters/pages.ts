import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import type { Language } from '../domain/people/languages.ts'
import type { TicketRecord } from '../domain/ticket/record.ts'
import type { SupportRecord } from '../domain/ticket/support-record.ts'
import { namedOnce } from './names.ts'
import { localTime } from './local-time.ts'

/** What can have become of a link; the texts are in `notices.<language>.json`. */
type LinkEnd =
  | ('signed' | 'refused' | 'used' | 'closed' | 'deemed' | 'paper' | 'expired' | 'superseded')
  | ('disputed' | 'reopened' | 'disputeOver')
  | ('acknowledged' | 'pageOver' | 'pageDone')
  | ('watchingNoMore' | 'watchLinkOver')
  | ('partyOver' | 'partyLinkOver')
  | ('passwordSet' | 'passwordLinkOver')

/** What can go wrong with a page. */
export type FaultName =
  | 'unknown'
  | 'unavailable'
  | 'pending'
  | 'changed'
  | 'tooMany'
  | 'tooLarge'
  | 'unreadable'
  | 'unexpected'

const notices = { 'zh-CN': noticesIn('zh-CN'), en: noticesIn('en') }

/** The text of every page's one style element, for whoever serves a page and lets in nothing else. */
export const pageStyle = read('style.css')
// Ours, so it is not escaped; nothing else is let through as it is.
const style = new Handlebars.SafeString(pageStyle)
const notice = compile('notice.hbs', 'en')
const password = { 'zh-CN': compile('password.zh-CN.hbs', 'zh-CN'), en: compile('password.en.hbs', 'en') }
const dispute = { 'zh-CN': compile('dispute.zh-CN.hbs', 'zh-CN'), en: compile('dispute.en.hbs', 'en') }
const acknowledgement = {
  'zh-CN': compile('acknowledgement.zh-CN.hbs', 'zh-CN'),
  en: compile('acknowledgement.en.hbs', 'en'),
}
const watching = { 'zh-CN': compile('watching.zh-CN.hbs', 'zh-CN'), en: compile('watching.en.hbs', 'en') }
const signOff = { 'zh-CN': compile('sign-off.zh-CN.hbs', 'zh-CN'), en: compile('sign-off.en.hbs', 'en') }

/** What has become of a link, in a few words. `about` is the ticket's number, or the account's address. */
export function noticePage(name: LinkEnd, language: Language, about: string): string {
  const { title, text } = notices[language][name]
  return notice({ style, language, title, paragraphs: text, about })
}

/** What went wrong and what to do, in each of the languages that its reader may speak. */
export function faultNotice(name: FaultName, spoken: readonly Language[]): string {
  const said = spoken.map((language) => notices[language][name])
  const title = said.map((one) => one.title).join(' · ')
  return notice({ style, language: spoken[0], title, paragraphs: said.flatMap(({ text }) => text), about: null })
}

/** A form that is shown again: the fields at fault, and what was written into each. */
export interface Again {
  faults: readonly { field: string }[]
  kept: Readonly<Record<string, string>>
}

/** The support record with the forms to sign or refuse it. */
export function signOffPage(
  language: Language,
  timeZone: string,
  {
    record,
    hash,
    acceptor,
    documentAt,
  }: { record: SupportRecord; hash: string; acceptor: string; documentAt: string | null },
  { faults, kept }: Again = { faults: [], kept: {} },
): string {
  const wrong = new Set(faults.map(({ field }) => field))
  return signOff[language]({
    style,
    language,
    timeZone,
    ...namedOnce({ record, acceptor }, language),
    hash,
    documentAt,
    recordChanged: wrong.has('recordHash'),
    reasonMissing: wrong.has('reason'),
    ratingMissing: wrong.has('rating'),
    commentWrong: wrong.has('comment'),
    comment: kept.comment ?? '',
    reason: kept.reason ?? '',
    repeated: record.cycle > 1,
    scores: [1, 2, 3, 4, 5].map((score) => ({ score, chosen: kept.rating === String(score) })),
  })
}

/** What was logged as signed on paper, with the form to dispute it. */
export function disputePage(
  language: Language,
  timeZone: string,
  { hash, ...signed }: { record: SupportRecord; hash: string; signOff: object; acceptor: string },
  { faults, kept }: Again = { faults: [], kept: {} },
): string {
  const reasonMissing = faults.some(({ field }) => field === 'reason')
  const reason = kept.reason ?? ''
  return dispute[language]({ style, language, timeZone, ...namedOnce(signed, language), hash, reasonMissing, reason })
}

/** What one of us was paged of, with the button to acknowledge it. */
export function acknowledgementPage(
  language: Language,
  timeZone: string,
  { ticket, by, takes }: { ticket: TicketRecord; by: string; takes: boolean },
): string {
  const { number, subject, nextDueAt: dueAt } = ticket
  const names = {
    customer: ticket.customer?.name ?? ticket.caller?.name ?? '',
    owner: ticket.assignee?.name ?? null,
    by,
  }
  const system = ticket.system?.name ?? null
  return acknowledgement[language]({
    ...{ style, language, timeZone, number, subject, system, dueAt, takes },
    ...namedOnce(names, language),
  })
}

/** Where whoever watches a ticket stops that. */
export function watchingPage(language: Language, ticket: { number: string; subject: string }, name: string): string {
  const { number, subject } = ticket
  return watching[language]({ style, language, number, subject, ...namedOnce({ name }, language) })
}

/** Where a password is set; the fields at fault are told, and what was typed is not shown again. */
export function passwordPage(language: Language, email: string, faults: Again['faults'] = []): string {
  const wrong = new Set(faults.map(({ field }) => field))
  const passwordWrong = wrong.has('password')
  return password[language]({
    style,
    language,
    email,
    passwordWrong,
    repeatedWrong: wrong.has('repeated') && !passwordWrong,
  })
}

/** Throws, when it is used, for what a page asks for and is not given. */
export function compile(file: string, language: Language) {
  const handlebars = Handlebars.create()
  handlebars.registerPartial('layout', read('layout.hbs'))
  handlebars.registerHelper('date', (iso: string, { data }: Handlebars.HelperOptions) => {
    return localTime(language, data.root.timeZone, iso)
  })
  return handlebars.compile(read(file), { strict: true, knownHelpersOnly: true, knownHelpers: { date: true } })
}

function noticesIn(language: Language): Record<LinkEnd | FaultName, { title: string; text: string[] }> {
  return JSON.parse(read(`notices.${language}.json`))
}

function read(file: string): string {
  return readFileSync(new URL(`../templates/pages/${file}`, import.meta.url), 'utf8')
}
