/** Retiring, opening again and removing of places and people: nothing is removed on which something hangs. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { Refusal } from '../../../core/errors.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { fill } from '../../../core/phrases.ts';
import { changed } from '../events.ts';
import type { PlaceKind } from '../model.ts';
import { hanging } from '../phrases.ts';
import { placeEnd } from '../schema.ts';
import { whatHangs, whatHangsOnPerson } from '../store/hanging.ts';
import { refuse } from './places.ts';

export const endPlace = defineAction({
  name: 'directory.end-place',
  input: placeEnd,
  output: z.void(),
  policy: byAdmin('system'),
  subject: ({ kind, code }) => `${kind}:${code}`,
  body: async (context, { kind, code, how }) => {
    const before = await findPlace(context.tx, kind, code);
    if (before === null) throw new Refusal('core.not-found', {}, 404);
    if (before.source === 'his') throw refuse('directory.mastered', { fields: how === 'remove' ? '这一条' : '在用状态' });
    if (how === 'remove') return remove(context, kind, code);
    await setActive(context, kind, code, how === 'reopen');
  },
});

/** `false`: no longer in use. @throws Refusal `directory.in-use` */
export async function setActive({ tx, emit }: Pick<ActionContext, 'tx' | 'emit'>, kind: PlaceKind, code: string, active: boolean, source = 'hand'): Promise<void> {
  const what = active ? '' : words(await whatHangs(tx, kind, code, true));
  if (what !== '') throw refuse('directory.in-use', { what });
  const query = { where: { code, active: !active }, data: { active } };
  const { count } = await {
    institution: () => tx.institution.updateMany(query),
    campus: () => tx.campus.updateMany(query),
    department: () => tx.department.updateMany(query),
    ward: () => tx.ward.updateMany(query),
    group: () => tx.medicalGroup.updateMany(query),
  }[kind]();
  if (count > 0) emit(changed, `${kind}:${code}`, { how: active ? 'reopened' : 'retired', fields: ['active'], source });
}

async function remove({ tx, emit }: ActionContext, kind: PlaceKind, code: string): Promise<void> {
  const what = words(await whatHangs(tx, kind, code, false));
  if (what !== '') throw refuse('directory.not-empty', { what });
  await tx.directoryPicture.deleteMany({ where: { owner: `${kind}:${code}` } });
  await tx.publicPage.deleteMany({ where: { owner: `${kind}:${code}` } });
  const where = { where: { code } };
  await {
    institution: () => tx.institution.delete(where),
    campus: () => tx.campus.delete(where),
    department: () => tx.department.delete(where),
    ward: () => tx.ward.delete(where),
    group: () => tx.medicalGroup.delete(where),
  }[kind]();
  emit(changed, `${kind}:${code}`, { how: 'removed', fields: [], source: 'hand' });
}

function words(found: Readonly<Record<string, number>>): string {
  return Object.entries(found).filter(([, n]) => n > 0).map(([word, n]) => fill(hanging[word as keyof typeof hanging], { n })).join('、');
}

function findPlace(tx: Tx, kind: PlaceKind, code: string): Promise<{ source?: string } | null> {
  const query = { where: { code } };
  return {
    institution: async () => (await tx.institution.count(query)) === 0 ? null : {},
    campus: async () => (await tx.campus.count(query)) === 0 ? null : {},
    department: () => tx.department.findUnique({ ...query, select: { source: true } }),
    ward: () => tx.ward.findUnique({ ...query, select: { source: true } }),
    group: () => tx.medicalGroup.findUnique({ ...query, select: { source: true } }),
  }[kind]();
}

/** Somebody entered by mistake who never did anything here; everybody else leaves. */
export const removeStaff = defineAction({
  name: 'directory.remove-staff',
  input: z.object({ number: z.string() }),
  output: z.void(),
  policy: byAdmin('system'),
  subject: ({ number }) => number,
  body: async ({ tx, emit }, { number }) => {
    const row = await tx.staff.findUnique({ where: { number }, select: { source: true } });
    if (row === null) throw new Refusal('core.not-found', {}, 404);
    if (row.source === 'his') throw refuse('directory.mastered', { fields: '这一条' });
    const what = words(await whatHangsOnPerson(tx, number));
    if (what !== '') throw refuse('directory.not-empty', { what });
    await tx.staff.delete({ where: { number } });
    emit(changed, `staff:${number}`, { how: 'removed', fields: [], source: 'hand' });
  },
});
