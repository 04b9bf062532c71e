/** What the document says besides the shapes. */
import { factsProblems } from './phrases.ts';

export const address = '/api/machine/facts';

export const info = {
  title: '移动医护 HTTP 接口',
  version: '1.0.0',
  description: '给没有 HL7 v2 和 FHIR 的医院：用签名请求把业务数据送进来（facts），并接收移动医护发出的指令（commands）。说明、签名的做法和例子见 docs/http-contract.md。',
} as const;

const component = (name: string, description: string, example: string) => ({ name, in: 'header', required: true, description, schema: { type: 'string' }, example });

export const headers = {
  ContentDigest: component('Content-Digest', '正文的摘要（RFC 9530）；没有正文时对空内容取摘要', 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:'),
  SignatureInput: component('Signature-Input', '签了哪些内容、时间、随机数、密钥编号和算法（RFC 9421）', 'sig1=("@method" "@path" "@query" "content-digest");created=1795226040;nonce="q83vEjRWeJq83vEjRWeJ";keyid="k-0123456789abcdef01";alg="hmac-sha256"'),
  Signature: component('Signature', '签名', 'sig1=:dGhlIHNpZ25hdHVyZSBvZiB0aGlzIHJlcXVlc3QuLi4=:'),
} as const;

export const security = { type: 'apiKey', in: 'header', name: 'Signature', description: 'HTTP Message Signatures（RFC 9421），hmac-sha256 或 hmac-sm3；密钥由安全管理员在“接口客户端”里发放' } as const;

export const operations = {
  facts: { operationId: 'takeFacts', summary: '送入业务数据', description: '一次最多 200 条、4 MB。逐条保存后才答复；一条有错不影响其它各条。' },
  taken: '逐条的结果，与请求同序。收到 200 也要看每条的 outcome。',
  command: { operationId: 'takeCommand', summary: '医院一方接收指令：POST <地址>/commands', description: '同一个 key 只执行一次；重复收到时答复第一次的结果。答复要签名。' },
  status: { operationId: 'commandStatus', summary: '按键查询结果：GET <地址>/commands/{key}', description: '上一次没有等到答复时使用。没有收到过这个键时答 404 unknown-key。' },
  answered: '结果',
  pending: '已收下，还没有结果；移动医护稍后按键查询',
} as const;

export const responses = {
  facts: {
    400: '请求整体不合格式：不是 JSON，或没有 messages，或多于 200 条',
    401: '没有通过验证：请核对密钥、签名、时间和来源地址',
    413: '超过 4 MB',
    429: '过于频繁，请稍后重发',
    500: '系统出了问题，没有保存；请原样重发',
  },
  commands: {
    400: '内容不合格式（bad-request），或不认识的指令（unknown-command）',
    401: '签名不对（signature）、时间超出 5 分钟（time）、nonce 用过（repeated）',
    404: '没有收到过这个键（unknown-key）',
    409: '同一个键，内容与第一次不同（key-reused）',
    503: '暂时不能处理，没有执行（busy）；稍后会重发',
  },
} as const;

export const codes = factsProblems;
