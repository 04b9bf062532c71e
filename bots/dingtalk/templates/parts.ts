/**
 * Components of DingTalk's card builder as its export files write them (schemaVersion 3.0.0; read from
 * open-dingtalk/dingtalk-card-examples). Only the properties that matter are written, the builder fills in the rest.
 */

type Json = Readonly<Record<string, unknown>>;

/** Text with `${variable}` places in it. */
export const text = (content: string): Json => ({ type: 'dynamicString', content, i18n: false });

/** The value of a variable as it is. */
export const variable = (name: string): Json => ({ type: 'variableValue', variable: name, variableType: 'global' });

/** One of the builder's choices (colour, state), by variable or computed value. */
export const choiceBy = (name: string, fallback: string): Json => ({
  type: 'dynamicSelect',
  valueType: 'variable',
  value: fallback,
  variable: name,
  variableType: 'global',
});

/** An address held by a variable. */
export const addressBy = (name: string): Json => ({
  type: 'dynamicLink',
  valueType: 'variable',
  value: '',
  variable: name,
  variableType: 'global',
});

const ALWAYS: Json = { type: 'dynamicVisible', value: true, valueType: 'fixed', condition: { op: 'and', conditions: [] } };

/** Shown while the computed value `name` is true. */
export const shownWhile = (name: string): Json => ({
  type: 'dynamicVisible',
  value: true,
  valueType: 'condition',
  condition: {
    op: 'and',
    conditions: [
      { type: 'variable', variable: name, variableType: 'global', op: 'isTrue', value: '', valueType: 'fixed', valueVariableType: 'global' },
    ],
  },
});

/** A node of the builder's tree. */
export function node(componentName: string, id: string, title: string, props: Json, children?: readonly Json[]): Json {
  return {
    componentName,
    id,
    title,
    props: { visible: ALWAYS, ...props },
    hidden: false,
    isLocked: false,
    condition: true,
    conditionGroup: '',
    ...(children === undefined ? {} : { children }),
  };
}

/** Where the builder finds a component. */
export const component = (componentName: string): Json => ({
  package: '@ali/dxComponent',
  version: '1.0.0',
  exportName: componentName,
  main: './src/index.tsx',
  destructuring: false,
  subName: '',
  componentName,
});

/** A parameter a button sends back: a variable's value, or a fixed text. */
export const param = (id: number, name: string, from: { readonly variable: string } | { readonly fixed: string }): Json => ({
  id: String(id),
  name,
  type: 'variable' in from ? 'variable' : 'fixed',
  variable: 'variable' in from ? from.variable : '',
  value: 'fixed' in from ? from.fixed : '',
  variableType: 'global',
});

/** A value the client computes from variables. */
export const computed = (name: string, type: 'string' | 'boolean', expContent: string): Json => ({
  id: name,
  name,
  type,
  private: false,
  expContent,
  editorVarType: 'expList',
});
