import test from 'ava';
import { createServer } from 'node:net';
import { SettingsProblem } from './core/config.ts';
import { FolderInUse } from './core/data-folder.ts';
import { openDatabase } from './core/db.ts';
import { startTrouble } from './start-trouble.ts';

test('settings, a folder in use, a port in use, a database that is not there', async (t) => {
  t.regex(startTrouble(new SettingsProblem(['PORT: 要填数字'])) ?? '', /PORT: 要填数字/);
  t.regex(startTrouble(new FolderInUse('taken')) ?? '', /另一个进程/);

  const first = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => first.once('listening', listening));
  const address = first.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const taken = await new Promise((failed) => createServer().once('error', failed).listen(port, '127.0.0.1'));
  first.close();
  t.regex(startTrouble(taken) ?? '', new RegExp(`端口 ${port} 已被`));

  const database = await openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  const away = await database.migrate().catch((error: unknown) => error);
  await database.close();
  t.regex(startTrouble(away) ?? '', /数据库连不上（ECONNREFUSED）/);
});

test('a bug is shown as it is', (t) => {
  t.is(startTrouble(new TypeError('x is undefined')), undefined);
});
