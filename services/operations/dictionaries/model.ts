/** Lists of names that the hospital keeps. Data only; shared with the pages. */

export interface Field {
  readonly name: string;
  readonly label: string;
  /** Nothing else may stand there; several with `、` between where `many`. */
  readonly options?: readonly string[];
  readonly many?: true;
}

export interface BusinessDictionary {
  readonly title: string;
  /** What a code and a name are called in it. */
  readonly code: string;
  readonly label: string;
  readonly fields: readonly Field[];
}

export const antimicrobialTiers = ['非限制使用级', '限制使用级', '特殊使用级'] as const;
export const specialKinds = ['麻醉药品', '第一类精神药品', '第二类精神药品', '医疗用毒性药品', '放射性药品', '高警示药品', '易制毒药品', '兴奋剂'] as const;

/** What doctors order from here. */
export const orderCategories = ['检验', '检查'] as const;

/** Their columns are the product's; entries are the hospital's. */
export const businessDictionaries = {
  drug: {
    title: '药品', code: '药品编码', label: '通用名',
    fields: [
      { name: 'tradeName', label: '商品名' }, { name: 'specification', label: '规格' }, { name: 'form', label: '剂型' }, { name: 'unit', label: '单位' }, { name: 'manufacturer', label: '生产企业编码' },
      { name: 'antimicrobialTier', label: '抗菌药物级别', options: antimicrobialTiers }, { name: 'special', label: '特殊管理', options: specialKinds, many: true },
    ],
  },
  'drug-company': { title: '药企', code: '企业编码', label: '企业名称', fields: [{ name: 'license', label: '许可证号' }, { name: 'contact', label: '联系人' }, { name: 'phone', label: '联系电话' }, { name: 'address', label: '地址' }] },
  diagnosis: { title: '疾病诊断', code: '诊断编码', label: '诊断名称', fields: [{ name: 'system', label: '编码体系' }, { name: 'note', label: '说明' }] },
  item: { title: '检验项目', code: '项目编码', label: '项目名称', fields: [{ name: 'loinc', label: 'LOINC' }, { name: 'unit', label: '单位' }, { name: 'specimen', label: '标本' }] },
  'order-item': {
    title: '检验检查申请项目', code: '项目编码', label: '项目名称',
    fields: [{ name: 'category', label: '类别', options: orderCategories }, { name: 'results', label: '包含的结果项目' }, { name: 'specimen', label: '标本' }, { name: 'place', label: '在哪里做' }, { name: 'notice', label: '须知' }],
  },
  'document-type': { title: '文书类型', code: '类型编码', label: '类型名称', fields: [] },
} as const satisfies Readonly<Record<string, BusinessDictionary>>;

export type BusinessName = keyof typeof businessDictionaries;
export const businessNames = Object.keys(businessDictionaries) as readonly BusinessName[];
export const isBusiness = (name: string): name is BusinessName => Object.hasOwn(businessDictionaries, name);

/** Of the system's own lists. */
const plain: BusinessDictionary = { title: '', code: '代码', label: '名称', fields: [] };
export const shapeOf = (dictionary: string): BusinessDictionary => (isBusiness(dictionary) ? businessDictionaries[dictionary] : plain);

export interface Entry {
  readonly code: string;
  readonly name: string;
  /** Other names one looks for it by. */
  readonly others: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly position: number;
  readonly active: boolean;
}

/** What keeps an entry from being deleted. */
export const uses = ['mapping', 'drug', 'diagnosis', 'order', 'result', 'product'] as const;
export type Use = (typeof uses)[number];
