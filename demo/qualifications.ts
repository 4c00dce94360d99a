const dates = { validFrom: '2024-01-01', validUntil: '2030-12-31' }

/** R3.3: the residents' are on file with every customer, those of headquarters with whom they go to. */
export const qualifications = [
  ...['lijing', 'wanglei', 'hetao', 'mali'].map((key) =>
    certified(key, 'systemAdministration', 'System administration'),
  ),
  ...['jiangzhou', 'binhai', 'huayue'].map((where) => certified('chenhao', 'database', 'Database', where)),
  ...['binhai', 'huayue'].map((where) => certified('zhoukai', 'java', 'Java', where)),
  // Expired: nobody is sent with it.
  { ...certified('zhengyong', 'electrician', 'Electrician'), validFrom: '2023-09-01', validUntil: '2026-08-31' },
  certified('sunguoqiang', 'architecture', 'Systems architect'),
  certified('wuqian', 'projectManagement', 'Project manager'),
]

function certified(key: string, skill: string, title: string, where?: string) {
  return {
    id: `qua_${key}${where ? `_${where}` : ''}`,
    userId: `usr_${key}`,
    skill,
    certificate: `${title} ${key.toUpperCase()}-1`,
    customerId: where ? `cus_${where}` : null,
    ...dates,
  }
}
