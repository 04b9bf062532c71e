/** Whom the first step tells together, in the words of the desk page. */
import type { Alongside, TellingSource } from './model.process.ts';

export const alongsideWords: Readonly<Record<Alongside, string>> = { attending: '管床医生', group: '医疗组全体医生', 'duty-doctor': '值班医生', head: '科主任', nurse: '责任护士', 'head-nurse': '护士长' };
export const tellingSourceWords: Readonly<Record<TellingSource, string>> = { laboratory: '检验', ecg: '心电', imaging: '影像', ultrasound: '超声', pathology: '病理', 'by-hand': '手工上报' };

export const tellingPhrases = {
  'critical-values.telling-changed': '别人刚刚改过同时通知的规则，您的修改没有保存。请刷新，看过最新的再改。',
  'critical-values.telling-department': '没有科室 {code}，请从列表里选科室。',
  'critical-values.telling-hours': '时段的开始和结束相同。整天都通知时，不用填时段。',
  'critical-values.telling-same': '规则没有变化，不用保存。',
  'critical-values.telling-ward': '没有这个病区，请从列表里选病区。',
} as const;

export const tellingActs = {
  'critical-values.telling': '查看危急值同时通知的规则',
  'critical-values.telling-trial': '试看危急值会同时通知谁',
  'critical-values.change-telling': '修改危急值同时通知的规则',
} as const;
