/**
 * `npm run contract:check -- --commands URL | --listen PORT  --client ID  --secret SECRET`: the hospital's IT office checks its own side.
 * Exit code 0: everything is right; 1: something is to be mended; 2: it was called in a wrong way.
 */
import { writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readBody } from '../../../core/body.ts';
import { machineAlgorithms } from '../../../core/machine-signature.ts';
import { checkCommands } from '../conformance/commands.ts';
import { type FactsListener, factsListener } from '../conformance/facts.ts';
import type { Report } from '../conformance/finding.ts';
import { printed } from '../conformance/print.ts';
import { mostBytes } from '../schema.facts.ts';
import type { SharedKey } from '../signing.ts';

const usage = `用法：
  npm run contract:check -- --commands https://… --client 密钥编号 --secret 密钥
  npm run contract:check -- --listen 端口 --client 密钥编号 --secret 密钥 [--host 0.0.0.0] [--messages 20] [--minutes 10]
  其它：--algorithm hmac-sm3（国密），--json 文件（另存报告）；密钥也可放在环境变量 CONTRACT_SECRET`;

const text = { type: 'string' } as const;
const given = z.object({
  commands: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')).optional(),
  listen: z.coerce.number().int().min(0).max(65_535).optional(),
  host: z.string().default('127.0.0.1'),
  client: z.string().min(1),
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  algorithm: z.enum(machineAlgorithms).default('hmac-sha256'),
  messages: z.coerce.number().int().min(1).default(20),
  minutes: z.coerce.number().positive().default(10),
  json: z.string().optional(),
}).refine(({ commands, listen }) => (commands === undefined) !== (listen === undefined));
type Given = z.output<typeof given>;

function argumentsIn(argv: readonly string[]): Given | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: { commands: text, listen: text, host: text, client: text, secret: text, algorithm: text, messages: text, minutes: text, json: text } });
    const read = given.safeParse({ secret: process.env['CONTRACT_SECRET'], ...values });
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

async function listen(asked: Given, key: SharedKey): Promise<Report> {
  const listener = factsListener(key, () => new Date());
  const server = createServer((request, response) => void take(listener, request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(asked.listen, asked.host, resolve));
  const address = server.address();
  console.log(`正在 ${typeof address === 'object' && address !== null ? address.port : ''} 端口等待消息。第一次会故意答 503，看发送方是否原样重发。按 Ctrl+C 可提前结束。`);
  await new Promise<void>((resolve) => {
    const limit = setTimeout(resolve, asked.minutes * 60_000);
    process.once('SIGINT', resolve);
    server.on('request', (_request, response: ServerResponse) => response.once('finish', () => { if (listener.count >= asked.messages && response.statusCode === 200) resolve(); }));
    process.once('exit', () => clearTimeout(limit));
  });
  server.closeAllConnections();
  server.close();
  return listener.report();
}

async function take(listener: FactsListener, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const body = await readBody(request, mostBytes);
  const { status, body: answer } = body === undefined ? { status: 413, body: '' } : listener.answer({ method, path: url, headers, body });
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(answer);
}

const asked = argumentsIn(process.argv.slice(2));
if (asked === undefined) {
  console.error(usage);
  process.exit(2);
}
const key: SharedKey = { id: asked.client, algorithm: asked.algorithm, secret: Buffer.from(asked.secret, 'base64url') };
const report = asked.commands === undefined ? await listen(asked, key) : await checkCommands({ url: asked.commands, key, now: () => new Date() });
console.log(printed(report));
if (asked.json !== undefined) await writeFile(asked.json, `${JSON.stringify(report, undefined, 2)}\n`);
process.exit(report.ok ? 0 : 1);
