/** Critical results one after the other, as many as a test needs: one patient each, of one doctor. */
import { admission, result } from '../../../services/links/hl7/samples.ts';
import type { Sender } from './sender.ts';

export interface Doctor {
  readonly number: string;
  readonly ward: string;
}

export const onDingtalk: Doctor = { number: '1001', ward: 'CARD1' };
export const onWecom: Doctor = { number: '2001', ward: 'GSUR1' };

export async function sendCritical(lis: Sender, doctor: Doctor, serial: number | string): Promise<string> {
  const at = new Date();
  const patient = { id: `P-${doctor.number}-${serial}`, name: '停电', sex: 'M', birth: '19600101' } as const;
  const visit = { number: `V-${doctor.number}-${serial}`, ward: doctor.ward, bed: String(serial), attending: { number: doctor.number, name: '' } };
  await lis.send(admission({ at, controlId: `A-${doctor.number}-${serial}`, patient, visit }));
  const item = { code: { id: '2823-3', text: '血钾' }, value: '7.1', unit: 'mmol/L' };
  return (await lis.send(result({ at, controlId: `R-${doctor.number}-${serial}`, patient, filler: `F-${doctor.number}-${serial}`, items: [item] }))).code;
}
