import type { Contact } from '../domain/people/actors.ts'
import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'

/** Who did or said it; the actor may have written it down only. */
export function speakerOf(event: KnownEvent): string {
  return heardFrom(event)?.name ?? event.actor.name
}

/** Who of the customer said it, where one of us wrote it down. */
export function heardFrom({ type, data }: KnownEvent): Contact | undefined {
  if ('heardFrom' in data) return data.heardFrom
  return type === 'customerReplied' || type === 'proposalDecided' ? data.from : undefined
}
