import { roles, staffRoles } from '../../domain/people/roles.ts'

/** Who a route is for. What may be done to a ticket is `domain/ticket/verbs/rules.ts`. */
export const everyone = roles
export const staff = staffRoles
export const deskStaff = ['agent', 'manager', 'admin'] as const
export const managers = ['manager', 'admin'] as const
