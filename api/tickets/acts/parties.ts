import { z } from 'zod'
import { usualTimeZone } from '../../../domain/people/time-zones.ts'
import { partyRoles } from '../../../domain/ticket/party.ts'
import { fromIso } from '../../../domain/time/instant.ts'
import { email, instant, language, line, text, timeZone } from '../../../http/fields.ts'
import { Fault } from '../../../http/faults.ts'
import type { Subject } from '../lookups.ts'
import { act, type Acts, type Asked } from './act.ts'

const asked = {
  question: text(4000).meta({ description: 'What is asked or to be done: all of the ticket that this party reads' }),
  answerBy: instant
    .optional()
    .meta({ description: 'Ahead, within 92 days; the desk is told when the answer is late by then' }),
}

/** R3.6: others beside the customer and us: what they are asked, and what they answer. */
export const parties = {
  addParty: act({
    noun: 'parties',
    summary: 'Ask another department, the vendor or a supplier, who read this question and their own answers alone',
    body: z
      .strictObject({
        role: z.enum(partyRoles),
        name: line(100),
        organisation: line(200),
        email,
        language: language.default('zh-CN'),
        timeZone: timeZone.default(usualTimeZone),
        about: line(150).meta({
          description: 'In a line that this party reads, since the subject of the ticket is not shown',
        }),
        ...asked,
        showsCustomer: z
          .literal(true)
          .optional()
          .meta({ description: 'Says who the customer is; else nobody is named' }),
      })
      .meta({
        example: {
          ...{ role: 'vendor', name: 'Lin Tao', organisation: 'Database Vendor Ltd', email: 'lin.tao@vendor.example' },
          ...{ language: 'en', about: 'Error 1205 in release 12.2', question: 'Is there a patch for error 1205?' },
          answerBy: '2026-12-01T18:00:00+08:00',
        },
      }),
    async tell({ answerBy, showsCustomer, ...body }, { ticket, services }) {
      await requireOutside(services, ticket, body.email)
      const shows = showsCustomer && { showsCustomer: true as const }
      return { ...body, ...shows, ...(answerBy && { answerBy: fromIso(answerBy) }) }
    },
  }),
  askParty: act({
    noun: 'parties/{party}/questions',
    summary: 'Ask a party something more',
    body: z.strictObject(asked).meta({ example: { question: 'Which log do you need?' } }),
    tell: ({ question, answerBy }, { party }) => ({
      party,
      question,
      ...(answerBy && { answerBy: fromIso(answerBy) }),
    }),
  }),
  partyReply: act({
    noun: 'parties/{party}/answers',
    summary: 'Write down what a party said; it ends the wait for it',
    body: z.strictObject({ message: text(4000) }).meta({ example: { message: 'Patch 7 will be sent today.' } }),
    tell: ({ message }, { party }) => ({ party, message }),
  }),
  removeParty: act({
    noun: 'parties/{party}/removal',
    summary: 'End a part in the ticket; its links open nothing from then on',
    body: z
      .strictObject({ reason: text(2000).optional().meta({ description: 'The party is told' }) })
      .meta({ example: {} }),
    tell: ({ reason }, { party }) => ({ party, ...(reason && { reason }) }),
  }),
} satisfies Acts

/** Whoever is the customer's or ours reads the ticket otherwise, and would get a second way in. */
async function requireOutside(
  { database }: Asked['services'],
  { customerId }: Subject,
  address: string,
): Promise<void> {
  const [theirs, ours] = await Promise.all([
    customerId === null ? 0 : database.contact.count({ where: { customerId, email: address } }),
    database.user.count({ where: { email: address, disabledAt: null } }),
  ])
  if (theirs + ours === 0) return
  const message = "It is that of one of the customer's people or of ours: have that person watch the ticket instead"
  throw Fault.invalid({ field: 'email', message })
}
