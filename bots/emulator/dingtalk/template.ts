/** Reads the file that DingTalk's card builder exports and imports (schemaVersion 3.0.0) as what a client draws. */
import { z } from 'zod';
import { isTrue, parseExpression, type Expression } from './expression.ts';

type Variables = Readonly<Record<string, string>>;
/** A property of a component, for the variables a person sees. */
type Bound = (variables: Variables) => string;
type Shown = (variables: Variables) => boolean;

export interface TemplateButton {
  /** `actionIds` of the callback. */
  readonly id: string;
  readonly label: Bound;
  readonly colour: Bound;
  readonly shown: Shown;
  /** What the callback brings along; `form` where the form's values go. */
  readonly params: readonly { readonly name: string; readonly value: Bound; readonly isForm: boolean }[];
}

export interface Template {
  readonly title: Bound;
  readonly tag: Bound;
  readonly colour: Bound;
  readonly summary: Bound;
  readonly texts: readonly { readonly id: string; readonly value: Bound; readonly shown: Shown }[];
  readonly buttons: readonly TemplateButton[];
  readonly links: readonly { readonly label: Bound; readonly url: Bound; readonly shown: Shown }[];
  /** JSON of the form's fields. */
  readonly form: Bound | undefined;
  /** Variables a person may have a copy of their own of. */
  readonly privates: ReadonlySet<string>;
}

const fileSchema = z.object({ editorData: z.string(), widgetInfo: z.string(), type: z.literal('im'), mode: z.literal('card') });

const conditionSchema = z.object({ variable: z.string().default(''), op: z.string(), value: z.unknown().optional() });
const valueSchema = z.looseObject({
  type: z.string(),
  content: z.string().optional(),
  variable: z.string().optional(),
  value: z.unknown().optional(),
  valueType: z.string().optional(),
  condition: z.object({ op: z.string(), conditions: z.array(conditionSchema) }).optional(),
});
type PropValue = z.infer<typeof valueSchema>;

const paramSchema = z.object({ name: z.string(), type: z.string(), variable: z.string().default(''), value: z.string().default('') });
const eventSchema = z.object({
  event: z.object({ actionType: z.string(), actionId: valueSchema.optional(), params: z.array(paramSchema).default([]) }),
});
const nodeSchema = z.object({
  componentName: z.string(),
  id: z.string(),
  props: z.record(z.string(), z.unknown()),
  get children() {
    return z.array(nodeSchema).optional();
  },
});
type Node = z.infer<typeof nodeSchema>;

const editorSchema = z.object({
  schema: z.object({ componentsTree: z.array(nodeSchema).min(1) }),
  variableList: z.array(z.object({ name: z.string(), private: z.boolean().default(false) })),
  expList: z.array(z.object({ name: z.string(), expContent: z.string() })).default([]),
});

/** @throws ZodError, SyntaxError when the builder would refuse the file too */
export function parseTemplate(file: unknown): Template {
  const editor = editorSchema.parse(JSON.parse(fileSchema.parse(file).editorData));
  const reader = new Reader(editor);
  const nodes = editor.schema.componentsTree.flatMap(everyNode);
  const buttons = nodes.filter(({ componentName }) => componentName === 'SingleButton');
  const header = nodes.find(({ componentName }) => componentName.startsWith('CardHeader'))?.props ?? {};
  const tag = nodes.find(({ componentName }) => componentName === 'Tag')?.props ?? {};
  const form = nodes.find(({ componentName }) => componentName === 'Form');
  return {
    title: reader.bound(header['title']),
    tag: reader.bound(tag['text']),
    colour: reader.bound(header['color']),
    summary: reader.bound(editor.schema.componentsTree[0]?.props['summaryContent']),
    texts: nodes.filter(isText).map(({ id, props }) => ({ id, value: reader.bound(props['text']), shown: reader.shown(props['visible']) })),
    buttons: buttons.filter(({ props }) => props['actionType'] !== 'url').map((node) => reader.button(node)),
    links: buttons.filter(({ props }) => props['actionType'] === 'url').map(({ props }) => reader.link(props)),
    form: form && reader.bound(form.props['formSchema']),
    privates: new Set(editor.variableList.filter((variable) => variable.private).map(({ name }) => name)),
  };
}

