/** What real and Chinese messages say that nobody may read in the database, and looking for it. */
import { identityOf, patients as demoPatients } from '../../prisma/demo/hospital.ts';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { readMessage } from '../../services/links/hl7/read.ts';
import { rawField, segmentsOf } from '../../services/links/hl7/syntax/message.ts';
import { parse } from '../../services/links/hl7/syntax/parse.ts';
import { needles } from '../kit/needles.ts';
import { hl7Present, realHl7Messages } from './hl7-messages.ts';

/** As a Chinese ward system sends them, each with everything that must not be readable. */
const chinese = [
  ['11010519491231002X', '13812345678', '幸福路金桂苑7号楼', '王秀兰', '13900139000'],
  ['330102198001011239', '0571-88886634', '文三路三百四十九号', '赵有才', '13700137111'],
] as const;

export function chineseMessages(): Buffer[] {
  return chinese.flatMap(([card, phone, street, kin, kinPhone], at) => {
    const msh = (type: string) => `MSH|^~\\&|HIS|H|W|H|20261121101400||${type}|CN${at}${type.slice(0, 3)}|P|2.5.1||||||UNICODE UTF-8`;
    const pid = `PID|1||CN${at}^^^HIS^MR~${card}^^^GA^NNCHN||测试||19491231|M|||${street}^^朝阳区^北京市||${phone}||||||${card}`;
    const adt = [msh('ADT^A01'), 'EVN|A01|20261121101400', pid, `NK1|1|${kin}|MTH^母亲||${kinPhone}`, 'PV1|1|I|CARD1^^30'];
    const oru = [msh('ORU^R01'), pid, 'PV1|1|I|CARD1^^30', 'OBR|1||F1|LAB^L', 'OBX|1|NM|2823-3^血钾^LN||7.1|mmol/L|3.5-5.3||||F'];
    const unnumbered = [msh('ORU^R01').replace('CN', 'CX'), `PID|1||${card}^^^GA^NI||测试`, 'OBR|1||F2|LAB^L', 'OBX|1|NM|2823-3^血钾^LN||7.2|mmol/L|3.5-5.3||||F'];
    return [adt, oru, unnumbered].map((lines) => Buffer.from(`${lines.join('\r')}\r`));
  });
}

/** Those that say who somebody is. */
export function realPeople(): Buffer[] {
  return (hl7Present ? realHl7Messages() : []).map(({ raw }) => raw).filter((raw) => /^(ADT|ORU|OUL)$/.test(readMessage(raw).header.type));
}

/** Long enough not to stand somewhere by chance. */
function secretsIn(raw: Buffer): string[] {
  const parsed = parse(raw);
  if (!('message' in parsed)) return [];
  const { message } = parsed;
  const parts = (name: string, field: number, component: number) => segmentsOf(message, name).flatMap((segment) => rawField(segment, field).split('~').map((repeat) => repeat.split('^')[component - 1] ?? ''));
  const phones = [...parts('PID', 13, 1), ...parts('PID', 13, 12), ...parts('NK1', 5, 1)].filter((text) => text.replaceAll(/\D/g, '').length >= 7);
  const streets = parts('PID', 11, 1).filter((text) => text.length >= 7 && /\s|\p{Script=Han}/u.test(text));
  const cards = parts('PID', 19, 1).filter((text) => text.replaceAll(/\D/g, '').length >= 7);
  return [...phones, ...streets, ...cards];
}

const demoSecrets = demoPatients.flatMap((patient) => {
  const { idNumber = '', phone = '', guardianPhone = '' } = identityOf(patient) ?? {};
  return [idNumber, phone, guardianPhone].filter((text) => text !== '');
});

export function secretsOf(messages: readonly Buffer[]): string[] {
  return [...new Set([...messages.flatMap(secretsIn), ...chinese.flat(), ...demoSecrets])];
}

interface Table {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly bytes: boolean }[];
}

/** Every value of every column, as text or bytes, of our tables and the job queue's. */
export async function findIn(prisma: PrismaClient, secrets: readonly string[]): Promise<string[]> {
  const tables = await prisma.$queryRaw<Table[]>`
    SELECT c.table_schema AS schema, c.table_name AS table, jsonb_agg(jsonb_build_object('name', c.column_name, 'bytes', c.data_type = 'bytea')) AS columns
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema IN ('public', 'pgboss') AND t.table_type = 'BASE TABLE'
     GROUP BY 1, 2`;
  const { foundIn } = needles(secrets);
  const found: string[] = [];
  for (const { schema, table, columns } of tables) {
    const values = columns.map(({ name, bytes }, at) => `${bytes ? `encode("${name}", 'base64')` : `"${name}"::text`} AS "c${at}"`);
    const rows = await prisma.$queryRawUnsafe<Record<string, string | null>[]>(`SELECT ${values.join()} FROM "${schema}"."${table}"`);
    for (const [at, { name, bytes }] of columns.entries()) {
      const all = rows.map((row) => Buffer.from(row[`c${at}`] ?? '', bytes ? 'base64' : 'utf8'));
      found.push(...foundIn(Buffer.concat(all.flatMap((value) => [value, Buffer.from('\n')]))).map((secret) => `${table}.${name}: ${secret}`));
    }
  }
  return found;
}
