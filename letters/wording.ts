import { readFileSync } from 'node:fs'
import type { Language } from '../domain/people/languages.ts'

type Dictionary = Record<string, Record<string, string>>

const dictionaries: Record<Language, Dictionary> = { 'zh-CN': read('zh-CN'), en: read('en') }

/** A word of the glossary in the reader's language. Throws for one that is not in it. */
export function term(language: Language, group: string, key: string): string {
  const word = dictionaries[language][group]?.[key]
  if (word === undefined) throw new Error(`templates/terms.${language}.json lacks ${group}.${key}`)
  return word
}

interface Named {
  metric: string
  tier: string | null
  /** The desk's own, and promised to nobody. */
  internal?: boolean
}

/** A promise by its metric, and the tier whose own it is. */
export function promiseNamed(language: Language, { metric, tier, internal = false }: Named): string {
  const details = [...(tier === null ? [] : [term(language, 'tier', tier)])]
  if (internal) details.push(term(language, 'promise', 'internal'))
  const name = term(language, 'metric', metric)
  if (details.length === 0) return name
  return language === 'zh-CN' ? `${name}（${details.join('，')}）` : `${name} (${details.join(', ')})`
}

/** What a ticket waits for; to the customer's people, theirs is said to them, and to whoever only watches nothing is asked. */
export function waitNamed(
  language: Language,
  reason: string,
  { staff, watching }: { staff: boolean; watching: boolean },
): string {
  if (staff || reason !== 'customer') return term(language, 'pauseReason', reason)
  return term(language, 'wait', watching ? 'yours' : 'you')
}

function read(language: Language): Dictionary {
  return JSON.parse(readFileSync(new URL(`../templates/terms.${language}.json`, import.meta.url), 'utf8'))
}

/** `1.4 MB` */
export function sizeIn(language: Language, bytes: number): string {
  const [unit, one] = bytes < 1_000_000 ? ['kilobyte', 1000] : ['megabyte', 1_000_000]
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(bytes / one)
}
