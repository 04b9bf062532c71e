import test from 'ava';
import { withNews } from './log-entries.ts';
import { firstBed, sampleMessage } from './samples.ts';

const bed = (place: string) => ({ patientNumber: `P${place}`, name: '王**', ward: 'CARD1', wardName: '心内科一病区', bed: place, diagnosis: '', attendingName: '李静', hasPhone: true, phones: 'http://localhost:3400/?d=1001&w=1001' });
const entry = (id: string) => ({ id, at: '2026-11-20T18:14:00.000Z', kind: 'alert', text: '', subject: '' }) as const;

test('the tour begins at bed 12, or at the first there is', (t) => {
  t.is(firstBed([bed('3'), bed('12')])?.bed, '12');
  t.is(firstBed([bed('3')])?.bed, '3');
  t.is(firstBed([]), undefined);
});

test('the sample is a result of the patient in hospital time, with no masked name in it', (t) => {
  const text = sampleMessage(bed('12'), new Date('2026-11-20T18:14:07Z'));
  t.regex(text, /^MSH\|\^~\\&\|/);
  t.regex(text, /\|20261121021407\|/);
  t.regex(text, /PID\|1\|\|P12\^\^\^HIS\^MR$/m);
  t.notRegex(text, /\*/);
});

test('news stand before what is known, once each', (t) => {
  const ids = withNews([entry('2'), entry('1')], [entry('3'), entry('2')]).map(({ id }) => id);
  t.deepEqual(ids, ['3', '2', '1']);
});
