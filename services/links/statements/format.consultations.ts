/** What kind of 会诊 an order asks for, by its name and its haste. */
export function consultationType(name: string, urgent: boolean | undefined): string | undefined {
  if (/多学科|MDT/i.test(name)) return '多学科会诊';
  if (/全院/.test(name)) return '全院会诊';
  if (/院外|外院|远程/.test(name)) return '院外会诊';
  if (urgent === true || /急会诊|紧急会诊/.test(name)) return '急会诊';
  return urgent === false || /普通会诊|平会诊/.test(name) ? '普通会诊' : undefined;
}
