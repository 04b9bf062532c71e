/** What people come to a clinic with, and what they leave with: the four kinds of prescriptions. Data only. */

export interface ClinicVisit {
  readonly departments: readonly string[];
  readonly sex?: 'M' | 'F';
  readonly ages: readonly [number, number];
  readonly code: string;
  readonly diagnosis: string;
  readonly complaint: string;
  readonly history: string;
  readonly exam: string;
  /** Ids of drugs. */
  readonly drugs: readonly string[];
  /** Ids of panels, of examinations, names of treatments. */
  readonly panels: readonly string[];
  readonly examinations: readonly string[];
  readonly treatments: readonly string[];
  /** A herbal formula instead. */
  readonly herbs?: string;
  readonly advice: string;
}

const visit = (departments: string, code: string, diagnosis: string, ages: readonly [number, number], complaint: string, history: string, exam: string, more: Partial<ClinicVisit>): ClinicVisit => ({
  departments: departments.split(' '), code, diagnosis, ages, complaint, history, exam, drugs: [], panels: [], examinations: [], treatments: [], advice: '按时服药，不适随诊。', ...more,
});

export const clinicVisits: readonly ClinicVisit[] = [
  visit('CARD GERI', 'I10', '高血压病2级', [42, 78], '发现血压升高2年，头晕3天', '间断服药，近3天头晕，自测血压160/95mmHg，无胸痛、黑矇。', 'BP 158/94mmHg，心率78次/分，律齐，双下肢无水肿。', { drugs: ['amlodipine'], panels: ['BIO', 'LIPID'], examinations: ['ecg'], advice: '低盐饮食，每日监测血压，2周复诊。' }),
  visit('CARD', 'I25.1', '冠状动脉粥样硬化性心脏病', [50, 80], '劳累后胸闷半年', '快步行走时胸闷，休息可缓解，无夜间发作。', 'BP 136/82mmHg，心率70次/分，律齐，双肺清。', { drugs: ['aspirin', 'atorvastatin', 'metoprolol'], panels: ['LIPID'], examinations: ['ecg', 'echo-wall'], advice: '避免劳累，备用硝酸甘油，1个月复诊。' }),
  visit('NEPH', 'N18.3', '慢性肾脏病3期', [35, 75], '发现肾功能异常1年，复查', '无水肿、少尿，夜尿1–2次。', 'BP 138/84mmHg，双下肢无水肿。', { drugs: ['dapagliflozin'], panels: ['BIO', 'CBC'], examinations: ['kidney-us'], advice: '低盐优质低蛋白饮食，避免肾毒性药物，3个月复查。' }),
  visit('HEMA', 'D50.9', '缺铁性贫血', [20, 50], '乏力、头晕1月', '月经量偏多，活动后心悸，无黑便。', '轻度贫血貌，皮肤无出血点，肝脾不大。', { sex: 'F', drugs: ['iron'], panels: ['CBC'], advice: '口服铁剂避免与茶同服，1个月复查血常规。' }),
  visit('RESP PEDI', 'J20.9', '急性支气管炎', [6, 60], '咳嗽、咳痰1周', '受凉后咳嗽，咳少量白痰，无发热、气促。', '咽稍红，双肺呼吸音粗，未闻及湿啰音。', { drugs: ['ambroxol', 'budesonide'], panels: ['CBC', 'INFL'], treatments: ['雾化吸入治疗'], advice: '多饮水，3天无好转复诊。' }),
  visit('GAST', 'K29.5', '慢性胃炎', [24, 66], '反复上腹胀1年', '餐后上腹饱胀、嗳气，无黑便、消瘦。', '腹软，剑突下轻压痛，无反跳痛。', { drugs: ['pantoprazole', 'bifid'], examinations: ['abdomen-us'], advice: '规律饮食，忌辛辣，必要时胃镜检查。' }),
  visit('ENDO', 'E11.9', '2型糖尿病', [38, 76], '血糖升高5年，开药', '空腹血糖7–8mmol/L，无低血糖发作。', 'BMI 25.6，足背动脉搏动可，双足无溃疡。', { drugs: ['metformin', 'atorvastatin'], panels: ['HBA1C', 'BIO'], advice: '糖尿病饮食，规律运动，3个月复查糖化血红蛋白。' }),
  visit('NEUR', 'G43.9', '偏头痛', [18, 55], '反复头痛3年', '单侧搏动性头痛，伴恶心、畏光，每次持续数小时。', '神志清，颅神经征阴性，颈软，病理征阴性。', { drugs: ['celecoxib'], examinations: ['head-ct'], advice: '记录头痛日记，规律作息。' }),
  visit('RHEU ORTH', 'M17.9', '膝骨关节炎', [48, 78], '双膝疼痛2年，加重1周', '上下楼疼痛明显，无红肿。', '双膝轻度肿胀，内侧间隙压痛，活动时摩擦感。', { drugs: ['celecoxib'], examinations: ['knee-xr'], treatments: ['超短波治疗'], advice: '减少爬楼，股四头肌锻炼。' }),
  visit('ORTH REHA', 'M54.5', '腰肌劳损', [22, 60], '腰痛2周', '久坐后腰部酸痛，无下肢放射痛。', '腰肌紧张压痛，直腿抬高试验阴性。', { drugs: ['celecoxib', 'mecobalamin'], treatments: ['中频脉冲电治疗', '推拿治疗'], advice: '避免久坐弯腰，腰背肌锻炼。' }),
  visit('GSUR', 'K80.2', '胆囊结石', [30, 70], '右上腹不适半年', '进食油腻后右上腹隐痛，无发热、黄疸。', '腹软，墨菲征阴性。', { panels: ['BIO'], examinations: ['abdomen-us'], advice: '低脂饮食，建议择期手术。' }),
  visit('UROL', 'N40.x', '前列腺增生', [56, 82], '尿频、夜尿增多1年', '夜尿3次，尿线变细，无血尿。', '前列腺II度大，质韧，无结节。', { sex: 'M', drugs: ['tamsulosin'], examinations: ['prostate-us'], advice: '睡前少饮水，1个月复诊。' }),
  visit('GYNE', 'N76.0', '阴道炎', [22, 48], '外阴瘙痒、白带增多1周', '白带豆渣样，无腹痛、异常流血。', '外阴稍红，阴道内豆渣样分泌物。', { sex: 'F', treatments: ['阴道冲洗上药'], panels: ['CBC'], advice: '勤换内衣，用药期间禁性生活。' }),
  visit('OBST', 'Z34.9', '孕28周 产前检查', [22, 40], '停经28周，常规产检', '胎动好，无腹痛、流血、流液。', 'BP 112/70mmHg，宫高26cm，腹围92cm，胎心146次/分。', { sex: 'F', drugs: ['iron', 'calcium'], panels: ['CBC'], examinations: ['fetus-us'], advice: '自数胎动，2周后产检。' }),
  visit('PEDI', 'J06.9', '急性上呼吸道感染', [1, 12], '发热、流涕2天', '体温最高38.6℃，精神可，无抽搐、皮疹。', '咽充血，双肺呼吸音清。', { panels: ['CBC', 'INFL'], advice: '多饮水，监测体温，持续高热及时就诊。' }),
  visit('OPHT', 'H10.1', '过敏性结膜炎', [8, 60], '双眼痒、红1周', '眼痒、流泪，无视力下降。', '双眼睑结膜充血，乳头增生，角膜透明。', { drugs: ['levofloxacin-drops'], advice: '避免揉眼，远离过敏原。' }),
  visit('ENTD', 'J30.4', '变应性鼻炎', [8, 55], '鼻痒、喷嚏、流清涕半年', '晨起明显，遇冷空气加重。', '双下鼻甲苍白水肿，鼻道清水样分泌物。', { drugs: ['mometasone'], treatments: ['鼻腔冲洗'], advice: '避免接触尘螨，坚持鼻喷激素。' }),
  visit('ONCO CTSU', 'R91.x', '肺结节', [36, 74], '体检发现肺结节1月', '右肺上叶磨玻璃结节6mm，无咳嗽、咯血。', '双肺呼吸音清，浅表淋巴结不大。', { panels: ['TUMOR'], examinations: ['chest-normal'], advice: '6个月复查胸部薄层CT。' }),
  visit('NSUR', 'S06.0', '轻型颅脑外伤后复查', [16, 70], '头部外伤后1周复查', '头痛减轻，无呕吐、抽搐。', '神清，瞳孔等大，四肢肌力正常。', { examinations: ['head-ct'], advice: '休息2周，头痛加重及时就诊。' }),
  visit('INFD', 'B18.1', '慢性乙型病毒性肝炎', [24, 62], '乙肝抗病毒治疗复查', '规律服药，无乏力、纳差。', '皮肤巩膜无黄染，肝脾肋下未及。', { drugs: ['entecavir'], panels: ['BIO'], examinations: ['liver-us'], advice: '不可停药，6个月复查。' }),
  visit('DERM', 'L30.9', '湿疹', [6, 70], '双小腿皮疹伴瘙痒2周', '反复红斑、丘疹，搔抓后加重。', '双小腿散在红斑、丘疹，部分脱屑。', { treatments: ['冷湿敷'], advice: '避免搔抓及热水烫洗，外用保湿剂。' }),
  visit('STOM', 'K04.0', '急性牙髓炎', [14, 66], '右下后牙自发痛2天', '夜间痛明显，冷热刺激加重。', '右下6远中深龋，探痛（+++），叩痛（±）。', { treatments: ['开髓引流'], examinations: [], advice: '3天后复诊根管治疗。' }),
  visit('TCMD', 'G47.0', '不寐（心脾两虚证）', [28, 70], '入睡困难3月', '多梦易醒，心悸健忘，神疲乏力。', '舌淡苔薄白，脉细弱。', { herbs: '党参15g 黄芪15g 白术10g 茯神10g 酸枣仁15g 龙眼肉10g 当归10g 远志6g 木香6g 炙甘草5g，7剂，水煎服，日1剂，早晚分服', advice: '调畅情志，睡前避免浓茶咖啡。' }),
];
