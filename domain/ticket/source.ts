/** R1.10: whose observation it is: the customer's report, what we asked for, or what our staff noticed themselves. */
export const sources = ['customer', 'survey', 'noticed'] as const
export type Source = (typeof sources)[number]
