/**
 * Rows of MIMIC and eICU through the service's own socket, and what then stands in the store beside them: every value,
 * unit, flag, range and time of every row. What is sent is what the simulated hospital replays.
 */
import { join } from 'node:path';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { type Row, MIMIC, table, wrapMimic } from '../../services/demo/real-results.ts';
import { chineseNames, messagesOf } from '../../services/demo/real-streams.ts';
import { MllpClient } from '../../services/links/hl7/mllp/client.ts';

const eicuFolder = join(MIMIC, '../../eicu-demo');

/** What a row must be in the store, under the name by which it is found there. */
export interface Wanted {
  readonly key: string;
  readonly fields: Readonly<Record<string, string | null>>;
}

export interface Stream {
  readonly name: string;
  readonly messages: readonly Buffer[];
  readonly wanted: readonly Wanted[];
  readonly found: (prisma: PrismaClient) => Promise<readonly Wanted[]>;
}

export interface Compared {
  readonly rows: number;
  readonly stored: number;
  /** Rows of the source without a row in the store, and rows of the store without one in the source. */
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  /** Stored twice. */
  readonly twice: readonly string[];
  /** By field: rows in which it is the same, each that differs in blanks around it, each that differs otherwise. */
  readonly fields: ReadonlyMap<string, FieldCompared>;
}

export interface FieldCompared {
  readonly same: number;
  readonly inBlanks: readonly Difference[];
  readonly different: readonly Difference[];
}

export interface Difference {
  readonly key: string;
  readonly wanted: string | null;
  readonly found: string | null;
}

export function compare(wanted: readonly Wanted[], found: readonly Wanted[]): Compared {
  const byKey = Map.groupBy(found, ({ key }) => key);
  const keys = new Set(wanted.map(({ key }) => key));
  const fields = new Map<string, { same: number; inBlanks: Difference[]; different: Difference[] }>();
  for (const row of wanted) {
    const there = byKey.get(row.key)?.[0];
    if (there === undefined) continue;
    for (const [name, value] of Object.entries(row.fields)) {
      const field = fields.get(name) ?? { same: 0, inBlanks: [], different: [] };
      fields.set(name, field);
      const stored = there.fields[name] ?? null;
      if (stored === value) field.same += 1;
      else ((value?.trim() || null) === stored ? field.inBlanks : field.different).push({ key: row.key, wanted: value, found: stored });
    }
  }
  return {
    rows: wanted.length,
    stored: found.length,
    missing: wanted.filter(({ key }) => !byKey.has(key)).map(({ key }) => key),
    unexpected: [...byKey.keys()].filter((key) => !keys.has(key)),
    twice: [...byKey].filter(([, rows]) => rows.length > 1).map(([key]) => key),
    fields,
  };
}

/** By so many senders at once, each of which waits for its answers. @throws Error with the answer that was no AA */
export async function replay(port: number, messages: readonly Buffer[], senders = 4): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: senders }, async () => {
    const client = new MllpClient({ host: '127.0.0.1', port, timeoutMs: 120_000 });
    for (let message = messages[next++]; message !== undefined; message = messages[next++]) {
      const answer = await client.send(message);
      if (!answer.includes('|AA|')) throw new Error(`not taken: ${answer.toString()}`);
    }
    client.close();
  }));
}

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);
/** `>300` says a number too, and that it is more. */
const measured = (text: string): { readonly number: string | null; readonly comparator: string | null } => {
  const [, comparator = '', number] = /^\s*([<>]?=?)\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/.exec(text) ?? [];
  return number === undefined ? { number: null, comparator: null } : { number: String(Number(number)), comparator: orNull(comparator) };
};
const asNumber = (text: string): string | null => measured(text).number;
/** Shifted dates have no zone; they are sent without one and read in the hospital's. */
const inZone = (written: string | undefined): string | null => (written === undefined || written === '' ? null : new Date(`${written.replace(' ', 'T')}+08:00`).toISOString());

/** Every `nth` specimen; all of them when it is 1. */
export async function mimicResults(nth = 1): Promise<Stream> {
  const names = await chineseNames();
  const labels = new Map((await table(join(MIMIC, 'd_labitems.csv.gz'))).map((row) => [row['itemid'] ?? '', row['label'] ?? '']));
  const specimens = (await wrapMimic({ loinc: true, names })).filter((_one, at) => at % nth === 0);
  const wanted = specimens.flatMap(({ specimen, rows }) => rows.map((row, place): Wanted => ({ key: `${specimen} ${place}`, fields: mimicFields(row, names.get(row['itemid'] ?? '') ?? labels.get(row['itemid'] ?? '') ?? '') })));
  return { name: 'MIMIC-IV results', messages: specimens.map(({ message }) => message), wanted, found: (prisma) => results(prisma, 'MIMIC@BIDMC') };
}

function mimicFields(row: Row, name: string): Wanted['fields'] {
  const { value = '', valuenum = '', ref_range_lower: low = '', ref_range_upper: high = '' } = row;
  // Where the de-identification left the number and removed the text, the number is sent.
  const sent = value === '___' && valuenum !== '' ? valuenum : value;
  return {
    'patient': orNull(row['subject_id']),
    'stay': orNull(row['hadm_id']),
    'item in words': orNull(name),
    'value': sent,
    ...measured(sent),
    'unit': orNull(row['valueuom']),
    'range': low === '' && high === '' ? null : `${low}-${high}`,
    'lower limit': asNumber(low),
    'upper limit': asNumber(high),
    'flag': row['flag'] === 'abnormal' ? 'A' : (row['flag'] ?? ''),
    'taken at': inZone(row['charttime']),
    'note': row['comments'] ?? '',
  };
}

