/** R3.8: what a member of staff is, beside the tier that they serve on. */
export const functions = [
  'projectManager',
  'architect',
  'coreDeveloper',
  'dba',
  'tester',
  'serviceAssistant',
  'hotline',
] as const
export type StaffFunction = (typeof functions)[number]
