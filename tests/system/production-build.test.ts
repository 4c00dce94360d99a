import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'

const programOf = (name: string) => path.resolve(`dist/bin/${name}.js`)

describe('npm run build', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['tools/build.mjs'], { stdio: 'pipe' })
  }, 180_000)

  test('it takes along what the programs read', () => {
    for (const folder of ['templates', 'prisma/migrations']) expect(filesIn(`dist/${folder}`)).toEqual(filesIn(folder))
    expect(readFileSync('dist/workflow-bundle.js', 'utf8')).toContain('ticketWorkflow')
  })

  test.each(['api', 'worker', 'migrate', 'set-up-logins'])('%s names the settings that are missing', async (name) => {
    // Elsewhere, so that no .env is found.
    const options = { cwd: os.tmpdir(), env: {} }
    const { code, stderr } = await promisify(execFile)(process.execPath, [programOf(name)], options).then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    )
    expect(stderr).toMatch(/Set DATABASE_(URL.*TEMPORAL_ADDRESS|ADMIN_URL and DATABASE_URL)/)
    expect(code).toBe(1)
  })

  test('it sets documents, with the fonts that the image keeps', async () => {
    const typesetting = JSON.stringify(pathToFileURL('dist/platform/typesetting/typesetter.js').href)
    const page = { language: 'en', title: 'A', number: 'B', subject: 'C', customer: 'D', hash: 'E', hashLabel: 'F' }
    const document = { ...page, page: '{page}', aboutTimes: 'G', closing: [], date: [2026, 11, 27], sections: [] }
    const program = path.join(mkdtempSync(path.join(os.tmpdir(), 'aftercare-built-')), 'set.mjs')
    writeFileSync(
      program,
      `import { createTypesetter } from ${typesetting}
      const typesetter = createTypesetter()
      const pdf = await typesetter.pdf('document', ${JSON.stringify(document)})
      process.stdout.write(pdf.toString('latin1', 0, 5))
      await typesetter.close()`,
    )
    const { stdout } = await promisify(execFile)(process.execPath, [program])
    expect(stdout).toBe('%PDF-')
    const kept = readFileSync('Dockerfile', 'utf8')
    for (const [, weight = ''] of readFileSync('platform/typesetting/fonts.ts', 'utf8').matchAll(/sc\/(\w+)\//g)) {
      expect(kept).not.toContain(` ${weight} `)
    }
  })

  test('what the programs import is installed in production', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object }
    const programs = ['api', 'worker', 'migrate', 'worker-health', 'set-up-logins'].map(programOf)
    programs.push(path.resolve('dist/platform/typesetting/thread.js'))
    expect([...packagesOf(programs)].filter((name) => !(name in dependencies))).toEqual([])
  })
})

/** The packages that these files import, and the files of ours that they import, and so on. */
function packagesOf(files: string[]): Set<string> {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const look = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:\bfrom|\bimport|\bimport\(|\brequire\.resolve\(|\brequire\() ?['"]([@\w.][\w@./:-]*)['"]/g,
    )) {
      if (specifier.startsWith('.')) look(path.resolve(path.dirname(file), specifier))
      else if (!isBuiltin(specifier)) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier)
    }
  }
  for (const file of files) look(file)
  return packages
}

function filesIn(folder: string): string[] {
  expect(existsSync(folder)).toBe(true)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
}
