export { ticket } from './ticket/ticket.ts'
