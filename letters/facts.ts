import type { OfClock } from '../domain/ticket/events.ts'

/** A word of the glossary, or something that needs no translation. */
export type Fact = { group: string; key: string } | { plain: string }

/** None where its reader may not know it. */
export function term(group: string, key: string | undefined): Fact[] {
  return key === undefined ? [] : [{ group, key }]
}

export function plain(text: string | undefined): Fact[] {
  return text === undefined ? [] : [{ plain: text }]
}

export function promiseFacts({ metric, tier, internal }: Partial<OfClock>): Fact[] {
  return [...term('metric', metric), ...term('tier', tier), ...(internal ? term('promise', 'internal') : [])]
}
