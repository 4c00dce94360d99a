import { readFileSync } from 'node:fs'
import type { TemplateDelegate } from 'handlebars'
import type { Language } from '../domain/people/languages.ts'
import type { Message } from '../domain/ticket/notices.ts'
import { html } from './html.ts'
import { kitchen, lettersFolder } from './kitchen.ts'
import { textIn } from './text.ts'
import type { MailView } from './view.ts'

interface Letter {
  /** What happened, in one line. */
  headline: TemplateDelegate
  html: TemplateDelegate
  text: TemplateDelegate
}

const kitchens = { 'zh-CN': kitchensFor('zh-CN'), en: kitchensFor('en') }
const letters = new Map<string, Letter>()

/**
 * The letter in the reader's language. Throws when its source asks for what the view does not hold. All letters about a
 * ticket have the same subject, so that mail programs keep them together; what happened is the first line of each.
 */
export function renderMail(message: Message, view: MailView): { subject: string; html: string; text: string } {
  const letter = letterOf(message, view.language)
  const known = { ...view, headline: headlineOf(message, view) }
  return {
    subject: subjectOf(view.number, view.subject),
    html: letter.html(known),
    text: letter.text(known),
  }
}

/** What happened, on one line, also with a name that holds a line's end, as older ones may. */
export function headlineOf(message: Message, view: MailView): string {
  return singleLine(letterOf(message, view.language).headline(view))
}

export function singleLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim()
}

/** Of all letters about a ticket to one reader. */
export function subjectOf(number: string, subject: string): string {
  return `[${number}] ${subject}`.replace(turns, '').trim()
}

/** Compiles a source for plain text. */
export function textKitchen(language: Language): (source: string) => TemplateDelegate {
  return kitchens[language].text
}

/** Names and subjects hold none any more; older ones would turn the direction of what a mail program shows beside them. */
const turns = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g

/** One source: what happened, `---`, and the body, which each format writes down in its own way. Compiled once. */
export function letterOf(source: string, language: Language, frame: Frame = 'layout'): Letter {
  const name = `${source}.${language}`
  const known = letters.get(name)
  if (known) return known
  const fresh = compiled(readFileSync(new URL(`${name}.hbs`, lettersFolder), 'utf8'), language, frame)
  letters.set(name, fresh)
  return fresh
}

/** `layout` says where a ticket stands, `outside-layout` names one alone, `bare-layout` is about none. */
type Frame = 'layout' | 'outside-layout' | 'bare-layout'

/** A source in a frame. */
function compiled(source: string, language: Language, frame: Frame): Letter {
  const [headline = '', body = ''] = source.split('\n---\n')
  const formats = kitchens[language]
  const framed = `{{#> ${frame}}}\n${body}{{/${frame}}}\n`
  return { headline: formats.text(headline), html: formats.html(framed), text: formats.text(framed) }
}

function kitchensFor(language: Language) {
  return { html: kitchen(language, 'html', html), text: kitchen(language, 'text', textIn(language)) }
}
