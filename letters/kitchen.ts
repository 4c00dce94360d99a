import { readdirSync, readFileSync } from 'node:fs'
import Handlebars, { type HelperOptions, type TemplateDelegate } from 'handlebars'
import type { Language } from '../domain/people/languages.ts'
import type { Format } from './format.ts'
import { localTime, momentIn, zoneNamed } from './local-time.ts'
import { promiseNamed, sizeIn, term, waitNamed } from './wording.ts'

export const lettersFolder = new URL('../templates/letters/', import.meta.url)

/** Compiles what is written in one language for one format. */
export function kitchen(
  language: Language,
  name: 'html' | 'text',
  format: Format,
): (source: string) => TemplateDelegate {
  const handlebars = Handlebars.create()
  const helpers = { ...wordsIn(language), ...blocksOf(format) }
  handlebars.registerHelper(helpers)
  for (const file of readdirSync(new URL('partials/', lettersFolder))) {
    const [partial = '', variant] = file.split('.')
    if (variant !== language && variant !== name && variant !== 'hbs') continue
    handlebars.registerPartial(partial, readFileSync(new URL(`partials/${file}`, lettersFolder), 'utf8').trimEnd())
  }
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((helper) => [helper, true]))
  return (source) => {
    // What the html's own helpers are given is escaped by us, all else by Handlebars; a text part is no HTML.
    const noEscape = name === 'text'
    const render = handlebars.compile(source, { strict: true, knownHelpersOnly: true, knownHelpers, noEscape })
    return (view) => format.tidy(render(view))
  }
}

function wordsIn(language: Language) {
  return {
    date: (iso: string, { data }: HelperOptions) => localTime(language, data.root.timeZone, iso),
    // For many in a row, under words that name the zone once.
    moment: (iso: string, { data }: HelperOptions) => momentIn(language, data.root.timeZone, iso),
    zone: ({ data }: HelperOptions) => zoneNamed(language, data.root.timeZone, data.root.at),
    term: (group: string, key: string) => term(language, group, key),
    promise: (clock: { metric: string; tier: string | null; internal?: boolean }) => promiseNamed(language, clock),
    size: (bytes: number) => sizeIn(language, bytes),
    wait: (reason: string, { data }: HelperOptions) => waitNamed(language, reason, data.root),
  }
}

/** What a letter is built of. Nothing reaches a format unescaped, neither what stands in a block nor what a tag names. */
function blocksOf(format: Format) {
  const { escape: escaped } = format
  const safe = (written: string) => new Handlebars.SafeString(written)
  return {
    p(this: unknown, { fn }: HelperOptions) {
      return safe(format.paragraph(inside(fn(this))))
    },
    quiet(this: unknown, { fn }: HelperOptions) {
      return safe(format.quiet(inside(fn(this))))
    },
    footer(this: unknown, { fn }: HelperOptions) {
      return safe(format.footer(inside(fn(this))))
    },
    quote: (words: string) => safe(format.quote(escaped(words))),
    facts(this: unknown, { fn, hash }: HelperOptions) {
      return safe(format.facts(inside(fn(this)), hash.standing === true))
    },
    fact(this: unknown, label: string, { fn }: HelperOptions) {
      return safe(format.fact(escaped(label), inside(fn(this))))
    },
    said: (label: string, words: string) => safe(format.said(escaped(label), escaped(words))),
    table(this: unknown, ...given: unknown[]) {
      const { fn } = given.pop() as HelperOptions
      return safe(
        format.table(
          given.map((head) => escaped(String(head))),
          fn(this),
        ),
      )
    },
    row(this: unknown, { fn }: HelperOptions) {
      return safe(format.row(inside(fn(this))))
    },
    cell(this: unknown, { fn, hash }: HelperOptions) {
      return safe(format.cell(inside(fn(this)), hash.alarming === true))
    },
    button: (label: string, address: string) => safe(format.button(escaped(label), escaped(address))),
    story(this: unknown, { fn }: HelperOptions) {
      return safe(format.story(inside(fn(this))))
    },
    step(this: unknown, at: string, by: string, words: string | null, { fn }: HelperOptions) {
      return safe(format.step(escaped(at), escaped(by), inside(fn(this)), escaped(words ?? '')))
    },
  }
}

/** A block that holds one number alone is that number. */
function inside(block: unknown): string {
  return String(block).trim()
}
