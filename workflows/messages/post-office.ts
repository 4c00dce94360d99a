/** One of the offices that send what tickets have to tell; they share the tickets among them. */
export interface Office {
  office: number
  of: number
}

export const postOfficeWorkflow = 'postOffice'
/** Two services on one engine have offices of their own. */
export const postOfficeId = (taskQueue: string, { office, of }: Office) =>
  `${taskQueue}/post-office/${office + 1}-of-${of}`
