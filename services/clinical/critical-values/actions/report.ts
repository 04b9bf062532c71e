/** Reporting by hand, for what the laboratory's system does not send: judged, told and answered as if it had. */
import { z } from 'zod';
import type { Policy } from '../../../core/access.ts';
import { allow, deny } from '../../../core/access.ts';
import { newId } from '../../../core/ids.ts';
import { type Action, type Query, defineAction, defineQuery } from '../../../core/module.ts';
import type { LaboratoryReport, LaboratoryResult } from '../../../links/statements/schema.ts';
import { latestVisit, lockPatients } from '../../../shared/patients/index.ts';
import type { ThresholdSet } from '../limits.ts';
import { byHandKey, call as callRule } from '../rules.ts';
import { refuse } from '../rules/refuse.ts';
import { callInput, reportAnswer, reportInput, reportItems } from '../schema.ts';
import { alertsOf, judgedThrough, loadForChange, patientOfValue } from '../store.ts';
import { setInForce } from '../store.sets.ts';
import { bedsideOf } from '../team.ts';
import { type Rules, byStanding, keep, personOf } from './common.ts';
import { actOn } from './judge.acts.ts';
import { begin } from './judge.order.ts';
import type { Unjudged } from './judge.reads.ts';

type Report = z.output<typeof reportInput>;

/** Whoever works where results are made. */
export function byReporter({ offices }: Rules): Policy<unknown> {
  return async (actor) => (actor.kind === 'staff' && actor.adminRole === undefined && offices.laboratories.includes(actor.departmentCode) ? allow('critical-values:report') : deny());
}

export function report(rules: Rules): Action<Report, z.infer<typeof reportAnswer>> {
  return defineAction({
    name: 'critical-values.report',
    input: reportInput,
    output: reportAnswer,
    policy: byReporter(rules),
    about: async (tx, { patient: { number } }) => (await lockPatients(tx, { number })).map(({ id }) => id),
    body: async (context, input) => {
      const { tx, now } = context;
      const [patient] = await lockPatients(tx, { number: input.patient.number });
      // Two identifiers, or nobody: a number misread is another patient.
      if (patient?.name?.normalize('NFKC').trim() !== input.patient.name.normalize('NFKC')) throw refuse('critical-values.report-patient', {}, 422);
      const set = await setInForce(tx, rules.thresholds, now);
      const clock = { now, ends: rules.ends };
      const visit = await latestVisit(tx, patient.id, clock);
      const bedside = await bedsideOf(tx, { patientId: patient.id, visitId: visit?.id ?? null }, clock);
      const alerts = new Map(((await alertsOf(tx, [patient.id])).get(patient.id) ?? []).map((alert) => [alert.id, alert]));
      const through = (await judgedThrough(tx, [patient.id])).get(patient.id) ?? 0n;
      const key = newId(now.getTime());
      const waiting = { arrival: `by-hand:${key}`, receivedAt: now, report: asReport(input, patient.number, key, set, now), bedside, diagnoses: [] };
      const of: Unjudged = { patient, reports: [waiting], alerts, before: new Map(), first: through, through, more: false };
      // A person has decided that it is critical: no hospital's list of flags takes that back.
      const begun = begin(of, { ...set, alertFlags: ['AA'] }, now);
      const { opened: [id] } = await actOn(context, rules, [begun]);
      if (id === undefined) throw refuse('critical-values.report-known');
      const by = personOf(context);
      const value = { ...(await loadForChange(tx, id)), reportedBy: by };
      await keep(context, rules, { value, facts: [{ name: 'critical-values.reported-by-hand', data: { by } }] });
      if (input.call !== undefined) await keep(context, rules, callRule(value, { by, whom: 'ward', to: input.call.to, reached: true, readBack: input.call.readBack, note: '' }, now));
      return { id };
    },
  });
}

/** Flagged as critical: whoever reports it by hand has decided so, whatever the limits say; which limit it passes is found all the same. */
function asReport(input: Report, number: string, key: string, set: ThresholdSet, now: Date): LaboratoryReport {
  const item = set.items.find(({ code }) => code === input.item);
  const at = now.toISOString();
  const observedAt = input.observedAt?.toISOString();
  const name = item?.name ?? input.name;
  const code = { text: name === '' ? '手工上报' : name, ...(item?.loinc[0] !== undefined ? { id: item.loinc[0], system: 'LN' } : { id: item?.local[0] ?? 'BY-HAND', system: 'L' }), alternates: [] };
  const amount = Number(input.value);
  const result: LaboratoryResult = {
    code, slot: `${byHandKey}${key}`, flags: ['AA'], status: 'F', notes: input.note === '' ? [] : [input.note],
    value: Number.isFinite(amount) ? { kind: 'number', number: amount, text: input.value } : { kind: 'text', text: input.value },
    valueType: Number.isFinite(amount) ? 'NM' : 'ST',
    ...(input.unit !== '' && { unit: { id: input.unit } }),
    ...(observedAt !== undefined && { observedAt }),
  };
  return {
    sender: { application: 'WARDLINE', facility: 'BY-HAND' }, controlId: key, sentAt: at, warnings: [], patient: { ids: [{ value: number, type: 'MR' }] },
    orders: [{ filler: key, code: { text: '手工上报', alternates: [] }, reportedAt: at, results: [result], notes: [], ...(input.specimen !== '' && { specimen: { text: input.specimen } }) }],
  };
}

/** What may be chosen; anything else is named in one's own words. */
export function itemsToReport(rules: Rules): Query<Record<string, never>, z.infer<typeof reportItems>> {
  return defineQuery({
    name: 'critical-values.report-items',
    input: z.object({}),
    output: reportItems,
    policy: byReporter(rules),
    audited: false,
    body: async ({ tx, now }) => ({ items: (await setInForce(tx, rules.thresholds, now)).items.map(({ code, name, unit }) => ({ code, name, unit })) }),
  });
}

/** A call to the ward with reading back, or a try to reach the patient. */
export function call(rules: Rules): Action<z.output<typeof callInput>, void> {
  return defineAction({
    name: 'critical-values.call',
    input: callInput,
    output: z.void(),
    subject: ({ id }) => id,
    about: patientOfValue,
    policy: byStanding(rules, 'call'),
    body: async (context, { id, ...made }) => {
      await keep(context, rules, callRule(await loadForChange(context.tx, id), { by: personOf(context), ...made }, context.now));
    },
  });
}
