import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'
import { Counter } from './counter.ts'
import { Fault } from './faults.ts'

const minute = 60

/** Right or wrong, since each costs the hashing of a password: an office of two hundred may come to work at once. */
const triesOfAddress = 200
/** Wrong ones, of one account from one address: whoever attacks an account is locked out, not its owner. */
const wrongTriesHere = 20
/** Wrong ones, of one account from everywhere: more is an attack from many addresses … */
const wrongTriesEverywhere = 40
/** … that then gets this many from each. It slows them all, and its owner can still enter from another. */
const wrongTriesHereUnderAttack = 3

/** Counts a try to open that account, before it is made. What was never tried, since we were busy or down, is no try. */
export function createTries(): (request: Request, response: Response, account: string) => Promise<void> {
  const ofAddress = new Counter(minute)
  const here = new Counter(minute)
  const everywhere = new Counter(minute)
  return async (request, response, account) => {
    const address = addressOf(request)
    await within(ofAddress, address, triesOfAddress)
    const keys = { here: digest(`${address} ${account}`), everywhere: digest(account) }
    const attacked = (await everywhere.count(keys.everywhere)) > wrongTriesEverywhere
    await within(here, keys.here, attacked ? wrongTriesHereUnderAttack : wrongTriesHere)
    await everywhere.add(keys.everywhere)
    response.once('finish', () => {
      if (wasWrong(response)) return
      void here.takeBack(keys.here)
      void everywhere.takeBack(keys.everywhere)
    })
  }
}

function wasWrong({ statusCode }: Response): boolean {
  return statusCode === 400 || statusCode === 401
}

async function within(counter: Counter, key: string, most: number): Promise<void> {
  const { count, secondsLeft } = await counter.add(key)
  if (count > most) throw Fault.tooMany(secondsLeft)
}

/** A network of IPv6 counts as one: it belongs to one caller. */
export function addressOf({ ip }: Request): string {
  return ipKeyGenerator(ip ?? '')
}

/** Of the same length, however long it was. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
