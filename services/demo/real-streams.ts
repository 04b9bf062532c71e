/**
 * Real data of ../shared/data as streams of messages, each read when it is asked for and never copied: rows of MIMIC and
 * eICU as ORU and ADT, and the messages of the simhospital project as they are. Item names in Chinese by the dictionaries
 * beside them. Senders and patients keep their own numbers: nobody of the demonstration hospital gets a stranger's values.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AdmissionSample, admission, result } from '../links/hl7/samples.ts';
import { messagesInFile } from '../links/hl7/files.ts';
import { bundleFiles, bundleFolder } from './real-bundles.ts';
import { mimicPresent, type Row, table } from './real-results.ts';

export const realStreams = ['mimic-stays', 'eicu-stays', 'eicu', 'simhospital'] as const;
export type RealStream = (typeof realStreams)[number];
/** Everything a visitor may choose: `mimic` goes to patients of the demonstration, `fhir` through the FHIR door. */
export const replays = ['mimic', ...realStreams, 'fhir'] as const;
export type Replay = (typeof replays)[number];

/** Where the real data lies unless a setting says otherwise. */
export const usualData = join(import.meta.dirname, '../../../shared/data');

const filesIn = (data: string): Readonly<Record<RealStream, string>> => ({
  'mimic-stays': join(data, 'mimic/mimic-iv-demo-a/hosp/transfers.csv.gz'),
  'eicu-stays': join(data, 'mimic/eicu-demo/patient.csv.gz'),
  eicu: join(data, 'mimic/eicu-demo/lab_100_patients.csv.gz'),
  simhospital: join(data, 'hl7v2/simhospital/messages_part_a.hl7'),
});
export const mimicFolder = (data: string): string => join(data, 'mimic/mimic-iv-demo-a/hosp');

export const streamPresent = (stream: RealStream, data = usualData): boolean => existsSync(filesIn(data)[stream]);

/** Which of them are on this machine. */
export function replayPresent(replay: Replay, data = usualData): boolean {
  if (replay === 'mimic') return mimicPresent(mimicFolder(data));
  return replay === 'fhir' ? bundleFiles(bundleFolder(data)).length > 0 : streamPresent(replay, data);
}

export async function messagesOf(stream: RealStream, data = usualData): Promise<readonly Buffer[]> {
  if (stream === 'simhospital') return messagesInFile(await readFile(filesIn(data).simhospital));
  if (stream === 'eicu-stays') return eicuStays(filesIn(data)['eicu-stays']);
  return stream === 'eicu' ? eicu(filesIn(data)) : mimicStays(filesIn(data)['mimic-stays'], mimicFolder(data));
}

/** `| 50801 | Alveolar… | 肺泡动脉梯度 | …`: the item's name by its number; empty where the dictionary is not there. */
export async function chineseNames(data = usualData): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(data, 'zh/mimic-zh-dictionaries/hosp_labitems_zh.md'), 'utf8').catch(() => '');
  const cells = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return new Map(cells.flatMap(([, id = '', , name = '']) => (/^\d{5}$/.test(id) && name !== '' ? [[id, name] as const] : [])));
}

/** One message for what was resulted of one patient at one time. */
async function eicu(files: Readonly<Record<RealStream, string>>): Promise<Buffer[]> {
  const patients = new Map((await table(files['eicu-stays'])).map((row) => [row['patientunitstayid'] ?? '', row]));
  const groups = Map.groupBy(await table(files.eicu), (row) => `${row['patientunitstayid']}.${row['labresultoffset']}`);
  return [...groups].map(([key, rows]) => eicuReport(key, rows, patients));
}

/** Offsets are minutes from the admission to the unit; any origin does. */
const origin = Date.UTC(2015, 0, 1);

function eicuReport(key: string, rows: readonly Row[], patients: ReadonlyMap<string, Row>): Buffer {
  const [stay = '', offset = '0'] = key.split('.');
  return result({
    at: afterAdmission(offset), controlId: `EICU-${key}`, application: 'EICU', ...eicuStay(stay, patients.get(stay)), filler: `EICU${key}`,
    items: rows.map((row) => ({ code: { id: row['labname'] ?? '', text: eicuNames[row['labname'] ?? ''] ?? row['labname'] ?? '', system: 'EICU' }, value: row['labresulttext'] || row['labresult'] || '', unit: row['labmeasurenamesystem'] ?? '' })),
  });
}

