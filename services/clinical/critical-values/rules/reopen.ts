/** Opened again by the laboratory, and what the hospital's own systems are asked because of a value. */
import type { CriticalValue, Request, RequestKind } from '../model.ts';
import type { ProcessSettings } from '../model.process.ts';
import type { Change } from './change.ts';
import { canBecome } from './change.ts';
import { refuse } from './refuse.ts';

/** Everything that was answered stays on record; the ladder begins anew, the laboratory is owed a new answer. */
export function reopen(value: CriticalValue, { by, note: said }: { readonly by: string; readonly note: string }, now: Date): Change {
  if (value.correction !== null) throw refuse('critical-values.corrected-not-reopened');
  if (!canBecome(value.clinical, 'open')) throw refuse('critical-values.already-open');
  const note = said.trim();
  if (note === '') throw refuse('critical-values.reason-missing', {}, 422);
  const { clinical: was, acknowledged, disposal, signature, cancelled } = value;
  return {
    value: {
      ...value,
      clinical: 'open',
      acknowledged: null, disposal: null, signature: null, cancelled: null, closedAt: null, remindedAt: null, recordRemindedAt: null, lostAt: null,
      feedback: { state: 'none', since: now, nextAt: null, failures: 0, failure: '' },
      escalation: { ...value.escalation, step: 0, stepAt: null, nextAt: now },
      reopened: [...value.reopened, { by, at: now, note, was, acknowledged, disposal, signature, cancelled }],
      requests: {},
    },
    facts: [{ name: 'critical-values.reopened', data: { by, was, note } }],
  };
}

/** What is asked of the hospital's own systems now: a recheck at once, the course record once it is signed. */
export function asks({ disposal, clinical }: CriticalValue, settings: Pick<ProcessSettings, 'signature' | 'writeRecord'>): readonly RequestKind[] {
  if (disposal === null) return [];
  const written = settings.writeRecord && (clinical === 'signed' || clinical === 'closed' || !settings.signature);
  return [...(disposal.choices.includes('specimen-doubtful') ? ['recheck' as const] : []), ...(written ? ['record' as const] : [])];
}

/** Asked once; the same again changes nothing. */
export function requested(value: CriticalValue, what: RequestKind, now: Date): Change {
  if (value.requests[what] !== undefined) return { value, facts: [] };
  return { value: withRequest(value, what, { state: 'owed', since: now, message: '' }), facts: [{ name: 'critical-values.requested', data: { what } }] };
}

export function owesRequest(value: CriticalValue, what: RequestKind): boolean {
  return value.requests[what]?.state === 'owed';
}

/** What the hospital decided holds; what failed may still be decided when it is sent again. */
export function settled(value: CriticalValue, what: RequestKind, outcome: Pick<Request, 'message'> & { readonly state: Exclude<Request['state'], 'owed'> }, now: Date): Change {
  const known = value.requests[what]?.state;
  if (known === undefined || known === outcome.state || known === 'accepted' || known === 'refused') return { value, facts: [] };
  return { value: withRequest(value, what, { ...outcome, since: now }), facts: [{ name: 'critical-values.request-settled', data: { what, ...outcome } }] };
}

function withRequest(value: CriticalValue, what: RequestKind, request: Request): CriticalValue {
  return { ...value, requests: { ...value.requests, [what]: request } };
}
