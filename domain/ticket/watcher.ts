import type { Actor } from '../people/actors.ts'

/** Who is told for information (抄送): a contact of the customer, or, `internal`, one of us, of whom no customer learns. */
export interface Watcher {
  id: string
  name: string
  internal?: true
}

/** Each is mailed every step. More people than that read it in the ticket itself. */
export const mostWatchers = 20

/** The id by which this person would watch: a customer's is the contact's. */
export function watcherIdOf({ id, contactId }: Pick<Actor, 'id' | 'contactId'>): string {
  return contactId ?? id
}
