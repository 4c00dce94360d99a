import { randomBytes, randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { newAccount } from '../api/accounts/account-schema.ts'
import { createAccount } from '../api/accounts/create.ts'
import { Fault, type FieldFault } from '../http/faults.ts'
import { faultsOf } from '../http/schema-faults.ts'
import { ConfigError, loadConfig } from '../platform/config.ts'
import { connectDatabase } from '../platform/database.ts'
import { hashPassword } from '../store/secrets.ts'

/**
 * Makes an account where there is none yet to sign in with, and prints its password once:
 * `create-user --email a@b.example --name 吴倩 --role admin [--tier resident] [--function dba] [--contact ID]
 * [--language en] [--zone Europe/Berlin]`
 */
const text = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    email: text,
    name: text,
    role: text,
    tier: text,
    function: text,
    contact: text,
    language: text,
    zone: text,
  },
})
const { contact, zone, ...named } = values
const given = newAccount.safeParse({
  ...named,
  ...(contact !== undefined && { contactId: contact }),
  ...(zone !== undefined && { timeZone: zone }),
})
if (!given.success) refuse(faultsOf(given.error.issues, 'account'))
const config = loadConfig()
if (!config.database.url) throw new ConfigError('Set DATABASE_URL')
const password = randomBytes(18).toString('base64url')
const database = connectDatabase(config.database.url, 1)
const command = { id: 'create-user', name: 'create-user', role: 'admin' } as const
try {
  const asked = { user: command, idempotencyKey: randomUUID() }
  const services = { database, now: () => new Date() }
  const { email } = await createAccount(services, asked, given.data, await hashPassword(password))
  process.stdout.write(`${email}  ${password}\n`)
} catch (error) {
  if (!(error instanceof Fault)) throw error
  refuse(error.fields ?? [])
} finally {
  await database.$disconnect()
}

function refuse(faults: readonly FieldFault[]): never {
  const options: Record<string, string> = { contactId: 'contact', timeZone: 'zone' }
  const lines = faults.map(({ field, message }) => `  --${options[field] ?? field}: ${message}`)
  process.stderr.write(`No account was made:\n${lines.join('\n')}\n`)
  process.exit(1)
}
