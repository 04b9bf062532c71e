/** Every sentence of this module that a person reads. */
import type { Use } from './model.ts';

export const phrases = {
  'dictionaries.no-entry': '这一条已经不在了，可能刚被别人删除。请刷新后再看。',
  'dictionaries.no-list': '没有这个字典，请刷新后再看。',
  'dictionaries.known-code': '编码“{code}”已经有了：{name}。请换一个编码，或修改原来的那一条。',
  'dictionaries.known-list': '已经有名为“{name}”的字典，请换一个名称。',
  'dictionaries.list-in-use': '这个字典里还有 {count} 条内容，请先清空再删除。',
  'dictionaries.in-use': '“{name}”已在使用：{uses}。只能停用，不能删除。',
  'dictionaries.field': '“{label}”只能填：{options}。',
  'dictionaries.no-company': '药企字典里没有编码“{code}”，请先新增这家企业，或从列表里选择。',
  'dictionaries.product-entry': '“{name}”是标准规定的内容，只能停用，不能修改。',
  'dictionaries.file-charset': '文件的编码不是 UTF-8 也不是 GB18030，请另存为 UTF-8 的 CSV 再上传。',
  'dictionaries.file-broken': '文件第 {line} 行的引号或分隔符不对，请检查后再上传。',
  'dictionaries.file-empty': '文件里没有内容，请至少填写一行。',
  'dictionaries.file-header': '文件第一行缺少这些列：{missing}。请下载模板对照。',
  'dictionaries.file-rows': '一个文件最多 {most} 行，这个文件有 {rows} 行，请拆开后分几次导入。',
} as const;

export const useWords: Readonly<Record<Use, string>> = {
  mapping: '编码对照指向它', drug: '有药品由它生产', diagnosis: '有患者的诊断用到它', order: '有医嘱用到它', result: '有检验结果用到它', product: '是标准规定的内容',
};

export const actNames = {
  'dictionaries.lists': '查看字典目录',
  'dictionaries.entries': '查看字典内容',
  'dictionaries.find': '查找字典内容',
  'dictionaries.prepare': '补齐标准字典',
  'dictionaries.save-list': '保存系统字典',
  'dictionaries.remove-list': '删除系统字典',
  'dictionaries.save-entry': '保存字典内容',
  'dictionaries.set-active': '启用或停用字典内容',
  'dictionaries.remove-entry': '删除字典内容',
  'dictionaries.preview-file': '预览字典文件',
  'dictionaries.import-file': '导入字典文件',
  'dictionaries.export-file': '导出字典',
} as const;
