import { readFileSync } from 'node:fs'
import type { TemplateDelegate } from 'handlebars'
import type { Language } from '../domain/people/languages.ts'
import type { Message } from '../domain/ticket/notices.ts'
import { html } from './html.ts'
import { kitchen, lettersFolder } from './kitchen.ts'
import { textIn } from './text.ts'
import type { MailView } from './view.ts'

interface Letter {
  subject: TemplateDelegate
  html: TemplateDelegate
  text: TemplateDelegate
}

const kitchens = { 'zh-CN': kitchensFor('zh-CN'), en: kitchensFor('en') }
const letters = new Map<string, Letter>()

/** The letter in the reader's language. Throws when its source asks for what the view does not hold. */
export function renderMail(
  message: Message,
  language: Language,
  view: MailView,
): { subject: string; html: string; text: string } {
  const letter = letterOf(message, language)
  const known = { ...view, language }
  return {
    subject: letter.subject(known).replace(turns, '').trim(),
    html: letter.html(known),
    text: letter.text(known),
  }
}

/** Names and subjects hold none any more; older ones would turn the direction of what a mail program shows beside them. */
const turns = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g

/** One source: the subject's line, `---`, and the body, which each format writes down in its own way. Compiled once. */
function letterOf(message: Message, language: Language): Letter {
  const name = `${message}.${language}`
  const compiled = letters.get(name)
  if (compiled) return compiled
  const [subject = '', body = ''] = readFileSync(new URL(`${name}.hbs`, lettersFolder), 'utf8').split('\n---\n')
  const formats = kitchens[language]
  const fresh = { subject: formats.text(subject), html: formats.html(body), text: formats.text(body) }
  letters.set(name, fresh)
  return fresh
}

function kitchensFor(language: Language) {
  return { html: kitchen(language, 'html', html), text: kitchen(language, 'text', textIn(language)) }
}
