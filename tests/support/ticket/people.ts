import type { Actor } from '../../../domain/people/actors.ts'

export const acceptor: Actor = { id: 'u-acceptor', role: 'customer', name: '赵敏', contactId: 'c-acceptor' }
export const customer: Actor = { id: 'u-reporter', role: 'customer', name: '钱伟', contactId: 'c-reporter' }
export const agent: Actor = { id: 'u-agent', role: 'agent', name: '何苗' }
export const resident: Actor = { id: 'u-resident', role: 'engineer', name: '李静', tier: 'resident' }
export const headquarters: Actor = { id: 'u-hq', role: 'engineer', name: '陈浩', tier: 'headquarters' }
export const senior: Actor = { id: 'u-senior', role: 'senior', name: '孙国强', tier: 'senior' }
export const manager: Actor = { id: 'u-manager', role: 'manager', name: '吴倩' }
