import type { Language } from '../domain/people/languages.ts'
import type { Tier } from '../domain/people/tiers.ts'
import { namedOnce } from './names.ts'
import { letterOf, singleLine } from './render.ts'

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
  const { headline, html, text } = letterOf(`../rota/${message}`, language, 'bare-layout')
  const known = { ...view, headline: singleLine(headline(view)) }
  return { subject: known.headline, html: html(known), text: text(known) }
}
