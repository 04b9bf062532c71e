/** The document a disposal's signature is put under. */
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import type { SignedAct } from '../../shared/signatures/index.ts';
import { findPersonOf } from '../../shared/patients/index.ts';
import { type Rules, byStanding } from './actions/common.ts';
import type { Relay } from './model.ts';
import { disposalWords } from './phrases.ts';
import { findValue, patientOfValue } from './store.ts';

/** Under this name the signature is kept. */
export const signedAct = 'critical-values.dispose';

/** The disposal as an act that is signed; whoever may see the alert may see what was signed of it. */
export function signedDisposal(rules: Rules): SignedAct {
  const view = byStanding(rules, 'view');
  return { act: signedAct, maySee: async (tx, now, actor, id) => (await view(actor, { id }, { tx, now })).allow, about: (tx, id) => patientOfValue(tx, { id }) };
}

function relayOf({ from, to, reason, ended }: Relay): object[] {
  return ended?.how === 'taken' ? [{ from: from.number, fromName: from.name, to: to.number, toName: to.name, at: ended.at.toISOString(), reason }] : [];
}

/** Plain JSON with the words people read, so that a signed sheet explains itself without this software. */
export async function findDocument(tx: Tx, id: string): Promise<unknown> {
  const value = await findValue(tx, id);
  if (value === undefined) throw new Refusal('core.not-found', {}, 404);
  if (value.disposal === null) throw new Refusal('critical-values.not-disposed');
  const patient = await findPersonOf(tx, value.patientId);
  const { measured, disposal, acknowledged } = value;
  return {
    type: '危急值处置记录',
    id,
    patient: { number: patient?.number ?? '', name: patient?.name ?? '' },
    result: { item: value.itemName, value: measured.sent, unit: measured.unitSent, observedAt: value.observedAt?.toISOString() ?? null },
    receivedAt: value.receivedAt.toISOString(),
    acknowledged: acknowledged === null ? null : { by: acknowledged.by.number, name: acknowledged.by.name, at: acknowledged.at.toISOString() },
    // Only where it was handed on: what was signed without that reads as before.
    ...(value.relays.some(({ ended }) => ended?.how === 'taken') && { relays: value.relays.flatMap(relayOf) }),
    disposal: {
      by: disposal.by.number,
      name: disposal.by.name,
      at: disposal.at.toISOString(),
      actionAt: disposal.actionAt.toISOString(),
      choices: disposal.choices,
      note: disposal.note,
      text: disposalWords(disposal),
      late: disposal.late,
      ...(disposal.voice !== null && { voice: { sha256: disposal.voice.digest, seconds: disposal.voice.seconds, type: disposal.voice.mediaType, at: disposal.voice.at.toISOString() } }),
    },
  };
}
