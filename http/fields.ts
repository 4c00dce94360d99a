import { z } from 'zod'
import { languages } from '../domain/people/languages.ts'
import { earliest, latest, toIso } from '../domain/time/instant.ts'
import { emailPattern, oneSpelling } from './email-address.ts'

// Patterns also stand in the OpenAPI document, so they keep to what every dialect of regular expressions reads alike.
const control = String.raw`\u0000-\u001f\u007f-\u009f\u2028\u2029`
const nul = String.raw`\u0000`
/**
 * What nobody sees: it turns the direction of what follows, or makes two names of one look. Kept are the joiners that
 * Persian and emoji are written with, and the selectors of variants, but no text is made of these alone. The flags of
 * England, Scotland and Wales are lost with the tag characters, in which whole texts can be hidden.
 */
const hidden = String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb`
const kept = String.raw`\u200c\u200d\ufe00-\ufe0f`
const oneLine = new RegExp(`^[^\\S${control}]*[^\\s${control}${hidden}${kept}][^${control}${hidden}]*$`)
// Beyond what every dialect can write: tags and their like.
const anyHidden = new RegExp(String.raw`[${hidden}\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]`, 'u')
const anyLines = new RegExp(`^\\s*[^\\s${nul}][^${nul}]*$`)

/** One line, such as a name or a subject: not empty, of visible characters only, so that it may stand in a mail's header. */
export function line(most: number) {
  return bounded(
    z.string().refine((value) => !anyHidden.test(value), { abort: true, error: namesHidden }),
    most,
    {
      pattern: oneLine,
      what: 'one line of text that is not empty',
    },
  )
}

function namesHidden({ input }: { input?: unknown }): string {
  const [found = ''] = String(input).match(anyHidden) ?? []
  return `Leave out U+${found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}, which nobody sees`
}

/** Text of any number of lines, not empty. */
export function text(most: number) {
  return bounded(z.string(), most, { pattern: anyLines, what: 'text that is not empty' })
}

/** Counts characters as OpenAPI does; JavaScript counts some of them twice. */
function bounded(string: z.ZodString, most: number, { pattern, what }: { pattern: RegExp; what: string }) {
  return string
    .refine((value) => [...value].length <= most, { error: `At most ${most} characters` })
    .regex(pattern, { error: `Expected ${what}` })
    .meta({ minLength: 1, maxLength: most })
    .trim()
}

/** An id of ours, in paths, queries and bodies. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'Not an id: up to 64 letters, digits, - and _' })
  .meta({ example: 'cus_7h2k9q4m1x8v5t3b6n0p' })

const instantShape = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
const [from, to] = [toIso(earliest), toIso(latest)]
const years = '^(19[7-9][0-9]|2[01][0-9]{2})-|^2200-01-01'

/**
 * An ISO 8601 instant with its zone offset; without one it would mean another instant in each place. No wider than what
 * every store of ours can hold: the year 10000, written as 9999 with an offset, would be taken in and never recorded.
 */
export const instant = z
  .string()
  .refine((value) => instantShape.test(value) && z.iso.date().safeParse(value.slice(0, 10)).success, {
    error: 'Not an instant: use ISO 8601 with a zone offset, such as 2026-09-30T16:30:00+08:00',
    abort: true,
  })
  .refine((value) => new RegExp(years).test(value) && isWithin(Date.parse(value)), {
    error: `Not an instant from ${from} to ${to}`,
  })
  .meta({ format: 'date-time', pattern: years, example: '2026-09-30T16:30:00+08:00' })

/** A date that exists, as YYYY-MM-DD, in the years of `instant`. */
export const date = z.iso
  .date({ error: 'No such date: use YYYY-MM-DD', abort: true })
  .refine((value) => isWithin(Date.parse(value)), {
    error: `Not a date from ${from.slice(0, 10)} to ${to.slice(0, 10)}`,
  })
  .meta({ pattern: years, example: '2026-09-30' })

function isWithin(milliseconds: number): boolean {
  return milliseconds >= earliest * 1000 && milliseconds <= latest * 1000
}

/** Compared and stored in one spelling. */
export const email = z
  .string()
  .max(254, { error: 'At most 254 characters', abort: true })
  .overwrite(oneSpelling)
  .regex(emailPattern, {
    error: 'Not an e-mail address, such as li.hua@example.com; before the @ it is ASCII',
    abort: true,
  })
  .regex(/^.{1,64}@/, { error: 'At most 64 characters before the @' })
  // Once more, since a domain grows when it is spelt as xn--.
  .max(254, { error: 'At most 254 characters' })
  .meta({
    format: 'email',
    pattern: emailPattern.source,
    description: 'Kept in lower case, and a domain in other letters than ASCII as xn--.',
    example: 'li.hua@example.com',
  })

export const phone = z
  .string()
  .regex(/^\+?[0-9][0-9 ()-]{3,30}$/, {
    error: 'Not a phone number: digits, spaces, brackets and -, with + before a country',
  })
  .meta({ example: '+86 21 5555 0100' })

const mostValues = 20

/** One value of a query or several, each said on its own: `status=open&status=pending`. */
export function several<T extends z.ZodType<string, string>>(one: T, example?: string[]) {
  return z
    .preprocess((value) => [value].flat(), z.array(one).max(mostValues, { error: `At most ${mostValues} values` }))
    .optional()
    .meta({ description: 'Given more than once, it is any of them', ...(example && { example }) })
}

/** An IANA name; offsets such as +08:00 know no summer. */
export const timeZone = z
  .string()
  .max(64, { error: 'At most 64 characters' })
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/, { error: 'Not a time zone: use an IANA name, such as Asia/Shanghai' })
  .refine(isZone, { error: 'Unknown time zone: use an IANA name, such as Asia/Shanghai' })

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The languages that mails and pages are written in. */
export const language = z.enum(languages)

/** What is mailed as a link ends in its secret; longer than ours is none of them. */
export const linkParams = z.strictObject({ token: z.string().max(200) })