const isText = ({ componentName }: Node): boolean => componentName === 'BaseText' || componentName === 'Markdown';

/** A component, what hangs below it, and what stands in its slots. */
function everyNode(node: Node): Node[] {
  const slots = Object.values(node.props).flatMap((prop) => {
    const slot = z.object({ type: z.literal('JSSlot'), value: z.array(nodeSchema) }).safeParse(prop);
    return slot.success ? slot.data.value : [];
  });
  return [node, ...slots.flatMap(everyNode), ...(node.children ?? []).flatMap(everyNode)];
}

/** Binds properties to variables and computed values. */
class Reader {
  readonly #computed: ReadonlyMap<string, Expression>;
  readonly #declared: ReadonlySet<string>;

  constructor(editor: z.infer<typeof editorSchema>) {
    this.#computed = new Map(editor.expList.map(({ name, expContent }) => [name, parseExpression(expContent)]));
    this.#declared = new Set([...editor.variableList.map(({ name }) => name), ...this.#computed.keys()]);
  }

  bound(prop: unknown): Bound {
    const value = valueSchema.safeParse(prop);
    if (!value.success) return typeof prop === 'string' ? () => prop : () => '';
    const { content, variable, valueType } = value.data;
    if (content !== undefined) return this.#filled(content);
    if (variable && valueType !== 'fixed') return this.#named(variable);
    return () => String(value.data.value ?? '');
  }

  shown(prop: unknown): Shown {
    const value = valueSchema.safeParse(prop);
    if (!value.success || value.data.valueType !== 'condition') return () => value.data?.value !== false;
    return this.#condition(value.data);
  }

  button(node: Node): TemplateButton {
    const { props } = node;
    const events = z.array(eventSchema).catch([]).parse(props['events']);
    const request = events.map(({ event }) => event).find(({ actionType }) => actionType === 'request');
    const params = (request?.params ?? []).map(({ name, type, variable, value }) => ({
      name,
      value: type === 'variable' ? this.#named(variable) : () => value,
      isForm: type !== 'variable' && value === 'form_update',
    }));
    const id = this.bound(request?.actionId)({}) || node.id;
    return { id, label: this.bound(props['text']), colour: this.bound(props['color']), shown: this.shown(props['visible']), params };
  }

  link(props: Node['props']): Template['links'][number] {
    return { label: this.bound(props['text']), url: this.bound(props['url']), shown: this.shown(props['visible']) };
  }

  /** `${name}` places in a text. */
  #filled(content: string): Bound {
    const names = [...content.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const values = new Map(names.map((name) => [name, this.#named(name)]));
    return (variables) => content.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values.get(name)?.(variables) ?? '');
  }

  #named(name: string): Bound {
    if (!this.#declared.has(name)) throw new SyntaxError(`the template has no variable "${name}"`);
    const computed = this.#computed.get(name);
    return computed === undefined ? (variables) => variables[name] ?? '' : (variables) => String(computed(variables));
  }

  #condition({ condition }: PropValue): Shown {
    const tests = (condition?.conditions ?? []).map(({ variable, op, value }) => compare(this.#named(variable), op, String(value ?? '')));
    return condition?.op === 'or'
      ? (variables) => tests.some((test) => test(variables))
      : (variables) => tests.every((test) => test(variables));
  }
}

function compare(left: Bound, op: string, right: string): Shown {
  if (op === 'isTrue') return (variables) => isTrue(left(variables));
  if (op === 'isFalse') return (variables) => !isTrue(left(variables));
  if (op === 'equal' || op === '==') return (variables) => left(variables) === right;
  return (variables) => left(variables) !== right;
}
