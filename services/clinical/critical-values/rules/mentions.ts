/**
 * Whether a report in sentences says a finding, denies it or is not sure. Never lost comes first: what is not clearly
 * denied is said, what "cannot be excluded" counts as said with a note.
 *
 * Denied is what stands behind a word of denial in the same clause (`未见气胸及肺栓塞`), or before one (`肺栓塞：无`).
 * `未见明显吸收`, `no change in …` deny a change, not the finding. What was asked, what was known before and where the
 * patient comes from is no finding: such sections and `陈旧性…` are left out.
 */
export type Mention = 'said' | 'uncertain' | 'denied';

/** From the heading to the end of its sentence or line: what was asked, not what was found. */
const ASKED = /(?:^|(?<=[\n。；;.]))\s*(?:临床诊断|临床资料|临床印象|病史(?:摘要)?|既往史|现病史|检查目的|申请目的|主诉|history|clinical (?:history|information|indication|details)|indications?|reason for (?:exam(?:ination)?|study)|comparison|technique)\s*[:：](?:(?!\.\s)[^\n。；;])*/giu;
const SENTENCE = /[。！？!?；;\n]+|\.(?=\s|$)/u;
/** Denials that are none: of a change, of a doubt, of something else that begins with 无. */
const NO_CHANGE = /(?:未见|无|没有)(?:明显|显著|确切)?(?:变化|改变|好转|吸收|缩小|减少|改善|消退|进展|增大|增多)|\bno\s+(?:significant\s+|interval\s+|definite\s+)*(?:change|improvement|progression|resolution|decrease|increase)\b|\bnot\s+(?:significantly\s+)?(?:changed|improved|resolved|only)\b|无(?:名|法|力|症状|痛|脉)|\bno\s+(?:prior|previous|comparison)\w*/giu;
const UNCERTAIN = /(?:不|未|不能|难以|尚不能|无法)(?:完全)?(?:除外|排除)|待排(?:除|外)?|可能性?小|(?:can(?:not|'t| not)|not|could not) (?:be )?(?:entirely |completely )?(?:excluded?|ruled? out)|\bunlikely\b/iu;
const DENIED_BEFORE = /未见|未示|未显示|未发现|未提示|未探及|未及|未检出|未查见|未出现|未引出|无|没有|排除|除外|否认|不支持|不符合|不考虑|\bno\b|\bwithout\b|negative for|free of|absence of|\bnot\b|\bnor\b|ruled? out|\br\/o\b/iu;
const DENIED_AFTER = /^\s*(?:的?(?:征象|表现|证据|形成|改变))?\s*(?:[:：]\s*)?(?:\(?-\)|阴性|无|未见|未发现|已?排除|已?除外|(?:is |was |are |were |has been )?(?:excluded|ruled out|absent|negative|not (?:seen|identified|present|detected|demonstrated)))/iu;
const OLD = /(?:陈旧性?|既往(?:有)?|曾有|(?<!years?[- ])\bold|history of|\bprior|\bprevious)\s*$/iu;
/** A denial of Chinese reaches no further than a comma, a turn, or a sign of something seen. */
const TURN = /，|但|然而|而|(?<![未不没])可?见/u;
const ENGLISH_TURN = /\bbut\b|\bhowever\b|\balthough\b|\bexcept\b|，(?=[^，]*\b(?:is|are|was|were|there|seen|noted|with|consistent|shows?|demonstrates?|suggests?)\b)/u;
const HAN = /\p{Script=Han}/u;
const MEASURE = /^\s*(?:约|为|是|最长|最快|最慢|达|平均|可|时|[:=(]|approximately|about|of|up to|\s)*(\d+(?:\.\d+)?)(?:\s*[-~–]\s*(\d+(?:\.\d+)?))?\s*(次\s*\/?\s*分钟?|bpm|(?:beats)?\/min|ms|毫秒|s\b|秒|sec)/u;

/** Of all places where one of the words stands the one that weighs most; `undefined` where none does. */
export function mentionOf(text: string, words: readonly string[]): Mention | undefined {
  const found = placesOf(text, words).map(({ before, after }) => weigh(before, after));
  return (['said', 'uncertain', 'denied'] as const).find((mention) => found.includes(mention));
}

/**
 * Numbers that stand behind one of the words and are not denied: a rate in 1/min, a time in s. `心室率约192次/分`,
 * `RR间期最长 3600 ms`, both ends of `45-182次/分`.
 */
export function numbersBehind(text: string, words: readonly string[]): { readonly value: number; readonly unit: 's' | '/min' }[] {
  return placesOf(text, words).filter(({ before, after }) => weigh(before, after) !== 'denied').flatMap(({ after }) => {
    const [, first, second, unit = ''] = MEASURE.exec(after) ?? [];
    const milli = /^(?:ms|毫秒)$/u.test(unit);
    const of = /^(?:次|bpm|beats|\/min)/u.test(unit) ? '/min' : 's';
    return [first, second].flatMap((number) => (number === undefined ? [] : [{ value: Number(number) / (milli ? 1000 : 1), unit: of } as const]));
  });
}

interface Place {
  /** In the same sentence. */
  readonly before: string;
  readonly after: string;
}

function placesOf(text: string, words: readonly string[]): Place[] {
  const folded = text.normalize('NFKC').replaceAll(',', '，').toLowerCase().replace(ASKED, '');
  return folded.split(SENTENCE).flatMap((sentence) => words.flatMap((word) => indexesOf(sentence, word.normalize('NFKC').toLowerCase()).map(([from, to]): Place => ({ before: sentence.slice(0, from), after: sentence.slice(to) }))));
}

/** A Latin word is a word of its own (`acute mi` is not in `acute mitral`); a Chinese one has no ends. */
function indexesOf(sentence: string, word: string): (readonly [number, number])[] {
  const found: [number, number][] = [];
  if (word === '') return found;
  for (let at = sentence.indexOf(word); at >= 0; at = sentence.indexOf(word, at + 1)) {
    const end = at + word.length;
    const inside = (/\w$/u.test(word) && /^[a-z0-9]/u.test(sentence.slice(end))) || (/^\w/u.test(word) && /[a-z0-9]$/u.test(sentence.slice(0, at)));
    if (!inside || /^s\b/u.test(sentence.slice(end))) found.push([at, end]);
  }
  return found;
}

function weigh(before: string, after: string): Mention {
  if (OLD.test(before)) return 'denied';
  const behind = (after.split('，')[0] ?? '').replace(NO_CHANGE, ' ');
  const near = clauseBefore(before.replace(NO_CHANGE, ' '), behind);
  if (UNCERTAIN.test(near) || UNCERTAIN.test(behind)) return 'uncertain';
  return DENIED_BEFORE.test(near) || DENIED_AFTER.test(behind) ? 'denied' : 'said';
}

/** What stands before a word in its clause. A list of English goes on behind commas, if it is one: `no hemorrhage, mass or infarct`. */
function clauseBefore(before: string, behind: string): string {
  if (HAN.test(before)) return before.split(TURN).at(-1) ?? '';
  const clause = before.split(ENGLISH_TURN).at(-1) ?? '';
  return /\bn?or\b/u.test(`${clause} ${behind}`) ? clause : (clause.split('，').at(-1) ?? '');
}
