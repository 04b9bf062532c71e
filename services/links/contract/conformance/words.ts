/** What the checks are called, and how each thing is mended. */

export const commandChecks = {
  'reachable': ['能连上', '请确认程序已启动、地址正确，防火墙放行。'],
  'good-command': ['正确的指令得到正确的答复', '答 200 或 202，正文为 {"key","state","code","message","at"}，key 与请求相同，不要有别的结构。'],
  'answer-signed': ['答复有签名，且与这次请求绑定', '按接口文档“指令送出”第 5 点签名：@status、content-digest、请求的 signature，密钥与请求相同。'],
  'repeat': ['同一个键再来一次，答复相同', '按 key 记住第一次的结果；再次收到时原样答复，不要再执行。'],
  'key-reused': ['同一个键、内容不同，拒绝', '比较内容；不同时答 409，代码 key-reused。'],
  'status': ['按键能查到同样的结果', '提供 GET /commands/{key}，答复与第一次相同（同样签名）。'],
  'status-unknown': ['没有收到过的键，答没有', 'GET /commands/{key} 对没有收到过的键答 404，代码 unknown-key。答成已执行会让真正的指令丢失。'],
  'wrong-signature': ['签名不对，拒绝', '先核对签名，再看内容；不对时答 401，代码 signature。'],
  'changed-body': ['正文被改动，拒绝', '自己计算正文的摘要，与 Content-Digest 比较；不一致时答 401，代码 signature。'],
  'stale': ['十分钟前签的请求，拒绝', '比较 created 与本机时间，相差超过 5 分钟时答 401，代码 time；并校准时钟。'],
  'replayed': ['同一个请求原样再来，拒绝', '记住 10 分钟内用过的 nonce；再次出现时答 401，代码 repeated。'],
  'not-executed': ['拒绝的请求没有执行', '签名核对要在执行之前；拒绝的请求不能留下结果。'],
  'unknown-command': ['不认识的指令，拒绝', 'kind 不认识时答 400，代码 unknown-command，不要答已执行。'],
  'bad-request': ['缺少内容的指令，拒绝', '核对必填字段；缺少时答 400，代码 bad-request。'],
  'order-test': ['没有的项目不开单，并说明原因', '收到 order-test 时核对患者、就诊和项目；没有的答 200、refused，并写 code 和 message，不要答已执行。没有开通开单的答 400 unknown-command，本项算通过。'],
  'error-format': ['错误的正文合格式', '错误一律答 {"error":{"code":"…","message":"…"}}，code 用接口文档列出的代码。'],
  'in-time': ['及时答复', '5 秒内答复；办不完的先答 202 和 pending，之后供查询。'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type CommandCheck = keyof typeof commandChecks;

export const factsChecks = {
  'received': ['收到了消息', '请让发送方把地址指向本工具，再发至少一条消息。'],
  'address': ['方法和路径正确', '用 POST 发到 /api/machine/facts，不带参数。'],
  'signed': ['带齐三个签名头，写法正确', '带 Content-Digest、Signature-Input、Signature；依次签 "@method" "@path" "@query" "content-digest"，参数为 created、nonce、keyid、alg。'],
  'key': ['密钥编号和算法正确', 'keyid 用发放的密钥编号，alg 与发放时选的算法相同。'],
  'digest': ['摘要与正文一致', 'Content-Digest 对实际发出的正文字节计算；签名之后不要再改动正文（包括换行、缩进、编码）。'],
  'signature': ['签名正确', '密钥先做 base64url 解码；五行之间用 LF，最后一行后面没有换行；@query 没有参数时是一个问号。'],
  'time': ['时间正确', 'created 用当前的 Unix 秒数；校准发送方的时钟。'],
  'nonce': ['每个请求的 nonce 不同', 'nonce 每次重新生成，重发也要换新。'],
  'json': ['正文是 JSON', '正文为 {"messages":[…]}，UTF-8 编码，一次 1–200 条，不超过 4 MB。'],
  'messages': ['每条消息都能接收', '按每个问题的位置改正；字段见接口文档。'],
  'resent': ['没有收到答复时原样重发', '遇到 503、超时、断线要重发同一条消息：controlId 和内容（包括 sentAt）不变，签名换新。'],
  'stable': ['同一编号的内容不变', 'controlId 每条消息不同；重发时不要改动内容，尤其是 sentAt。'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type FactsCheck = keyof typeof factsChecks;

export const seenWords = {
  fine: '符合',
  status: (status: number, wanted: string) => `答了 ${status}，应为 ${wanted}`,
  code: (code: string, wanted: string) => `错误代码是 ${code}，应为 ${wanted}`,
  noAnswer: (why: string) => `没有答复（${why}）`,
  unreadable: '答复的正文不合格式',
  otherKey: '答复的 key 与请求不同',
  answer: { 'unsigned': '答复没有签名，或签名的写法不对', 'wrong-digest': '答复的摘要与正文不一致', 'wrong-signature': '答复的签名不对' },
  differs: (first: string, second: string) => `第一次答 ${first}，这次答 ${second}`,
  slow: (count: number) => `有 ${count} 次超过了 5 秒`,
  bare: (count: number) => `有 ${count} 次错误的正文不合格式`,
  skipped: '前面的检查没有通过，没有做',
  left: '被拒绝的请求留下了结果',
  ordered: '为不存在的患者开了不存在的项目',
  unexplained: '没有开单，但没有写原因（code 和 message）',
  noOrders: '不认识 order-test：没有开通从手机开单',
};

export const reportWords = {
  title: { commands: '医院接收指令的一方', facts: '数据送入的发送方' },
  good: '通过',
  bad: '不通过',
  mend: '改法：',
  all: (count: number) => `共 ${count} 项，全部通过。`,
  some: (bad: number, count: number) => `共 ${count} 项，${bad} 项不通过。`,
};
