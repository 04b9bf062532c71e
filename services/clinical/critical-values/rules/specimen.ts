/** Specimens as laboratories name them, in codes (HL7 tables 0070 and 0487) and in words. */
import type { Specimen, SpecimenRule } from '../limits.ts';

/** The first that fits decides, so the narrow ones come first (`动脉血` holds `血`, `central venous` is not arterial). */
const WORDS: readonly (readonly [Specimen, RegExp])[] = [
  ['urine', /尿|\burin/iu],
  ['csf', /脑脊液|cerebrospinal|\bcsf\b|spinal fluid/iu],
  ['sterile-fluid', /胸[腔水]|腹[腔水]|心包|关节|滑膜液|羊水|穿刺液|玻璃体|pleural|ascit|peritoneal|pericardi|synovial|joint fluid|amniotic|sterile|body fluid/iu],
  ['other', /痰|咽|鼻|粪|便|伤口|脓|引流|胆汁|拭子|骨髓|sputum|swab|stool|faec|fecal|wound|bronch|marrow|\bbal\b/iu],
  ['venous', /静脉|混合|中心静脉|\bven|mixed|\bmix\b/iu],
  ['capillary', /毛细|末梢|指尖|足跟|capillar|heel|finger/iu],
  ['arterial', /动脉|arteri|\bart\b/iu],
  ['blood', /血清|血浆|全血|血|serum|plasma|blood/iu],
];

const CODES: Readonly<Record<string, Specimen>> = {
  BLDA: 'arterial', ABLD: 'arterial', BLDV: 'venous', VBLD: 'venous', BLDMV: 'venous', BLDC: 'capillary', CBLD: 'capillary',
  BLD: 'blood', WB: 'blood', SER: 'blood', PLAS: 'blood', SERPLAS: 'blood', PLAS5: 'blood', BLDCO: 'blood', RBC: 'blood',
  UR: 'urine', URINE: 'urine', UMID: 'urine', 'UR24H': 'urine', CSF: 'csf', PLR: 'sterile-fluid', PRT: 'sterile-fluid',
  SNV: 'sterile-fluid', FLD: 'sterile-fluid', SPT: 'other', STL: 'other', SWAB: 'other', WND: 'other', BON: 'other',
};

/** `code^text` or either alone. An empty or unknown one is `unknown`, never a guess. */
export function readSpecimen(sent: string): Specimen {
  for (const part of sent.normalize('NFKC').split('^').map((piece) => piece.trim())) {
    const coded = CODES[part.toUpperCase()];
    if (coded !== undefined) return coded;
    const word = WORDS.find(([, pattern]) => pattern.test(part));
    if (word !== undefined) return word[0];
  }
  return 'unknown';
}

const BLOOD: readonly Specimen[] = ['arterial', 'venous', 'capillary', 'blood'];

/**
 * Whether a limit is for this specimen. `unsure`: none was sent, or blood of unnamed origin where only an artery
 * counts. An item of serum needs no specimen beside its code; a blood gas does, because most low pO2 are venous.
 */
export function fitsSpecimen(rule: SpecimenRule, specimen: Specimen): 'yes' | 'no' | 'unsure' {
  if (rule === 'any') return 'yes';
  if (rule === 'blood') return specimen === 'unknown' || BLOOD.includes(specimen) ? 'yes' : 'no';
  if (rule === 'sterile') return sterile(specimen);
  if (specimen === 'arterial') return 'yes';
  return specimen === 'unknown' || specimen === 'blood' ? 'unsure' : 'no';
}

function sterile(specimen: Specimen): 'yes' | 'no' | 'unsure' {
  if (specimen === 'csf' || specimen === 'sterile-fluid') return 'yes';
  return specimen === 'unknown' ? 'unsure' : 'no';
}
