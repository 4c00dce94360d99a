import Handlebars from 'handlebars'
import type { Format } from './format.ts'

export const html: Format = {
  escape: Handlebars.escapeExpression,
  paragraph: (body) => `<p>${body}</p>\n`,
  quiet: (body) => `<p class="quiet">${body}</p>\n`,
  footer: (lines) => `<p class="quiet footer">${lines.replaceAll('\n', '<br>')}</p>\n`,
  quote: (words) => `<blockquote>${broken(words)}</blockquote>\n`,
  facts: (facts, standing) => `<table class="facts${standing ? ' standing' : ''}">\n${facts}\n</table>\n`,
  fact: (label, value) => `<tr><th>${label}</th><td>${value}</td></tr>\n`,
  said: (label, words) => html.fact(label, broken(words)),
  table: (heads, rows) => `<table>\n<tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr>\n${rows}\n</table>\n`,
  row: (cells) => `<tr>${cells.replaceAll('\n', '')}</tr>\n`,
  cell: (value, alarming) => `<td${alarming ? ' class="late"' : ''}>${value}</td>`,
  button: (label, address) =>
    `<p><a class="button" href="${address}">${label}</a></p>\n<p class="quiet">${address}</p>\n`,
  story: (steps) => `<table class="story">\n${steps}\n</table>\n`,
  step: (at, by, what, words) =>
    `<tr><td><span class="quiet">${at} · ${by}</span><br>${what}${words && `<br>${broken(words)}`}</td></tr>\n`,
  tidy: (letter) => `${letter.replace(/\n\s*\n/g, '\n').trim()}\n`,
}

function broken(words: string): string {
  return words.replace(/\r\n?|\n/g, '<br>\n')
}
