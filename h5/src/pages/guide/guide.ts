/** The visitors' pages speak Chinese or English, in ordinary or large type; the device keeps which. What a hospital wrote stays as it wrote it. */
import { ref, watch } from 'vue';
import type { TroubleKind } from '../../app/api.ts';

export type Language = 'zh' | 'en';

const zh = {
  guide: '来院指南',
  other: 'English',
  otherName: 'Switch to English',
  large: '大字',
  ordinary: '标准字',
  find: '找科室',
  findHint: '科室名称，或哪里不舒服',
  none: '没有找到。可以换个说法，或打电话问医院：',
  empty: '医院还没有公开来院指南。请到医院的导诊台询问。',
  departments: '科室',
  call: '打电话',
  address: '地址',
  place: '位置',
  homePage: '网站',
  campuses: '院区',
  about: '介绍',
  aboutDepartment: '科室介绍',
  floorGuide: '楼层指引',
  visitGuide: '就诊指南',
  partOf: '属于',
  emergency: '有危及生命的情况，请立即拨打',
  ask: '还有不明白的，请打电话问',
  picture: '图片',
  waiting: '正在读取…',
  again: '再试一次',
  refused: '没有这个页面，或医院已经不再公开。请从来院指南重新选择。',
  offline: '没有连上网络。请检查网络后再试。',
  broken: '暂时没有读出来，请稍后再试，或打电话问医院。',
  written: '',
} as const;

const en: Readonly<Record<keyof typeof zh, string>> = {
  guide: 'Visitor guide',
  other: '中文',
  otherName: '切换到中文',
  large: 'Large text',
  ordinary: 'Normal text',
  find: 'Find a department',
  findHint: 'Name or complaint, in Chinese',
  none: 'Nothing found. Try another word, or call the hospital:',
  empty: 'The hospital has not published a guide yet. Please ask at its front desk.',
  departments: 'Departments',
  call: 'Call',
  address: 'Address',
  place: 'Where',
  homePage: 'Website',
  campuses: 'Campuses',
  about: 'About',
  aboutDepartment: 'About the department',
  floorGuide: 'Floor guide',
  visitGuide: 'Visit guide',
  partOf: 'Part of',
  emergency: 'In an emergency call',
  ask: 'Any question? Please call',
  picture: 'Picture',
  waiting: 'Loading…',
  again: 'Try again',
  refused: 'This page does not exist, or is no longer published. Please choose again from the guide.',
  offline: 'No network. Please check your connection and try again.',
  broken: 'It could not be loaded. Please try again later, or call the hospital.',
  written: 'The hospital wrote the texts below in Chinese.',
};

export const languages: Readonly<Record<Language, Readonly<Record<keyof typeof zh, string>>>> = { zh, en };

export const kindWords: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: { outpatient: '门诊', inpatient: '住院', technology: '检查检验', pharmacy: '药房', administration: '办公室' },
  en: { outpatient: 'Outpatient', inpatient: 'Inpatient', technology: 'Examinations and laboratory', pharmacy: 'Pharmacy', administration: 'Offices' },
};

/** Visitors look for a clinic first, for an office last. */
export const kindOrder = ['outpatient', 'inpatient', 'technology', 'pharmacy', 'administration'] as const;

const keys = { language: 'wardline:guide-language', large: 'wardline:guide-large' } as const;

export const language = ref<Language>(kept(keys.language) === 'en' || (kept(keys.language) === undefined && !navigator.language.startsWith('zh')) ? 'en' : 'zh');
export const isLarge = ref(kept(keys.large) === 'yes');

watch(language, (next) => keep(keys.language, next));
watch(isLarge, (next) => keep(keys.large, next ? 'yes' : 'no'));

export const say = (key: keyof typeof zh): string => languages[language.value][key];
export const kindWord = (kind: string): string => kindWords[language.value][kind] ?? kind;
export const troubleWord = (kind: TroubleKind): string => say(kind === 'signed-out' ? 'broken' : kind);

/** Digits and plus alone: what stands beside them is for people. */
export function dialled(phone: string): string {
  return `tel:${phone.replaceAll(/[^\d+,;*#]/g, '')}`;
}

interface Findable {
  readonly name: string;
  readonly tags: readonly string[];
  readonly address: string | null;
}

/** By name, tag or place. */
export function matches({ name, tags, address }: Findable, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted === '' || [name, ...tags, address ?? ''].some((each) => each.toLowerCase().includes(wanted));
}

function kept(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
