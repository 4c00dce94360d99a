/** How one format writes down what a letter is built of. What it is given has been escaped. */
export interface Format {
  escape(text: string): string
  paragraph(body: string): string
  quiet(body: string): string
  footer(lines: string): string
  /** What somebody wrote, word for word. */
  quote(words: string): string
  facts(facts: string, standing: boolean): string
  fact(label: string, value: string): string
  /** A fact that somebody wrote, word for word. */
  said(label: string, words: string): string
  table(heads: string[], rows: string): string
  /** Each cell on a line. */
  row(cells: string): string
  cell(value: string, alarming: boolean): string
  button(label: string, address: string): string
  story(steps: string): string
  step(at: string, by: string, what: string, words: string): string
  /** What is left out of a letter leaves its empty lines behind. */
  tidy(letter: string): string
}
