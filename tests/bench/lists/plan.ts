import { Prisma, type PrismaClient } from '../../../prisma/client/client.ts'

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Heap Fetches'?: number
  Plans?: Node[]
}

export interface Read {
  /** Tables that were read from end to end. */
  scanned: string[]
  indexes: string[]
  /** Rows that were looked at in tables, shown or not. */
  rows: number
  /** Tickets of which the row itself was read, not an index alone. */
  fetched: number
  sorted: boolean
}

/** What PostgreSQL looked at to answer a statement, which it runs. */
export async function readBy(database: PrismaClient, statement: Prisma.Sql): Promise<Read> {
  const [answer] = await database.$queryRaw<{ 'QUERY PLAN': { Plan: Node }[] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) ${statement}`,
  )
  const planned = answer?.['QUERY PLAN'].flatMap(({ Plan }) => withChildren(Plan)) ?? []
  const nodes = planned.filter((node) => node['Actual Loops'] > 0)
  return {
    scanned: nodes.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? []) : [])),
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
    rows: nodes.filter((node) => node['Relation Name'] !== undefined).reduce((sum, node) => sum + looked(node), 0),
    fetched: nodes.filter((node) => node['Relation Name'] === 'Ticket').reduce((sum, node) => sum + fetched(node), 0),
    sorted: nodes.some((node) => node['Node Type'] === 'Sort'),
  }
}

function withChildren(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(withChildren)]
}

function looked(node: Node): number {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return Math.round((node['Actual Rows'] + removed) * node['Actual Loops'])
}

function fetched(node: Node): number {
  return node['Node Type'] === 'Index Only Scan' ? (node['Heap Fetches'] ?? 0) : looked(node)
}
