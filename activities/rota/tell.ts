import type { Logger } from 'pino'
import { languageOf } from '../../domain/people/languages.ts'
import { isoOrNull, latest, toIso } from '../../domain/time/instant.ts'
import { type RotaLetter, renderRota } from '../../letters/rota.ts'
import type { Mailer } from '../../platform/mailer.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { claim, type Delivery, leave, settler } from '../mail/deliveries.ts'
import { messageIdFor } from '../mail/letter.ts'
import type { Tidings } from './look.ts'

interface Deps {
  database: PrismaClient
  mailer: Mailer
  publicUrl: string
  logger: Logger
}

/** Of one letter; how many there are is said. */
const mostListed = 20

export function tellingOfRotas({ database, mailer, publicUrl, logger }: Deps) {
  const settle = settler(database)
  return {
    /** Mails each manager of what is amiss with a rota, once each: a repeat sends what was not sent. Throws while some is. */
    async tellOfRota(tidings: Tidings): Promise<void> {
      const managers = await database.user.findMany({ where: { role: 'manager', disabledAt: null } })
      if (managers.length === 0) logger.error({ dutyId: tidings.dutyId }, 'There is no manager to tell of a rota')
      const letters = await lettersOf(tidings)
      const due = managers.flatMap((manager) =>
        letters.map((letter) => {
          const key = `${tidings.dutyId}:${tidings.at}:${letter.message}:${manager.id}`
          const { id: recipientId, name: recipientName, email: address } = manager
          const delivery = {
            ...{ key, ticketId: tidings.dutyId, version: 0, message: letter.message, recipientId, recipientName },
            ...{ address, messageId: messageIdFor(key, mailer.domain) },
          }
          return { manager, letter, delivery }
        }),
      )
      const { unsent } = await claim(
        database,
        due.map(({ delivery }) => delivery),
      )
      const left = await Promise.all(due.filter(({ delivery }) => unsent.has(delivery.key)).map(send))
      if (left.some((sent) => !sent)) throw new Error('A manager is still to be told of a rota')
    },
  }

  async function send({ manager, letter, delivery }: Due): Promise<boolean> {
    const { name, timeZone, email: address } = manager
    const language = languageOf(manager.language)
    try {
      const mail = renderRota(letter, { name, language, timeZone }, publicUrl)
      const to = { name, address }
      const { messageId } = delivery
      const posted = await mailer.send({ to, ...mail, messageId, thread: messageId, language, urgent: true })
      if (posted !== 'accepted') logger.error({ key: delivery.key }, 'A mail of a rota was refused for good')
      await settle({ delivery, posted, carried: [] })
      return true
    } catch (error) {
      await leave({ database, logger }, delivery, error, 'A mail of a rota is still to be sent')
      return false
    }
  }

  async function lettersOf({ dutyId, duty, tier, gaps, handovers }: Tidings): Promise<RotaLetter[]> {
    const about = { dutyId, duty, tier }
    const ids = handovers.flatMap(({ leaverId, comerIds }) => [leaverId, ...comerIds])
    const people = await database.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
    const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? id
    const listed = gaps.slice(0, mostListed)
    return [
      ...(gaps.length === 0
        ? []
        : [
            {
              ...{ message: 'gap' as const, ...about, more: gaps.length - listed.length },
              gaps: listed.map(([from, until]) => ({
                from: toIso(from),
                until: isoOrNull(until === latest ? undefined : until),
              })),
            },
          ]),
      ...(handovers.length === 0
        ? []
        : [
            {
              ...{ message: 'handover' as const, ...about },
              handovers: handovers.slice(0, mostListed).map(({ leaverId, comerIds, at, isWritten }) => ({
                ...{ leaver: nameOf(leaverId), comers: comerIds.map((id) => ({ name: nameOf(id) })) },
                ...{ at: toIso(at), isWritten },
              })),
            },
          ]),
    ]
  }
}

interface Due {
  manager: { name: string; email: string; language: string; timeZone: string }
  letter: RotaLetter
  delivery: Delivery
}
