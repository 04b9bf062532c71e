import { z } from 'zod';
import { ticketAlgorithms } from './model.ts';

const roles = ['doctor', 'nurse', 'technician', 'pharmacist'] as const;
const template = z.string().max(1000).includes('{ticket}', '要有 {ticket}，打开时换成一次性凭证');

export const doctorStationSettings = z
  .object({
    audience: z.string().min(1).max(200).describe('门诊医生站的标识，写进凭证的 aud，由对方核对；不填则没有这个入口'),
    name: z.string().min(1).max(12).default('门诊医生站').describe('入口的名称'),
    url: template.regex(/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)[:/]/, '要以 https:// 开头').optional().describe('网页地址，{ticket} 处换成凭证，如 https://clinic.example/h5/#ticket={ticket}；在浏览器里，或没有填小程序时打开'),
    dingtalk: template.startsWith('dingtalk://').optional().describe('钉钉小程序的跳转链接，如 dingtalk://dingtalkclient/action/open_mini_app?miniAppId=…&page=pages%2Findex%3Fticket%3D{ticket}'),
    wecomAppId: z.string().regex(/^\w+$/).optional().describe('企业微信里打开的小程序的 appid'),
    wecomPath: template.default('pages/index/index?ticket={ticket}').describe('企业微信小程序的页面路径，不写 .html'),
    algorithm: z.enum(ticketAlgorithms).default('ES256').describe('凭证的签名算法：ES256，或国密 SM2'),
    roles: z.string().default('doctor').refine((text) => text.split(',').every((role) => (roles as readonly string[]).includes(role)), 'doctor、nurse、technician、pharmacist 中的几个，用逗号分开').describe('哪些角色可以进入，用逗号分开'),
    departments: z.string().regex(/^[\w-]+(,[\w-]+)*$/, '科室代码，用逗号分开').optional().describe('哪些科室可以进入，科室代码用逗号分开；不填为所有科室'),
  })
  .refine(({ url, dingtalk, wecomAppId }) => (url ?? dingtalk ?? wecomAppId) !== undefined, '网页地址、钉钉小程序、企业微信小程序至少填一个');
export type DoctorStationSettings = z.output<typeof doctorStationSettings>;
