import { callerId } from '../people/actors.ts'

/** Of somebody who called and is not known to be theirs they read no name. */
export function withoutCaller<T extends { by: { id: string; name: string } }>(said: T): T {
  return said.by.id === callerId ? { ...said, by: { ...said.by, name: '' } } : said
}

/** Who called is not known to be theirs: of words that were written down they read that we did so. */
export function isTheCaller(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value && value.id === callerId
}
