import { Client, escapeIdentifier as quoted, escapeLiteral } from 'pg'

/** Temporal's login, which owns both of its databases and can enter no other. */
export const temporalLogin = 'temporal'
const temporalDatabases = ['temporal', 'temporal_visibility']

/**
 * Our database with two logins, each as its address names it: the owner, who migrates it, and the service's own, which
 * reads and writes rows and can do nothing else. The two may be one. What another login owned, as the superuser did in
 * 0.1.0, goes to the owner. Doing it again changes nothing. `admin` is the address of a superuser.
 */
export async function setUpOwnDatabase(admin: string, ownerUrl: string, appUrl: string): Promise<void> {
  const [owner, app] = [loginOf(ownerUrl), loginOf(appUrl)]
  await alone(admin, async (server) => {
    for (const login of [owner, app]) await setUpLogin(server, login)
    const [from, to] = [quoted(owner.name), quoted(app.name)]
    const later = `ALTER DEFAULT PRIVILEGES FOR ROLE ${from} IN SCHEMA public`
    await setUpDatabase(server, admin, databaseOf(ownerUrl), owner.name, [
      `GRANT CONNECT ON DATABASE ${quoted(databaseOf(ownerUrl))} TO ${to}`,
      `GRANT USAGE ON SCHEMA public TO ${to}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${to}`,
      `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${to}`,
      `${later} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${to}`,
      `${later} GRANT USAGE, SELECT ON SEQUENCES TO ${to}`,
    ])
  })
}

/** Temporal's databases and their owner. Doing it again changes nothing. */
export async function setUpTemporalDatabases(admin: string, password: string): Promise<void> {
  await alone(admin, async (server) => {
    await setUpLogin(server, { name: temporalLogin, password })
    for (const database of temporalDatabases) await setUpDatabase(server, admin, database, temporalLogin, [])
  })
}

interface Login {
  name: string
  password: string
}

function loginOf(url: string): Login {
  const { username, password } = new URL(url)
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) }
}

const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1))

/** On the server, once the set-ups of others are through, since two of them cannot change one login at a time. */
async function alone(admin: string, work: (server: Client) => Promise<void>): Promise<void> {
  await connected(admin, async (server) => {
    await server.query('SELECT pg_advisory_lock(72707370)')
    // Databases of nobody: a login that may enter none but its own has no business there.
    await server.query('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC')
    await work(server)
  })
}

async function setUpLogin(server: Client, { name, password }: Login): Promise<void> {
  const { rows } = await server.query<{ own: boolean }>(
    'SELECT rolname = current_user AS own FROM pg_roles WHERE rolname = $1',
    [name],
  )
  if (rows[0]?.own) throw new Error(`${name} is the login that sets the others up: give another user in its place`)
  const may = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
  const verb = rows.length === 0 ? 'CREATE' : 'ALTER'
  await server.query(`${verb} ROLE ${quoted(name)} ${may} PASSWORD ${escapeLiteral(password)}`)
}

/** Whoever is not granted something in it cannot enter it. */
async function setUpDatabase(server: Client, admin: string, name: string, owner: string, grants: string[]) {
  const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
  if (rowCount === 0) await server.query(`CREATE DATABASE ${quoted(name)}`)
  const url = new URL(admin)
  url.pathname = `/${encodeURIComponent(name)}`
  await connected(url.href, async (database) => {
    await database.query('BEGIN')
    await database.query(`ALTER DATABASE ${quoted(name)} OWNER TO ${quoted(owner)}`)
    await database.query(`REVOKE ALL ON DATABASE ${quoted(name)} FROM PUBLIC`)
    await database.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
    const { rows } = await database.query<{ kind: string; name: string }>(heldByOthers, [owner])
    for (const held of rows) await database.query(`ALTER ${held.kind} ${held.name} OWNER TO ${quoted(owner)}`)
    for (const grant of grants) await database.query(grant)
    await database.query('COMMIT')
  })
}

/** But for what follows another thing: the parts of an extension, the sequence of a column. */
const heldByOthers = `
  SELECT kind, name FROM (
    SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, oid::regclass::text AS name,
      oid, tableoid, relowner AS owner FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL SELECT 'TYPE', oid::regtype::text, oid, tableoid, typowner FROM pg_type
      WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e')
    UNION ALL SELECT 'ROUTINE', oid::regprocedure::text, oid, tableoid, proowner FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace) AS held
  WHERE owner <> (SELECT oid FROM pg_roles WHERE rolname = $1) AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = held.tableoid AND objid = held.oid
      AND (deptype = 'e' OR (kind = 'SEQUENCE' AND deptype IN ('a', 'i'))))`

/** A start reads its code meanwhile, and on a machine that is busy it hears nothing for seconds. */
const patienceMs = 30_000

/** A connection for one piece of work, gone when that is done. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patienceMs })
  // A server that goes away meanwhile fails the statement, which is enough.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}
