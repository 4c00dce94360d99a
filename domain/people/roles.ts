/** Our own people. */
export const staffRoles = ['agent', 'engineer', 'senior', 'manager', 'admin'] as const
/** Who signs in, and what for. */
export const roles = ['customer', ...staffRoles] as const
export type Role = (typeof roles)[number]
