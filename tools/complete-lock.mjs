// npm writes a lock without the other platforms' optional binaries where the registry lists none of them, and npm ci
// then refuses it. This adds the missing entries, so that one lock serves every platform, and says of some for whom they
// are. Run it after npm install.
import { readFileSync, writeFileSync } from 'node:fs'
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
let added = 0
for (const [where, entry] of Object.entries(lock.packages))
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || lock.packages[`${where}/node_modules/${name}`]) continue
    if (!/^\d/.test(version)) {
      console.log('range', where, name, version)
      continue
    }
    const os = /android|darwin|freebsd|win32|openharmony|linux|sunos|aix|netbsd|openbsd/.exec(name)?.[0],
      cpu = /arm64|x64|ia32|ppc64|s390x|riscv64|loong64|wasm32|arm/.exec(name)?.[0]
    if (!os || !cpu) {
      console.log('unknown', name)
      continue
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(entry.dev && { dev: true }),
      optional: true,
      os: [os],
    }
    added++
  }
for (const [where, entry] of Object.entries(lock.packages)) {
  // npm would install musl's binaries beside glibc's: 96 MB of the linter alone.
  if (/musl/.test(where)) entry.libc = ['musl']
  // Node itself is for older ones only: npm leaves out an optional package whose engines do not fit.
  if (/^node_modules\/node-linux-/.test(where)) Object.assign(entry, { engines: { node: '<24' }, libc: ['glibc'] })
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log('added', added)
