/** What is wrong with a message: a code, the place as JSONPath, and a sentence for the sender's people. Pure. */
import type { z } from 'zod';
import { fill } from '../../../core/phrases.ts';
import { statementKinds } from '../schema.facts.ts';
import { type FactsProblem, factsProblems, jsonWords } from '../phrases.ts';

export interface Problem {
  readonly code: FactsProblem;
  readonly path: string;
  readonly message: string;
}

export type Place = readonly PropertyKey[];

/** `$.messages[2].statements[0].kind`; a key that is no plain name stands in brackets. */
export function jsonPath(place: Place): string {
  return place.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return /^[A-Za-z_]\w*$/.test(String(step)) ? `${path}.${String(step)}` : `${path}[${JSON.stringify(String(step))}]`;
  }, '$');
}

export function problemAt(place: Place, code: FactsProblem, facts: Readonly<Record<string, string | number>> = {}): Problem {
  return { code, path: jsonPath(place), message: fill(factsProblems[code], { field: nameOf(place), ...facts }) };
}

function nameOf(place: Place): string {
  const last = place.findLast((step) => typeof step === 'string');
  return last === undefined ? '消息' : String(last).slice(0, 60);
}

export function problemOf(issue: z.core.$ZodIssue, above: Place): Problem {
  const place = [...above, ...issue.path];
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? problemAt(place, 'facts.missing-field') : problemAt(place, 'facts.bad-type', { expected: jsonWords[issue.expected] ?? '别的内容' });
    case 'invalid_value':
      return issue.input === undefined ? problemAt(place, 'facts.missing-field') : problemAt(place, 'facts.bad-choice', { choices: issue.values.map(String).join('、') });
    case 'invalid_union':
      return place.at(-3) === 'statements' ? problemAt(place, 'facts.bad-choice', { choices: statementKinds.join('、') }) : problemAt(place, 'facts.bad-kind');
    case 'too_small':
      return problemAt(place, 'facts.too-short');
    case 'too_big':
      return problemAt(place, 'facts.too-long', { most: Number(issue.maximum) });
    case 'invalid_format':
      return problemAt(place, issue.format === 'datetime' ? 'facts.bad-time' : 'facts.bad-form');
    default:
      return problemAt(place, 'facts.bad-form');
  }
}
