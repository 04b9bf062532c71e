/** HTML of records printed by a shut browser: what it must not do, and that it goes on after it fell. */
import test from 'ava';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openHtmlPrinter } from '../../watermark/browser.ts';
import { documentOf, pagesOf } from '../../watermark/pages.ts';

const executable = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

test.serial('a record becomes pages; scripts, remote pictures and files of the machine do not', async (t) => {
  t.true(existsSync(executable), 'CHROMIUM_PATH names a Chromium');
  let asked = 0;
  const server = createServer((_, response) => { asked += 1; response.end('x'); }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  const { port } = server.address() as AddressInfo;
  const printer = openHtmlPrinter({ executable, sandbox: false, milliseconds: 60_000 });
  t.teardown(async () => { await printer.close(); server.close(); });
  const black = '<div style="background:#000;height:100vh"></div>';
  const html = `<meta charset="utf-8"><h1>出院记录</h1><script>document.body.innerHTML='${black}'</script><img src="http://127.0.0.1:${port}/a.png"><iframe src="file:///etc/passwd"></iframe><link rel="stylesheet" href="http://127.0.0.1:${port}/a.css">${'<p>患者一般情况可。</p>'.repeat(60)}`;
  const pages = await pagesOf(await printer.print(html), { dpi: 60 });
  t.is(asked, 0);
  t.true(pages.length >= 2);
  t.true(pages.every((page) => page.kind === 'indexed'), 'text on white, not a black page');
  // The browser falls in the middle of its life; the next record does not notice.
  await printer.print('<p>之前</p>');
  process.kill(printer.pid()!, 'SIGKILL');
  const after = await printer.print('<p>之后</p>');
  t.true(after.length > 500);
});

const drawn = (pdf: Uint8Array): Promise<unknown> => documentOf(pdf, { dpi: 60 });

test.serial('nothing of one record is in the next, on a page that is used again and on a new one', async (t) => {
  const record = `<!doctype html><meta charset="utf-8"><h1>出院记录</h1><a id="x" href="#x">目录</a>${'<p>患者一般情况可。</p>'.repeat(30)}`;
  const other = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=data:text/html,again"><base href="http://127.0.0.1:9/" target="x"><style>@page{margin:0}body,p{background:#000;color:#f00;font-size:40pt}</style><title>别人</title><iframe srcdoc="<p>里面"></iframe><h1 id="x">别人的记录</h1>${'<p>别人的内容。</p>'.repeat(40)}`;
  const fresh = openHtmlPrinter({ executable, sandbox: false, milliseconds: 60_000 });
  t.teardown(() => fresh.close());
  const alone = await drawn(await fresh.print(record));
  const printer = openHtmlPrinter({ executable, sandbox: false, milliseconds: 60_000, documentsOfPage: 3 });
  t.teardown(() => printer.close());
  for (const html of [other, record, other, record, record]) {
    const printed = await drawn(await printer.print(html));
    if (html === record) t.deepEqual(printed, alone);
    else t.notDeepEqual(printed, alone);
  }
});

test.serial('what would keep it busy for half a minute ends at its limit, and the next is printed', async (t) => {
  const printer = openHtmlPrinter({ executable, sandbox: false, milliseconds: 4000 });
  t.teardown(() => printer.close());
  await t.throwsAsync(printer.print(`${'<div>'.repeat(60_000)}x`), { name: 'SourceRefused' });
  t.true((await printer.print('<p>之后</p>')).length > 500);
});
