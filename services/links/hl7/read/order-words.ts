/** Codes of orders by meaning: ORC-1 (table 0119), ORC-5 (table 0038), OBR-24 (table 0074), 长期 and 临时. */
import type { OrderCategory, OrderState, OrderTerm } from '../../statements/schema.ts';
import type { SenderRules } from '../settings.senders.ts';

/** What a control code makes of the order, whatever ORC-5 says. Requests count as done: the placer is the master of its orders. */
const ENDS: Readonly<Record<string, OrderState>> = {
  CA: 'cancelled', OC: 'cancelled', CR: 'cancelled', DC: 'stopped', OD: 'stopped', DR: 'stopped', RU: 'stopped', RQ: 'stopped',
  HD: 'held', OH: 'held', HR: 'held', UA: 'refused', DE: 'refused',
};
/** What it makes of it where ORC-5 says nothing. */
const BEGINS: Readonly<Record<string, OrderState>> = { NW: 'ordered', PA: 'ordered', CH: 'ordered', RO: 'ordered', SN: 'ordered', RF: 'ordered', RL: 'running', OE: 'running', OR: 'running' };
const STATES: Readonly<Record<string, OrderState>> = {
  A: 'running', IP: 'running', SC: 'checked', CM: 'completed', CA: 'cancelled', DC: 'stopped', RP: 'stopped', HD: 'held', ER: 'refused', NW: 'ordered',
};

/** `replaced`: the message also holds the order that takes its place (RP with RO). */
export function stateOf(control: string | undefined, status: string | undefined, rules: SenderRules, replaced = false): OrderState | undefined {
  const agreed = rules.states[status ?? ''] ?? (status === undefined ? rules.states[control ?? ''] : undefined);
  if (agreed !== undefined) return agreed;
  const code = control?.toUpperCase() ?? '';
  if (code === 'RP' && replaced) return 'stopped';
  return ENDS[code] ?? STATES[status?.toUpperCase() ?? ''] ?? BEGINS[code];
}

const SERVICES: Readonly<Record<string, OrderCategory>> = Object.fromEntries(
  (
    [
      ['laboratory', 'LAB CH HM MB MCB MYC VR SR TX IMM CP SP BG OSL PAT UR CG GE HLA'],
      ['examination', 'RAD CT MR NMR NMS US OUS VUS RUS CUS EC EN MG XA XRC CTH DX ES PF'],
      ['treatment', 'PHY PT OT RT RC PSY ICU TRT PHT'],
      ['nursing', 'NRS NUR'],
      ['drug', 'PHR RX'],
      ['blood', 'BLB BB'],
      ['operation', 'SUR OP OR'],
    ] as const
  ).flatMap(([category, codes]) => codes.split(' ').map((code) => [code, category] as const)),
);

const CHINESE: readonly (readonly [RegExp, OrderCategory])[] = [
  [/手术/, 'operation'], [/检验|化验/, 'laboratory'], [/检查|放射|超声|影像|心电|病理/, 'examination'], [/护理/, 'nursing'], [/膳食|饮食/, 'diet'],
  [/输血|用血|备血/, 'blood'], [/西药|中药|成药|药品|草药/, 'drug'], [/治疗|处置|理疗/, 'treatment'],
];

/** By what was agreed, else by table 0074 or its Chinese words; `undefined` when none of them says it. */
export function categoryOf(said: readonly (string | undefined)[], rules: SenderRules): OrderCategory | undefined {
  const words = said.filter((word) => word !== undefined);
  const agreed = words.map((word) => rules.categories[word]).find((found) => found !== undefined);
  if (agreed !== undefined) return agreed;
  const known = words.map((word) => SERVICES[word.toUpperCase()]).find((found) => found !== undefined);
  return known ?? CHINESE.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
}

/** 长期, 临时, or a prescription of outpatients; `outpatient` from ORC-29 (table 0482) or the visit. */
export function termOf(said: readonly (string | undefined)[], frequency: string | undefined, rules: SenderRules): OrderTerm | undefined {
  const words = said.filter((word) => word !== undefined);
  const agreed = words.map((word) => rules.terms[word]).find((found) => found !== undefined);
  if (agreed !== undefined) return agreed;
  if (words.some((word) => word.includes('长期'))) return 'long';
  if (words.some((word) => word.includes('临时'))) return 'temporary';
  if (words.some((word) => word.includes('处方') || word === 'O')) return 'prescription';
  return /^(once|st|stat|一次|立即)$/i.test(frequency ?? '') ? 'temporary' : undefined;
}
