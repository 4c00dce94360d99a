import type { Actor, Contact } from '../people/actors.ts'

/** Another ticket, as one ticket names it. */
export interface Linked {
  id: string
  number: string
}

/** Another ticket that was merged into this one. */
export interface Duplicate extends Linked {
  /** Of the duplicate, that said so: what is older was overtaken. */
  version: number
  /** Follows this ticket from then on. */
  reporter?: Contact
  /** The merging was undone. */
  released?: true
}

/**
 * What one ticket tells another of itself. It stands in the queue of what a transition has to tell until the other's process
 * has recorded it, so that neither a worker nor an engine that dies in between loses it; heard twice, it is nothing new.
 */
export interface Tiding {
  to: string
  duplicate: Duplicate
  actor: Actor
}

/** So many of a ticket's duplicates are kept; more are refused. */
export const mostDuplicates = 50
