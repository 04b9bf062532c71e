/** Identity and contact data: masked for who may see the patient; one field whole is an act of its own, on record. */
import { type FieldKind, type Purpose, shownFor } from '../../../cards/masking.ts';
import { type Policy, actorKey, bySystem } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { type Action, type ActionContext, type Query, defineAction, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { KeyRing } from '../../core/seal.ts';
import { z } from 'zod';
import { fieldShown } from './events.ts';
import { type IdentityField, identityFields } from './model.ts';
import { phrases, unreadableWords } from './phrases.ts';
import { worthOf } from './rules.ts';
import { type IdentityView, identityView, patientRef, unmaskRequest, unmasked } from './schema.ts';
import type { PatientSettings } from './settings.ts';
import { openIdentity } from './store.identity.ts';
import { clearCircles, mendNames } from './store.names.ts';

export interface IdentityParts {
  readonly seal: KeyRing;
  readonly settings: PatientSettings;
  /** May this person see this patient? */
  readonly maySee: Policy<{ readonly patientId: string }>;
}

/** Names without keys, as after a bulk load, made in parts so that no transaction is long; and those of old visits leave their circles. */
export const indexNames = defineAction({
  name: 'patients.index-names',
  input: z.object({}),
  output: z.object({ made: z.int() }),
  policy: bySystem,
  body: async ({ tx, now }) => {
    await clearCircles(tx, now);
    return { made: await mendNames(tx, 2000) };
  },
});

const refuse = refusals(phrases);
const hourMs = 3_600_000;

const kindOf: Readonly<Record<IdentityField, FieldKind>> = { idNumber: 'idNumber', phone: 'phone', address: 'address', guardian: 'relative', guardianPhone: 'phone' };

/** What is known, each field as the purpose may show it. For detail pages and exports of other modules. */
export async function identityOf(tx: Tx, { seal, settings }: Pick<IdentityParts, 'seal' | 'settings'>, patientId: string, purpose: Purpose = 'detail'): Promise<IdentityView> {
  const { known, unreadable } = await openIdentity(tx, seal, patientId);
  const fields = identityFields.flatMap((field) => {
    if (unreadable.includes(field)) return [{ field, shown: unreadableWords, doubtful: false }];
    const value = known[field];
    const shown = value === undefined ? undefined : shownFor(purpose, kindOf[field], value, settings.idCardMask);
    return value === undefined || shown === undefined ? [] : [{ field, shown, doubtful: field === 'idNumber' && worthOf(value) === 'invalid' }];
  });
  return { fields };
}

/** A field of two records side by side, each as a detail page shows it, and whether what stands behind is the same. */
export interface Beside {
  readonly field: IdentityField;
  readonly one: string | null;
  readonly other: string | null;
  /** `undefined`: at least one of them is not known. */
  readonly same: boolean | undefined;
}

const shownIn = ({ fields }: IdentityView, field: IdentityField): string | null => fields.find((each) => each.field === field)?.shown ?? null;

/** For whoever asks whether two records are one person's: what is masked alike may still differ. */
export async function identityBeside(tx: Tx, parts: Pick<IdentityParts, 'seal' | 'settings'>, one: string, other: string): Promise<Beside[]> {
  const [first, second] = [await openIdentity(tx, parts.seal, one), await openIdentity(tx, parts.seal, other)];
  const [shownFirst, shownSecond] = [await identityOf(tx, parts, one), await identityOf(tx, parts, other)];
  return identityFields.flatMap((field) => {
    const [a, b] = [shownIn(shownFirst, field), shownIn(shownSecond, field)];
    if (a === null && b === null) return [];
    const [known, alsoKnown] = [first.known[field], second.known[field]];
    return [{ field, one: a, other: b, same: known === undefined || alsoKnown === undefined ? undefined : known === alsoKnown }];
  });
}

export function showIdentity(parts: IdentityParts): Query<z.output<typeof patientRef>, IdentityView> {
  return defineQuery({
    name: 'patients.identity',
    input: patientRef,
    output: identityView,
    policy: parts.maySee,
    audited: true,
    subject: ({ patientId }) => patientId,
    patients: ({ patientId }) => [patientId],
    body: ({ tx }, { patientId }) => identityOf(tx, parts, patientId),
  });
}

/** The audit row names the field, the fact why; neither holds what stood in it. */
export function unmask(parts: IdentityParts): Action<z.output<typeof unmaskRequest>, z.output<typeof unmasked>> {
  return defineAction({
    name: 'patients.unmask',
    input: unmaskRequest,
    output: unmasked,
    policy: parts.maySee,
    subject: ({ patientId, field }) => `${patientId} ${field}`,
    patients: ({ patientId }) => [patientId],
    body: async (context, { patientId, field, reason }) => ({ value: await showWhole(context, parts, patientId, field, reason) }),
  });
}

/** One field as it is, on record and counted; for acts of other modules that have a reason of their own. `null`: no longer known. */
export async function showWhole({ tx, now, actor, emit }: ActionContext, { seal, settings: { unmaskPerHour: most } }: Pick<IdentityParts, 'seal' | 'settings'>, patientId: string, field: IdentityField, reason?: string): Promise<string | null> {
  const since = new Date(now.getTime() - hourMs);
  const shown = await tx.fact.count({ where: { name: fieldShown.name, actor: actorKey(actor), at: { gt: since } } });
  if (shown >= most) throw refuse('patients.too-many-shown', { most }, 429);
  const { known, unreadable } = await openIdentity(tx, seal, patientId);
  if (unreadable.includes(field)) throw refuse('patients.unreadable');
  emit(fieldShown, patientId, { field, ...(reason === undefined || reason === '' ? {} : { reason }) });
  return known[field] ?? null;
}
