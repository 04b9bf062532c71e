/**
 * Critical findings in reports that are sentences: ECG, imaging, ultrasound, pathology. Which findings: clinical-rules.md
 * a.1, last paragraph (S2, S3, S12 for ECG; S3 and common practice for imaging; S3 for pathology). The words are what
 * Chinese and English reports write for them; a hospital adds its own and the codes of its system. Data only.
 */
import type { Finding, Limit, Repeat, ThresholdItem } from './limits.ts';

const report = (code: string, name: string, english: string, reports: NonNullable<ThresholdItem['reports']>): ThresholdItem =>
  ({ code, name, english, loinc: [], local: [], unit: '', reading: 'text', specimen: 'any', reports });

export const reportItems: readonly ThresholdItem[] = [
  report('ecg', '心电图', 'ECG', ['ecg']),
  report('imaging', '影像', 'Imaging', ['imaging']),
  report('ultrasound', '超声', 'Ultrasound', ['ultrasound']),
  report('pathology', '病理', 'Pathology', ['pathology']),
];

/** The same finding in the description and in the conclusion, or read again within the hour, is one message. */
const hourly: Repeat = { kind: 'quiet', hours: 1, worseBy: 0 };
const daily: Repeat = { kind: 'quiet', hours: 24, worseBy: 0 };
const once: Repeat = { kind: 'first-only', sameText: false };

const row = (id: string, says: Omit<Finding, 'codes'> & { readonly codes?: readonly string[] }, repeat: Repeat, more: Partial<Limit> = {}): Limit => ({
  id, item: id.split('.')[0] ?? '', fromDays: 0, toDays: null, scope: null, low: null, high: null, reference: null, positive: false, repeat, exclude: [], confidence: 'M', note: '', says: { codes: [], ...says }, ...more,
});

const bleeding = ['脑出血', '颅内出血', '颅内血肿', '脑室出血', '脑干出血', '小脑出血', '蛛网膜下腔出血', '蛛网膜下隙出血', '硬膜外血肿', '硬膜下血肿', '硬脑膜下血肿', '硬脑膜外血肿', 'intracranial hemorrhage', 'intracranial haemorrhage', 'intracerebral hemorrhage', 'subarachnoid hemorrhage', 'subdural hematoma', 'epidural hematoma'];
const dissection = ['主动脉夹层', '主动脉瘤破裂', 'aortic dissection', 'ruptured aortic aneurysm'];
const ectopic = ['异位妊娠破裂', '宫外孕破裂', '输卵管妊娠破裂', 'ruptured ectopic', 'ectopic pregnancy rupture'];

