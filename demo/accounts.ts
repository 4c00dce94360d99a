import type { StaffFunction } from '../domain/people/functions.ts'
import type { Role } from '../domain/people/roles.ts'
import type { Tier } from '../domain/people/tiers.ts'

/** The same for every demo account, and good for nothing else: `npm start` makes them, a production database has none. */
export const demoPassword = 'aftercare-demo'

interface Account {
  id: string
  name: string
  email: string
  role: Role
  tier?: Tier
  /** R3.8: what this person is beside the tier. */
  function?: StaffFunction
  /** The customer's person whom the account belongs to. */
  contactId?: string
  /** R3.5: whom a member of staff serves; managers and admins serve all. */
  serves?: string[]
  /** Named by `npm start`, with a token: one a role, and customers of two organisations. */
  shown?: true
}

const all = ['cus_jiangzhou', 'cus_binhai', 'cus_huayue']

export const accounts: Account[] = [
  customer('zhaomin', '赵敏 Zhao Min', 'zhao.min@jiangzhou.example'),
  customer('xufeng', '许峰 Xu Feng', 'xu.feng@huayue.example'),
  { ...staff('hemiao', '何苗 He Miao', 'agent'), serves: all, function: 'serviceAssistant', shown: true },
  { ...staff('lijing', '李静 Li Jing', 'engineer', 'resident'), serves: all, shown: true },
  { ...staff('wanglei', '王磊 Wang Lei', 'engineer', 'resident'), serves: all },
  { ...staff('hetao', '何涛 He Tao', 'engineer', 'resident'), serves: all },
  { ...staff('mali', '马丽 Ma Li', 'engineer', 'resident'), serves: all },
  { ...staff('chenhao', '陈浩 Chen Hao', 'engineer', 'headquarters'), serves: all, function: 'dba' },
  { ...staff('zhoukai', '周凯 Zhou Kai', 'engineer', 'headquarters'), serves: all, function: 'coreDeveloper' },
  { ...staff('zhengyong', '郑勇 Zheng Yong', 'engineer', 'headquarters'), serves: all },
  {
    ...staff('sunguoqiang', '孙国强 Sun Guoqiang', 'senior', 'senior'),
    serves: all,
    function: 'architect',
    shown: true,
  },
  { ...staff('wuqian', '吴倩 Wu Qian', 'manager', 'manager'), shown: true },
  { ...staff('admin', 'Admin', 'admin'), shown: true },
]

function customer(key: string, name: string, email: string): Account {
  return { id: `usr_${key}`, name, email, role: 'customer', contactId: `con_${key}`, shown: true }
}

function staff(key: string, name: string, role: Role, tier?: Tier): Account {
  const address = name
    .replace(/^\P{ASCII}+ /u, '')
    .toLowerCase()
    .replace(' ', '.')
  return { id: `usr_${key}`, name, email: `${address}@aftercare.example`, role, ...(tier && { tier }) }
}
