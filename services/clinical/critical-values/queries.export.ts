/** The register as a spreadsheet: the rows the reader may carry out of the service, masked as on the page, with who took it. */
import type { z } from 'zod';
import { maskName } from '../../../cards/masking.ts';
import { age, sexWord } from '../../../cards/people.ts';
import { stamp } from '../../../cards/words.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { StaffActor } from '../../core/access.ts';
import { type Query, type QueryContext, defineQuery } from '../../core/module.ts';
import { fill } from '../../core/phrases.ts';
import { type File, file } from '../../core/schema.ts';
import { type Cell, type Column, workbookType, writeWorkbook } from '../../core/xlsx.ts';
import { unitWords } from '../../links/statements/format.unit-words.ts';
import { namesOf, wardNames } from '../../shared/directory/index.ts';
import { findPeopleOf } from '../../shared/patients/index.ts';
import type { Rules } from './actions/common.ts';
import { limitWords, valueWords } from './cards.facts.ts';
import type { CriticalValue, Person } from './model.ts';
import { cancelledWords, disposalWords, dutyWords, feedbackWords, registerColumnWords as words, registerFileWords as said, stateWords } from './phrases.ts';
import { filterOf } from './queries.ts';
import { mayCount } from './queries.indicators.ts';
import { inHandsOf, isSameDay, recordedAt, takenRelay } from './rules.ts';
import { refuse } from './rules/refuse.ts';
import { registerFileFilters } from './schema.ts';
import { findValues } from './store.ts';

type Filters = z.output<typeof registerFileFilters>;

/** Five years of a large department; a busy hospital’s month. */
const most = 5000;

export function registerFile(rules: Rules): Query<Filters, File> {
  const found = new WeakMap<File, readonly string[]>();
  return defineQuery({
    name: 'critical-values.register-file',
    input: registerFileFilters,
    output: file,
    policy: mayCount,
    audited: true,
    patients: (_input, made) => found.get(made) ?? [],
    body: async (context, filters) => {
      const { tx, actor, now } = context;
      if (actor.kind !== 'staff') throw refuse('critical-values.not-yours', {}, 403);
      const where = Prisma.sql`${await carried(context, actor, rules)} AND ${filterOf({ ...filters, limit: most, offset: 0 }, context, rules)}`;
      const { rows, total } = await findValues(tx, { own: Prisma.sql`TRUE`, where }, { limit: most, offset: 0 });
      if (total > most) throw refuse('critical-values.file-too-many', { total, most }, 422);
      const values = rows.map(({ value }) => value);
      const lines = await linesOf(context, values, rules);
      const about = [said.title, periodOf(filters), fill(said.rows, { count: values.length }), fill(said.taken, { who: whole({ number: actor.id, name: actor.name }), at: stamp(now).slice(0, 16) })];
      const bytes = await writeWorkbook([{ name: said.title, about, columns, rows: lines }]);
      const made = { name: `${said.title}${stamp(now).slice(0, 10)}.xlsx`, type: workbookType, base64: bytes.toString('base64') };
      found.set(made, [...new Set(values.map(({ patientId }) => patientId))]);
      return made;
    },
  });
}

/** Only of patients whom the reader may carry out; the laboratory’s and the medical office’s own register is the hospital’s. */
async function carried({ tx, now }: QueryContext, actor: StaffActor, { offices, scope }: Rules): Promise<Prisma.Sql> {
  if ([...offices.laboratories, ...offices.medicalOffices].includes(actor.departmentCode)) return Prisma.sql`TRUE`;
  return Prisma.sql`c.patient_id IN ${await scope.visiblePatients(tx, actor, { module: 'critical-values', act: 'export' }, now)}`;
}

const periodOf = ({ from, until }: Filters): string => (from === undefined && until === undefined ? said.whole : fill(said.period, { from: from === undefined ? '—' : stamp(from).slice(0, 16), until: until === undefined ? '—' : stamp(until).slice(0, 16) }));

const text = (title: string, width: number): Column => ({ title, kind: 'text', width });
const moment = (title: string): Column => ({ title, kind: 'moment', width: 17 });
const columns: readonly Column[] = [
  moment(words.received), text(words.department, 16), text(words.ward, 16), text(words.way, 12), text(words.number, 12), text(words.name, 8), text(words.sex, 6), text(words.age, 8),
  text(words.item, 16), text(words.value, 12), text(words.unit, 10), text(words.direction, 8), text(words.limit, 14), moment(words.observed), moment(words.resulted),
  moment(words.toldAt), text(words.told, 20), text(words.step, 10), text(words.by, 14), moment(words.at), text(words.readBack, 10), text(words.holder, 14), moment(words.holderAt),
  text(words.disposal, 40), text(words.disposer, 14), moment(words.actionAt), moment(words.writtenAt), text(words.late, 6), text(words.signer, 14), moment(words.signedAt),
  moment(words.recordAt), text(words.sameDay, 8), text(words.feedback, 14), text(words.state, 10), text(words.cancelled, 20),
];

const whole = ({ name, number }: Pick<Person, 'name' | 'number'>): string => `${name}（${number}）`;
const people = (all: readonly Person[]): string => all.map(whole).join('、');
const yes = (is: boolean): string => (is ? said.yes : said.no);

async function linesOf({ tx, now }: QueryContext, values: readonly CriticalValue[], rules: Rules): Promise<Cell[][]> {
  const [patients, wards] = [await findPeopleOf(tx, values.map(({ patientId }) => patientId)), await wardNames(tx)];
  const names = await namesOf(tx, [], [...new Set(values.map(({ departmentCode }) => departmentCode))]);
  return values.map((value) => {
    const patient = patients.get(value.patientId);
    const { acknowledged, disposal, signature, cancelled, escalation, measured } = value;
    const [first, holder, record] = [escalation.told.find((told) => told.people.length > 0), takenRelay(value) === undefined ? null : inHandsOf(value), recordedAt(value, rules.process)];
    return [
      value.receivedAt, names.department(value.departmentCode), value.wardCode === null ? '' : (wards.get(value.wardCode) ?? value.wardCode), said[value.way],
      patient?.number ?? '', maskName(patient?.name ?? ''), sexWord(patient?.sex ?? 'U'), age(patient?.birthDate, now),
      value.itemName, valueWords(measured.sent, ''), unitWords(measured.unitSent), said[value.direction], limitWords(value), value.observedAt, value.resultedAt,
      first?.at ?? null, people(first?.people ?? []), escalation.told.length === 0 ? '' : dutyWords[escalation.told.at(-1)?.duty ?? 'responsible-doctor'],
      acknowledged === null ? '' : whole(acknowledged.by), acknowledged?.at ?? null, acknowledged?.readBack ?? '', holder === null ? '' : whole(holder.by), holder?.at ?? null,
      disposal === null ? '' : disposalWords({ ...disposal, late: false }), disposal === null ? '' : whole(disposal.by), disposal?.actionAt ?? null, disposal?.at ?? null, disposal === null ? '' : yes(disposal.late),
      signature === null ? '' : whole(signature.by), signature?.at ?? null, record, record === null ? '' : yes(isSameDay(value, record)), feedbackWords[value.feedback.state], stateWords[value.clinical],
      cancelled === null ? '' : cancelledWords(cancelled),
    ];
  });
}
