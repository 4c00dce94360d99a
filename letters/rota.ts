import { readFileSync } from 'node:fs'
import type { TemplateDelegate } from 'handlebars'
import type { Language } from '../domain/people/languages.ts'
import type { Tier } from '../domain/people/tiers.ts'
import { namedOnce } from './names.ts'
import { compiled } from './render.ts'

interface Of {
  dutyId: string
  duty: string
  tier: Tier
}

/** What the managers are told of a rota. Instants are ISO, UTC. */
export type RotaLetter =
  | (Of & { message: 'gap'; gaps: { from: string; until: string | null }[]; more: number })
  | (Of & {
      message: 'handover'
      handovers: { leaver: string; comers: { name: string }[]; at: string; isWritten: boolean }[]
    })

interface Reader {
  name: string
  language: Language
  timeZone: string
}

/** In the reader's language and zone; its subject is what happened, since it is about no ticket. */
export function renderRota(
  { message, ...letter }: RotaLetter,
  reader: Reader,
  publicUrl: string,
): { subject: string; html: string; text: string } {
  const { language, timeZone } = reader
  const url = `${publicUrl}/v1/duties/${letter.dutyId}/rota`
  const view = { ...namedOnce({ ...letter, reader: reader.name }, language), url, language, timeZone, unreached: null }
  const { headline, html, text } = letterOf(message, language)
  const known = { ...view, headline: headline(view).replace(/\s+/g, ' ').trim() }
  return { subject: known.headline, html: html(known), text: text(known) }
}

type Parts = Record<'headline' | 'html' | 'text', TemplateDelegate>
const letters = new Map<string, Parts>()

function letterOf(message: RotaLetter['message'], language: Language): Parts {
  const name = `${message}.${language}`
  const known = letters.get(name)
  if (known) return known
  const source = readFileSync(new URL(`../templates/rota/${name}.hbs`, import.meta.url), 'utf8')
  const fresh = compiled(source, language, 'bare-layout')
  letters.set(name, fresh)
  return fresh
}
