import type { Language } from '../domain/people/languages.ts'

interface Clock {
  local: Intl.DateTimeFormat
  zone: Intl.DateTimeFormat
  offset: Intl.DateTimeFormat
}

const locales = { 'zh-CN': 'zh-CN', en: 'en-GB' }
const brackets = { 'zh-CN': ['（', '）'], en: [' (', ')'] } as const
const commas = { 'zh-CN': '，', en: ', ' }
/** By language and zone: making one takes longer than using it. */
const clocks = new Map<string, Clock>()

/**
 * An ISO instant on the reader's own clock, in the reader's words, with the zone named: `27 Nov 2026, 10:06 (China time,
 * UTC+8)`, `2026年11月27日 10:06（北京时间）`.
 */
export function localTime(language: Language, timeZone: string, iso: string): string {
  const [opens, closes] = brackets[language]
  const { offset } = clockOf(language, timeZone)
  const fromUtc = nameIn(offset, new Date(iso)).replace('GMT', 'UTC')
  const named = zoneNamed(language, timeZone, iso)
  const isWhole = named.startsWith('UTC') || named === '北京时间'
  const zone = isWhole ? named : `${named}${commas[language]}${fromUtc}`
  return `${momentIn(language, timeZone, iso)}${opens}${zone}${closes}`
}

/** The same without its zone, for where that is named once for many. */
export function momentIn(language: Language, timeZone: string, iso: string): string {
  return clockOf(language, timeZone).local.format(new Date(iso))
}

/** As people call it: `China time`, `北京时间`; one that is an offset and nothing else has no other name. */
export function zoneNamed(language: Language, timeZone: string, iso: string): string {
  const name = nameIn(clockOf(language, timeZone).zone, new Date(iso))
  if (name.startsWith('GMT')) return name.replace('GMT', 'UTC').replace(/\+00:00$/, '')
  if (language === 'en') return name.replace(/( Standard)? Time$/, ' time')
  return name.replace('标准时间', '时间').replace(/^中国时间$/, '北京时间')
}

function nameIn(format: Intl.DateTimeFormat, at: Date): string {
  return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

function clockOf(language: Language, timeZone: string): Clock {
  const key = `${language} ${timeZone}`
  const known = clocks.get(key)
  if (known) return known
  const locale = locales[language]
  const clock = {
    local: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone }),
    zone: new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }),
    offset: new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }),
  }
  clocks.set(key, clock)
  return clock
}
