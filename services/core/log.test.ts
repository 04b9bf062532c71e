import { Writable } from 'node:stream';
import test from 'ava';
import { createLog } from './log.ts';

function written(error: unknown): { error: unknown } {
  const lines: string[] = [];
  createLog('info', new Writable({ write: (line: Buffer, _encoding, done) => { lines.push(String(line)); done(); } })).error({ error }, 'it failed');
  return JSON.parse(lines.join('')) as { error: unknown };
}

test('an error is its words, also one that is no Error; addresses lose their parameters', (t) => {
  t.like(written(new TypeError('GET https://api.example/x?access_token=s3cret')).error, { type: 'TypeError', message: 'GET https://api.example/x?[cut]' });
  // As pg-boss tells them.
  t.like(written({ code: '57P01', message: 'terminating connection', stack: 'Error: terminating connection\n    at somewhere', queue: 'notices.deliver', worker: 'w1', parameters: ['王德顺'] }).error, { message: 'terminating connection', queue: 'notices.deliver' });
  t.notRegex(JSON.stringify(written({ message: 'm', parameters: ['王德顺'] })), /王德顺|object Object/);
  t.is(written('just words').error, 'just words');
});
