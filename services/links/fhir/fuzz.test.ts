/** Bundles that somebody mangled: no throw, bounded, and every statement still has its shape. */
import test from 'ava';
import * as fc from 'fast-check';
import { said as saidSchema } from '../statements/schema.ts';
import { isNode } from './json.ts';
import { digestOf, parseJson, readFhir } from './read.ts';
import { administration, allergy, appointment, bundle, condition, documentReference, encounter, patient, potassium, prescription, report, request, slot, surgery } from './samples.fixtures.ts';

const whole = bundle('batch', [patient({ link: [{ type: 'replaces', other: { reference: 'Patient/p2' } }] }), patient({ id: 'p2' }), encounter({ diagnosis: [{ condition: { reference: 'Condition/c1' }, rank: 1 }] }), condition(), allergy(), request(), report({ presentedForm: [{ contentType: 'application/pdf', data: 'JVBERg==' }] }), potassium(7.1), prescription(), administration(), surgery(), ...slot(), appointment(), documentReference()]);

type Path = readonly (string | number)[];

function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => pathsIn(each, [...at, Array.isArray(value) ? Number(key) : key]))];
}

const paths = pathsIn(whole).filter((path) => path.length > 0);

function changed(value: unknown, path: Path, put: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return put(value);
  if (Array.isArray(value)) return value.map((each: unknown, at) => (at === first ? changed(each, rest, put) : each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === first ? changed(each, rest, put) : (each as unknown)]));
}

/** A circle of references, what other versions write, and plain nonsense. */
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, '', ' ', [], {}, [null], -0, 1e308, '9999-12-31T23:59:60Z', '0000-00-00', '2026-11', '10000-01-01', '\0', '\ud800', { reference: '#' }, { reference: '#bed' }, { reference: 'Observation/o1' }, { reference: 'Patient/p1' }, { reference: 'Encounter/e1' }, { coding: 'x' }, { value: 'x' }, [[[]]], 'constructor', { __proto__: null, toString: 1 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const mutation = fc.record({ path: fc.constantFrom(...paths), put: fc.oneof(junk.map((value) => () => value), fc.constant((old: unknown) => [old]), fc.constant((old: unknown) => [old, old, old]), fc.constant((old: unknown) => ({ ...whole.entry?.[0]?.resource, x: old }))) });

function readsWell(bytes: Uint8Array): void {
  const node = parseJson(bytes);
  if (!isNode(node)) return;
  const digest = digestOf(bytes);
  const reading = readFhir(node, { sender: 'his', digest });
  for (const each of reading.said) {
    saidSchema.parse(structuredClone(each));
    JSON.parse(JSON.stringify(each), (_key, value: unknown) => {
      if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) throw new Error('not storable');
      return value;
    });
  }
  if (JSON.stringify(readFhir(node, { sender: 'his', digest })) !== JSON.stringify(reading)) throw new Error('another reading of the same');
  // Names and numbers of the patient stand beside each of her stays.
  const most = 20 * (JSON.stringify(node).length + 1000);
  if (JSON.stringify(reading).length > most) throw new Error('it grew');
}

test('mutated bundles are read or refused, never thrown at', (t) => {
  fc.assert(fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) => {
    const mutated = mutations.reduce<unknown>((value, { path, put }) => changed(value, path, put), whole);
    readsWell(Buffer.from(JSON.stringify(mutated)));
  }), { numRuns: 300 });
  t.pass();
});

test('bytes lost, doubled and changed', (t) => {
  const bytes = Buffer.from(JSON.stringify(whole));
  fc.assert(fc.property(fc.nat(bytes.length - 1), fc.nat(40), fc.uint8Array({ maxLength: 8 }), (at, cut, put) => {
    readsWell(Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(Math.min(bytes.length, at + cut))]));
  }), { numRuns: 500 });
  t.pass();
});

test('anything at all', (t) => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('resourceType', 'type', 'entry', 'id', 'subject', 'x'), junk), (value) => readsWell(Buffer.from(JSON.stringify(value)))), { numRuns: 300 });
  t.pass();
});

test('circles of references end', (t) => {
  const ring = bundle('batch', [
    patient({ link: [{ type: 'replaced-by', other: { reference: 'Patient/p1' } }] }),
    potassium(1, { id: 'o1', hasMember: [{ reference: 'Observation/o2' }] }),
    potassium(2, { id: 'o2', hasMember: [{ reference: 'Observation/o1' }] }),
    report({ result: [{ reference: 'Observation/o1' }] }),
    encounter({ location: [{ location: { reference: 'Location/a' } }] }),
    { resourceType: 'Location', id: 'a', name: 'A', partOf: { reference: 'Location/b' } },
    { resourceType: 'Location', id: 'b', name: 'B', partOf: { reference: 'Location/a' } },
    { resourceType: 'PractitionerRole', id: 'r', practitioner: { reference: 'PractitionerRole/r' } },
    request({ requester: { reference: 'PractitionerRole/r' } }),
  ]);
  t.notThrows(() => readsWell(Buffer.from(JSON.stringify(ring))));
});
