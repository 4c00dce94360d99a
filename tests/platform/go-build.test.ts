import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { goBuild } from '../../platform/embedded/go-build.ts'
import { goIsThere } from '../../platform/embedded/temporal-binaries.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'aftercare-go-'))
  write('go.mod', 'module tiny\n\ngo 1.26\n')
  // New to every cache.
  write('inner/inner.go', `package inner\n\nfunc Word() string { return "${folder}" }\n`)
  write('outer/outer.go', 'package outer\n\nimport "tiny/inner"\n\nfunc Word() string { return inner.Word() }\n')
  write('main.go', 'package main\n\nimport "tiny/outer"\n\nfunc main() { print(outer.Word()) }\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(file: string, text: string) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

async function build(): Promise<[built: number, of: number][]> {
  const told: [number, number][] = []
  await goBuild(folder, '.', path.join(folder, 'tiny'), (built, of) => told.push([built, of]))
  return told
}

const whereGoIs = (await goIsThere()) ? describe : describe.skip

whereGoIs('A build of the server says how far it is', () => {
  test('in packages of all, up to the last; those that were compiled before count from the start', async () => {
    const all = execFileSync('go', ['list', '-deps', '.'], { cwd: folder, encoding: 'utf8' }).trim().split('\n').length
    const first = await build()
    expect(first.slice(-3)).toEqual([all - 2, all - 1, all].map((built) => [built, all]))
    write(
      'outer/outer.go',
      'package outer\n\nimport "tiny/inner"\n\nfunc Word() string { return "-" + inner.Word() }\n',
    )
    expect(await build()).toEqual([all - 1, all].map((built) => [built, all]))
    expect(existsSync(path.join(folder, 'tiny'))).toBe(true)
  })

  test('and what stopped it', async () => {
    write('outer/outer.go', 'package outer\n\nfunc Word() string { return 1 }\n')
    await expect(build()).rejects.toThrow(/go build \. failed:[\s\S]*cannot use 1/)
    write('go.mod', 'no module\n')
    await expect(build()).rejects.toThrow(/go build \. failed:[\s\S]*go\.mod/)
  })
})
