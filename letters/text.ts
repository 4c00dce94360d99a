import type { Language } from '../domain/people/languages.ts'
import type { Format } from './format.ts'

/** Plain text: a blank line around each block, `> ` before each line that somebody wrote. */
export function textIn(language: Language): Format {
  const [colon, comma] = language === 'zh-CN' ? ['：', '，'] : [': ', ', ']
  return {
    escape: (text) => text,
    paragraph: block,
    quiet: block,
    footer: block,
    quote: (words) => block(quoted(words)),
    facts: (facts, standing) => block(`${standing ? '---\n' : ''}${closed(facts)}`),
    fact: (label, value) => `${label}${colon}${value}\n`,
    said: (label, words) => `${label}${colon.trim()}\n${quoted(words)}\n`,
    table: (_heads, rows) => block(closed(rows)),
    row(cells) {
      const [first = '', ...others] = closed(cells).split('\n')
      return `- ${first}${colon}${others.join(comma)}\n`
    },
    cell: (value) => `${value}\n`,
    button: (label, address) => block(`${label}${colon}${address}`),
    story: (steps) => block(closed(steps)),
    step: (at, by, what, words) => `- ${at} · ${by} · ${what}\n${words && `${quoted(words)}\n`}`,
    tidy: (letter) => `${letter.replace(/\n{3,}/g, '\n\n').trim()}\n`,
  }
}

function block(body: string): string {
  return `\n${body}\n\n`
}

/** Without empty lines: none of what somebody wrote is empty. */
function closed(lines: string): string {
  return lines.replace(/\n{2,}/g, '\n').trim()
}

function quoted(words: string): string {
  return words.replace(/^/gm, '> ')
}
