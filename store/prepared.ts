import { createHash } from 'node:crypto'
import { Prisma } from '../prisma/client/client.ts'

const mark = '/* prepared */'

/**
 * Begins a statement that is sent for each act or mail, in one form or a few: each connection parses and plans it once,
 * which else costs as much as to run it. Not for what is composed of what somebody seeks, whose best plan depends on it;
 * and such a statement names its columns, since a plan that is kept outlives no change of them.
 */
export const prepared = Prisma.raw(mark)

const names = new Map<string, string>()

/**
 * By which a connection keeps a prepared statement: it begins as the statement does, for whoever reads what goes over the
 * line. Empty for all others, which are kept for their one use.
 */
export function nameOf(sql: string): string {
  if (!sql.startsWith(mark)) return ''
  const known = names.get(sql)
  if (known !== undefined) return known
  const beginning = sql.slice(mark.length).trim().replace(/\s+/g, ' ').slice(0, 30)
  const name = `${beginning} ${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`
  names.set(sql, name)
  return name
}
