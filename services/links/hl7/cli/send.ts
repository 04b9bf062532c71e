/**
 * `npm run hl7:send -- FILE… [--host 127.0.0.1] [--port 2575] [--rate N] [--timeout MS]`: sends every message of the
 * files over MLLP on one connection, prints each answer and a summary. Exit code 1 if any was not accepted or got no
 * answer, 2 if the command line makes no sense.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../../../core/errors.ts';
import { messagesInFile } from '../files.ts';
import { readAnswers } from '../syntax/answer.ts';
import { peekHeader } from '../syntax/header.ts';
import { MllpClient } from '../mllp/client.ts';

interface Options {
  readonly files: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Messages per second; 0 as fast as answers come. */
  readonly rate: number;
  readonly timeoutMs: number;
}

function options(): Options | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { host: { type: 'string' }, port: { type: 'string' }, rate: { type: 'string' }, timeout: { type: 'string' } },
  });
  const port = Number(values.port ?? process.env['MLLP_PORT'] ?? 2575);
  const rate = Number(values.rate ?? 0);
  const timeoutMs = Number(values.timeout ?? 30_000);
  const sane = [port, rate, timeoutMs].every((number) => Number.isFinite(number) && number >= 0);
  if (positionals.length === 0 || !sane) return undefined;
  return { files: positionals, host: values.host ?? process.env['MLLP_HOST'] ?? '127.0.0.1', port, rate, timeoutMs };
}

/** What happened to one message, in one line. */
async function sendOne(client: MllpClient, message: Buffer): Promise<{ line: string; code: string }> {
  const { controlId, type, event } = peekHeader(message);
  const name = `${controlId || '(no control id)'} ${[type, event].filter((part) => part !== '').join('^')}`;
  try {
    const [answer] = readAnswers(await client.send(message));
    if (!answer) return { line: `${name}  ??  the answer is no acknowledgement`, code: 'none' };
    const meant = answer.controlId === controlId ? '' : ` (answers ${answer.controlId || 'nothing'})`;
    return { line: `${name}  ${answer.code}${meant}  ${answer.reason}`.trimEnd(), code: answer.code };
  } catch (error) {
    const why = error instanceof Failure ? `${error.message} (${error.vendorCode}, ${error.class})` : String(error);
    return { line: `${name}  --  ${why}`, code: 'none' };
  }
}

async function main({ files, host, port, rate, timeoutMs }: Options): Promise<number> {
  const client = new MllpClient({ host, port, timeoutMs });
  const counts = new Map<string, number>();
  let sent = 0;
  const started = performance.now();
  for (const file of files) {
    for (const message of messagesInFile(await readFile(file))) {
      const due = rate > 0 ? started + (sent * 1000) / rate - performance.now() : 0;
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
      const { line, code } = await sendOne(client, message);
      console.log(`${basename(file)}  ${line}`);
      counts.set(code, (counts.get(code) ?? 0) + 1);
      sent += 1;
    }
  }
  client.close();
  const [accepted = 0, errors = 0, rejected = 0, none = 0] = ['AA', 'AE', 'AR', 'none'].map((code) => counts.get(code));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${sent} sent in ${seconds} s: ${accepted} AA, ${errors} AE, ${rejected} AR, ${none} without answer`);
  return accepted === sent && sent > 0 ? 0 : 1;
}

try {
  const read = options();
  if (read) {
    process.exitCode = await main(read);
  } else {
    console.error('usage: npm run hl7:send -- FILE… [--host 127.0.0.1] [--port 2575] [--rate N per second] [--timeout MS]');
    process.exitCode = 2;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
