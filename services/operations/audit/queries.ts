/** What administrators ask of the audit. Whoever looks at it is in it. */
import { z } from 'zod';
import { maskName } from '../../../cards/masking.ts';
import { type Policy, allow, byAdmin, deny } from '../../core/access.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import type { Tx } from '../../core/db.ts';
import { patientByNumber } from '../../shared/data-scope/index.ts';
import { refuse } from './actions.ts';
import { csvOf } from './queries.csv.ts';
import { filterWords } from './phrases.ts';
import { type Names, sessionLines, toRows } from './queries.rows.ts';
import { actChoices, auditFilters, auditPage, exportInput, exported, lookedInput, lookedView, sessionsInput, sessionsView } from './schema.ts';
import { searchAudit } from './store.ts';

export const byAuditor = byAdmin('audit');

async function patientIdOf(tx: Tx, number: string | undefined): Promise<string | undefined> {
  if (number === undefined || number === '') return undefined;
  const patient = await patientByNumber(tx, number);
  if (patient === undefined) throw refuse('audit.no-such-patient', {}, 404);
  return patient.id;
}

const aboutPatient = async (tx: Tx, { patient }: { readonly patient?: string | undefined }): Promise<readonly string[]> => {
  const found = patient === undefined ? undefined : await patientByNumber(tx, patient);
  return found === undefined ? [] : [found.id];
};

/** What was asked for, without the page it was asked on. */
const askedFor = (filters: object, words: Readonly<Record<string, string>> = {}): string => Object.entries(filters).filter(([key, value]) => value !== undefined && value !== '' && !['cursor', 'limit'].includes(key)).map(([key, value]) => `${words[key] ?? key}=${value instanceof Date ? value.toISOString() : String(value)}`).join(' ').slice(0, 300);

export function search(names: Names): Query<z.output<typeof auditFilters>, z.infer<typeof auditPage>> {
  return defineQuery({
    name: 'audit.search',
    input: auditFilters,
    output: auditPage,
    policy: byAuditor,
    audited: true,
    subject: (asked) => askedFor(asked),
    about: aboutPatient,
    body: async ({ tx }, { patient, limit, cursor, ...asked }) => {
      const { rows, next } = await searchAudit(tx, { ...asked, patientId: await patientIdOf(tx, patient) }, limit, cursor);
      return { items: await toRows(tx, rows, names), next };
    },
  });
}

/** Enough for an inspection; more is asked for by narrower filters. */
const mostExported = 10_000;

export function exportRows(names: Names): Query<z.output<typeof exportInput>, z.infer<typeof exported>> {
  return defineQuery({
    name: 'audit.export',
    input: exportInput,
    output: exported,
    policy: byAuditor,
    audited: true,
    stepUp: true,
    subject: (asked) => askedFor(asked),
    about: aboutPatient,
    body: async ({ tx, actor, now }, { patient, ...asked }) => {
      const { rows, next } = await searchAudit(tx, { ...asked, patientId: await patientIdOf(tx, patient) }, mostExported);
      const by = actor.kind === 'staff' ? `${actor.name} ${actor.id}` : actor.id;
      const csv = csvOf(await toRows(tx, rows, names), { by, at: now, address: actor.kind === 'staff' ? (actor.session?.address ?? '') : '', asked: askedFor({ ...asked, patient }, filterWords) });
      return { file: `audit-${now.toISOString().slice(0, 10)}.csv`, csv, rows: rows.length, whole: next === null };
    },
  });
}

/** The audit administrator, and the office that answers patients' questions about their records. */
export function byAuditorOrRecords(offices: readonly string[]): Policy<unknown> {
  return async (actor, input, context) => {
    if (actor.kind === 'staff' && offices.includes(actor.departmentCode)) return allow('records-office');
    return actor.kind === 'staff' ? byAuditor(actor, input, context) : deny();
  };
}

export function looked(names: Names, offices: readonly string[]): Query<z.output<typeof lookedInput>, z.infer<typeof lookedView>> {
  return defineQuery({
    name: 'audit.looked',
    input: lookedInput,
    output: lookedView,
    policy: byAuditorOrRecords(offices),
    audited: true,
    subject: ({ patient }) => `patient-number:${patient}`,
    about: aboutPatient,
    body: async ({ tx }, { patient: number, limit, cursor, ...asked }) => {
      const patient = await patientByNumber(tx, number);
      if (patient === undefined) throw refuse('audit.no-such-patient', {}, 404);
      const { rows, next } = await searchAudit(tx, { ...asked, patientId: patient.id }, limit, cursor);
      return { patient: { number, name: maskName(patient.name) }, items: await toRows(tx, rows, names), next };
    },
  });
}

export function acts(names: Names): Query<Record<string, never>, z.infer<typeof actChoices>> {
  return defineQuery({
    name: 'audit.acts',
    input: z.object({}),
    output: actChoices,
    policy: byAdmin('audit', 'security'),
    audited: false,
    body: async () => ({ items: Object.entries(names.acts()).map(([act, name]) => ({ act, name, module: act.split('.')[0] ?? '' })) }),
  });
}

/** Sessions as long as they are kept; what the audit keeps longer is who signed in when. */
export const sessions = defineQuery({
  name: 'audit.sessions',
  input: sessionsInput,
  output: sessionsView,
  policy: byAuditor,
  audited: true,
  subject: ({ staff }) => (staff === undefined ? undefined : `staff:${staff}`),
  body: async ({ tx, now }, { staff, limit }) => ({ items: await sessionLines(tx, staff, limit, now) }),
});
