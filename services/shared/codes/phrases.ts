/** Every sentence of this module that a person reads. */
import type { CodeKind } from './model.ts';

export const phrases = {
  'codes.no-mapping': '这条对照已经不在了，可能刚被别人删除。请刷新后再看。',
  'codes.unknown-target': '本院没有这个{kind}编码“{code}”，请从列表里选择，或先在通讯录里新增。',
  'codes.unknown-unit': '不认识单位“{code}”，请填写常用写法，如 mmol/L、g/L、10^9/L；没有单位的项目填 1。',
  'codes.unknown-choice': '“{code}”不能用，请填：{choices}。',
  'codes.not-icd': '“{code}”不是疾病分类编码，请填国标或国临版编码，如 I21.900、I21.900x001。',
  'codes.same': '对照前后相同，不需要对照。',
  'codes.file-charset': '文件的编码不是 UTF-8 也不是 GB18030，请另存为 UTF-8 的 CSV 再上传。',
  'codes.file-broken': '文件第 {line} 行的引号或分隔符不对，请检查后再上传。',
  'codes.file-empty': '文件里没有内容，请至少填写一行。',
  'codes.file-header': '文件第一行缺少这些列：{missing}。请下载模板对照。',
} as const;

export const kindWords: Readonly<Record<CodeKind, string>> = {
  department: '科室', ward: '病区', staff: '人员', item: '检验项目', unit: '单位', 'item-unit': '缺单位的项目', 'document-type': '文书类型',
  'order-category': '医嘱类别', 'order-term': '医嘱期限', frequency: '频次', route: '用法', diagnosis: '疾病诊断',
};

/** Of orders, what a code can be mapped to. */
export const choiceWords: Readonly<Record<string, string>> = {
  drug: '药品', treatment: '治疗', examination: '检查', laboratory: '检验', nursing: '护理', diet: '膳食', blood: '用血', operation: '手术', other: '其他',
  long: '长期', temporary: '临时', prescription: '门诊处方',
};

export const sourceWords: Readonly<Record<string, string>> = { hand: '手工', file: '文件' };

export const actNames = {
  'codes.list': '查看编码对照',
  'codes.save': '保存一条编码对照',
  'codes.remove': '删除一条编码对照',
  'codes.preview-file': '预览编码对照文件',
  'codes.import-file': '导入编码对照文件',
  'codes.export-file': '导出编码对照',
} as const;

/** Columns of the file. */
export const columnWords = { kind: '类别', sender: '发送系统', foreign: '对方编码', ours: '本院编码', text: '本院名称', system: '编码体系' } as const;
