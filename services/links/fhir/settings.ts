/** Which FHIR server is read, and how. */
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/+$/, ''));

export const fhirServerSettings = z
  .object({
    baseUrl: url.describe('FHIR 服务器的地址，如 https://his.example/fhir；不填则不主动读取'),
    name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, '小写字母开头，只用小写字母、数字和连字符').default('fhir').describe('在本系统里的名称；同一系统也向本系统发送时，填它的接口客户端代号'),
    token: z.string().min(1).optional().describe('访问令牌（Authorization: Bearer）；与客户端密钥二选一'),
    tokenUrl: url.optional().describe('用客户端密钥换取令牌的地址（OAuth 2.0 client credentials）'),
    clientId: z.string().min(1).optional().describe('在对方登记的客户端编号'),
    clientSecret: z.string().min(1).optional().describe('在对方登记的客户端密钥'),
    resources: z
      .string()
      .regex(/^[A-Z][A-Za-z]+(,[A-Z][A-Za-z]+)*$/, '资源类型，用逗号分开')
      .default('Practitioner,PractitionerRole,Organization,Location,Patient,Encounter,Condition,AllergyIntolerance,ServiceRequest,MedicationRequest,MedicationAdministration,MedicationDispense,DiagnosticReport,Observation,Procedure,Appointment,Schedule,Slot,DocumentReference')
      .describe('读取哪些资源，按这个次序'),
    directory: z.enum(['0', '1']).default('0').transform((on) => on === '1').describe('1：科室、病区、人员也从这个 FHIR 服务器读取（Organization、Location、PractitionerRole），作为通讯录的来源；设置了 HIS_DIRECTORY_URL 时以那里为准'),
    pageRows: z.coerce.number().int().min(1).max(1000).default(50).describe('每页多少条'),
    overlapSeconds: z.coerce.number().int().min(0).max(86_400).default(120).describe('每次往回多读多少秒，避免漏掉对方晚提交的更改'),
    initialDays: z.coerce.number().min(0).max(3650).default(1).describe('第一次读取从多少天以前开始'),
    timeoutMs: z.coerce.number().int().positive().max(110_000).default(20_000).describe('等待对方应答的毫秒数'),
    maxBytes: z.coerce.number().int().positive().default(33_554_432).describe('一页最大字节数'),
  })
  .refine(({ tokenUrl, clientId, clientSecret }) => tokenUrl === undefined || (clientId !== undefined && clientSecret !== undefined), { message: '填写了换取令牌的地址，就要同时填写客户端编号和密钥', path: ['tokenUrl'] });

export type FhirServerSettings = z.output<typeof fhirServerSettings>;