export const reportLimits: readonly Limit[] = [
  row('ecg.arrest', { name: '心脏停搏', words: ['心脏停搏', '心搏骤停', '心室停搏', '全心停搏', 'asystole', 'cardiac arrest'] }, hourly),
  row('ecg.ventricular-fibrillation', { name: '心室扑动、颤动', words: ['心室颤动', '室颤', '心室扑动', '室扑', 'ventricular fibrillation', 'ventricular flutter', 'vfib'] }, hourly),
  row('ecg.ventricular-tachycardia', { name: '室性心动过速', words: ['室性心动过速', '室速', '尖端扭转', 'ventricular tachycardia', 'torsade'] }, hourly),
  row('ecg.infarction', { name: '急性心肌梗死', words: ['急性心肌梗死', '急性心肌梗塞', '急性心梗', '急性st段抬高', 'st段抬高型心肌梗死', '超急性期心肌梗死', '急性前壁心肌梗死', '急性下壁心肌梗死', '急性前间壁心肌梗死', '急性广泛前壁心肌梗死', 'acute myocardial infarction', 'acute mi', 'stemi', 'st elevation mi'] }, hourly),
  row('ecg.block', { name: '高度房室传导阻滞', words: ['三度房室传导阻滞', 'iii度房室传导阻滞', '完全性房室传导阻滞', '高度房室传导阻滞', '二度ii型房室传导阻滞', 'ii度ii型房室传导阻滞', 'complete heart block', 'third degree av block', 'third-degree av block', '3rd degree av block', 'high-grade av block', 'high grade av block', 'mobitz ii'] }, hourly),
  row('ecg.pre-excitation', { name: '预激伴快速房颤', words: ['预激综合征伴快速心房颤动', '预激伴快速房颤', '预激综合征伴房颤', '预激综合征伴心房颤动', '预激伴房颤', 'pre-excited atrial fibrillation', 'wpw with atrial fibrillation'] }, hourly),
  row('ecg.rate', { name: '心室率', words: ['心室率', '平均心室率', '心率', 'ventricular rate', 'vent rate', 'heart rate'], measured: true }, hourly, { low: 40, high: 180, unit: '/min', note: 'lists 40-45 / 180' }),
  row('ecg.pause', { name: '长间歇', words: ['rr间期', 'r-r间期', 'rr间歇', 'r-r间歇', '长间歇', '窦性停搏', '停搏', 'pause'], measured: true }, hourly, { high: 3, unit: 's', note: 'lists 2-3 s' }),
  row('imaging.intracranial-bleeding', { name: '颅内出血', words: bleeding }, daily),
  row('imaging.herniation', { name: '脑疝', words: ['脑疝', '小脑扁桃体疝', '小脑幕切迹疝', '大脑镰下疝', '钩回疝', 'brain herniation', 'uncal herniation', 'tonsillar herniation', 'subfalcine herniation'] }, daily),
  row('imaging.infarction', { name: '大面积脑梗死', words: ['大面积脑梗死', '大面积脑梗塞', '大面积梗死', '大面积急性脑梗死', 'large acute infarct', 'large territorial infarct', 'malignant mca infarct'] }, daily),
  row('imaging.tension-pneumothorax', { name: '张力性气胸', words: ['张力性气胸', 'tension pneumothorax'] }, daily),
  row('imaging.perforation', { name: '空腔脏器穿孔', words: ['消化道穿孔', '胃肠道穿孔', '肠穿孔', '胃穿孔', '空腔脏器穿孔', '膈下游离气体', '腹腔游离气体', 'bowel perforation', 'free intraperitoneal air', 'pneumoperitoneum'] }, daily),
  row('imaging.aortic-dissection', { name: '主动脉夹层', words: dissection }, daily),
  row('imaging.pulmonary-embolism', { name: '肺栓塞', words: ['肺栓塞', '肺动脉栓塞', 'pulmonary embolism', 'pulmonary emboli', 'pulmonary embolus'] }, daily),
  row('imaging.ectopic-rupture', { name: '异位妊娠破裂', words: ectopic }, daily),
  row('ultrasound.ectopic-rupture', { name: '异位妊娠破裂', words: ectopic }, daily),
  row('ultrasound.aortic-dissection', { name: '主动脉夹层', words: dissection }, daily),
  row('ultrasound.pulmonary-embolism', { name: '肺栓塞', words: ['肺栓塞', '肺动脉栓塞', 'pulmonary embolism'] }, daily),
  row('pathology.malignancy', { name: '首次发现恶性', words: ['恶性', '癌', '肉瘤', '淋巴瘤', '黑色素瘤', '白血病', 'malignant', 'malignancy', 'carcinoma', 'sarcoma', 'lymphoma', 'melanoma'] }, once, { exclude: ['known-malignancy'], note: 'not suspected before: nobody with a malignant neoplasm among the diagnoses of the stay' }),
  row('pathology.frozen-section', { name: '与冰冻结果不一致', words: ['与冰冻不符', '与冰冻结果不符', '与冰冻切片不符', '与冰冻诊断不符', '与冰冻不一致', '与冰冻结果不一致', '与冰冻切片不一致', '与冰冻诊断不一致', '与术中冰冻不符', '与术中冰冻不一致', 'discordant with frozen section', 'discrepant with frozen section', 'frozen section disagreement'] }, once),
];
