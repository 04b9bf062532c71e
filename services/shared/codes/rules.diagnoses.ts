/** Diagnoses against the hospital's own list: which codes it knows, and what it calls those that came without a name. Pure. */
import type { Diagnosis, Said } from '../../links/statements/schema.ts';

/** Names by code, of those that were asked for. */
export type Diagnoses = ReadonlyMap<string, string>;

/** As senders write the code of one entry: in small letters, with the mark of a doubly coded one, the other code behind it. */
export function candidatesOf(code: string): string[] {
  const plain = code.trim();
  const first = /^[A-Za-z]\d{2}[.\w]*/.exec(plain)?.[0] ?? plain;
  return [...new Set([plain, plain.toUpperCase(), first, first.toUpperCase()])];
}

/** What the list calls it. */
export function nameIn(list: Diagnoses, code: string): string | undefined {
  return candidatesOf(code).map((each) => list.get(each)).find((name) => name !== undefined);
}

/** A diagnosis that was told without words (readers repeat the code there) is called as in the list. What needs no name is given back itself. */
export function nameDiagnoses(said: Said, sent: Said, list: Diagnoses | undefined): Said {
  if (list === undefined) return said;
  const statements = said.statements.map((one, at) => {
    const before = sent.statements[at];
    if (one.kind !== 'diagnoses' || before?.kind !== 'diagnoses') return one;
    const all = one.all.map((diagnosis, place) => named(diagnosis, before.all[place], list));
    return all.some((diagnosis, place) => diagnosis !== one.all[place]) ? { ...one, all } : one;
  });
  return statements.some((one, at) => one !== said.statements[at]) ? { ...said, statements } : said;
}

function named(diagnosis: Diagnosis, sent: Diagnosis | undefined, list: Diagnoses): Diagnosis {
  const { code, name } = diagnosis;
  if (code === undefined || (name !== code && name !== sent?.code)) return diagnosis;
  const known = nameIn(list, code);
  return known === undefined ? diagnosis : { ...diagnosis, name: known };
}
