import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { surfaces } from '../../web/surfaces.ts'
import { retentionDays } from '../../store/retention.ts'
import { roleByRoute, roleByVerb, stateByVerb } from './tables.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const documents = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...(readdirSync(path.join(root, 'docs'), { recursive: true }) as string[])
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]
const packageJson = JSON.parse(read('package.json')) as {
  version: string
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}

describe('Who may do what, as the documents say,', () => {
  const permissions = read('docs/permissions.md')

  test.each([
    ['role × verb', roleByVerb()],
    ['state × verb', stateByVerb()],
    ['role × route', roleByRoute(surfaces)],
  ])('is what the code decides: %s', (_name, table) => {
    const [head] = table.split('\n')
    expect(tablesOf(permissions).find((one) => one.startsWith(`${head}\n`))).toBe(table)
  })
})

describe('Every document', () => {
  test('leads only to what is there', () => {
    const dead = documents.flatMap((file) =>
      linksOf(read(file))
        .filter((link) => !leadsSomewhere(file, link))
        .map((link) => `${file}: ${link}`),
    )
    expect(dead).toEqual([])
  })

  test('names only commands that package.json has', () => {
    const unknown = documents.flatMap((file) =>
      scriptsIn(read(file))
        .filter((script) => !(script in packageJson.scripts))
        .map((script) => `${file}: npm run ${script}`),
    )
    expect(unknown).toEqual([])
  })
})

test('The Chinese README gives the same commands as the English one', () => {
  const commands = (file: string) => read(file).match(/^```sh$.*?^```$/gms)
  expect(commands('README.md')).not.toBeNull()
  expect(commands('README.zh-CN.md')).toEqual(commands('README.md'))
})

describe('Every rule', () => {
  test('that the code or a test names stands in docs/rules.md', () => {
    const stated = new Set([...read('docs/rules.md').matchAll(/^- \*\*(\S+(?: \d+)?)\*\*/gm)].map(([, id]) => id))
    const sources = ['domain', 'workflows', 'activities', 'api', 'platform', 'bin', 'prisma', 'tests'].flatMap(filesIn)
    const unknown = sources.flatMap((file) =>
      rulesIn(read(file))
        .filter((id) => !stated.has(id))
        .map((id) => `${file}: ${id}`),
    )
    expect(stated.size).toBeGreaterThan(0)
    expect(unknown).toEqual([])
  })
})

describe('What the product needs', () => {
  test('every package stands in docs/dependencies.md with its version and its reason, and none other', () => {
    const listed = tablesOf(read('docs/dependencies.md')).flatMap(rowsOf)
    const versions = listed.map(([name = '', version = '']) => [name.replaceAll('`', ''), version])
    const { dependencies, devDependencies, optionalDependencies } = packageJson
    expect(Object.fromEntries(versions)).toEqual({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(versions).toHaveLength(new Set(versions.map(([name]) => name)).size)
    expect(listed.filter(([, , reason]) => !reason)).toEqual([])
  })

  test('the image runs the Node that npm brings where the machine has an older one', () => {
    const [, image] = /^ARG NODE=node:([\d.]+)-/m.exec(read('Dockerfile')) ?? []
    const brought = Object.entries(packageJson.optionalDependencies).filter(([name]) => name.startsWith('node-'))
    expect(brought).not.toEqual([])
    for (const [, version] of brought) expect(version).toBe(image)
    expect(image?.split('.')[0]).toBe(read('.nvmrc').trim())
  })

  test('every setting stands in docs/operations.md, and none other', () => {
    const [, settings = ''] = /const settings = z\.object\(\{(.*?)\n\}\)/s.exec(read('platform/config.ts')) ?? []
    const known = [...settings.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name)
    const [, section = ''] = read('docs/operations.md').split('## Settings')
    const listed = rowsOf(tablesOf(section)[0] ?? '').map(([name = '']) => name.replaceAll('`', ''))
    expect(known).not.toEqual([])
    expect(listed.sort()).toEqual(known.sort())
  })

  test('what is deleted after how many days stands in docs/operations.md', () => {
    const [, section = ''] = read('docs/operations.md').split('## Clean-up')
    const listed = rowsOf(tablesOf(section)[0] ?? '').map(([, kind = '', days]) => [
      kind.replaceAll('`', ''),
      Number(days),
    ])
    expect(Object.fromEntries(listed)).toEqual(retentionDays)
  })

  test('the change log begins with the version that package.json names', () => {
    expect(/^## \[(\d\S*)\]/m.exec(read('CHANGELOG.md'))?.[1]).toBe(packageJson.version)
  })
})

function tablesOf(markdown: string): string[] {
  return markdown.match(/^\|.*(?:\n\|.*)*/gm) ?? []
}

/** The cells of a table's rows, without its head. */
function rowsOf(table: string): string[][] {
  const lines = table.split('\n').slice(2)
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => !/^[a-z]+:/.test(link))
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? from : path.join(path.dirname(from), file)
  if (!existsSync(path.join(root, target))) return false
  return anchor === undefined || anchorsOf(read(target)).includes(anchor)
}

/** Of the headings, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  const headings = markdown.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function filesIn(folder: string): string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true }) as string[]
  return files
    .filter((file) => /\.(ts|prisma)$/.test(file) && !file.startsWith('client'))
    .map((file) => `${folder}/${file}`)
}

/** `SLA 12, 16` names two rules. */
function rulesIn(source: string): string[] {
  const promised = source.match(/\bR\d\.\d\b/g) ?? []
  const counted = [...source.matchAll(/\bSLA (\d+(?:(?:, |-)\d+)*)/g)].flatMap(([, ids = '']) => ids.split(/, |-/))
  return [...promised, ...counted.map((id) => `SLA ${id}`)]
}

function scriptsIn(markdown: string): string[] {
  const run = [...markdown.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, script = '']) => script)
  const short = [...markdown.matchAll(/npm (start|test)\b/g)].map(([, script = '']) => script)
  return [...run, ...short]
}
