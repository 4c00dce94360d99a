/** Fictional. Every address ends in .example, so that no mail can leave for anybody. */
export const customers = [
  { id: 'cus_jiangzhou', name: '江州市政务服务中心 Jiangzhou Government Services' },
  { id: 'cus_binhai', name: '滨海检测实验室 Binhai Testing Laboratory' },
  { id: 'cus_huayue', name: '华岳装备集团 Huayue Equipment' },
]

export const systems = [
  { id: 'sys_portal', customerId: 'cus_jiangzhou', name: '一网通办平台' },
  { id: 'sys_lims', customerId: 'cus_binhai', name: 'LIMS' },
  { id: 'sys_barcode', customerId: 'cus_binhai', name: 'Barcode printers' },
  { id: 'sys_rfid', customerId: 'cus_binhai', name: 'RFID' },
  { id: 'sys_mes', customerId: 'cus_huayue', name: 'MES' },
  { id: 'sys_equipment', customerId: 'cus_huayue', name: '设备运维台' },
  { id: 'sys_archive', customerId: 'cus_huayue', name: '档案系统' },
]

export const contacts = [
  {
    id: 'con_zhaomin',
    customerId: 'cus_jiangzhou',
    name: '赵敏 Zhao Min',
    email: 'zhao.min@jiangzhou.example',
    language: 'zh-CN',
  },
  {
    id: 'con_qianwei',
    customerId: 'cus_jiangzhou',
    name: '钱伟 Qian Wei',
    email: 'qian.wei@jiangzhou.example',
    language: 'zh-CN',
  },
  {
    id: 'con_shenlan',
    customerId: 'cus_binhai',
    name: '沈岚 Shen Lan',
    email: 'shen.lan@binhai.example',
    language: 'en',
  },
  { id: 'con_luoyi', customerId: 'cus_binhai', name: '罗毅 Luo Yi', email: 'luo.yi@binhai.example', language: 'en' },
  {
    id: 'con_xufeng',
    customerId: 'cus_huayue',
    name: '许峰 Xu Feng',
    email: 'xu.feng@huayue.example',
    language: 'zh-CN',
  },
  {
    id: 'con_tangjie',
    customerId: 'cus_huayue',
    name: '唐洁 Tang Jie',
    email: 'tang.jie@huayue.example',
    language: 'zh-CN',
  },
]
