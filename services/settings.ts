/** All settings of the service by group: what `readSettings` reads and the generated pages describe. */
import { z } from 'zod';
import { DINGTALK_ENV, dingtalkSettingsSchema } from '../bots/dingtalk/settings.ts';
import { WECOM_PREFIX, wecomSettingsSchema } from '../bots/wecom/settings.ts';
import { caSettingsSchema } from './links/ca/settings.ts';
import { doctorStationSettings } from './clinical/doctor-station/settings.ts';
import { paperSettings } from './core/papers/settings.ts';
import { viewingSettings } from './shared/viewing/settings.ts';
import { patientSettings } from './shared/patients/settings.ts';
import { feedSettings } from './operations/feeds/settings.ts';
import { dutyRosterSettings } from './operations/duty-roster/settings.ts';
import { auditSettings } from './operations/audit/settings.ts';
import { signInSettings } from './shared/sign-in/settings.ts';
import { hospitalCommandsSettings } from './links/contract/settings.ts';
import { originalsSettings } from './links/originals/settings.ts';
import { fhirServerSettings } from './links/fhir/settings.ts';
import { hisSettingsSchema } from './links/his/settings.ts';
import { type SettingsOf, defineSettings, flag } from './core/config.ts';
import { urgingSettings } from './shared/urging/settings.ts';
import { smsSettings, voiceSettings } from './links/telephony/settings.ts';
import { sealAlgorithms } from './core/seal-cipher.ts';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** Department codes as the hospital writes them. */
const codes = z.string().regex(/^[\w-]+(,[\w-]+)*$/, '科室代码，用逗号分开');

/** Of a ladder: when the second, third and fourth are told, and from when it is overdue. */
const minutesOf = (usual: string) =>
  z.string().regex(/^\d+(\.\d+)?(,\d+(\.\d+)?){3}$/, `四个用逗号分开的分钟数，如 ${usual}`).refine(ascending, `要一个比一个大，如 ${usual}`).default(usual);
const fourMinutes = minutesOf('5,10,15,30');

function ascending(minutes: string): boolean {
  return minutes.split(',').map(Number).every((minute, at, all) => minute > (all[at - 1] ?? 0));
}

