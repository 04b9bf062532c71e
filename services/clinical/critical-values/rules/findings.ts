/**
 * Texts: positive, negative, not ready, or not understood. Order matters: `革兰阴性杆菌` and `Gram-negative rods` are
 * positive cultures, `未检出` holds `检出`, `NOT HEMOLYZED` holds `HEMOLYZED`.
 */

export type Finding = 'positive' | 'negative' | 'pending' | 'unknown';

const GRAM = /革兰氏?(?:染色)?\s*[阴阳]性|gram[\s-]*(?:stain)?[\s-]*(?:negative|positive|neg|pos)\b|\bg\s?[-+](?=\s*[杆球b]|\s*\S*菌)/giu;

const PENDING = /培养中|待报|待回报|检验中|未完成|pending|to follow|in progress|preliminary report to/iu;
const NEGATIVE =
  /阴性|未检出|未检测到|未见|未发现|未找到|未生长|未培养出|无(?!菌)\S{0,8}(?:生长|检出|发现)|正常菌群|\bneg(?:ative)?\b|not?\s+(?:detected|found|seen|isolated|identified|evidence)|no\s+(?:\w+[\s-]+){0,4}(?:growth|isolated|detected|seen|found|organisms?)|\bno\s+growth|\bnone\b|\babsent\b|^\(?-\)?$|^无$/iu;
const POSITIVE = /阳性|检出|检测到|发现|找到|可见|见到|生长|\bpos(?:itive)?\b|\bpresent\b|\bdetected\b|^\(?\++\)?$|^[1-4]\s?\+$|^\(?\+{1,4}\)?/iu;
/** Names of organisms: a culture report is often nothing but one. */
const ORGANISM =
  /菌|球菌|杆菌|酵母|念珠|曲霉|隐球|疟原虫|弧菌|\b\w*(?:coccus|cocci|bacill(?:us|i)|bacter(?:ia|ium)?|monas|ella)\b|\brods?\b|yeast|candida|escherichia|\be\.?\s?coli\b|serratia|proteus|listeria|plasmodium|neisseria|haemophilus|clostridi/iu;

/** `culture`: a name of an organism is growth. `finding`: a count above zero or a plus is present. */
export function readFinding(sent: string, reading: 'culture' | 'finding'): Finding {
  const text = sent.normalize('NFKC').trim();
  const withoutGram = text.replace(GRAM, ' 菌');
  if (PENDING.test(text)) return 'pending';
  if (NEGATIVE.test(withoutGram)) return 'negative';
  if (POSITIVE.test(withoutGram)) return 'positive';
  if (ORGANISM.test(withoutGram)) return 'positive';
  if (reading === 'finding' && /^\d+(?:\.\d+)?\s*%?$/u.test(text)) return Number.parseFloat(text) > 0 ? 'positive' : 'negative';
  return 'unknown';
}

const HAEMOLYSED = /溶血|h(?:a)?emoly[sz]/iu;
const NOT_HAEMOLYSED = /(?:无|未见|未|非|不)(?:明显)?溶血|\b(?:not|no|non)[\s-]*(?:visibly\s+)?h(?:a)?emoly[sz]/iu;

/** The specimen was haemolysed, by value, comment or specimen condition (`HEM` in HL7 table 0493). */
export function saysHaemolysed(texts: readonly string[]): boolean {
  return texts.some((text) => {
    const folded = text.normalize('NFKC');
    return folded.trim().toUpperCase() === 'HEM' || (HAEMOLYSED.test(folded) && !NOT_HAEMOLYSED.test(folded));
  });
}

/** Words that stand where no result was made; an answer about the specimen, not about the patient. */
const NO_RESULT = /^(?:未做|未测|未检测|取消|已取消|退单|作废|cancell?ed|not done|not performed|test not performed|tnp|qns|duplicate.*|n\/a|-+|\/)\.?$/iu;

export function saysNoResult(text: string): boolean {
  return NO_RESULT.test(text.normalize('NFKC').trim());
}
