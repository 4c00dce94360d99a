import { parseArgs } from 'node:util'

/** Whole numbers by name, each with what it is when it is not given, and what it means. */
export type OptionTexts<Name extends string> = Record<Name, readonly [usual: number, meaning: string]>

/** Of a command line as `--lifecycles 150`. Undefined when only help was asked for, which is printed. Throws on others. */
export function wholeNumbers<Name extends string>(
  command: string,
  texts: OptionTexts<Name>,
  args: string[],
): Record<Name, number> | undefined {
  const names = Object.keys(texts) as Name[]
  const known = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const options = { ...known, help: { type: 'boolean' as const, short: 'h' } }
  const values: Record<string, unknown> = parseArgs({ args, options }).values
  if (values.help) {
    console.log(usageOf(command, texts))
    return undefined
  }
  const given = names.map((name) => {
    const text = values[name]
    if (text === undefined) return [name, texts[name][0]]
    if (typeof text !== 'string' || !/^\d{1,7}$/.test(text))
      throw new Error(`--${name} ${text}: a whole number is needed`)
    return [name, Number(text)]
  })
  return Object.fromEntries(given) as Record<Name, number>
}

function usageOf<Name extends string>(command: string, texts: OptionTexts<Name>): string {
  const rows = Object.entries<OptionTexts<Name>[Name]>(texts)
  const lines = rows.map(([name, [usual, meaning]]) => `  ${`--${name} N`.padEnd(18)}${meaning} (${usual})`)
  return `Usage: ${command} [-- options]\n\n${lines.join('\n')}`
}
