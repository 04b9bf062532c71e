/** The module's cards in the chats: drawn from today's state for whoever may see it, and what their buttons mean. */
import type { Card } from '../../../cards/card.ts';
import { maskName } from '../../../cards/masking.ts';
import { age, bedWords, sexWord } from '../../../cards/people.ts';
import type { Tx } from '../../core/db.ts';
import type { AnyAction } from '../../core/module.ts';
import { findPeople, findPerson, findPlace } from '../directory/index.ts';
import type { CardFace } from '../notices/index.ts';
import { findPatient, latestVisit, usualEnds } from '../patients/index.ts';
import { NOTE_QUESTION, buttons, glassCard, requestCard } from './cards.ts';
import { reviewVerdict } from './model.ts';
import { glassWords } from './phrases.ts';
import { requestViews } from './queries.ts';
import { type GrantRow, findGrant, findRequest } from './store.ts';
import { mayReview } from './store.review.ts';
import type { DataScope } from './store.scope.ts';

export function face(scope: DataScope, reviewAction: AnyAction): CardFace {
  return {
    module: 'data-scope',
    draw: async ({ tx, now }, subject, { staff }) => {
      const grant = await findGrant(tx, subject);
      if (grant === undefined) return drawRequest(tx, subject, staff, now);
      const person = await findPerson(tx, staff);
      const reviewer = person?.active === true && (await mayReview(tx, scope, { ...person, id: staff }, subject, now));
      return reviewer ? drawGlass(tx, grant, now) : undefined;
    },
    press: (button, id, answers) => {
      const note = answers[NOTE_QUESTION]?.[0] ?? '';
      if (button === buttons.justify) return { action: reviewAction, input: { id, verdict: 'justified', note } };
      return button === buttons.notJustify ? { action: reviewAction, input: { id, verdict: 'not-justified', note } } : undefined;
    },
  };
}

async function drawGlass(tx: Tx, grant: GrantRow, now: Date): Promise<Card> {
  const people = await findPeople(tx, [grant.staffNumber, ...(grant.reviewedBy === null ? [] : [grant.reviewedBy])]);
  const who = people.get(grant.staffNumber);
  const { reviewedAt } = grant;
  const verdict = reviewVerdict(grant.verdict);
  const review = verdict !== undefined && reviewedAt !== null ? { verdict, at: reviewedAt, by: people.get(grant.reviewedBy ?? '')?.name ?? '' } : undefined;
  return glassCard(
    {
      id: grant.id,
      who: who?.name ?? grant.staffNumber,
      department: who?.departmentName ?? '',
      patient: await patientLine(tx, grant.target, now),
      kind: glassWords[grant.reasonKind as keyof typeof glassWords] ?? '',
      reason: grant.reason,
      from: grant.from,
      until: grant.until,
      review,
    },
    now,
  );
}

async function patientLine(tx: Tx, patientId: string, now: Date): Promise<string> {
  const patient = await findPatient(tx, patientId);
  const visit = await latestVisit(tx, patientId, { now, ends: usualEnds });
  const { wardName } = await findPlace(tx, visit ?? {});
  const bed = bedWords(visit?.bed);
  return [bed, maskName(patient?.name ?? ''), age(patient?.birthDate, now), sexWord(patient?.sex ?? ''), wardName ?? ''].filter((part) => part !== '').join(' ');
}

async function drawRequest(tx: Tx, id: string, staff: string, now: Date): Promise<Card | undefined> {
  const row = await findRequest(tx, id);
  const person = await findPerson(tx, staff);
  if (row === undefined || person?.active !== true) return undefined;
  const own = row.staffNumber === staff;
  if (!own && person.adminRole !== 'security') return undefined;
  const [request] = await requestViews(tx, [row], now);
  return request === undefined ? undefined : requestCard({ request, own }, now);
}
