/** Every sentence of this link that a person at the hospital or at the laboratory's vendor reads. */

/** Why a message is not taken. The key is what `ERR` and our rows carry; the sentence goes beside it. */
export const REASONS = {
  'message-empty': '消息内容为空',
  'header-missing': '消息没有 MSH 段，无法识别',
  'separators-invalid': 'MSH-1、MSH-2 声明的分隔符缺失或重复，无法拆分消息',
  'charset-unknown': 'MSH-18 声明的字符集暂不支持',
  'bytes-undecodable': '消息中有不符合所用字符集的字节，无法还原文字',
  'message-too-large': '消息超过允许的大小',
  'several-messages': '一帧里有多条消息，请按批次逐条处理',
  'control-id-missing': '缺少消息控制号（MSH-10）',
  'type-unsupported': '不接收这种消息类型（MSH-9）',
  'event-unsupported': '不接收这种触发事件（MSH-9.2）',
  'event-missing': '没有写明触发事件（MSH-9.2、EVN-1 都是空的），不知道发生了什么',
  'processing-id-unsupported': '缺少处理标识（MSH-11），或本院当前不接收该标识的消息',
  'version-unsupported': '缺少 HL7 版本号（MSH-12），或不支持该版本',
  'patient-missing': '缺少患者信息段（PID）',
  'patient-id-missing': '缺少患者标识（PID-3）',
  'several-patients': '一条消息里有多位患者，请按患者分开发送',
  'visit-missing': '缺少就诊信息段（PV1）',
  'results-missing': '没有检验项目（OBR）也没有结果（OBX）',
  'merge-missing': '缺少合并信息段（MRG），或其中没有原患者标识（MRG-1）',
  'order-missing': '没有医嘱内容：缺少 ORC，也没有 OBR、RXO、RXE、ODS',
  'order-number-missing': '医嘱没有编号（ORC-2、ORC-3、ORC-4、OBR-2、OBR-3 都是空的）',
  'schedule-missing': '缺少预约信息段（SCH），或其中没有预约号（SCH-1、SCH-2）',
  'document-missing': '缺少文书信息段（TXA），或其中没有文书唯一编号（TXA-12）',
  'charge-missing': '没有费用明细（FT1）',
  'sender-unknown': '本院没有登记这个发送系统（MSH-3、MSH-4），请联系信息科登记',
  'type-not-agreed': '本院没有与该系统约定接收这种消息（MSH-9），请联系信息科',
  'batch-incomplete': '批次里有消息没有接收，或条数与 BTS-1 不符',
  'internal-error': '接收方内部错误，请稍后重发',
} as const;

/** A reason's name. */
export type Reason = keyof typeof REASONS;

/** What is wrong with the file of senders, for the hospital's IT office. */
export const SENDERS = {
  what: 'HL7 发送系统',
  none: '没有设置 HL7_SENDERS_FILE，所有系统都按标准读取',
  count: (count: number) => `登记了 ${count} 个系统`,
  mend: '对照 docs/hl7-integration.md 改正 HL7_SENDERS_FILE 指的文件。',
  absent: (file: string) => `HL7_SENDERS_FILE: 读不到文件 ${file}`,
  noJson: 'HL7_SENDERS_FILE: 文件不是合法的 JSON，请检查逗号、引号和括号',
  wrong: (place: string, problem: string) => `HL7_SENDERS_FILE ${place}: ${problem}`,
  twice: (name: string) => `HL7_SENDERS_FILE: ${name} 登记了两次`,
  unknownKeys: (keys: readonly string[]) => `没有这样的项目：${keys.join('、')}`,
  path: '写法如 ZPV-3 或 PV1-3.4',
  type: '写法如 ORU 或 ADT^A08',
  zone: '没有这个时区，写法如 Asia/Shanghai',
} as const;

/** What the check-up of the laboratory's door says. */
export const CHECK_UP = {
  reachable: (host: string, port: number) => `检验系统 ${host}:${port} 可以连接`,
  refused: (host: string, port: number) => `检验系统 ${host}:${port} 拒绝连接：请确认对方监听程序已启动、端口正确`,
  timeout: (host: string, port: number) => `检验系统 ${host}:${port} 连接超时：请检查网络和防火墙`,
  unknown: (host: string, port: number, code: string) => `检验系统 ${host}:${port} 无法连接（${code}）：请检查主机名和网络`,
} as const;

/** Words inside the message that tells the laboratory what became of its critical value. */
export const FEEDBACK = {
  received: '危急值已接收',
  disposed: '危急值处理记录',
  signature: '电子签名编号',
  ended: '处理结果',
} as const;
