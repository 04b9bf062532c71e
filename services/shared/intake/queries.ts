/** The triage desk: what was not taken, what found no place, codes that nobody knows, and a message as it came in. */
import type { z } from 'zod';
import { byFunction } from '../../core/access.ts';
import { storedArrival } from '../../core/inbox.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { KeyRing } from '../../core/seal.ts';
import { controlIdOf } from '../../links/statements/format.ts';
import { type CodeKind, allMappings, codeKinds } from '../codes/index.ts';
import { phrases, reasonWords } from './phrases.ts';
import { showRaw } from './rules.raw.ts';
import { type RawView, codeQuery, codesView, matterQuery, mattersView, messageRef, rawView } from './schema.ts';
import { listCodes } from './store.codes.ts';
import { arrivedBy, deskCounts, faultsOf, listDesk, patientsOf, reasonsOf, sendersOf } from './store.desk.ts';
import type { MatterState } from './model.ts';

const refuse = refusals(phrases);
const policy = byFunction('intake');

export const desk = defineQuery({
  name: 'intake.desk',
  input: matterQuery,
  output: mattersView,
  policy,
  // Reasons, places and codes: no patient in it.
  audited: false,
  body: async ({ tx }, { offset, limit, ...filter }) => {
    const { rows, total } = await listDesk(tx, filter, { offset, limit });
    const came = await arrivedBy(tx, rows.map(({ arrival }) => arrival));
    const matters = rows.map(({ openedAt, state, ...row }) => ({
      ...row, state: state as MatterState, controlId: controlIdOf(row.arrival), door: came.get(row.arrival)?.door ?? '', receivedAt: came.get(row.arrival)?.receivedAt ?? openedAt,
    }));
    return { matters, total, counts: await deskCounts(tx), reasons: await reasonsOf(tx, filter.tab), senders: await sendersOf(tx) };
  },
});

const isKind = (kind: string): kind is CodeKind => (codeKinds as readonly string[]).includes(kind);

export const strangeCodes = defineQuery({
  name: 'intake.codes',
  input: codeQuery,
  output: codesView,
  policy,
  audited: false,
  body: async ({ tx }, { state: which, kind, sender, text, offset, limit }) => {
    const { rows, total } = await listCodes(tx, { state: which === 'done' ? ['solved', 'ignored'] : ['open'], kind, sender, text }, { offset, limit });
    const mapped = new Map((await allMappings(tx)).map((one) => [`${one.kind} ${one.sender} ${one.foreign}`, one.ours]));
    const codes = rows.flatMap(({ kind: sort, state, ...row }) => {
      if (!isKind(sort)) return [];
      const ours = mapped.get(`${sort} ${row.sender} ${row.code}`) ?? mapped.get(`${sort}  ${row.code}`) ?? null;
      return [{ ...row, kind: sort, state: state as MatterState, ours }];
    });
    return { codes, total };
  },
});

/** Who the patient is stays covered: administrators see no patients. Asks for a second factor and is on record. */
export function rawMessage(seal: KeyRing): Query<z.output<typeof messageRef>, RawView> {
  return defineQuery({
    name: 'intake.message',
    input: messageRef,
    output: rawView,
    policy,
    audited: true,
    stepUp: true,
    subject: ({ arrival }) => arrival,
    about: (tx, { arrival }) => patientsOf(tx, arrival),
    body: async ({ tx }, { arrival }) => {
      const stored = await storedArrival(tx, seal, arrival);
      const came = (await arrivedBy(tx, [arrival])).get(arrival);
      if (stored === undefined || came === undefined) throw refuse('intake.no-message');
      const faults = await faultsOf(tx, arrival);
      return { ...came, outcome: stored.outcome, faults, ...mutable(showRaw(stored.body, faults.flatMap(placesOf))) };
    },
  });
}

/** A message that was refused has its place in the sentence that says why: `（MSH-9）`. */
function placesOf({ reason, place }: { readonly reason: string; readonly place: string }): readonly string[] {
  return place === '' ? (reasonWords(reason, true).match(/\b[A-Z][A-Z0-9]{2}(?:-\d+)?\b/g) ?? []) : [place];
}

function mutable({ format, lines }: ReturnType<typeof showRaw>): Pick<RawView, 'format' | 'lines'> {
  return { format, lines: lines.map(({ fields, ...line }) => ({ ...line, fields: [...fields] })) };
}
