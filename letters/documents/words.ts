import { readFileSync } from 'node:fs'
import type { Language } from '../../domain/people/languages.ts'

const words: Record<Language, Record<string, string>> = { 'zh-CN': read('zh-CN'), en: read('en') }

/** A document's own word, with what it tells put in: `{hash}`. Throws for one that is not there. */
export function say(language: Language, key: string, told: Record<string, string | number> = {}): string {
  const word = words[language][key]
  if (word === undefined) throw new Error(`templates/documents/words.${language}.json lacks ${key}`)
  return word.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = told[name]
    if (value === undefined) throw new Error(`templates/documents/words.${language}.json, ${key}: no ${name}`)
    return String(value)
  })
}

function read(language: Language): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`../../templates/documents/words.${language}.json`, import.meta.url), 'utf8'))
}
