/** Which of several numbers is the patient's: the same for the row she has and for the key of a result of hers. */
import type { PatientId } from './schema.ts';

/** Identifier types in the order they are trusted as the hospital's own number (HL7 table 0203). */
const trusted = ['MR', 'PI', 'PN', 'PT'];

/** Under which a server keeps its own row (RI): two servers count alike, and alike with the hospital, so it goes with whose it is. */
const ofServer = 'RI';

export function ourNumber(ids: readonly PatientId[]): string | undefined {
  const numbers = ownNumbers(ids);
  const number = trusted.map((type) => numbers.find((id) => id.type === type)).find((id) => id !== undefined) ?? numbers[0];
  return number && asNumber(number);
}

/** All that are numbers of the patient; the server's own where there is no other. */
export function ourNumbers(ids: readonly PatientId[]): string[] {
  return ownNumbers(ids).map(asNumber);
}

function ownNumbers(ids: readonly PatientId[]): readonly PatientId[] {
  const own = ids.filter(({ type }) => type !== ofServer);
  return own.length > 0 ? own : ids;
}

const asNumber = ({ value, type, authority }: PatientId): string => (type === ofServer && authority !== undefined ? `${authority}/${value}` : value);
