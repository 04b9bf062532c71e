/** What visitors of the demonstration hospital read: columns of its institution and departments. */

export interface DemoPage {
  readonly tags?: readonly string[];
  readonly homePage?: string;
  readonly intro?: string;
  readonly floorGuide?: string;
  readonly visitGuide?: string;
}

export const institutionPage: DemoPage = {
  tags: ['医保定点', '国家级胸痛中心'],
  intro: '青禾市第一人民医院是一所集医疗、教学、科研于一体的综合医院，有本部和东院区两个院区。\n急诊 24 小时开放。',
  floorGuide: '1 层　急诊、挂号收费、药房\n2 层　检验科、影像科\n3 层　内科门诊\n4 层　外科门诊\n5 层以上　住院病区',
  visitGuide: '1. 带好身份证或医保卡，在 1 层窗口或自助机挂号。\n2. 按导诊屏提示到诊区候诊。\n3. 检查检验缴费后到 2 层。\n4. 取药在 1 层药房。\n住院探视时间：每天 15:00–19:00，每位患者同时不超过 2 人。',
};

export const departmentPages: Readonly<Record<string, DemoPage & { readonly location?: string; readonly phone?: string }>> = {
  CARD: {
    location: '住院楼 8 层',
    phone: '0999-12320-8801',
    tags: ['胸痛', '高血压', '心力衰竭'],
    intro: '诊治冠心病、高血压、心力衰竭和心律失常。胸痛患者请直接到 1 层急诊科，不要排队挂号。',
    floorGuide: '乘 3、4 号电梯到 8 层，出电梯右转是护士站。',
    visitGuide: '住院当天带好身份证、医保卡和以往的检查报告。\n早上抽血前不要进食。',
  },
  NEPH: { location: '住院楼 9 层', phone: '0999-12320-8901', intro: '诊治肾炎、肾病综合征和慢性肾脏病，设血液透析室。' },
  EMER: { location: '门诊楼 1 层东侧', phone: '0999-12320-8120', intro: '24 小时开放，按病情轻重分级就诊。', visitGuide: '胸痛、呼吸困难、肢体无力、大出血，请直接告诉分诊护士。' },
  LAB: { location: '门诊楼 2 层', phone: '0999-12320-8201', intro: '抽血时间：周一至周日 7:00–11:00。', visitGuide: '空腹项目请 8 小时内不进食，可以少量喝水。报告在自助机打印。' },
};
