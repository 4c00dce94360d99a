import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { languages } from '../../domain/people/languages.ts'
import { messages } from '../../domain/ticket/notices.ts'

const folder = new URL('../../templates/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'))
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')
const inBoth = [...new Set(files.filter((file) => /\.(en|zh-CN)\.hbs$/.test(file)).map((file) => file.split('.')[0]))]

describe('Every letter and page', () => {
  test('has one source in each language', () => {
    for (const message of messages) {
      for (const language of languages) expect(files).toContain(`letters/${message}.${language}.hbs`)
    }
    const sources = files.filter((file) => /^letters\/[^/]*$/.test(file))
    expect(sources).toHaveLength(messages.length * languages.length)
    for (const file of sources) {
      // What happened; the subject and the frame are the same for all.
      expect([file, read(file)]).toEqual([file, expect.stringMatching(/^[^\n]+\n---\n\{\{/)])
      expect([file, /\{\{subject\}\}|layout/.test(read(file))]).toEqual([file, false])
    }
  })

  test.each(inBoth)('%s: says the same in both languages: the same tags, in the same blocks', (name) => {
    const [chinese, english] = ['zh-CN', 'en'].map((language) => read(`${name}.${language}.hbs`).split('\n---\n'))
    const both = [chinese, english].map((parts = []) => parts.map((part, at) => tagsOf(part, at < parts.length - 1)))
    expect(both[0]).toEqual(both[1])
  })

  test('lets nothing through unescaped, and holds no markup of its own but in the frames', () => {
    for (const file of files) {
      expect([file, /\{\{\{|\{\{~?&/.test(read(file))]).toEqual([file, false])
      if (file.startsWith('letters/') && !file.endsWith('layout.html.hbs')) expect(read(file)).not.toMatch(/[<&]/)
    }
  })

  test('a tag that only one language has is found', () => {
    expect(tagsOf('{{#p}}{{by}} {{date at}}{{/p}}')).toEqual(tagsOf('{{#p}}{{date at}} {{by}}{{/p}}'))
    for (const other of ['{{#p}}{{by}}{{/p}}', '{{by}} {{date at}}', '{{#p}}{{by}} {{date on}}{{/p}}']) {
      expect(tagsOf('{{#p}}{{by}} {{date at}}{{/p}}')).not.toEqual(tagsOf(other))
    }
    expect(tagsOf('{{quote a}}{{quote b}}')).not.toEqual(tagsOf('{{quote b}}{{quote a}}'))
    expect(tagsOf('{{term "tier" to}}')).not.toEqual(tagsOf('{{term "kind" to}}'))
  })
})

/** In these the words, and so the tags, stand in another order in another language. */
const sentences = ['p', 'fact', 'cell', 'quiet', 'footer', 'step']

type Tags = (string | Tags)[]

/** The tags of a template, nested as its blocks are; those of one sentence in the order of the alphabet. */
function tagsOf(source: string, sentence = false): Tags {
  const tags = source.match(/\{\{.*?\}\}/g)?.map(withoutWords) ?? []
  return tagsUpTo(tags, sentence)
}

function tagsUpTo(tags: string[], sentence: boolean): Tags {
  const found: Tags = []
  for (let tag = tags.shift(); tag !== undefined && !tag.startsWith('{{/'); tag = tags.shift()) {
    const [, opens] = /^\{\{#>? ?([\w-]+)/.exec(tag) ?? []
    found.push(opens ? [tag, ...tagsUpTo(tags, sentence || sentences.includes(opens))] : tag)
  }
  return sentence ? found.sort((one, other) => String(one).localeCompare(String(other))) : found
}

/** A label is in the reader's language; the name of a group of terms is not. */
function withoutWords(tag: string): string {
  return tag.startsWith('{{term ') ? tag : tag.replace(/"[^"]*"/g, '"…"')
}
