/** The form component: its fields as questions for a person, and what it sends back. */
import { z } from 'zod';
import type { InboxInput } from '../core/inbox.ts';
import type { Values } from '../core/plug-in.ts';

const fieldSchema = z.object({
  name: z.string(),
  label: z.string().default(''),
  type: z.string(),
  required: z.boolean().default(false),
  options: z.array(z.object({ value: z.coerce.string(), text: z.string() })).default([]),
  defaultValue: z.unknown().optional(),
});
const formSchema = z.object({ fields: z.array(fieldSchema) });

type Field = z.infer<typeof fieldSchema>;

/** Single and multiple choice of the form component; the rest is typed. */
const ONE = new Set(['CHECKBOX_GROUP', 'SELECT', 'RADIO_GROUP']);
const MANY = new Set(['MULTI_CHECKBOX_GROUP', 'MULTI_SELECT']);

/** The questions of the `form` variable; a client draws nothing for what it cannot read. */
export function inputsOf(form: string): InboxInput[] {
  return fieldsOf(form).map((field) => ({
    id: field.name,
    label: field.label,
    kind: ONE.has(field.type) ? 'one' : MANY.has(field.type) ? 'many' : 'text',
    options: field.options.map(({ value, text }) => ({ id: value, label: text })),
    value: chosenOf(field.defaultValue),
    required: field.required,
  }));
}

/** The form's values in the shape each type sends; `missing` names the required ones left empty. */
export function submit(form: string, values: Values): { sent: Record<string, unknown>; missing: string[]; unknown: string[] } {
  const fields = fieldsOf(form);
  const chosen = fields.map((field) => ({ field, value: (values[field.name] ?? chosenOf(field.defaultValue)).filter((one) => one !== '') }));
  const sent = Object.fromEntries(chosen.filter(({ value }) => value.length > 0).map(({ field, value }) => [field.name, wireOf(field, value)]));
  const missing = chosen.filter(({ field, value }) => field.required && value.length === 0).map(({ field }) => field.label || field.name);
  const unknown = chosen.flatMap(({ field, value }) => (field.options.length === 0 ? [] : value.filter((one) => indexOf(field, one) < 0)));
  return { sent, missing, unknown };
}

function fieldsOf(form: string): Field[] {
  try {
    const read = formSchema.safeParse(JSON.parse(form));
    return read.success ? read.data.fields : [];
  } catch {
    return [];
  }
}

const indexOf = (field: Field, value: string): number => field.options.findIndex((option) => option.value === value);

/** Drop-downs send position and value, lists the value, texts the text. */
function wireOf(field: Field, value: readonly string[]): unknown {
  const indexes = value.map((one) => indexOf(field, one));
  if (field.type === 'SELECT') return { index: indexes[0], value: value[0] };
  if (field.type === 'MULTI_SELECT') return { index: indexes, value };
  return MANY.has(field.type) ? value : value[0];
}

function chosenOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(chosenOf);
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'object' && value !== null && 'value' in value) return chosenOf(value.value);
  return [];
}
