/** What is wrong with a setting, in the words of whoever fills it in. A schema's own message comes first. */
import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = { number: '数字', int: '整数', boolean: '是或否', url: '完整的网址（如 https://…）' };

export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '还没有填' : `要填${kinds[issue.expected] ?? '别的内容'}`;
    case 'invalid_value':
      return `只能填 ${issue.values.map(String).join('、')} 之一`;
    case 'too_small':
      return issue.origin === 'string' ? '不能为空' : `要${issue.inclusive === true ? '不小于' : '大于'} ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' ? `不能超过 ${issue.maximum} 个字` : `不能大于 ${issue.maximum}`;
    case 'invalid_format':
      return kinds[issue.format] === undefined ? '格式不对' : `要填${kinds[issue.format]}`;
    default:
      return undefined;
  }
}
