/** One that a mail server refused for good, as the ticket notes it. */
export interface UndeliveredMail {
  message: string
  /** Of the event that it told of. */
  version: number
  recipientId: string
  to: string
  /** One of us. */
  staff: boolean
  why: string
}
