/** A page of one sentence, for when there is nothing else to show. */
import type { ServerResponse } from 'node:http';

export function page(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><style>:root{color-scheme:light dark}
body{font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;padding:48px 24px;text-align:center}</style><p>${sentence}</p></html>`);
}
