import type { Language } from '../domain/people/languages.ts'

/** The fields that hold text of many lines; whatever else stands on one. */
const texts = [
  'description',
  'message',
  'question',
  'text',
  'explanation',
  'reason',
  'comment',
  'cause',
  'fix',
  'verification',
  'words',
  'done',
  'purpose',
  'note',
]
const charactersOfText = 4000
const charactersOfLine = 200
const goesOn = { 'zh-CN': '……（下文见工单）', en: '… (goes on in the ticket)' }

/** The same with each of its texts cut, so that no letter grows beyond what a mail server takes. */
export function bounded<T>(value: T, language: Language, field?: string): T
export function bounded(value: unknown, language: Language, field = ''): unknown {
  if (typeof value === 'string') {
    return texts.includes(field) ? cutText(value, charactersOfText, language) : cut(value, charactersOfLine, '…')
  }
  if (Array.isArray(value)) return value.map((item) => bounded(item, language, field))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bounded(inner, language, name)]))
}

/** A text that is cut says so, and where it goes on. */
export function cutText(text: string, characters: number, language: Language): string {
  return cut(text, characters, goesOn[language])
}

function cut(text: string, most: number, mark: string): string {
  if (text.length <= most) return text
  // By characters, of which JavaScript counts some twice; one more than are shown tells whether there are more.
  const characters = [...text.slice(0, 2 * (most + 1))]
  return characters.length <= most ? text : `${characters.slice(0, most).join('')}${mark}`
}