/** Of every `nth` time at which something of somebody was resulted. */
export async function eicuResults(nth = 1): Promise<Stream> {
  const stays = new Map((await table(join(eicuFolder, 'patient.csv.gz'))).map((row) => [row['patientunitstayid'] ?? '', row]));
  const groups = [...Map.groupBy(await table(join(eicuFolder, 'lab_100_patients.csv.gz')), (row) => `${row['patientunitstayid']}.${row['labresultoffset']}`)];
  const keep = groups.map((_one, at) => at % nth === 0);
  const wanted = groups.filter((_one, at) => keep[at]).flatMap(([key, rows]) => rows.map((row, place): Wanted => ({ key: `EICU${key} ${place}`, fields: eicuFields(row, stays) })));
  return { name: 'eICU results', messages: (await messagesOf('eicu')).filter((_one, at) => keep[at]), wanted, found: (prisma) => results(prisma, 'EICU@HOSPITAL') };
}

function eicuFields(row: Row, stays: ReadonlyMap<string, Row>): Wanted['fields'] {
  const stay = row['patientunitstayid'] ?? '';
  const value = row['labresulttext'] || row['labresult'] || '';
  return {
    'patient': stays.get(stay)?.['uniquepid'] ?? `E${stay}`,
    'stay': `E${stay}`,
    'value': value,
    ...measured(value),
    'unit': orNull(row['labmeasurenamesystem']),
    'range': null,
    'flag': '',
    'taken at': afterAdmission(row['labresultoffset']),
  };
}

const origin = Date.UTC(2015, 0, 1);
const afterAdmission = (minutes: string | undefined): string => new Date(origin + Number(minutes) * 60_000).toISOString();

/** Every `nth` stay in intensive care. */
export async function eicuStays(nth = 1): Promise<Stream> {
  const rows = await table(join(eicuFolder, 'patient.csv.gz'));
  const messages = await messagesOf('eicu-stays');
  const sex: Readonly<Record<string, string>> = { Male: 'M', Female: 'F' };
  const kept = rows.map((row, at) => ({ row, pair: messages.slice(2 * at, 2 * at + 2) })).filter((_one, at) => at % nth === 0);
  // One and the same person: what one stay leaves open another may say.
  const sexOf = new Map(kept.flatMap(({ row }) => (sex[row['gender'] ?? ''] === undefined ? [] : [[row['uniquepid'], sex[row['gender'] ?? '']] as const])));
  const wanted = kept.map(({ row }): Wanted => ({
    key: `E${row['patientunitstayid']}`,
    fields: {
      'patient': orNull(row['uniquepid']),
      'sex': sexOf.get(row['uniquepid']) ?? 'U',
      'kind': 'inpatient',
      'ward': `EICU${row['wardid']}`,
      'admitted': afterAdmission('0'),
      'gone': afterAdmission(row['unitdischargeoffset']),
      'where to': orNull(row['unitdischargelocation']),
    },
  }));
  return { name: 'eICU stays', messages: kept.flatMap(({ pair }) => pair), wanted, found: stays };
}

async function stays(prisma: PrismaClient): Promise<Wanted[]> {
  const visits = await prisma.visit.findMany({ where: { number: { startsWith: 'E' }, told: true }, include: { patient: true } });
  return visits.map(({ number, patient, kind, wardCode, admittedAt, dischargedAt, disposition }) => ({
    key: number,
    fields: { 'patient': patient.number, 'sex': patient.sex, kind, 'ward': wardCode, 'admitted': admittedAt?.toISOString() ?? null, 'gone': dischargedAt?.toISOString() ?? null, 'where to': disposition },
  }));
}

interface StoredResult {
  readonly number: string;
  readonly place: number;
  readonly patient: string;
  readonly stay: string | null;
  readonly name: string | null;
  readonly text: string;
  readonly value: number | null;
  readonly comparator: string | null;
  readonly unit: string | null;
  readonly rangeText: string | null;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  readonly flags: readonly string[];
  readonly observedAt: Date | null;
  readonly notes: readonly unknown[];
}

const inWords = (value: number | null): string | null => (value === null ? null : String(value));

async function results(prisma: PrismaClient, source: string): Promise<Wanted[]> {
  const rows = await prisma.$queryRaw<StoredResult[]>`
    SELECT r.number, v.place, p.number AS patient, s.number AS stay, v.name, v.text, v.number AS value, v.comparator, v.unit, v.range_text AS "rangeText", v.range_low AS "rangeLow", v.range_high AS "rangeHigh", v.flags, v.observed_at AS "observedAt", v.notes
      FROM result v JOIN report r ON r.id = v.report_id JOIN patient p ON p.id = v.patient_id LEFT JOIN visit s ON s.id = r.visit_id WHERE r.source = ${source}`;
  return rows.map((row) => ({
    key: `${row.number} ${row.place}`,
    fields: {
      'patient': row.patient, 'stay': row.stay, 'item in words': row.name, 'value': row.text, 'number': inWords(row.value), 'comparator': row.comparator, 'unit': row.unit, 'range': row.rangeText,
      'lower limit': inWords(row.rangeLow), 'upper limit': inWords(row.rangeHigh), 'flag': row.flags.join(' '), 'taken at': row.observedAt?.toISOString() ?? null, 'note': row.notes.join(' '),
    },
  }));
}
