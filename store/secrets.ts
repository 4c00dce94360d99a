import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** A secret of 256 random bits, shown once, and its hash, which alone is kept. */
export interface Secret {
  token: string
  hash: string
}

/** `prefix` lets a scanner recognise a token that leaked. */
export function newSecret(prefix = ''): Secret {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`
  return { token, hash: hashOfSecret(token) }
}

/** Of an access token. */
export function newToken(): Secret {
  return newSecret('aftercare_')
}

/** SHA-256 in hex: a secret is random enough that a fast hash keeps it safe. */
export function hashOfSecret(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

let nobodysHash: Promise<string> | undefined

/** Takes the same time when there is no such account, so that nobody learns which addresses have one. */
export async function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(randomBytes(16).toString('hex'))
  const matches = await verify(passwordHash ?? (await nobodysHash), password)
  return typeof passwordHash === 'string' && matches
}
