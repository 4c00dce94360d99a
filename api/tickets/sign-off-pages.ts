import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import type { Language } from '../../domain/people/languages.ts'
import type { SupportRecord } from '../../domain/ticket/support-record.ts'
import type { Answer } from '../../http/operation.ts'

/** What can have become of a link; the texts are in `notices.<language>.json`. */
export type NoticeName =
  | 'signed'
  | 'refused'
  | 'used'
  | 'closed'
  | 'expired'
  | 'superseded'
  | 'changed'
  | 'pending'
  | 'unavailable'
  | 'unknown'

const notices = { 'zh-CN': noticesIn('zh-CN'), en: noticesIn('en') }

const style = read('style.css')
const styleHash = createHash('sha256').update(style).digest('base64')
const handlebars = Handlebars.create()
handlebars.registerPartial('layout', read('layout.hbs'))
const notice = handlebars.compile(read('notice.hbs'))
const signOff = {
  'zh-CN': handlebars.compile(read('sign-off.zh-CN.hbs')),
  en: handlebars.compile(read('sign-off.en.hbs')),
}

/** What has become of a link, in a few words. */
export function noticePage(status: number, name: NoticeName, language: Language, number: string): Answer {
  const { title, text } = notices[language][name]
  return page(status, notice({ style, language, title, paragraphs: text, number }))
}

/** For somebody whose language is not known either. */
export function unknownPage(): Answer {
  const [en, zh] = [notices.en.unknown, notices['zh-CN'].unknown]
  const title = `${en.title} · ${zh.title}`
  return page(404, notice({ style, language: 'en', title, paragraphs: [...en.text, ...zh.text] }))
}

/** A form that is shown again since something is missing. */
export interface Again {
  missing: 'reason' | 'rating'
  comment: string
}

/** The support record with the forms to sign or refuse it. */
export function signOffPage(
  language: Language,
  { record, hash, acceptor }: { record: SupportRecord; hash: string; acceptor: string },
  again?: Again,
): Answer {
  const html = signOff[language]({
    style,
    language,
    record,
    hash,
    acceptor,
    reasonMissing: again?.missing === 'reason',
    ratingMissing: again?.missing === 'rating',
    comment: again?.comment,
    repeated: record.cycle > 1,
    openedAt: localTime(record.openedAt, language),
    respondedAt: record.respondedAt && localTime(record.respondedAt, language),
    resolvedAt: localTime(record.resolvedAt, language),
    scores: [1, 2, 3, 4, 5],
  })
  return page(again ? 400 : 200, html)
}

/** Nothing from elsewhere, nothing kept, and its address, which is a credential, told to nobody. */
function page(status: number, html: string): Answer {
  const policy = ["default-src 'none'", `style-src 'sha256-${styleHash}'`, "form-action 'self'", "base-uri 'none'"]
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [...policy, "frame-ancestors 'none'"].join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  }
  return { status, body: html, headers }
}

/** Beijing time for readers of Chinese, UTC for others, and it says so. */
function localTime(iso: string, language: Language): string {
  const timeZone = language === 'zh-CN' ? 'Asia/Shanghai' : 'UTC'
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
    hourCycle: 'h23',
  })
  return `${format.format(new Date(iso))} ${language === 'zh-CN' ? '（北京时间）' : 'UTC'}`.replace(' （', '（')
}

function noticesIn(language: Language): Record<NoticeName, { title: string; text: string[] }> {
  return JSON.parse(read(`notices.${language}.json`))
}

function read(file: string): string {
  return readFileSync(new URL(`../../templates/pages/${file}`, import.meta.url), 'utf8')
}
