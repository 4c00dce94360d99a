import { Client } from 'pg'
import { writtenRecord } from './record.ts'

/** As after years: 40 customers, the largest with a sixth of all; one ticket in fifty unfinished, most of them recent. */
const people = { customers: 40, staff: 60 }

/**
 * Fills the tables of a migrated database with so many tickets and what was said about each, always the same ones, and
 * takes what is known of the rows (ANALYZE). `admin` is a superuser's address of that database: references are not
 * looked up, and indexes are made afterwards, which takes a third of the time. `at` is the newest opening.
 */
export async function fill(admin: string, tickets: number, at: Date, say: (line: string) => void): Promise<void> {
  const client = new Client({ connectionString: admin })
  await client.connect()
  const step = async (what: string, ...statements: string[]) => {
    const began = performance.now()
    for (const statement of statements) await client.query(statement)
    say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  try {
    await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '64MB'; SET jit = off;
      SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2; SET TimeZone = 'UTC'`)
    const { rows } = await client.query<{ name: string; made: string }>(
      `SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
       WHERE indrelid IN ('"Ticket"'::regclass, '"TicketEvent"'::regclass) AND NOT indisunique`,
    )
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
    await step('names', ...names)
    await client.query(samplesSql, [JSON.stringify(writtenRecord())])
    await step('tickets', ticketsSql(tickets, at))
    await step('events', eventsSql)
    for (const { name, made } of rows) await step(name, made)
    await step('vacuum and analyze', 'VACUUM (ANALYZE)')
  } finally {
    await client.end()
  }
}

/** One of many, from 0 to 1, for the n-th and a purpose: the same at each run. */
const chance = (of: string, purpose: number) => `((hashint8extended(${of}, ${purpose}) & 1048575) / 1048576::float8)`
const oneOf = (values: Record<string, number>, of: string, purpose: number) => {
  let upTo = 0
  const cases = Object.entries(values).map(([value, share]) => {
    upTo += share
    return `WHEN ${chance(of, purpose)} < ${upTo} THEN '${value}'`
  })
  return `CASE ${cases.join(' ')} END`
}

/** Common ones first. Sentences of ten words each; a common word is in every fourth, a rare one in one of twenty thousand. */
const words =
  '提交 登录 导出 打印 报表 缓慢 失败 页面 数据 接口 超时 审批 附件 同步 权限 查询 乱码 崩溃 备份 证书 短信 密码 日志 台账 流程 字段 模板 统计 缓存 网关'
const sentences = 20_000
const names = [
  `INSERT INTO "Customer" ("id", "name") SELECT 'cus_' || n, '客户' || n FROM generate_series(0, ${people.customers - 1}) n`,
  `INSERT INTO "System" ("id", "customerId", "name") SELECT 'sys_' || n, 'cus_' || n / 5, '系统' || n FROM generate_series(0, ${people.customers * 5 - 1}) n`,
  `INSERT INTO "Contact" ("id", "customerId", "name", "email", "language") SELECT 'con_' || n, 'cus_' || n / 25, '联系人' || n, n || '@example.cn', 'zh-CN'
    FROM generate_series(0, ${people.customers * 25 - 1}) n`,
  `CREATE TEMP TABLE sentence AS
    WITH vocabulary AS (SELECT string_to_array('${words}', ' ')
      || array(SELECT chr(20000 + n * 7 % 1999) || chr(22000 + n * 11 % 1997) FROM generate_series(1, 4000) n) AS words)
    SELECT i, (SELECT string_agg(words[1 + floor(4000 * ${chance('i * 16 + k', 1)} ^ 4)::int], CASE k WHEN 4 THEN '，' ELSE '' END ORDER BY k)
      FROM generate_series(0, 9) k) AS words
    FROM generate_series(0, ${sentences - 1}) i, vocabulary`,
  'CREATE UNIQUE INDEX ON sentence (i); ANALYZE sentence',
  'CREATE TEMP TABLE sample (i int, record jsonb STORAGE MAIN)',
]

/** Records are taken from few that are stored as they will be, since packing each anew takes most of the time. */
const samples = 50
const samplesSql = `INSERT INTO sample SELECT n, $1::jsonb || jsonb_build_object('id', 'tic_' || n) FROM generate_series(0, ${samples - 1}) n`

const status = `CASE WHEN unfinished THEN ${oneOf({ open: 0.2, in_progress: 0.4, pending: 0.2, resolved: 0.2 }, 'n', 2)}
  WHEN ${chance('n', 3)} < 0.03 THEN 'cancelled' ELSE 'closed' END`

const ticketsSql = (tickets: number, at: Date) => `
  WITH lot AS MATERIALIZED (
    SELECT n, CASE WHEN n > ${tickets} * 0.97 THEN ${chance('n', 4)} < 0.65 ELSE ${chance('n', 4)} < 0.0005 END AS unfinished,
      floor(${people.customers} * ${chance('n', 5)} ^ 2)::int AS customer,
      '${at.toISOString()}'::timestamptz - (${tickets} - n) * (interval '5 years' / ${tickets}) - ${chance('n', 6)} * interval '1 hour' AS opened
    FROM generate_series(1::bigint, ${tickets}) n
  ), standing AS MATERIALIZED (
    SELECT *, ${status} AS status, ${chance('n', 7)} < CASE WHEN unfinished THEN 0.02 ELSE 0.001 END AS nobodys,
      ${oneOf({ resident: 0.8, headquarters: 0.15, senior: 0.04, manager: 0.01 }, 'n', 8)} AS tier,
      ${chance('n', 9)} < CASE WHEN unfinished THEN 0.75 ELSE 0.9 END AS assigned
    FROM lot
  ), due AS MATERIALIZED (
    SELECT *, CASE WHEN status IN ('open', 'in_progress') OR status = 'pending' AND ${chance('n', 10)} < 0.1
        THEN date_trunc('second', '${at.toISOString()}'::timestamptz + (${chance('n', 11)} * 10 - 1) * interval '1 day') END AS due
    FROM standing
  ), ticket AS MATERIALIZED (
    SELECT *, 'T-' || extract(year FROM opened) || '-' || lpad(n::text, 7, '0') AS number, ${chance('n', 12)} < 0.02 AS uncovered,
      ${oneOf({ critical: 0.03, high: 0.17, normal: 0.6, low: 0.2 }, 'n', 13)} AS priority,
      ${oneOf({ general: 0.8, important: 0.15, critical: 0.05 }, 'n', 14)} AS class,
      ${oneOf({ incident: 0.5, request: 0.25, inquiry: 0.12, change: 0.06, complaint: 0.04, suggestion: 0.025, vulnerability: 0.005 }, 'n', 15)} AS kind
    FROM due
  )
  INSERT INTO "Ticket" ("id", "number", "version", "fence", "customerId", "contractId", "uncovered", "systemId", "status", "kind",
    "class", "priority", "tier", "assigneeId", "reporterId", "subject", "breached", "openedAt", "resolvedAt", "closedAt",
    "nextDeadlineAt", "nextDueAt", "overdueFrom", "promisedDueAt", "promiseLateFrom", "calledTier", "record")
  SELECT 'tic_' || n, number, 6, 0, CASE WHEN nobodys THEN NULL ELSE 'cus_' || customer END, CASE WHEN uncovered THEN NULL ELSE 'ctr_' || customer END,
    CASE WHEN uncovered THEN 'noContract' END, CASE WHEN nobodys THEN NULL ELSE 'sys_' || customer * 5 + floor(5 * ${chance('n', 16)} ^ 2) END,
    status, kind, class, priority, tier, CASE WHEN assigned THEN 'usr_' || floor(${people.staff} * ${chance('n', 17)} ^ 1.5) END,
    CASE WHEN nobodys THEN NULL ELSE 'con_' || customer * 25 + floor(25 * ${chance('n', 18)} ^ 1.5) END, s.words || '台' || n,
    ${chance('n', 19)} < 0.05, opened, CASE WHEN NOT unfinished THEN opened + interval '1 day' END, CASE WHEN NOT unfinished THEN opened + interval '3 days' END,
    CASE WHEN unfinished THEN coalesce(due, '${at.toISOString()}'::timestamptz + interval '1 day') END, due, due,
    CASE WHEN NOT uncovered THEN due END, CASE WHEN NOT uncovered THEN due END,
    CASE WHEN status IN ('open', 'in_progress', 'pending') AND NOT assigned THEN tier END,
    sample.record
  FROM ticket JOIN sentence s ON s.i = (n * 7919) % ${sentences} JOIN sample ON sample.i = n % ${samples}`

/** What can be found by its words: the opening and the repair of each, an answer, a note to every fourth, two messages more to every third. */
const eventsSql = `
  INSERT INTO "TicketEvent" ("ticketId", "version", "type", "at", "actor", "data", "clocks", "text")
  SELECT t."id", e.version, e.type, t."openedAt" + e.version * interval '1 hour', '{}', '{}', '[]',
    CASE e.version WHEN 1 THEN t."number" || E'\\n' || t."subject" || E'\\n' ELSE '' END || s.words
  FROM (SELECT *, substr("id", 5)::bigint AS n FROM "Ticket") t,
    (VALUES (1, 'opened', 1), (2, 'responded', 1), (3, 'noted', 4), (4, 'customerReplied', 3), (5, 'replied', 3), (6, 'resolved', 1)) AS e (version, type, every),
    sentence s
  WHERE t.n % e.every = 0 AND (e.version < 6 OR t."status" IN ('resolved', 'closed')) AND s.i = (t.n * 104729 + e.version * 15485863) % ${sentences}`
