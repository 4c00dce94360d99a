import { readdirSync, readFileSync } from 'node:fs'
import Handlebars, { type TemplateDelegate } from 'handlebars'
import type { Message } from '../domain/ticket/notices.ts'
import type { Language } from '../domain/people/languages.ts'
import type { MailView } from './view.ts'
import { localTime, term } from './wording.ts'

type Part = 'subject' | 'html' | 'text'

const folder = new URL('../templates/emails/', import.meta.url)
const compiled = new Map<string, TemplateDelegate>()
const kitchens = { 'zh-CN': kitchensFor('zh-CN'), en: kitchensFor('en') }

/** The mail in the reader's language. Throws when a template asks for what the view does not hold. */
export function renderMail(message: Message, language: Language, view: MailView): Record<Part, string> {
  const render = (part: Part) => template(message, part, language)({ ...view, language })
  return {
    subject: render('subject').trim(),
    html: render('html'),
    // What is left out leaves its empty lines behind.
    text: `${render('text')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
  }
}

/** Compiled once a process. */
function template(message: Message, part: Part, language: Language): TemplateDelegate {
  const file = `${message}/${part}.${language}.hbs`
  const known = compiled.get(file)
  if (known) return known
  const html = part === 'html'
  const fresh = kitchens[language][html ? 'html' : 'text'].compile(readFileSync(new URL(file, folder), 'utf8'), {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: { date: true, term: true, words: true },
    // A subject and a text part are no HTML; the mailer keeps a subject to its one line.
    noEscape: !html,
  })
  compiled.set(file, fresh)
  return fresh
}

function kitchensFor(language: Language) {
  return { html: kitchen(language, 'html', brokenLines), text: kitchen(language, 'text', quotedLines) }
}

/** The helpers and shared parts of one language and format. */
function kitchen(language: Language, format: 'html' | 'text', words: (text: string) => unknown) {
  const handlebars = Handlebars.create()
  handlebars.registerHelper({
    date: (iso: string) => localTime(language, iso),
    term: (group: string, key: string) => term(language, group, key),
    words,
  })
  for (const file of readdirSync(new URL('partials/', folder))) {
    const [name = '', itsFormat, itsLanguage] = file.split('.')
    if (itsFormat === format && (itsLanguage === language || itsLanguage === 'hbs')) {
      handlebars.registerPartial(name, readFileSync(new URL(`partials/${file}`, folder), 'utf8'))
    }
  }
  return handlebars
}

/** Somebody's own words, escaped, line by line. */
function brokenLines(text: string) {
  return new Handlebars.SafeString(Handlebars.escapeExpression(text).replace(/\r\n?|\n/g, '<br>\n'))
}

function quotedLines(text: string): string {
  return text.replace(/^/gm, '> ')
}
