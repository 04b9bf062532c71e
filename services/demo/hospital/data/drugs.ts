/** Drugs and infusions as a ward orders them. Names, strengths and doses are the common ones; nothing is an instruction. Data only. */

export interface Drug {
  readonly id: string;
  readonly name: string;
  readonly specification: string;
  readonly dose: string;
  readonly unit: string;
  readonly route: string;
  readonly frequency: string;
  /** Ordered together with it: 溶媒. */
  readonly carrier?: { readonly name: string; readonly amount: string };
}

const oral = (id: string, name: string, specification: string, dose: string, unit: string, frequency: string): Drug => ({ id, name, specification, dose, unit, route: '口服', frequency });
const under = (id: string, name: string, specification: string, dose: string, unit: string, frequency: string): Drug => ({ id, name, specification, dose, unit, route: '皮下注射', frequency });
const drip = (id: string, name: string, specification: string, dose: string, unit: string, frequency: string, carrier: string, amount: string): Drug => ({ id, name, specification, dose, unit, route: '静脉滴注', frequency, carrier: { name: carrier, amount } });
const pump = (id: string, name: string, specification: string, dose: string, unit: string, frequency: string): Drug => ({ id, name, specification, dose, unit, route: '静脉泵入', frequency });
const puff = (id: string, name: string, specification: string, dose: string, unit: string, frequency: string): Drug => ({ id, name, specification, dose, unit, route: '雾化吸入', frequency });

const saline = '0.9%氯化钠注射液';
const glucose = '5%葡萄糖注射液';

