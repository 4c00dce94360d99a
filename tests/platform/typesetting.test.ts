import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from '@jest/globals'
import { type Language, languages } from '../../domain/people/languages.ts'
import { type Written, written } from '../../letters/documents/document.ts'
import { toldOn } from '../../letters/documents/telling.ts'
import { createTypesetter } from '../../platform/typesetting/typesetter.ts'
import { pagesOf, textOf } from '../support/documents/pdf-text.ts'
import { acceptor, customer, resident } from '../support/ticket/people.ts'
import { Play } from '../support/ticket/play.ts'

const typesetter = createTypesetter()
afterAll(() => typesetter.close())

const awkward = '*not bold* #evil[x] $x$ <b> `raw` "引号" 👍🏽'

function documentIn(language: Language, replies = 1): Written {
  const play = new Play('2026-11-27 10:00')
  play.after(60).do('respond', { message: awkward, channel: 'web' }, resident)
  for (let i = 1; i <= replies; i++)
    play.do('reply', { message: `第 ${i} 条。${'很长的话。'.repeat(40)}`, channel: 'web' }, customer)
  play.after(60).resolved(resident).do('signOff', { method: 'signedIn', rating: 5 }, acceptor)
  const telling = toldOn(undefined, play.events)
  const reader = { language, timeZone: 'Asia/Shanghai' }
  const document = telling && written('maintenanceSummary', telling, reader, typesetter.shows)
  if (document === undefined) throw new Error('There is nothing to write')
  return document
}

/** Without the breaks at which lines ended. */
const plain = (text: string) => text.replaceAll(/[\s\u200b]/g, '')

describe('A document that was set', () => {
  test.each(languages)(
    'holds the words that were written, and what somebody typed as text and never as markup: %s',
    async (language) => {
      const document = documentIn(language)
      const pdf = await typesetter.pdf('document', document)
      const text = plain(textOf(pdf))
      for (const { title } of document.sections) expect(text).toContain(plain(title))
      for (const said of [document.title, document.number, document.customer, document.hash])
        expect(text).toContain(plain(said))
      expect(text).toContain(plain(awkward.replace('👍🏽', '□')))
      expect(text).toContain(plain(document.page.replace('{page}', '1').replace('{pages}', String(pagesOf(pdf)))))
    },
  )

  test('goes on over as many sheets as it needs, the hash at the foot of each', async () => {
    const document = documentIn('zh-CN', 60)
    const pdf = await typesetter.pdf('document', document)
    const pages = pagesOf(pdf)
    expect(pages).toBeGreaterThan(4)
    const text = plain(textOf(pdf))
    expect(text.split(plain(`${document.hashLabel}: ${document.hash}`))).toHaveLength(pages + 1)
    expect(text).toContain('第60条。')
  })

  test('has the same bytes whenever and wherever the same is set: in this process again, and in two others', async () => {
    const document = documentIn('zh-CN')
    const here = await typesetter.pdf('document', document)
    const again = await typesetter.pdf('document', document)
    const elsewhere = await Promise.all([1, 2].map(() => setElsewhere(document)))
    const hash = createHash('sha256').update(here).digest('hex')
    expect(again.equals(here)).toBe(true)
    expect(elsewhere).toEqual([hash, hash])
  })

  test('that cannot be set says so, and those after it are set', async () => {
    await expect(typesetter.pdf('document', { nothing: true })).rejects.toThrow('The document cannot be set')
    await expect(typesetter.pdf('document', documentIn('en'))).resolves.toBeInstanceOf(Buffer)
  })
})

test('What our fonts show is known before it is set', () => {
  const shown = (text: string) => typesetter.shows(text.codePointAt(0) ?? 0)
  expect([...'A中’★□ü'].filter((one) => !shown(one))).toEqual([])
  expect(['😀', '\u{10ffff}'].filter(shown)).toEqual([])
})

/** The hash of what another process makes of it. */
async function setElsewhere(document: Written): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aftercare-set-'))
  const program = path.join(folder, 'set.mjs')
  const typesetting = JSON.stringify(pathToFileURL('platform/typesetting/typesetter.ts').href)
  await writeFile(
    program,
    `import { createHash } from 'node:crypto'
    import { createTypesetter } from ${typesetting}
    const typesetter = createTypesetter()
    const pdf = await typesetter.pdf('document', ${JSON.stringify(document)})
    process.stdout.write(createHash('sha256').update(pdf).digest('hex'))
    await typesetter.close()`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  await rm(folder, { recursive: true })
  return stdout
}
