interface Sample {
  labels: Record<string, string>
  value: number
}

/** A page of metrics, read line by line: what fits no line of the format throws. */
export interface Page {
  text: string
  names: Set<string>
  all(name: string): Sample[]
  /** The first value with these labels; undefined when there is none. */
  of(name: string, labels?: object): number | undefined
}

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const label = `${'[a-zA-Z_][a-zA-Z0-9_]*'}="(?:[^"\\\\\\n]|\\\\["\\\\n])*"`
const sample = new RegExp(`^(${name})(?:\\{((?:${label}(?:,${label})*)?)\\})? ([-+]?(?:[0-9.eE+-]+|Inf)|Na[nN])$`)
const comment = new RegExp(`^# (?:HELP ${name} .*|TYPE ${name} (?:counter|gauge|histogram|summary|untyped))$`)

export function parsed(text: string): Page {
  const samples = new Map<string, Sample[]>()
  for (const line of text.split('\n')) {
    if (line === '' || comment.test(line)) continue
    const [, found, labels = '', value = ''] = sample.exec(line) ?? []
    if (found === undefined) throw new Error(`Not a line of a page of metrics: ${line}`)
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', of = '']) => [key, of])
    const one = {
      labels: Object.fromEntries(pairs) as Record<string, string>,
      value: Number(value.replace('Inf', 'Infinity')),
    }
    samples.set(found, [...(samples.get(found) ?? []), one])
  }
  const all = (of: string) => samples.get(of) ?? []
  return {
    text,
    names: new Set(samples.keys()),
    all,
    of(of, labels = {}) {
      const wanted = Object.entries(labels)
      return all(of).find((one) => wanted.every(([key, value]) => one.labels[key] === value))?.value
    },
  }
}

/** The metrics that an expression asks for. */
export function metricNamesIn(expression: string): string[] {
  return expression.match(/\b(?:aftercare|temporal|process|nodejs)_\w+/g) ?? []
}
