import type { Language } from '../domain/people/languages.ts'

/** A name in Chinese and then in Latin letters, each whole by itself: `李静 Li Jing`. */
const inBoth = /^(\p{Script=Han}[\p{Script=Han}·（）()]*) (\p{Script=Latin}[\p{Script=Latin} .,'’&-]*)$/u
/** Named by one of these, it is of somebody. What names a thing stays: in 财务系统 SAP the parts say different things. */
const ofSomebody = [
  'reader',
  'unreached',
  'unmanned',
  'duty',
  'leaver',
  'customer',
  'organisation',
  'owner',
  'acceptor',
  'by',
  'writtenDownBy',
  'to',
  'engineer',
]

/** The same with each name of people and of organisations once, in the script of the reader's language. */
export function namedOnce<T>(value: T, language: Language, field?: string, within?: string): T
export function namedOnce(value: unknown, language: Language, field = '', within = ''): unknown {
  if (typeof value === 'string') return isName(field, within) ? nameIn(value, language) : value
  if (Array.isArray(value)) return value.map((item) => namedOnce(item, language, field, within))
  if (typeof value !== 'object' || value === null) return value
  // Working time, which names nobody and may be long.
  if (field === 'coverage') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, namedOnce(inner, language, name, field)]),
  )
}

function isName(field: string, within: string): boolean {
  return field === 'name' ? within !== 'system' : ofSomebody.includes(field)
}

function nameIn(name: string, language: Language): string {
  const [, chinese, latin] = inBoth.exec(name) ?? []
  return (language === 'zh-CN' ? chinese : latin) ?? name
}
