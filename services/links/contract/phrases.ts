/** Sentences of the HTTP contract that people of the hospital's IT office read. */
export const factsProblems = {
  'facts.not-an-object': '消息要是一个 JSON 对象。',
  'facts.unknown-field': '没有这个字段：{field}。请核对拼写，字段名见接口文档。',
  'facts.missing-field': '缺少必填的字段：{field}。',
  'facts.bad-type': '{field} 的类型不对，应为{expected}。',
  'facts.bad-choice': '{field} 只能是下列之一：{choices}。',
  'facts.bad-kind': '{field} 不是接口文档列出的种类。',
  'facts.bad-time': '{field} 要写成 UTC 时间并以 Z 结尾，如 2026-11-21T02:14:00Z（北京时间减 8 小时）。',
  'facts.bad-form': '{field} 的格式不对。',
  'facts.too-short': '{field} 不能为空。',
  'facts.too-long': '{field} 太长或太多，最多 {most}。',
  'facts.bad-text': '{field} 含有不能保存的字符（NUL 或残缺的 Unicode 代理对）。',
  'facts.patient-missing': '缺少 patient：{kind} 要写明是哪位患者。',
  'facts.patient-nameless': 'patient 里至少要有一个编号，或身份证号。',
  'facts.visit-missing': '缺少 visit：stay 要写明是哪次就诊。',
  'facts.number-missing': 'number 与 filler 至少填一个。',
  'facts.item-missing': '项目代码 code 至少要有 id 或 text。',
  'facts.diagnosis-nameless': '诊断的 code 与 name 至少填一个。',
  'facts.time-ahead': '{field} 比现在晚了 24 小时以上。请校准时钟；时间过晚会盖住以后的更新。',
  'facts.not-stored': '没有保存成功，请原样重发。',
} as const;

export type FactsProblem = keyof typeof factsProblems;

/** What a JSON value should have been. */
export const jsonWords: Readonly<Record<string, string>> = { string: '文字', number: '数值', int: '整数', boolean: 'true 或 false', object: '对象', array: '数组' };

/** For `npm run doctor` and whoever sets the link up. */
export const checkUpWords = {
  reachable: (url: string) => `医院指令接口 ${url} 可以连接，签名一致`,
  trouble: (url: string, code: string) => `医院指令接口 ${url} ${troubleWords[code] ?? `没有正确应答（${code}）`}`,
};

const troubleWords: Readonly<Record<string, string>> = {
  'ECONNREFUSED': '拒绝连接：请确认对方程序已启动、地址正确',
  'ENOTFOUND': '找不到：请核对地址里的域名',
  'timeout': '没有在规定时间内应答：请检查网络和对方程序',
  'signature': '不认我方的签名：请核对客户端、密钥和算法',
  'time': '认为我方时间不对：请校准双方的时钟',
  'answer-unsigned': '的答复没有签名：对方要按接口文档给答复签名',
  'answer-wrong-signature': '的答复签名不对：请核对双方的密钥',
};
