const columns = [
  'number',
  'incident_state',
  'sys_mod_count',
  'opened_at',
  'sys_updated_at',
  'contact_type',
  'priority',
  'assigned_to',
]

const opened = '01-03-2024 08:00'

/** A row of INC1: when, state, and what else differs. */
export function row(updated: string, state: string, other: Record<string, string> = {}): string {
  const fields: Record<string, string> = {
    number: 'INC1',
    incident_state: state,
    sys_mod_count: '0',
    opened_at: opened,
    sys_updated_at: updated,
    contact_type: 'Phone',
    priority: '3 - Moderate',
    assigned_to: '?',
    ...other,
  }
  return columns.map((column) => fields[column]).join(',')
}

export function logOf(...rows: string[]): string {
  return [columns.join(','), ...rows, ''].join('\r\n')
}
