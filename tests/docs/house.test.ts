import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const rules = await import(pathToFileURL(path.join(root, '.dependency-cruiser.mjs')).href)
const rooms: [room: string, imports: string, why: string][] = rules.rooms

describe('The house', () => {
  test('has the arrows that docs/architecture.md shows', () => {
    const [, section = ''] = read('docs/architecture.md').split('| Room | Holds | Imports |\n')
    const [, ...rows] = (/^(?:\|.*\n)+/.exec(section)?.[0] ?? '').trim().split('\n')
    const shown = rows.map((row) => row.split(' | ')).map(([room = '', , imports = '']) => `${room} | ${imports}`)
    expect(shown).toEqual(rooms.map(([room, imports]) => `| \`${room}\` | ${quoted(imports)} |`))
  })

  test('allows no two rooms each other', () => {
    const allows = (from: string, to: string) =>
      rooms.some(([room, imports]) => room === from && imports.split(' ').some((word) => names(word, to)))
    const both = rooms.flatMap(([one]) =>
      rooms.filter(([other]) => other !== one && allows(one, other) && allows(other, one)),
    )
    expect(both).toEqual([])
  })

  test('has no file above 200 lines that does not say why', () => {
    // The linter looks at the code.
    const files = ['', '.ci/', 'prisma/', 'tools/'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { withFileTypes: true })
        .filter(
          (entry) =>
            entry.isFile() && !/\.(?:[mc]?[jt]s|md|mod|sum)$|^(?:LICENSE|package-lock\.json)$/.test(entry.name),
        )
        .map((entry) => folder + entry.name),
    )
    const long = files.filter((file) => read(file).split('\n').length > 201)
    expect(files).toContain('prisma/schema.prisma')
    expect(long.filter((file) => !/^(?:#|\/\/) Above 200 lines, since /m.test(read(file)))).toEqual([])
  })
})

function quoted(imports: string): string {
  return imports
    .split(' ')
    .map((word) => `\`${word}\``)
    .join(', ')
}

/** `domain` is all of domain/, and `api/*` each noun. */
function names(word: string, room: string): boolean {
  if (word === 'everything') return true
  if (word === 'api/*') return room === word
  return room === word || (!rooms.some(([name]) => name === word) && room.startsWith(`${word}/`))
}
