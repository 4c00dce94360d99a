import type { Language } from '../domain/people/languages.ts'

interface Clock {
  local: Intl.DateTimeFormat
  zone: Intl.DateTimeFormat
  offset: Intl.DateTimeFormat
}

const locales = { 'zh-CN': 'zh-CN', en: 'en-GB' }
const brackets = { 'zh-CN': ['（', '）'], en: [' (', ')'] } as const
/** By language and zone: making one takes longer than using it. */
const clocks = new Map<string, Clock>()

/**
 * An ISO instant on the reader's own clock, in the reader's words, with the zone named: `27 Nov 2026, 10:06 (China time,
 * UTC+8)`, `2026年11月27日 10:06（北京时间）`.
 */
export function localTime(language: Language, timeZone: string, iso: string): string {
  const clock = clockOf(language, timeZone)
  const at = new Date(iso)
  const [opens, closes] = brackets[language]
  return `${clock.local.format(at)}${opens}${zoneNamed(language, clock, at)}${closes}`
}

function zoneNamed(language: Language, { zone, offset }: Clock, at: Date): string {
  const fromUtc = nameIn(offset, at).replace('GMT', 'UTC')
  const named = nameIn(zone, at)
  // A zone that is an offset and nothing else has no other name.
  if (named.startsWith('GMT')) return fromUtc.replace(/\+0$/, '')
  if (language === 'en') return `${named.replace(/( Standard)? Time$/, ' time')}, ${fromUtc}`
  const name = named.replace('标准时间', '时间')
  return name === '中国时间' ? '北京时间' : `${name}，${fromUtc}`
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
