import type { SignedIn } from '../../../domain/people/signed-in.ts'
import { sorts } from '../../../api/tickets/worklist/orders.ts'

/** When the newest ticket was opened, and when the lists are read. */
export const at = new Date('2026-11-28T08:00:00Z')
const daysFrom = (days: number) => new Date(at.getTime() + days * 24 * 3_600_000).toISOString()

const someone = { name: '-', tokenId: '-', byKey: false }
/** The customer is the largest; the five of the agent are of all sizes. */
export const readers = {
  manager: { ...someone, id: 'usr_1', role: 'manager', customerIds: 'all' },
  agent: { ...someone, id: 'usr_4', role: 'agent', customerIds: ['cus_1', 'cus_6', 'cus_14', 'cus_25', 'cus_38'] },
  customer: { ...someone, id: 'usr_90', role: 'customer', contactId: 'con_3', customerIds: ['cus_0'] },
} as const satisfies Record<string, SignedIn>
export type Reader = keyof typeof readers

export interface Case {
  reader: SignedIn
  as: Reader
  what: string
  query: Record<string, string | string[]>
}

const unfinished = ['open', 'in_progress', 'pending']
const filters: Record<string, Case['query']> = {
  all: {},
  'status open': { status: 'open' },
  'status pending': { status: 'pending' },
  'status resolved': { status: 'resolved' },
  'status closed': { status: 'closed' },
  'status cancelled': { status: 'cancelled' },
  'three statuses': { status: unfinished },
  'kind vulnerability': { kind: 'vulnerability' },
  'kind complaint or change': { kind: ['complaint', 'change'] },
  'class critical': { class: 'critical' },
  'priority critical': { priority: 'critical' },
  'priority low': { priority: 'low' },
  'priority high, unfinished': { priority: 'high', status: unfinished },
  'tier manager': { tier: 'manager' },
  'tier senior, unfinished': { tier: 'senior', status: unfinished },
  'one system': { systemId: 'sys_2' },
  'one reporter': { reporterId: 'con_7' },
  'one assignee': { assigneeId: 'usr_20' },
  'two assignees': { assigneeId: ['usr_20', 'usr_41'] },
  'one assignee, pending': { assigneeId: 'usr_20', status: 'pending' },
  unassigned: { unassigned: 'true' },
  'unassigned, unfinished': { unassigned: 'true', status: unfinished },
  overdue: { overdue: 'true' },
  'not overdue': { overdue: 'false' },
  breached: { breached: 'true' },
  'breached, pending': { breached: 'true', status: 'pending' },
  uncovered: { uncovered: 'true' },
  'due within a day': { dueBefore: daysFrom(1) },
  'due ever': { dueBefore: '2100-01-01T00:00:00Z' },
  'opened this week': { openedFrom: daysFrom(-7) },
  'opened this year': { openedFrom: '2026-01-01T00:00:00Z' },
  'opened in 2023': { openedFrom: '2023-01-01T00:00:00Z', openedBefore: '2024-01-01T00:00:00Z' },
  'number begins': { numberPrefix: 'T-2026-00498' },
}
const ours: typeof filters = {
  'one customer': { customerId: 'cus_6' },
  'three customers': { customerId: ['cus_1', 'cus_14', 'cus_38'] },
  mine: { mine: 'true' },
  'mine, in progress': { mine: 'true', status: 'in_progress' },
  'not mine': { mine: 'false' },
  called: { called: 'true' },
  'not called, unfinished': { called: 'false', status: unfinished },
}

/** Every filter, for everybody who may ask it; each is to be asked in every order. */
export function lists(): Case[] {
  return everybody((as) => {
    const asked = as === 'customer' ? filters : { ...filters, ...ours }
    return Object.entries(asked).map(([what, query]) => ({ what, query }))
  })
}

export const inEveryOrder = (list: Case): Case[] =>
  sorts.map((sort) => ({ ...list, what: `${list.what}, ${sort}`, query: { ...list.query, sort } }))

/** From what most events hold to what none does: words of two characters, longer ones, several, numbers and parts. */
const texts: Record<string, string> = {
  'in most': '提交',
  'in a seventh': '导出',
  'in a fortieth': '流程',
  'in one of 100': '倊売',
  'in one of 250': '亅嬇',
  'in one of 400': '儹墝',
  'in one of 1,000': '十妳',
  'four characters': '提交失败',
  'a word twice': '提交提交',
  'two common': '登录 导出',
  'a common and a rare one': '导出 儹墝',
  three: '提交 倊売 亅嬇',
  'a device': '台987654',
  'a part of a number': '987654',
  'a number': 'T-2026-0987654',
  'how numbers begin': 'T-2026-09876',
  'a year of numbers': 'T-2026',
  'one that none holds': '龘龘',
  'a single character besides': '导出 印',
}

export function searches(): Case[] {
  return everybody(() => Object.entries(texts).map(([what, text]) => ({ what: `${what} (${text})`, query: { text } })))
}

function everybody(asked: (as: Reader) => Pick<Case, 'what' | 'query'>[]): Case[] {
  return (Object.keys(readers) as Reader[]).flatMap((as) =>
    asked(as).map((one) => ({ ...one, as, reader: readers[as] })),
  )
}