export const groups = {
  service: defineSettings({
    title: '服务',
    prefix: '',
    schema: z.object({
      port: port(3000).describe('服务与页面的端口'),
      host: z.string().default('127.0.0.1').describe('监听地址；对外提供服务时由前置网关转发，或改为 0.0.0.0'),
      hospitalName: z.string().min(1).default('青禾市第一人民医院').describe('医院名称，写在证书和页面上'),
      pagesUrl: z.url().default('http://localhost:3000').transform((url) => url.replace(/\/+$/, '')).describe('员工手机打开页面的地址，卡片里的链接以它开头'),
      dataDir: z.string().default('data').describe('内置数据库、密钥和文件所在目录'),
      databaseUrl: z.string().regex(/^postgres(ql)?:\/\//, '要以 postgres:// 开头').optional().describe('PostgreSQL 地址；不填则使用内置数据库'),
      databaseConnections: z.coerce.number().int().min(4).max(200).default(16).describe('每个进程的数据库连接数（PostgreSQL）'),
      redisUrl: z.string().regex(/^rediss?:\/\//, '要以 redis:// 开头').optional().describe('Redis 地址；多台机器时填写'),
      redisPrefix: z.string().regex(/^[\w:-]+$/).default('wardline:').describe('Redis 键的前缀；与其它系统共用一个 Redis 时区分'),
      demo: flag(true).describe('演示医院；正式环境填 0'),
      logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('日志级别'),
      sealKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, '32 字节的 base64').optional().describe('封存密钥（第 1 版）；不填则首次启动时生成并保存在数据目录'),
      sealKeys: z.string().regex(/^[1-9]\d{0,3}:\S+(,[1-9]\d{0,3}:\S+)*$/, '版本号:密钥，几个用逗号分开').optional().describe('几个版本的封存密钥，如 1:base64,2:base64；版本号最大的用来封存，其余用来打开旧内容'),
      sealKeyFile: z.string().min(1).optional().describe('封存密钥文件，一行一个版本（版本号:密钥）；不填则用数据目录里的 keys/seal.key'),
      sealAlgorithm: z.enum(sealAlgorithms).default('aes-256-gcm').describe('封存算法：aes-256-gcm，或国密 sm4-gcm'),
      sealWith: z.coerce.number().int().min(1).max(9999).optional().describe('指定用第几版密钥封存；多台机器换钥时先填旧版本号，各台都有新密钥后再去掉'),
      emulatorPort: port(3400).describe('演示用聊天平台模拟器的端口'),
    }),
  }),
  session: defineSettings({
    title: '登录',
    prefix: 'SESSION_',
    schema: z.object({
      idleMinutes: z.coerce.number().positive().default(30).describe('电脑上多少分钟不操作要重新登录（等保常用 15–30）'),
      absoluteHours: z.coerce.number().positive().default(12).describe('电脑上登录后最长有效小时数'),
      phoneIdleMinutes: z.coerce.number().positive().default(10).describe('手机上多少分钟不操作要重新登录（等保常用 5–10）；在钉钉、企业微信里会自动重新登录'),
      phoneAbsoluteHours: z.coerce.number().positive().default(12).describe('手机上登录后最长有效小时数'),
      stepUpMinutes: z.coerce.number().positive().max(60).default(10).describe('再次验证本人后多少分钟内不再问'),
    }),
  }),
  audit: defineSettings({ title: '安全审计', prefix: 'AUDIT_', schema: auditSettings }),
  signIn: defineSettings({ title: '台式登录', prefix: 'SIGN_IN_', schema: signInSettings }),
  directory: defineSettings({
    title: '通讯录',
    prefix: 'DIRECTORY_',
    schema: z.object({
      vanishedPercent: z.coerce.number().min(0).max(100).default(5).describe('一次同步中消失或离职的人员、科室、账号超过百分之几（且多于 5 个）时，先停下来等系统管理员确认'),
    }),
  }),
  his: defineSettings({ title: '通讯录：从 HIS 同步科室、病区、人员和医疗组', prefix: 'HIS_DIRECTORY_', onlyWith: 'url', schema: hisSettingsSchema }),
  calls: defineSettings({
    title: '页面与服务之间的加密',
    prefix: 'CALLS_',
    schema: z.object({
      cryptography: z.enum(['international', 'sm']).default('international').describe('international：ECDH P-256 与 AES-256-GCM；sm：国密 SM2 与 SM4-GCM（密评要求时选用）'),
      channelHours: z.coerce.number().positive().max(48).default(12).describe('页面与服务协商的密钥最长使用小时数；到期页面自动重新协商'),
      allowPlain: flag(false).describe('1：也接受不加密的请求，只供开发调试；正式环境（DEMO=0）填 1 时服务拒绝启动'),
    }),
  }),
  intake: defineSettings({
    title: '检验与 HIS 消息（HL7 v2 / MLLP）',
    prefix: '',
    schema: z.object({
      mllpPort: port(2575).describe('接收 HL7 消息的端口'),
      mllpHost: z.string().default('127.0.0.1').describe('接收 HL7 消息的地址'),
      mllpMaxBytes: z.coerce.number().int().positive().default(1_048_576).describe('单条消息最大字节数'),
      mllpProcessingIds: z.string().regex(/^[PTD](,[PTD])*$/, 'P、T、D 中的几个，用逗号分开').default('P,T,D').describe('接收的处理标识（MSH-11）；正式运行应只留 P'),
      mllpConcurrency: z.coerce.number().int().min(1).max(64).default(16).describe('每个连接同时处理的消息数；同一患者的消息始终按先后次序'),
      hl7SendersFile: z.string().min(1).optional().describe('各发送系统的约定（字符集、接收的消息、代码含义、Z 段位置等）的 JSON 文件，写法见 docs/hl7-integration.md；不填则都按标准读取'),
      mllpCharset: z.enum(['auto', 'utf-8', 'gb18030', 'iso-8859-1']).default('auto').describe('对方不写 MSH-18 时按此解码；auto 先 UTF-8 后 GB18030'),
    }),
  }),
  fhirServer: defineSettings({ title: 'FHIR 服务器（由本系统读取）', prefix: 'FHIR_', onlyWith: 'baseUrl', schema: fhirServerSettings }),
  fhirDoor: defineSettings({
    title: 'FHIR 接入（由对方发送）',
    prefix: 'FHIR_DOOR_',
    schema: z.object({
      maxBytes: z.coerce.number().int().min(65_536).max(134_217_728).default(16_777_216).describe('一次发送最大字节数'),
      resultDays: z.coerce.number().int().min(1).max(730).default(30).describe('发来或读来的 FHIR 检验检查结果，为了与前后到的报告一起读，另外封存多少天；就诊、诊断、手术和排班封存 180 天'),
    }),
  }),
  originals: defineSettings({ title: '文书内容（消息里只写地址时从原系统取）', prefix: 'DOCUMENT_SOURCE_', onlyWith: 'hosts', schema: originalsSettings }),
  laboratory: defineSettings({
    title: '检验系统（回传危急值处理结果）',
    prefix: 'LIS_',
    onlyWith: 'host',
    schema: z.object({
      host: z.string().min(1).describe('检验系统接收回传的地址；不填则不回传'),
      port: port(2576).describe('检验系统接收回传的端口'),
      timeoutMs: z.coerce.number().int().positive().default(10_000).describe('等待检验系统应答的毫秒数'),
    }),
  }),
  hospitalCommands: defineSettings({ title: '向医院发出指令（HTTP 接口）', prefix: 'HOSPITAL_COMMANDS_', onlyWith: 'url', schema: hospitalCommandsSettings }),
  feeds: defineSettings({ title: '接口监测', prefix: 'FEEDS_', schema: feedSettings }),
  dutyRoster: defineSettings({ title: '值班', prefix: 'DUTY_ROSTER_', schema: dutyRosterSettings }),
  notices: defineSettings({
    title: '通知',
    prefix: 'NOTICES_',
    schema: z.object({
      urgeFromStep: z.coerce.number().int().min(1).default(2).describe('从第几级通知起，除卡片外再用平台的强提醒（钉钉 DING）；1 表示第一次通知就用'),
      urgeMeans: z.enum(['app', 'sms', 'phone']).default('app').describe('强提醒的方式：app 应用内、sms 短信、phone 电话（短信和电话由平台另外计费）'),
    }),
  }),
  urging: defineSettings({ title: '短信和电话提醒', prefix: 'URGING_', schema: urgingSettings }),
  sms: defineSettings({ title: '短信平台', prefix: 'SMS_', onlyWith: 'vendor', schema: smsSettings }),
  voice: defineSettings({ title: '语音电话平台', prefix: 'VOICE_', onlyWith: 'vendor', schema: voiceSettings }),
  criticalValues: defineSettings({
    title: '危急值',
    prefix: 'CRITICAL_VALUES_',
    schema: z.object({
      ladderMinutes: fourMinutes.describe('无人确认时，分别在第几分钟通知值班医生、科主任、医务科，第几分钟起算逾期'),
      outpatientMinutes: fourMinutes.describe('门诊、急诊已离院和出院患者的危急值无人确认时，分别在第几分钟通知门诊护士台、请护士台和医生直接联系患者、通知医务科，第几分钟起算逾期'),
      emergencyMinutes: minutesOf('3,6,10,15').describe('在急诊的患者的危急值无人确认时，分别在第几分钟通知急诊值班医生、急诊科主任、医务科，第几分钟起算逾期；急诊护士站（急诊科的门诊护士台岗位）与接诊医生同时通知'),
      emergencyAgainMinutes: z.coerce.number().min(1).default(10).describe('在急诊的患者：通知医务科后仍无人确认，每隔多少分钟再提醒'),
      clinicDesks: codes.optional().describe('科室自己没有排门诊护士台时，由哪些科室的门诊护士台接手：科室代码，用逗号分开'),
      contactMinutes: z.coerce.number().positive().default(30).describe('门诊危急值确认后多少分钟还没有联系到患者、也没有处置，就通知医务科'),
      clinicDays: z.coerce.number().int().min(0).max(30).default(1).describe('门诊就诊没有结束消息：就诊当天之后再过几天，判断通知谁时视为已经结束'),
      emergencyDays: z.coerce.number().int().min(0).max(30).default(3).describe('急诊就诊没有离院消息：当天之后再过几天，判断通知谁时视为已经离院'),
      contactTries: z.coerce.number().int().min(1).default(3).describe('联系患者几次都未接通，就立即通知医务科'),
      relayMinutes: z.coerce.number().positive().default(10).describe('已确认的危急值转交后，对方多少分钟没有接手就退回转交的人，并通知值班医生'),
      againMinutes: z.coerce.number().min(1).default(15).describe('通知医务科后仍无人确认，每隔多少分钟再提醒'),
      disposeMinutes: z.coerce.number().positive().default(30).describe('确认后多少分钟内要处置'),
      limitsFile: z.string().min(1).optional().describe('本院危急值界限文件（JSON）；写明的行替换内置的同名行，其余不变，格式见危急值模块的 README'),
      laboratoryDepartments: codes.default('LAB').describe('检验科的科室代码，用逗号分开'),
      medicalOffices: codes.default('MEDO').describe('医务科的科室代码，用逗号分开'),
      haematologyDepartments: codes.default('HEMA').describe('按血液科／化疗界限判断的科室代码，用逗号分开'),
      dialysisDepartments: codes.optional().describe('血液透析科室代码，用逗号分开；这些科室的肌酐、尿素按透析患者不报'),
      neonatalDepartments: codes.default('NEON').describe('出生日期不详时按新生儿判断的科室代码，用逗号分开'),
      recordHours: z.coerce.number().positive().default(6).describe('多少小时内要写入病程记录'),
      readBack: z.stringbool().default(false).describe('确认时是否要先复述结果数值（true/false）；企业微信的卡片不能输入，打开页面复述'),
      writeRecord: z.stringbool().default(true).describe('签名后是否把处置写成一段病程记录发给电子病历（要设置 HOSPITAL_COMMANDS_URL）'),
      tellingFile: z.string().min(1).optional().describe('危急值同时通知谁的文件（JSON）：按科室、时段、来源写明第一级之外同时通知的人，格式见危急值模块的 README；在“危急值同时通知”页面保存过以后不再起作用'),
      holidaysFile: z.string().min(1).optional().describe('法定节假日和调休上班日的文件（JSON），危急值指标据此分工作时间与非工作时间；内置国务院办公厅公布的 2026 年安排，以后各年由医院维护，格式见危急值模块的 README'),
      wordsFile: z.string().min(1).optional().describe('本院用语文件（JSON）：各项目的处置模板和病程记录的写法，格式见危急值模块的 README'),
    }),
  }),
  dataScope: defineSettings({
    title: '数据权限',
    prefix: 'DATA_SCOPE_',
    schema: z.object({
      afterDischargeDays: z.coerce.number().int().min(0).max(366).default(30).describe('出院（门诊为就诊）多少天以内，诊疗关系仍然有效'),
      breakGlassHours: z.coerce.number().positive().max(72).default(4).describe('紧急查阅每次有效多少小时'),
      permissionMaxDays: z.coerce.number().int().min(1).max(366).default(30).describe('查询权限最长批多少天'),
      admissionCentres: codes.default('ADMC').describe('预住院中心的科室代码，用逗号分开；可以看已预约住院和日间手术、还没有入院的患者，并安排他们'),
      recordsOffices: codes.default('MEDR').describe('病案室的科室代码，用逗号分开；紧急查阅通知并交由他们审核'),
    }),
  }),
  simulatedHospital: defineSettings({
    title: '演示：模拟医院',
    prefix: 'SIMULATED_HOSPITAL_',
    schema: z.object({
      on: flag(false).describe('1：演示时由模拟医院（HIS、检验、病历、影像、手术）持续发来消息；npm start 的演示默认打开'),
      speaks: z.enum(['hl7', 'fhir']).default('hl7').describe('模拟医院用什么发送：hl7 为 HL7 v2（MLLP），fhir 为 FHIR R4（签名的 HTTP 请求）；第一次启动时定下，以后不变'),
      fhirBy: z.enum(['push', 'server']).default('push').describe('用 FHIR 时怎样送达：push 由模拟医院发来，server 由模拟医院开一个 FHIR 服务器、本系统每分钟去读取；第一次启动时定下，以后不变'),
      seed: z.coerce.number().int().min(0).max(1_000_000).default(7).describe('随机种子；相同的种子产生相同的医院'),
      realData: z.string().min(1).optional().describe('回放用的公开数据所在的文件夹（其中 fhir、hl7v2、mimic、zh）；不填为仓库旁的 shared/data，没有的数据在演示页注明'),
      historyPerSecond: z.coerce.number().positive().max(200).default(8).describe('首次启动时补送以往记录的速度，每秒几条消息'),
    }),
  }),
  kms: defineSettings({
    title: '密钥管理系统',
    prefix: 'KMS_',
    onlyWith: 'url',
    schema: z.object({
      url: z.url().transform((url) => url.replace(/\/+$/, '')).describe('密钥管理系统的地址；填写后封存密钥由它包装保管，不填则密钥在设置或文件里'),
      keyId: z.string().min(1).describe('密钥管理系统里主密钥的编号'),
      token: z.string().min(1).describe('调用密钥管理系统的令牌'),
      timeoutMs: z.coerce.number().int().positive().default(10_000).describe('等待密钥管理系统应答的毫秒数'),
    }),
  }),
  patients: defineSettings({ title: '患者身份信息', prefix: 'PATIENTS_', schema: patientSettings }),
  viewing: defineSettings({ title: '水印页', prefix: 'VIEWING_', schema: viewingSettings }),
  doctorStation: defineSettings({ title: '门诊医生站入口', prefix: 'DOCTOR_STATION_', onlyWith: 'audience', schema: doctorStationSettings }),
  papers: defineSettings({ title: '电子签章（危急值处置单、泄露追查报告等 PDF）', prefix: 'PAPERS_', schema: paperSettings }),
  signatures: defineSettings({ title: '电子签名', prefix: 'CA_', schema: caSettingsSchema }),
  dingtalk: defineSettings({
    title: '钉钉',
    prefix: 'DINGTALK_',
    onlyWith: 'clientId',
    schema: dingtalkSettingsSchema,
    meanings: Object.fromEntries(Object.entries(DINGTALK_ENV).map(([key, [, meaning]]) => [key, meaning])),
  }),
  wecom: defineSettings({ title: '企业微信', prefix: WECOM_PREFIX, onlyWith: 'corpId', schema: wecomSettingsSchema }),
};

export type Settings = { [K in keyof typeof groups]: SettingsOf<(typeof groups)[K]> };
