import { randomBytes, randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { languages } from '../domain/people/languages.ts'
import { email } from '../http/fields.ts'
import { hashPassword } from '../store/secrets.ts'
import { roles } from '../domain/people/roles.ts'
import { tiers } from '../domain/people/tiers.ts'
import { ConfigError, loadConfig } from '../platform/config.ts'
import { connectDatabase } from '../platform/database.ts'

/**
 * Makes an account where there is none yet to sign in with, and prints its password once:
 * `create-user --email a@b.example --name 吴倩 --role admin [--tier resident] [--contact ID] [--language en]`
 */
const account = z.object({
  email,
  name: z.string().min(1),
  role: z.enum(roles),
  tier: z.enum(tiers).optional(),
  contact: z.string().optional(),
  language: z.enum(languages).default('zh-CN'),
})
const text = { type: 'string' } as const
const { values } = parseArgs({
  options: { email: text, name: text, role: text, tier: text, contact: text, language: text },
})
const given = account.safeParse(values)
if (!given.success) {
  const faults = given.error.issues.map((issue) => `  --${issue.path.join('.')}: ${issue.message}`)
  process.stderr.write(`No account was made:\n${faults.join('\n')}\n`)
  process.exit(1)
}
const config = loadConfig()
if (!config.database.url) throw new ConfigError('Set DATABASE_URL')
const { contact, ...user } = given.data
const password = randomBytes(18).toString('base64url')
const database = connectDatabase(config.database.url, 1)
try {
  const passwordHash = await hashPassword(password)
  await database.user.create({ data: { id: `usr_${randomUUID()}`, ...user, contactId: contact ?? null, passwordHash } })
  process.stdout.write(`${user.email}  ${password}\n`)
} finally {
  await database.$disconnect()
}
