import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { Ceiling, Counted } from '../../http/ceilings.ts'

/**
 * What a customer can set off without end: tickets and messages, each of which mails several of our staff. Counted in
 * each API process and not in the database, since it costs no statement, holds for what is under way, and knows no
 * sandbox time; how much one address is mailed is counted where the mail is sent, for all processes. Our own staff have
 * none: they log what comes by phone, and play whole logs.
 */

/** A customer whose whole site is down reports a dozen in an hour. */
const openedAnHour: Ceiling = {
  most: 60,
  seconds: 3600,
  instead: 'Your organisation opened 60 tickets within an hour. Write to one that is open, or call us.',
}
/** Some three hundred working days of one a day. */
const openedADay: Ceiling = {
  most: 300,
  seconds: 86_400,
  instead: 'Your organisation opened 300 tickets within a day. Write to one that is open, or call us.',
}
/** Nobody types faster; a loop does. */
const messagesOfTicket: Ceiling = {
  most: 10,
  seconds: 60,
  instead: 'Ten messages to this ticket within a minute. Say what is left in one.',
}
/** Twelve of its people may be writing to as many tickets. */
const messagesOfCustomer: Ceiling = {
  most: 120,
  seconds: 60,
  instead: 'Your organisation wrote 120 messages within a minute. Say what is left in fewer, or call us.',
}

export function whenOpening({ user }: { user: SignedIn }): Counted[] {
  return customersOf(user).flatMap((customer) => [
    [openedAnHour, customer],
    [openedADay, customer],
  ])
}

export function whenWriting({ user, params }: { user: SignedIn; params: { id: string } }): Counted[] {
  return customersOf(user).flatMap((customer) => [
    [messagesOfTicket, `${customer} ${params.id}`],
    [messagesOfCustomer, customer],
  ])
}

/** Whom a customer's account speaks for; nobody, when it is one of us. */
function customersOf({ role, customerIds }: SignedIn): string[] {
  return role === 'customer' && customerIds !== 'all' ? customerIds : []
}
