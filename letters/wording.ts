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

/** A promise by its metric, and the tier whose own it is. */
export function promiseNamed(language: Language, { metric, tier }: { metric: string; tier: string | null }): string {
  const name = term(language, 'metric', metric)
  if (tier === null) return name
  return language === 'zh-CN'
    ? `${name}（${term(language, 'tier', tier)}）`
    : `${name} (${term(language, 'tier', tier)})`
}

function read(language: Language): Dictionary {
  return JSON.parse(readFileSync(new URL(`../templates/terms.${language}.json`, import.meta.url), 'utf8'))
}
