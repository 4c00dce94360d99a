import type { AnyRoute } from '../../http/operation.ts'
import { roles } from '../../domain/people/roles.ts'
import { permissions } from '../../domain/ticket/permissions.ts'
import { verbs } from '../../domain/ticket/commands.ts'
import type { StatusName } from '../../domain/ticket/state.ts'
import { allowedIn } from '../../domain/ticket/transitions.ts'

/** The tables of docs/permissions.md, as Markdown, from the code that decides. */
export function roleByVerb(): string {
  const rows = (['open', ...verbs] as const).map((verb) => [
    `\`${verb}\``,
    ...roles.map((role) => mark(permissions[verb].includes(role))),
  ])
  return table(['verb', ...roles], rows)
}

export function stateByVerb(): string {
  const rows = verbs.map((verb) => [`\`${verb}\``, ...statuses.map((status) => mark(allowedIn[verb].includes(status)))])
  return table(['verb', ...statuses], rows)
}

/** Every route but the acts on a ticket, which follow the first table. */
export function roleByRoute(routes: readonly AnyRoute[]): string {
  const others = routes.filter(({ method, path }) => !(method === 'post' && path.startsWith('/v1/tickets')))
  const rows = others.map(({ method, path, who }) => [
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
