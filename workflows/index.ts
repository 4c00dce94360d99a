export { cleanUp } from './upkeep/clean-up.ts'
export { postOffice } from './post-office/post-office.ts'
export { ticket } from './ticket/ticket.ts'
export { watch } from './watch/watch.ts'
