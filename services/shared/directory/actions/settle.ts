/** A person decides what could not be decided: several of one sort at once, each as its own row in the record. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import { type ActionContext, defineAction } from '../../../core/module.ts';
import { endSessions } from '../../../core/session.ts';
import { accountTold } from '../../../links/his/schema.ts';
import { changed } from '../events.ts';
import { type MatterKind, type Resolution, matterKinds } from '../model.ts';
import { reasonWords } from '../phrases.ts';
import { resolutionsFor } from '../rules.ts';
import { settlement } from '../schema.ts';
import { upsertAccounts, upsertBindings, upsertDepartments, upsertStaff, upsertWards } from '../store/bulk.ts';
import { type MatterFacts, matterFacts } from '../store/matters.ts';
import { tenantOf } from '../store/readings.ts';
import { groups } from './apply/places.ts';
import { setActive } from './ending.ts';
import { bringBack, leaveAll } from './leaving.ts';
import { checkStaff } from './people.ts';
import { checkDepartment, refuse } from './places.ts';

interface Matter {
  readonly id: string;
  readonly source: string;
  readonly kind: MatterKind;
  /** Without what it is about: `1001` of `staff:1001`. */
  readonly key: string;
  readonly facts: MatterFacts;
}

type Settlement = z.output<typeof settlement>;

export const settle = defineAction({
  name: 'directory.settle',
  input: settlement,
  output: z.object({ settled: z.int() }),
  policy: byAdmin('system'),
  subject: ({ ids }) => ids.join(',').slice(0, 200),
  body: async (context, input) => {
    const matters = await load(context, input.ids);
    if (input.how === 'ignore' && input.reason === '') throw refuse('directory.reason-needed');
    for (const matter of matters) {
      if (!resolutionsFor(matter.kind, matter.facts.reason, matter.facts.on).includes(input.how)) throw refuse('directory.no-such-way');
      await ways[input.how](context, matter, input);
    }
    const resolution = input.how === 'ignore' ? `ignore：${input.reason}` : [input.how, input.to, input.reason].filter((part) => part !== undefined && part !== '').join(' ');
    await context.tx.directoryMatter.updateMany({ where: { id: { in: input.ids } }, data: { state: 'settled', settledBy: context.actor.id, settledAt: context.now, resolution } });
    return { settled: matters.length };
  },
});

/** Locked: of two administrators the second finds it settled. */
async function load({ tx }: ActionContext, ids: readonly string[]): Promise<Matter[]> {
  await tx.$queryRaw`SELECT 1 AS locked FROM directory_matter WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.directoryMatter.findMany({ where: { id: { in: [...ids] }, state: 'open' } });
  if (rows.length !== new Set(ids).size) throw refuse('directory.matter-settled');
  return rows.map(({ id, source, kind, key, facts }) => ({ id, source, kind: z.enum(matterKinds).parse(kind), key: key.slice(key.indexOf(':') + 1), facts: matterFacts.parse(facts) }));
}

const ways: Record<Resolution, (context: ActionContext, matter: Matter, input: Settlement) => Promise<void>> = {
  ignore: async () => undefined,
  accept,
  bind,
  retire,
};

async function accept(context: ActionContext, matter: Matter): Promise<void> {
  const { facts, source } = matter;
  const told = facts.told ?? {};
  if (facts.on === 'account') return bindTo(context, matter, String(told['staffNumber'] ?? ''));
  const row = { ...told, source: source === 'his' ? 'his' : 'file' };
  if (facts.on === 'staff') {
    await checkDepartment(context.tx, String(told['departmentCode'] ?? ''));
    if (facts.reason === 'left-here') await bringBack(context, matter.key, reasonWords[facts.reason]);
    await upsertStaff(context.tx, [row]);
  }
  if (facts.on === 'department') await upsertDepartments(context.tx, [row]);
  if (facts.on === 'ward') await upsertWards(context.tx, [row]);
  if (facts.on === 'group') await groups.write(context.tx, [groupRow.parse(row)], context.now);
  context.emit(changed, `${facts.on}:${matter.key}`, { how: 'changed', fields: Object.keys(told), source });
}

const groupRow = z.looseObject({ code: z.string(), name: z.string(), members: z.array(z.string()), terms: z.array(z.object({ staff: z.string(), from: z.string().nullish(), until: z.string().nullish() })) });

async function bind(context: ActionContext, matter: Matter, { to }: Settlement): Promise<void> {
  if (matter.facts.on === 'account') return bindTo(context, matter, to ?? '');
  // Several at once only as suggested: the department of the same name.
  const code = to ?? String(matter.facts.here?.['code'] ?? '');
  await checkDepartment(context.tx, code);
  const [platform, corp] = tenantOf(matter.source);
  await upsertBindings(context.tx, [{ platform, corp, external: matter.key, name: matter.facts.name, departmentCode: code }]);
  context.emit(changed, `binding:${platform}:${corp}:${matter.key}`, { how: 'added', fields: [code], source: 'hand' });
}

/** Whoever had the account before loses what it opened. */
async function bindTo(context: ActionContext, matter: Matter, number: string): Promise<void> {
  const { tx, now, emit } = context;
  await checkStaff(tx, [number]);
  const [platform, corp] = tenantOf(matter.source);
  const told = accountTold.pick({ user: true, unionId: true }).safeParse(matter.facts.told);
  const user = told.success ? told.data.user : matter.key;
  const held = await tx.staffAccount.findUnique({ where: { platform_corp_userFolded: { platform, corp, userFolded: matter.key } }, select: { staffNumber: true } });
  if (held !== null && held.staffNumber !== number) await endSessions(tx, held.staffNumber, now);
  await upsertAccounts(tx, [{ platform, corp, user, userFolded: matter.key, unionId: told.data?.unionId ?? null, staffNumber: number }]);
  emit(changed, `account:${platform}:${corp}:${user}`, { how: held === null ? 'added' : 'changed', fields: [number], source: 'hand' });
}

async function retire(context: ActionContext, matter: Matter): Promise<void> {
  const { tx, now, emit } = context;
  const { on } = matter.facts;
  if (on === 'staff') return void (await leaveAll(context, [matter.key], matter.source === 'his' ? 'his' : 'hand'));
  if (on === 'bed') {
    await tx.bed.updateMany({ where: { code: matter.key }, data: { active: false } });
    return emit(changed, `bed:${matter.key}`, { how: 'retired', fields: ['active'], source: matter.source });
  }
  if (on === 'department' || on === 'ward' || on === 'group') return setActive(context, on, matter.key, false, matter.source);
  const [platform, corp] = tenantOf(matter.source);
  if (on === 'binding') await tx.departmentBinding.deleteMany({ where: { platform, corp, external: matter.key } });
  else {
    const where = { platform, corp, userFolded: matter.key };
    const held = await tx.staffAccount.findMany({ where, select: { staffNumber: true } });
    await tx.staffAccount.deleteMany({ where });
    for (const { staffNumber } of held) await endSessions(tx, staffNumber, now);
  }
  emit(changed, `${on}:${platform}:${corp}:${matter.key}`, { how: 'removed', fields: [], source: 'hand' });
}
