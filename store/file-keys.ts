/** Where the bytes of a ticket's file or document are kept: by their content, so that the same is kept once. */
export function fileKeyOf(ticketId: string, sha256: string): string {
  return `tickets/${ticketId}/${sha256}`
}
