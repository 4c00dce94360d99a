/** Who signs in, and what for. */
export const roles = ['customer', 'agent', 'engineer', 'senior', 'manager', 'admin'] as const
export type Role = (typeof roles)[number]
