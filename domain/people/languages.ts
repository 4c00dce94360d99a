/** What mails and pages are written in. */
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** As it is stored with a person; English for one that nothing is written in. */
export function languageOf(stored: string): Language {
  return languages.find((language) => language === stored) ?? 'en'
}
