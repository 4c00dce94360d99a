// npm run migration:diff — the SQL that turns the migrated database into what schema.prisma says.
import { readFileSync } from 'node:fs'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { loadConfig } from '../platform/config.ts'

/** adapter-pg 7.10 cannot read PostgreSQL's internal "char": ask for text, and say it is a character. */
function adapter(connectionString: string) {
  const factory = new PrismaPg({ connectionString })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const connection = await connect()
    const query = connection.queryRaw.bind(connection)
    connection.queryRaw = async (q) => {
      const result = await query({
        ...q,
        sql: q.sql.replace(/\b(constr\.contype|con\.conf(?:del|upd)type)\b/g, '$1::text'),
      })
      const columnTypes = result.columnTypes.map((type, i) =>
        /^(constraint_type|conf(del|upd)type)$/.test(result.columnNames[i] ?? '') ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return connection
  }
  factory.connectToShadowDb = () => {
    throw new Error('With a connection string adapter-pg would take the real database as the shadow')
  }
  return bindMigrationAwareSqlAdapterFactory(factory)
}

const wasm = readFileSync(
  new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
)
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { './schema_engine_bg.js': engine as never })
;(engine as never as { __wbg_set_wasm(exports: unknown): void }).__wbg_set_wasm(exports)
;(exports.__wbindgen_start as () => void)()
Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: console.error } })

const path = `${process.cwd()}/prisma/schema.prisma`
const files = [{ path, content: readFileSync(path, 'utf8') }]
const schema = await engine.SchemaEngine.new(
  { datamodels: files.map((file) => [file.path, file.content]) },
  () => {},
  adapter(loadConfig().logins.ownerUrl),
)
const { stdout } = await schema.diff({
  from: { tag: 'schemaDatasource', files, configDir: process.cwd() },
  to: { tag: 'schemaDatamodel', files },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
})
console.log(stdout)
process.exit() // the adapter's pool would keep us for ten seconds
