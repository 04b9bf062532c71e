/** The records office's page: find two records, see them side by side, and what was made one. */
import type { z } from 'zod';
import { maskName } from '../../../cards/masking.ts';
import { age, sexWord } from '../../../cards/people.ts';
import { stamp } from '../../../cards/words.ts';
import type { Policy } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { pageOf } from '../../core/told.ts';
import { findPeople } from '../../shared/directory/index.ts';
import { type IdentityParts, identityBeside } from '../../shared/patients/index.ts';
import type { ComparedField } from './model.ts';
import { linkWords, phrases } from './phrases.ts';
import { against, likenessOf } from './rules.ts';
import { type ComparisonView, type DoneView, type SideView, comparison, doneFilters, doneList, pair, recordList, recordSearch } from './schema.ts';
import { type DoneRow, type Side, countsOf, doneMerges, findRecords, sideOf, visitsOf, withWhatHangsOn } from './store.ts';

export type MergeParts = Pick<IdentityParts, 'seal' | 'settings'> & {
  /** The records office. */
  readonly mayCorrect: Policy<unknown>;
};

const refuse = refusals(phrases);
const mostFound = 30;
const shownVisits = 6;

export function findQuery({ seal, mayCorrect }: MergeParts): Query<z.output<typeof recordSearch>, z.infer<typeof recordList>> {
  return defineQuery({
    name: 'record-merges.find',
    input: recordSearch,
    output: recordList,
    policy: mayCorrect,
    audited: true,
    patients: (_input, { patients }) => patients,
    body: async ({ tx, now }, { text }) => {
      const { items, more } = pageOf(await findRecords(tx, seal, text, mostFound + 1), mostFound);
      const records = items.map(({ number, name, sex, birthDate, visits, lastVisitAt, into }) => ({ number, name: maskName(name), sex: sexWord(sex), age: age(birthDate ?? undefined, now), visits, lastVisitAt, into }));
      return { records, more, patients: items.map(({ id }) => id) };
    },
  });
}

/** Asks who the two are, so it shows more than a list does: names whole, papers masked as in a detail. */
export function compareQuery({ mayCorrect, ...parts }: MergeParts): Query<z.output<typeof pair>, ComparisonView> {
  return defineQuery({
    name: 'record-merges.compare',
    input: pair,
    output: comparison,
    policy: mayCorrect,
    audited: true,
    subject: ({ one, other }) => `${one} ${other}`,
    patients: (_input, { patients }) => patients,
    body: async ({ tx }, numbers) => {
      if (numbers.one === numbers.other) throw refuse('record-merges.same-number');
      const [one, other] = [await known(tx, numbers.one), await known(tx, numbers.other)];
      const fields = [...plain(one, other), ...(await identityBeside(tx, parts, one.id, other.id)).map(({ same, ...beside }) => ({ ...beside, likeness: same === undefined ? ('unknown' as const) : same ? ('same' as const) : ('different' as const) }))];
      return { one: await viewOf(tx, one), other: await viewOf(tx, other), fields, against: against(fields), isOne: one.person === other.person, patients: [one.id, other.id] };
    },
  });
}

async function known(tx: Tx, number: string): Promise<Side> {
  const side = await sideOf(tx, number);
  if (side === undefined) throw refuse('record-merges.no-number', { number }, 404);
  return side;
}

function plain(one: Side, other: Side): ComparisonView['fields'] {
  const row = (field: ComparedField, of: (side: Side) => string | null): ComparisonView['fields'][number] => ({ field, one: of(one), other: of(other), likeness: likenessOf(of(one), of(other)) });
  return [row('name', ({ name }) => name), row('sex', ({ sex }) => (sex === 'U' ? null : sexWord(sex))), row('birthDate', ({ birthDate }) => (birthDate === null ? null : stamp(birthDate).slice(0, 10)))];
}

async function viewOf(tx: Tx, { id, number }: Side): Promise<SideView> {
  const all = await withWhatHangsOn(tx, id);
  const ids = all.map((each) => each.id);
  return { number, otherNumbers: all.flatMap((each) => (each.id === id ? [] : each.number)), visits: await visitsOf(tx, ids, shownVisits), counts: await countsOf(tx, ids) };
}

export function doneQuery({ mayCorrect }: MergeParts): Query<z.output<typeof doneFilters>, z.infer<typeof doneList>> {
  return defineQuery({
    name: 'record-merges.done',
    input: doneFilters,
    output: doneList,
    policy: mayCorrect,
    audited: true,
    patients: (_input, { patients }) => patients,
    body: async ({ tx }, { number, limit, offset }) => {
      const { items, more } = pageOf(await doneMerges(tx, number, { limit: limit + 1, offset }), limit);
      const staff = items.flatMap(({ actor, undoneBy }) => [actor, undoneBy ?? '']).flatMap((by) => (by.startsWith('staff:') ? by.slice('staff:'.length) : []));
      const people = await findPeople(tx, [...new Set(staff)]);
      const nameOf = (by: string): string => people.get(by.replace('staff:', ''))?.name ?? linkWords[by.replace('link:', '')] ?? by;
      return { merges: items.map((row) => doneView(row, nameOf)), more, patients: [...new Set(items.flatMap(({ goneId, staysId }) => [goneId, ...(staysId === null ? [] : [staysId])]))] };
    },
  });
}

function doneView({ id, gone, stays, name, at, actor, reason, holds, undoneAt, undoneBy, undoneReason }: DoneRow, nameOf: (by: string) => string): DoneView {
  return { id, gone, stays, name: maskName(name), at, by: nameOf(actor), reason, holds, undone: undoneAt === null ? null : { at: undoneAt, by: nameOf(undoneBy ?? ''), reason: undoneReason } };
}
