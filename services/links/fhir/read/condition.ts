/** Condition and AllergyIntolerance. One of them alone is never all that are known: `partial`. */
import { diagnosisTypes } from '../../statements/format.adt-events.ts';
import type { Allergy, Diagnosis } from '../../statements/schema.ts';
import type { Entry } from '../bundle.ts';
import { codeOf, codesIn, codesOf, says, wordsOf } from '../code.ts';
import { type Node, child, nodes, number, present, text } from '../node.ts';
import { note } from '../notes.ts';
import { firstInstant } from '../time.ts';
import type { Resource } from './context.ts';
import { staffOf } from './people.ts';

/** How an Encounter uses the diagnosis: use and rank. */
export interface DiagnosisUse {
  readonly type: string | undefined;
  readonly rank: number | undefined;
  /** The encounter that says so. */
  readonly by: Entry;
}

/** By the key of the Condition. */
export function usesIn(encounter: Resource): Map<string, DiagnosisUse> {
  const found = new Map<string, DiagnosisUse>();
  for (const each of nodes(encounter.resource, 'diagnosis')) {
    const target = encounter.find('condition', each);
    const rank = number(each, 'rank');
    if (target !== undefined) found.set(target.key, { type: codeOf(child(each, 'use'))?.id, rank: Number.isInteger(rank) ? rank : undefined, by: encounter.entry });
  }
  return found;
}

/** R4's diagnosis-role; table 0052 as HL7 v2 has it, anything else as sent. */
const uses: Readonly<Partial<Record<string, string>>> = { AD: 'admission', DD: 'discharge', billing: 'other' };

export function diagnosisOf(one: Resource, use: DiagnosisUse | undefined): Diagnosis | undefined {
  const { resource, notes } = one;
  const codes = codesOf(child(resource, 'code'));
  const icd = codes.find(({ system }) => system?.startsWith('I10') === true || system?.startsWith('I9') === true) ?? codes[0];
  const name = wordsOf(child(resource, 'code')) ?? icd?.text ?? icd?.id;
  if (name === undefined) {
    note(notes, 'code', 'code-missing');
    return undefined;
  }
  const status = codeOf(child(resource, 'verificationStatus'))?.id;
  return present({
    code: icd?.id,
    system: icd?.system,
    name,
    type: use?.type === undefined ? codesIn(resource, 'category')[0]?.id : (uses[use.type] ?? diagnosisTypes[use.type.toUpperCase()] ?? use.type),
    rank: use?.rank,
    at: firstInstant(notes, [resource, 'recordedDate'], [resource, 'onsetDateTime'], [child(resource, 'onsetPeriod'), 'start']),
    by: staffOf(one.find('asserter') ?? one.find('recorder'), one.reading),
    certainty: status,
    removed: status === 'entered-in-error' || status === 'refuted' ? true : undefined,
  });
}

/** The patient has none, as far as anybody knows; of a drug or food alone it says nothing of the others. */
export function saysNone({ resource }: Resource): boolean {
  return !isOver(resource) && says(codesOf(child(resource, 'code')), ['716186003'], /^(无已知过敏史?|无过敏史?|否认过敏史?|no known allerg(y|ies))$/i);
}

export type AllergyChange = Allergy & { readonly removed?: boolean };

export function allergyOf({ resource, notes }: Resource): AllergyChange | undefined {
  const [reaction] = nodes(resource, 'reaction');
  const code = codeOf(child(resource, 'code')) ?? codeOf(child(reaction, 'substance'));
  const substance = wordsOf(child(resource, 'code')) ?? wordsOf(child(reaction, 'substance'));
  if (substance === undefined) {
    note(notes, 'code', 'code-missing');
    return undefined;
  }
  return present({
    substance,
    code,
    reaction: wordsOf(child(reaction, 'manifestation')) ?? text(reaction, 'description'),
    severity: text(resource, 'criticality') ?? text(reaction, 'severity'),
    removed: isOver(resource) ? true : undefined,
  });
}

/** An allergy that was refuted, entered wrongly or resolved is none any more. */
function isOver(resource: Node): boolean {
  const states = [codeOf(child(resource, 'verificationStatus'))?.id, codeOf(child(resource, 'clinicalStatus'))?.id];
  return states.some((state) => state !== undefined && ['refuted', 'entered-in-error', 'resolved', 'inactive'].includes(state));
}
