/** The specimen: SPM since 2.5, OBR-15 before. */
import { partText, repeats, text, type Repeat, type Segment } from '../syntax/message.ts';
import type { Specimen } from '../../statements/schema.ts';
import { instant, present, type Reading } from './common.ts';

/** SPM. */
export function specimenOfSpm(spm: Segment, reading: Reading): Specimen | undefined {
  const type = repeats(spm, 4)[0];
  return orNothing({
    number: text(spm, 2, 2) ?? text(spm, 2, 1),
    ...typeOf(type, partText(type, 2) ?? partText(type, 5), partText(type, 3)),
    source: text(spm, 8, 2) ?? text(spm, 8, 1),
    collectedAt: instant(reading, spm, 17),
    receivedAt: instant(reading, spm, 18),
  });
}

/** OBR-15: the type is coded in subcomponents, but plain components (`Swab^Swab^HL70487`) are as common. */
export function specimenOfObr(obr: Segment, reading: Reading): Specimen | undefined {
  const field = repeats(obr, 15)[0];
  const nested = partText(field, 1, 2);
  const words = nested ?? partText(field, 3) ?? partText(field, 2);
  const plain = nested === undefined && /^(HL7\d{4}|SCT|L|LN|99.+)$/.test(partText(field, 3) ?? '');
  return orNothing({
    ...typeOf(field, plain ? partText(field, 2) : words, plain ? partText(field, 3) : partText(field, 1, 3)),
    source: plain ? undefined : (partText(field, 4, 2) ?? partText(field, 4, 1)),
    collectedAt: instant(reading, obr, 7),
    receivedAt: instant(reading, obr, 14),
  });
}

/** The more telling of two descriptions wins, member by member. */
export function mergeSpecimens(first: Specimen | undefined, second: Specimen | undefined): Specimen | undefined {
  return first || second ? { ...second, ...first } : undefined;
}

function typeOf(type: Repeat | undefined, words: string | undefined, system: string | undefined): Specimen {
  const code = partText(type, 1) ?? partText(type, 4);
  return { code, text: words ?? code, system };
}

function orNothing(specimen: Specimen): Specimen | undefined {
  const found = present(specimen);
  return Object.keys(found).length === 0 ? undefined : found;
}
