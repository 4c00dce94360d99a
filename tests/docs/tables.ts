import type { Surfaces } from '../../api/shared/services.ts'
import { roles } from '../../domain/people/roles.ts'
import { roleMay, rules, verbs } from '../../domain/ticket/verbs/rules.ts'
import type { StatusName } from '../../domain/ticket/state.ts'

/** The tables of docs/permissions.md, as Markdown, from the code that decides. */
export function roleByVerb(): string {
  const rows = (['open', ...verbs] as const).map((verb) => [
    `\`${verb}\``,
    ...roles.map((role) => mark(roleMay(role, verb))),
  ])
  return table(['verb', ...roles], rows)
}

export function stateByVerb(): string {
  const rows = verbs.map((verb) => [
    `\`${verb}\``,
    ...statuses.map((status) => mark((rules[verb].in as readonly StatusName[]).includes(status))),
  ])
  return table(['verb', ...statuses], rows)
}

/** Every route but the acts on a ticket, which follow the first table. */
export function roleByRoute(surfaces: Surfaces): string {
  const others = surfaces.filter(({ method, path }) => !(method === 'post' && path.startsWith('/v1/tickets')))
  const rows = others.map(({ method, path, operation: { who } }) => [
    `\`${method.toUpperCase()} ${path}\``,
    ...roles.map((role) => mark(who === 'anyone' || who.includes(role))),
    mark(who === 'anyone'),
  ])
  return table(['route', ...roles, 'without a token'], rows)
}

const statuses: StatusName[] = ['open', 'in_progress', 'pending', 'resolved', 'closed', 'cancelled']

function mark(yes: boolean): string {
  return yes ? '✓' : '·'
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : ':-:')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
