/** Builds the import file of DingTalk's card builder from the manifest. */
import type { TemplateManifest } from './manifest.ts';
import { addressBy, choiceBy, component, computed, node, param, shownWhile, text, variable } from './parts.ts';

type Json = Readonly<Record<string, unknown>>;
type ManifestButton = TemplateManifest['buttons'][number];

/** What DingTalk's 卡片平台 imports: `{editorData: "<json>", widgetInfo: "<xml>", type, mode}`. */
export interface TemplateFile {
  readonly editorData: string;
  readonly widgetInfo: string;
  readonly type: 'im';
  readonly mode: 'card';
}

/** The builder's names of our five colours (interface.md, principle 4). */
const TONE_COLOUR = "tone == 'danger' ? 'red' : (tone == 'warn' ? 'orange' : (tone == 'ok' ? 'green' : (tone == 'past' ? 'gray' : 'blue')))";

const FONT = {
  large: { customFontSize: 22, customFontLineHeight: 30, bold: true, maxLine: 3 },
  strong: { customFontSize: 16, customFontLineHeight: 24, bold: true, maxLine: 3 },
  body: { customFontSize: 15, customFontLineHeight: 22, bold: false, maxLine: 20 },
  small: { customFontSize: 13, customFontLineHeight: 20, bold: false, maxLine: 3 },
} as const;

/** The import file, always the same bytes for the same manifest. */
export function buildTemplate(manifest: TemplateManifest): TemplateFile {
  const tree = node(
    'Card',
    'node_card',
    manifest.title,
    { summaryContent: variable(manifest.summary), hasCardHeader: true, paddingTop: 6, paddingBottom: 6 },
    [header(manifest), ...texts(manifest), form(manifest), link(manifest)],
  );
  const names = ['Card', 'CardHeaderV2', 'Tag', 'BaseText', 'Form', 'SingleButton'];
  const editorData = {
    schemaVersion: '3.0.0',
    schema: { version: '1.0.0', componentsMap: names.map(component), componentsTree: [tree], i18n: {} },
    mockData: { cardData: mock(manifest), cardPrivateData: {}, localData: {}, richTextData: {} },
    editVersion: 0,
    customWidgetInfo: '',
    useCustomWidgetInfo: false,
    variableList: manifest.variables.map(variableEntry),
    expList: expressions(manifest),
    formList: [],
    customContextList: [],
    localList: [],
    hsfList: [],
    lwpList: [],
    pageData: {},
    extension: { extendType: 'NORMAL', fileTypeList: [] },
  };
  return { editorData: JSON.stringify(editorData), widgetInfo: widget(manifest), type: 'im', mode: 'card' };
}

function variableEntry({ name, type, private: isPrivate, about }: TemplateManifest['variables'][number]): Json {
  return { id: name, name, type, private: isPrivate, description: about, editorVarType: 'variables', disabled: false };
}

function expressions(manifest: TemplateManifest): readonly Json[] {
  const filled = [...manifest.texts.map((each) => each.variable), ...manifest.buttons.map((each) => each.visibleWhen), manifest.link.visibleWhen];
  return [
    computed('toneColour', 'string', TONE_COLOUR),
    ...filled.map((name) => computed(shown(name), 'boolean', `${name} != ''`)),
    ...manifest.buttons.map(({ weight }) =>
      computed(colour(weight), 'string', `${weight} == 'danger' ? 'red' : (${weight} == 'primary' ? 'blue' : 'gray')`),
    ),
  ];
}

function header({ header: { title, tag } }: TemplateManifest): Json {
  const tagNode = node('Tag', 'node_kind', '标签', { text: text(`\${${tag}}`), color: choiceBy('toneColour', 'blue'), tagStyle: 'solid', size: 'small' });
  return node('CardHeaderV2', 'node_header', '卡片头部', {
    title: text(`\${${title}}`),
    color: choiceBy('toneColour', 'blue'),
    titleAfterSlot: { type: 'JSSlot', id: 'node_header_after', title: '标题后内容', value: [tagNode] },
  });
}

function texts(manifest: TemplateManifest): readonly Json[] {
  return manifest.texts.map(({ variable: name, size }) => {
    const { maxLine, ...font } = FONT[size];
    return node('BaseText', `node_${name}`, '基础文本', {
      text: text(`\${${name}}`),
      visible: shownWhile(shown(name)),
      styleType: 'custom',
      ...font,
      maxLine: { type: 'dynamicNumber', valueType: 'fixed', value: maxLine, variable: '', variableType: 'global' },
      widthMode: 'match_parent',
      marginLeft: 12,
      marginRight: 12,
      marginTop: 4,
      marginBottom: 4,
    });
  });
}

/** Buttons stand inside the form, so that each of them can bring the answers back (`customSubmitEvent`). */
function form(manifest: TemplateManifest): Json {
  return node(
    'Form',
    'node_form',
    '表单',
    { id: 'form', formSchema: variable(manifest.form.variable), inlineMode: true, customSubmitEvent: true, actionType: 'request', params: [] },
    manifest.buttons.map((button) => formButton(button, manifest.form.param)),
  );
}

function formButton(button: ManifestButton, formParam: string): Json {
  const bound = Object.entries(button.params).map(([name, from], place) => param(place + 2, name, { variable: from }));
  // `form_update` stands for the form's values, as in published templates; no official page says so.
  const params = [...(button.carriesForm ? [param(1, formParam, { fixed: 'form_update' })] : []), ...bound];
  return node('SingleButton', `node_${button.id}`, '单个按钮', {
    text: text(`\${${button.label}}`),
    color: choiceBy(colour(button.weight), 'blue'),
    visible: shownWhile(shown(button.visibleWhen)),
    actionType: 'eventChain',
    transformToEventChain: true,
    events: [{ event: { actionType: 'request', actionId: text(button.id), params }, callbacks: { success: {}, failure: {} } }],
    widthMode: 'match_parent',
    marginTop: 6,
    marginBottom: 6,
  });
}

function link({ link: { label, url, visibleWhen } }: TemplateManifest): Json {
  return node('SingleButton', 'node_link', '单个按钮', {
    text: text(`\${${label}}`),
    color: { type: 'dynamicSelect', valueType: 'fixed', value: 'gray', variable: '', variableType: 'global' },
    visible: shownWhile(shown(visibleWhen)),
    actionType: 'url',
    urlType: 'all',
    url: addressBy(url),
    widthMode: 'match_parent',
    marginLeft: 12,
    marginRight: 12,
    marginBottom: 6,
  });
}

/** What the builder's preview shows. */
function mock(manifest: TemplateManifest): Json {
  return Object.fromEntries(manifest.variables.map(({ name, type, about }) => [name, type === 'form' ? { fields: [] } : about]));
}

/** The picture for clients without the new engine: the texts, and where to go instead of the buttons. */
function widget(manifest: TemplateManifest): string {
  const names = [manifest.header.tag, manifest.header.title, ...manifest.texts.map((each) => each.variable)];
  const lines = names.map((name) => widgetLine(`@toStr{@data{data.cardData.${name}}}`)).join('');
  const advice = widgetLine('当前钉钉版本太旧，请升级后操作，或打开工作台处理');
  return `<LinearLayout\n  width="@data{width}"\n  height="match_content"\n  orientation="vertical">\n${lines}${advice}</LinearLayout>\n`;
}

function widgetLine(value: string): string {
  return ` <FastTextView\n   width="match_parent"\n   height="match_content"\n   text="${value}"\n   textSize="15np">\n </FastTextView>\n`;
}

const shown = (name: string): string => `${name}Shown`;
const colour = (weight: string): string => `${weight}Colour`;
