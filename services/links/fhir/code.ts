/** CodeableConcept and Coding to our codes: systems by their short names, words before codes. */
import type { Code } from '../statements/schema.ts';
import { type Node, child, nodes, present, text } from './node.ts';

/** HL7 table 0396 and what Chinese senders write; any other system stays as sent. */
const systems: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/loinc\.org\/?$|^urn:oid:2\.16\.840\.1\.113883\.6\.1$/i, 'LN'],
  [/^https?:\/\/snomed\.info\/sct\/?|^urn:oid:2\.16\.840\.1\.113883\.6\.96$/i, 'SCT'],
  [/^https?:\/\/hl7\.org\/fhir\/sid\/icd-10-cn$/i, 'I10CN'],
  [/^https?:\/\/hl7\.org\/fhir\/sid\/icd-10(-cm)?$|^urn:oid:2\.16\.840\.1\.113883\.6\.(3|90)$/i, 'I10'],
  [/^https?:\/\/hl7\.org\/fhir\/sid\/icd-9-cm$|^urn:oid:2\.16\.840\.1\.113883\.6\.(103|104|42)$/i, 'I9C'],
  [/^https?:\/\/www\.nlm\.nih\.gov\/research\/umls\/rxnorm$|^urn:oid:2\.16\.840\.1\.113883\.6\.88$/i, 'RXNORM'],
  [/^https?:\/\/unitsofmeasure\.org\/?$|^urn:oid:2\.16\.840\.1\.113883\.6\.8$/i, 'UCUM'],
  [/^https?:\/\/hl7\.org\/fhir\/sid\/ndc$/i, 'NDC'],
  [/^https?:\/\/www\.ama-assn\.org\/go\/cpt$/i, 'C4'],
];

export function systemOf(uri: string | undefined): string | undefined {
  if (uri === undefined) return undefined;
  const known = systems.find(([form]) => form.test(uri))?.[1] ?? /\/v2-(\d{4})$/.exec(uri)?.[1]?.replace(/^/, 'HL7');
  return known ?? uri.replace(/^urn:oid:/, '');
}

export function codingOf(coding: Node): Code {
  return present({ id: text(coding, 'code'), text: text(coding, 'display'), system: systemOf(text(coding, 'system')) });
}

/** A CodeableConcept, or the bare Coding that R4 has in some places. */
export function codesOf(concept: Node | undefined): Code[] {
  if (concept === undefined) return [];
  const codings = nodes(concept, 'coding');
  const all = (codings.length > 0 ? codings : [concept]).map(codingOf).filter(({ id, text: words }) => id !== undefined || words !== undefined);
  const written = text(concept, 'text');
  if (all.length === 0) return written === undefined ? [] : [{ text: written }];
  // The code that everybody knows first: results are judged by LOINC where there is one.
  return all.toSorted((one, other) => rank(one) - rank(other)).map((code, at) => (at === 0 && written !== undefined && (code.text === undefined || isChinese(written)) ? { ...code, text: written } : code));
}

const rank = ({ system, id }: Code): number => (id === undefined ? 2 : system === 'LN' ? 0 : 1);
const isChinese = (words: string): boolean => /\p{Script=Han}/u.test(words);

export function codeOf(concept: Node | undefined): Code | undefined {
  return codesOf(concept)[0];
}

/** With all the others it stands beside. */
export function codeWithAlternates(concept: Node | undefined): Code & { alternates: Code[] } {
  const [first = {}, ...alternates] = codesOf(concept);
  return { ...first, alternates };
}

/** In words, for a person: the sender's own text, else the display, else the code. */
export function wordsOf(concept: Node | undefined): string | undefined {
  if (concept === undefined) return undefined;
  const first = codeOf(concept);
  return text(concept, 'text') ?? first?.text ?? first?.id;
}

/** Codes of a list of concepts (`category`). */
export function codesIn(node: Node | undefined, name: string): Code[] {
  return nodes(node, name).flatMap(codesOf);
}

/** Does one of them have this code, or words that match? */
export function says(codes: readonly Code[], ids: readonly string[], words?: RegExp): boolean {
  return codes.some(({ id, text: named }) => (id !== undefined && ids.includes(id)) || (words !== undefined && ((named !== undefined && words.test(named)) || (id !== undefined && words.test(id)))));
}

/** The code alone of a concept in one system or any. */
export function idOf(node: Node | undefined, name: string): string | undefined {
  return codeOf(child(node, name))?.id;
}

/** Of a table of ours what a sender's word means; `constructor` is none of them. */
export function meaningIn<T>(table: Readonly<Partial<Record<string, T>>>, word: string | undefined): T | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}