export const drugs: readonly Drug[] = [
  oral('aspirin', '阿司匹林肠溶片', '100mg×30片', '100', 'mg', 'qd'),
  oral('clopidogrel', '硫酸氢氯吡格雷片', '75mg×7片', '75', 'mg', 'qd'),
  oral('ticagrelor', '替格瑞洛片', '90mg×14片', '90', 'mg', 'bid'),
  oral('atorvastatin', '阿托伐他汀钙片', '20mg×7片', '20', 'mg', 'qn'),
  oral('metoprolol', '琥珀酸美托洛尔缓释片', '47.5mg×7片', '47.5', 'mg', 'qd'),
  oral('sacubitril', '沙库巴曲缬沙坦钠片', '50mg×28片', '50', 'mg', 'bid'),
  oral('spironolactone', '螺内酯片', '20mg×100片', '20', 'mg', 'qd'),
  oral('dapagliflozin', '达格列净片', '10mg×14片', '10', 'mg', 'qd'),
  oral('amlodipine', '苯磺酸氨氯地平片', '5mg×28片', '5', 'mg', 'qd'),
  oral('rivaroxaban', '利伐沙班片', '15mg×7片', '15', 'mg', 'qd'),
  oral('metformin', '盐酸二甲双胍片', '0.5g×20片', '0.5', 'g', 'tid'),
  oral('prednisone', '醋酸泼尼松片', '5mg×100片', '40', 'mg', 'qd'),
  oral('hydroxychloroquine', '硫酸羟氯喹片', '0.1g×14片', '0.2', 'g', 'bid'),
  oral('calcium', '碳酸钙D3片', '600mg×60片', '600', 'mg', 'qd'),
  oral('sevelamer', '碳酸司维拉姆片', '0.8g×30片', '0.8', 'g', 'tid'),
  oral('levetiracetam', '左乙拉西坦片', '0.5g×30片', '0.5', 'g', 'bid'),
  oral('tamsulosin', '盐酸坦索罗辛缓释胶囊', '0.2mg×10粒', '0.2', 'mg', 'qn'),
  oral('entecavir', '恩替卡韦片', '0.5mg×7片', '0.5', 'mg', 'qd'),
  oral('lactulose', '乳果糖口服溶液', '100mL', '15', 'mL', 'tid'),
  oral('mecobalamin', '甲钴胺片', '0.5mg×20片', '0.5', 'mg', 'tid'),
  oral('celecoxib', '塞来昔布胶囊', '0.2g×6粒', '0.2', 'g', 'bid'),
  oral('iron', '多糖铁复合物胶囊', '0.15g×10粒', '0.15', 'g', 'qd'),
  oral('bifid', '双歧杆菌三联活菌散', '1g×9袋', '1', 'g', 'tid'),
  oral('donepezil', '盐酸多奈哌齐片', '5mg×7片', '5', 'mg', 'qn'),
  oral('baclofen', '巴氯芬片', '10mg×30片', '5', 'mg', 'tid'),
  under('enoxaparin', '依诺肝素钠注射液', '0.4mL:4000AxaIU', '4000', 'AxaIU', 'qd'),
  under('insulin-glargine', '甘精胰岛素注射液', '3mL:300U', '14', 'U', 'qn'),
  under('insulin-aspart', '门冬胰岛素注射液', '3mL:300U', '6', 'U', '三餐前'),
  under('erythropoietin', '重组人促红素注射液', '10000IU', '10000', 'IU', 'biw'),
  under('filgrastim', '重组人粒细胞刺激因子注射液', '150μg', '300', 'μg', 'qd'),
  drip('cefoxitin', '注射用头孢西丁钠', '1g', '2', 'g', 'q12h', saline, '100mL'),
  drip('cefuroxime', '注射用头孢呋辛钠', '0.75g', '1.5', 'g', 'q12h', saline, '100mL'),
  drip('ceftriaxone', '注射用头孢曲松钠', '1g', '2', 'g', 'qd', saline, '100mL'),
  drip('tazobactam', '注射用哌拉西林钠他唑巴坦钠', '4.5g', '4.5', 'g', 'q8h', saline, '100mL'),
  drip('meropenem', '注射用美罗培南', '0.5g', '1', 'g', 'q8h', saline, '100mL'),
  drip('moxifloxacin', '盐酸莫西沙星氯化钠注射液', '250mL:0.4g', '0.4', 'g', 'qd', '（自带溶媒）', '250mL'),
  drip('pantoprazole', '注射用泮托拉唑钠', '40mg', '40', 'mg', 'bid', saline, '100mL'),
  drip('furosemide', '呋塞米注射液', '2mL:20mg', '40', 'mg', 'qd', saline, '20mL'),
  drip('alprostadil', '前列地尔注射液', '2mL:10μg', '10', 'μg', 'qd', saline, '100mL'),
  drip('edaravone', '依达拉奉注射液', '20mL:30mg', '30', 'mg', 'bid', saline, '100mL'),
  drip('ambroxol', '盐酸氨溴索注射液', '4mL:30mg', '30', 'mg', 'bid', saline, '100mL'),
  drip('methylprednisolone', '注射用甲泼尼龙琥珀酸钠', '40mg', '40', 'mg', 'qd', saline, '100mL'),
  drip('glutathione', '注射用还原型谷胱甘肽', '0.6g', '1.2', 'g', 'qd', glucose, '250mL'),
  drip('mannitol', '甘露醇注射液', '250mL:50g', '125', 'mL', 'q8h', '（自带溶媒）', '125mL'),
  drip('vitamin-c', '维生素C注射液', '2mL:0.5g', '2', 'g', 'qd', glucose, '250mL'),
  drip('ondansetron', '盐酸昂丹司琼注射液', '4mL:8mg', '8', 'mg', 'qd', saline, '100mL'),
  drip('oxytocin', '缩宫素注射液', '1mL:10U', '20', 'U', 'qd', saline, '500mL'),
  drip('thymosin', '注射用胸腺法新', '1.6mg', '1.6', 'mg', 'biw', saline, '2mL'),
  drip('ganciclovir', '注射用更昔洛韦', '0.25g', '0.25', 'g', 'q12h', saline, '100mL'),
  drip('caffeine', '枸橼酸咖啡因注射液', '1mL:20mg', '10', 'mg', 'qd', glucose, '5mL'),
  pump('noradrenaline', '重酒石酸去甲肾上腺素注射液', '1mL:2mg', '0.2', 'μg/(kg·min)', '持续'),
  pump('midazolam', '咪达唑仑注射液', '2mL:10mg', '3', 'mg/h', '持续'),
  pump('octreotide', '醋酸奥曲肽注射液', '1mL:0.1mg', '25', 'μg/h', '持续'),
  pump('nitroglycerin', '硝酸甘油注射液', '1mL:5mg', '10', 'μg/min', '持续'),
  puff('budesonide', '吸入用布地奈德混悬液', '2mL:1mg', '2', 'mL', 'bid'),
  puff('ipratropium', '吸入用异丙托溴铵溶液', '2mL:500μg', '2', 'mL', 'tid'),
  { id: 'levofloxacin-drops', name: '左氧氟沙星滴眼液', specification: '5mL:24.4mg', dose: '1', unit: '滴', route: '滴眼', frequency: 'qid' },
  { id: 'tobramycin-drops', name: '妥布霉素地塞米松滴眼液', specification: '5mL', dose: '1', unit: '滴', route: '滴眼', frequency: 'qid' },
  { id: 'mometasone', name: '糠酸莫米松鼻喷雾剂', specification: '60揿', dose: '2', unit: '揿', route: '鼻腔喷入', frequency: 'qd' },
];

const byId = new Map(drugs.map((drug) => [drug.id, drug]));

export function drug(id: string): Drug {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`there is no drug ${id}`);
  return found;
}