const afterAdmission = (minutes: string): Date => new Date(origin + Number(minutes) * 60_000);

/** A person may have several stays; who the source does not know is the stay's own. */
function eicuStay(stay: string, row: Row | undefined): Pick<AdmissionSample, 'patient' | 'visit'> {
  const sex = row?.['gender'] === 'Male' ? 'M' : row?.['gender'] === 'Female' ? 'F' : undefined;
  return { patient: { id: row?.['uniquepid'] || `E${stay}`, name: '', ...(sex !== undefined && { sex }) }, visit: { number: `E${stay}`, ...(row?.['wardid'] === undefined ? {} : { ward: `EICU${row['wardid']}` }) } };
}

/** Each stay in intensive care: admitted, then gone with where to. */
async function eicuStays(file: string): Promise<Buffer[]> {
  return (await table(file)).flatMap((row) => {
    const stay = row['patientunitstayid'] ?? '';
    const { patient, visit } = eicuStay(stay, row);
    const [admittedAt, dischargedAt, disposition] = [afterAdmission('0'), afterAdmission(row['unitdischargeoffset'] ?? ''), row['unitdischargelocation'] ?? ''];
    const common = { application: 'EICU', patient };
    return [
      admission({ ...common, event: 'A01', at: admittedAt, controlId: `EICU-IN-${stay}`, visit: { ...visit, admittedAt } }),
      admission({ ...common, event: 'A03', at: dischargedAt, controlId: `EICU-OUT-${stay}`, visit: { ...visit, admittedAt, dischargedAt, ...(disposition !== '' && { disposition }) } }),
    ];
  });
}

const eicuNames: Readonly<Record<string, string>> = {
  potassium: '钾', sodium: '钠', chloride: '氯', calcium: '总钙', 'ionized calcium': '离子钙', glucose: '葡萄糖', 'bedside glucose': '指尖血糖', creatinine: '肌酐', BUN: '尿素氮', magnesium: '镁', phosphate: '无机磷', 'total bilirubin': '总胆红素', albumin: '白蛋白', lactate: '乳酸',
  'WBC x 1000': '白细胞', Hgb: '血红蛋白', Hct: '红细胞压积', 'platelets x 1000': '血小板', PT: '凝血酶原时间', 'PT - INR': '国际标准化比值', PTT: '活化部分凝血活酶时间', pH: '酸碱度', paCO2: '二氧化碳分压', paO2: '氧分压', bicarbonate: '碳酸氢根', HCO3: '碳酸氢根', 'anion gap': '阴离子间隙',
};

const events: Readonly<Record<string, 'A01' | 'A02' | 'A03' | 'A04'>> = { ED: 'A04', admit: 'A01', transfer: 'A02', discharge: 'A03' };

/** Admissions, transfers and discharges in the order of their shifted times. */
async function mimicStays(file: string, folder: string): Promise<Buffer[]> {
  const people = new Map((await table(join(folder, 'patients.csv.gz'))).map((row) => [row['subject_id'] ?? '', row]));
  const rows = (await table(file)).filter((row) => (events[row['eventtype'] ?? ''] ?? '') !== '' && (row['intime'] ?? '') !== '');
  return rows.toSorted((a, b) => ((a['intime'] ?? '') < (b['intime'] ?? '') ? -1 : 1)).map((row) => stayMessage(row, people.get(row['subject_id'] ?? '')));
}

function stayMessage(row: Row, person: Row | undefined): Buffer {
  const event = events[row['eventtype'] ?? ''] ?? 'A08';
  const at = new Date(`${(row['intime'] ?? '').replace(' ', 'T')}+08:00`);
  const sex = person?.['gender'] === 'M' || person?.['gender'] === 'F' ? person['gender'] : undefined;
  const number = row['hadm_id'] || row['transfer_id'] || '';
  return admission({
    event, at, controlId: `MIMIC-T${row['transfer_id']}`, application: 'MIMIC', facility: 'BIDMC', patient: { id: row['subject_id'] ?? '', name: '', ...(sex !== undefined && { sex }) },
    visit: { number, patientClass: event === 'A04' ? 'E' : 'I', ward: row['careunit'] ?? '', ...(event === 'A03' && { dischargedAt: at }) },
  });
}
