/**
 * WeCom's `template_card` as far as we use it, and its limits (developer.work.weixin.qq.com/document/path/90236,
 * platforms.md §2.4). Characters are advice that phones enforce by cutting; bytes and counts are refused by the server.
 */
export type CardType = 'text_notice' | 'button_interaction' | 'vote_interaction' | 'multiple_interaction';

export interface TemplateCard {
  readonly card_type: CardType;
  readonly source: { readonly desc: string; readonly desc_color: 0 | 1 | 2 | 3 };
  readonly action_menu?: { readonly desc: string; readonly action_list: readonly MenuAction[] };
  readonly main_title: { readonly title: string; readonly desc?: string };
  readonly sub_title_text?: string;
  readonly horizontal_content_list?: readonly Row[];
  readonly jump_list?: readonly { readonly type: 1; readonly title: string; readonly url: string }[];
  readonly card_action: { readonly type: 1; readonly url: string };
  readonly button_selection?: Selection;
  readonly button_list?: readonly TemplateButton[];
  readonly checkbox?: Checkbox;
  readonly select_list?: readonly Selection[];
  readonly submit_button?: { readonly text: string; readonly key: string };
  readonly task_id: string;
}

export interface Row {
  readonly keyname: string;
  readonly value: string;
}

export interface MenuAction {
  readonly text: string;
  readonly key: string;
}

/** `type` 1 opens a page instead of calling back (app messages only). */
export interface TemplateButton {
  readonly text: string;
  readonly style: 1 | 2 | 4;
  readonly type?: 1;
  readonly key?: string;
  readonly url?: string;
}

export interface Selection {
  readonly question_key: string;
  readonly title: string;
  readonly option_list: readonly { readonly id: string; readonly text: string }[];
  readonly selected_id?: string;
}

export interface Checkbox {
  readonly question_key: string;
  /** 0 one of the options, 1 several. */
  readonly mode: 0 | 1;
  readonly option_list: readonly { readonly id: string; readonly text: string; readonly is_checked: boolean }[];
}

/** Characters, unless the name says otherwise. */
export const LIMITS = {
  source: 20,
  title: 36,
  desc: 44,
  subTitle: 160,
  rows: 6,
  rowLabel: 5,
  rowValue: 30,
  jumpTitle: 18,
  buttons: 6,
  buttonText: 10,
  selectTitle: 13,
  /** Not in the documents we read; what a phone shows of a drop-down line. */
  selectText: 16,
  selectOptions: 10,
  selects: 3,
  checkboxText: 17,
  checkboxOptions: 20,
  optionIdBytes: 128,
  keyBytes: 1024,
} as const;
