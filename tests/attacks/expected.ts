/**
 * What each route answers to each person. A route that stands in a module and not here fails `routes.test.ts`: whoever
 * adds one says here whose data it shows, and to whom.
 */
import type { Who } from './support/people.ts';
import type { Victim } from './support/victim.ts';
import { pin } from './support/victim.ts';

/**
 * `in`: past the policy (2xx, or a rule's own 409). `hidden`: 404, the same as for what is not there. `refused`: 403,
 * for somebody who may know that it exists, or where there is nothing to know. `step-up`: 403 until a second factor was
 * shown.
 */
export type Answer = 'in' | 'hidden' | 'refused' | 'step-up';

export interface Expected {
  /** A whole and proper input, with the victim's ids in it. */
  readonly input?: (victim: Victim) => Readonly<Record<string, unknown>>;
  /** Fields of the input that name something; each is tried with every kind of wrong id. */
  readonly ids?: readonly string[];
  readonly others: Answer;
  readonly but?: Readonly<Partial<Record<Who, Answer>>>;
}

const anybody: Expected = { others: 'in' };

type Near = 'own' | 'otherGroup' | 'head' | 'wardNurse' | 'technician';

/** A critical value: who may see it may read why they may not do more; for all others it is not there. */
function valueOf(more: Readonly<Record<string, unknown>>, ...may: readonly Near[]): Expected {
  const answer = (who: Near): Answer => (may.includes(who) ? 'in' : 'refused');
  const near: readonly Near[] = ['own', 'otherGroup', 'head', 'wardNurse', 'technician'];
  return { input: ({ value }) => ({ id: value, ...more }), ids: ['id'], others: 'hidden', but: Object.fromEntries(near.map((who) => [who, answer(who)])) };
}

export const expected: Readonly<Record<string, Expected>> = {
  'GET /me': anybody,
  'GET /signatures/me': anybody,
  'POST /signatures/enrol': { ...anybody, input: () => ({ pin }) },
  'POST /signatures/verify': { ...anybody, input: () => ({ document: {}, signature: {} }) },
  'GET /signatures/:id': { ...valueOf({}, 'own', 'otherGroup', 'head', 'wardNurse', 'technician'), input: ({ signature }) => ({ id: signature }) },
  'GET /tasks': anybody,
  'GET /critical-values': anybody,
  'GET /critical-values/:id': valueOf({}, 'own', 'otherGroup', 'head', 'wardNurse', 'technician'),
  'POST /critical-values/:id/acknowledge': valueOf({}, 'own', 'otherGroup', 'head'),
  'POST /critical-values/:id/dispose': valueOf({ choices: ['observe'] }, 'own', 'otherGroup', 'head'),
  'POST /critical-values/:id/sign': valueOf({ pin }, 'own'),
  'POST /critical-values/:id/cancel': valueOf({ reason: 'other', note: 'x' }, 'technician'),
  'GET /operations/platforms': { others: 'refused', but: { systemAdministrator: 'in' } },
  'POST /operations/check-up': { others: 'refused', but: { systemAdministrator: 'in' } },
  'POST /operations/retry-dead': { input: () => ({ queue: 'x' }), others: 'refused', but: { systemAdministrator: 'in' } },
};
