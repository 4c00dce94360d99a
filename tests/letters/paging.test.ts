import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { languages } from '../../domain/people/languages.ts'
import { isPage } from '../../domain/ticket/pages.ts'
import { renderPage, renderTrial } from '../../letters/paging.ts'
import { lives, toldIn } from '../support/mail/stories.ts'

const links = { publicUrl: 'https://desk.example', acknowledgeUrl: `https://desk.example/page/${'x'.repeat(43)}` }
const reader = { id: 'u-resident', name: '李静', timeZone: 'Asia/Shanghai', staff: true }

/** What a robot of 企业微信 takes. */
const mostBytes = 2048

describe.each(languages)('a page in %s', (language) => {
  test.each([
    ['plain', (text: string) => text],
    ['long', (text: string) => `${text}${'错'.repeat(300)}\n第二行`],
  ])('of everything that pages, with %s texts: a few lines with number, what happened and links', (_what, say) => {
    const paging = toldIn(lives(say)).filter(({ notice, ticket }) => isPage(notice, ticket.record))
    expect(new Set(paging.map(({ notice }) => notice.message)).size).toBe(6)
    for (const { notice, ticket } of paging) {
      const { text, data } = renderPage(ticket, notice, { ...reader, language }, links)
      const [first = '', second, ...others] = text.split('\n')
      expect(first).toMatch(new RegExp(`^\\[${ticket.record.number}\\] .+`))
      expect(second).toMatch(/^.{1,80}$/u)
      expect(others.at(-1)).toContain(`https://desk.example/v1/tickets/${ticket.record.id}`)
      expect(others.some((line) => line.endsWith(links.acknowledgeUrl))).toBe(true)
      expect(text.split('\n').length).toBeLessThanOrEqual(7)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes)
      expect(data).toMatchObject({ type: notice.message, language, acknowledgeUrl: links.acknowledgeUrl })
    }
  })

  test('that only tries a channel names it', () => {
    expect(renderTrial(language, '夜间')).toMatchObject({
      text: expect.stringContaining('夜间'),
      data: { type: 'trial' },
    })
  })
})

test('both languages say the same', () => {
  const folder = new URL('../../templates/robots/', import.meta.url)
  const tags = (file: string) => readFileSync(new URL(file, folder), 'utf8').match(/\{\{.*?\}\}/g) ?? []
  const files = readdirSync(folder).filter((file) => file.endsWith('.en.hbs'))
  expect(files).toHaveLength(2)
  for (const file of files) expect(tags(file.replace('.en.', '.zh-CN.'))).toEqual(tags(file))
})
