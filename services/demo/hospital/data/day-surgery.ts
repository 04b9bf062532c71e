/** What is operated in a day: who comes, with what, for how long. Data only. */
import type { Procedure } from './disease.ts';

export interface DayProcedure extends Pick<Procedure, 'code' | 'name' | 'level' | 'anaesthesia' | 'minutes'> {
  readonly department: string;
  /** ICD-10 and its name. */
  readonly diagnosis: readonly [string, string];
  readonly sex?: 'M' | 'F';
  /** Years, both ends included. */
  readonly ages: readonly [number, number];
}

export const dayProcedures: readonly DayProcedure[] = [
  { department: 'GSUR', diagnosis: ['K40.9', '右侧腹股沟疝'], code: '53.0401', name: '右侧腹股沟疝无张力修补术', level: '二级', anaesthesia: '椎管内麻醉', minutes: 55, sex: 'M', ages: [24, 72] },
  { department: 'GSUR', diagnosis: ['N60.2', '左乳纤维腺瘤'], code: '85.2103', name: '左乳肿物微创旋切术', level: '二级', anaesthesia: '局部麻醉', minutes: 40, sex: 'F', ages: [18, 46] },
  { department: 'GSUR', diagnosis: ['I83.9', '左下肢静脉曲张'], code: '38.5901', name: '左大隐静脉腔内射频闭合术', level: '三级', anaesthesia: '神经阻滞麻醉', minutes: 60, ages: [34, 68] },
  { department: 'OPHT', diagnosis: ['H25.1', '左眼老年性白内障'], code: '13.4100', name: '左眼白内障超声乳化摘除＋人工晶体植入术', level: '三级', anaesthesia: '表面麻醉', minutes: 20, ages: [58, 84] },
  { department: 'ENTD', diagnosis: ['J38.1', '声带息肉'], code: '30.0901', name: '支撑喉镜下声带息肉切除术', level: '二级', anaesthesia: '全身麻醉', minutes: 30, ages: [24, 60] },
  { department: 'UROL', diagnosis: ['Z46.6', '输尿管支架置入状态'], code: '97.6201', name: '膀胱镜下输尿管支架取出术', level: '一级', anaesthesia: '表面麻醉', minutes: 15, ages: [26, 66] },
  { department: 'GYNE', diagnosis: ['N84.0', '子宫内膜息肉'], code: '68.2915', name: '宫腔镜下子宫内膜息肉切除术', level: '三级', anaesthesia: '全身麻醉', minutes: 35, sex: 'F', ages: [24, 52] },
  { department: 'ORTH', diagnosis: ['M65.3', '右手拇指狭窄性腱鞘炎'], code: '82.0103', name: '右手腱鞘松解术', level: '一级', anaesthesia: '局部麻醉', minutes: 25, ages: [36, 66] },
];
