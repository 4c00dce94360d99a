/** What a document is built of, in words; `templates/documents/document.typ` sets it. */
export type Block =
  | { is: 'facts'; rows: [label: string, text: string][] }
  | { is: 'table'; widths: string[]; heads: string[]; rows: string[][] }
  | { is: 'steps'; steps: { at: string; by: string; what: string; words: string }[] }
  | { is: 'note'; text: string }
  /** Places to sign by hand. */
  | { is: 'lines'; labels: string[] }

export interface Section {
  title: string
  /** In a frame: this, and nothing beside it, is what is signed. */
  framed?: boolean
  blocks: Block[]
}

export const note = (text: string): Block => ({ is: 'note', text })

/** What has no text is left out. */
export function facts(...rows: [label: string, text: string | null | undefined][]): Block {
  return { is: 'facts', rows: rows.flatMap(([label, text]): [string, string][] => (text ? [[label, text]] : [])) }
}
