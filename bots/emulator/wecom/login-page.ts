/** The page that stands for "scan with WeCom": outside a phone somebody has to say who is signing in. */
import type { EmuRequest } from '../core/http.ts';
import type { Wecom } from './memory.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A list of everybody, each a link to this same address with the choice added. */
export function pickerPage(wecom: Wecom, request: EmuRequest): string {
  const link = (user: string): string => {
    const query = new URLSearchParams(request.query);
    query.set('emu_user', user);
    return escape(`${request.path}?${query.toString()}`);
  };
  const rows = wecom.core.people.all('wecom').filter((person) => person.active).map((person) => {
    const about = [person.departmentName, person.title].filter((part) => part).join(' · ');
    return `<li><a href="${link(person.userid)}"><b>${escape(person.name)}</b><span>${escape(about)}</span></a></li>`;
  });
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>企业微信登录</title><style>
:root{color-scheme:light dark;font:16px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
body{margin:0;background:light-dark(#F6F7F9,#111418);color:light-dark(#1B1F24,#E8EAED)}
main{max-width:560px;margin:0 auto;padding:32px 16px}h1{font-size:22px;margin:0 0 4px}p{color:light-dark(#5B6470,#9AA4B2);margin:0 0 16px}
ul{list-style:none;margin:0;padding:0;border-radius:8px;overflow:hidden;background:light-dark(#fff,#1B2026)}
a{display:flex;justify-content:space-between;gap:16px;padding:12px 16px;color:inherit;text-decoration:none;border-bottom:1px solid light-dark(#E3E7EC,#2B3036)}
a:hover,a:focus-visible{background:light-dark(#EEF3FC,#232A33)}span{color:light-dark(#5B6470,#9AA4B2)}</style>
<main><h1>用企业微信登录「${escape(wecom.settings.app.name)}」</h1><p>本机的模拟环境没有扫码，请选一个人。</p>
<ul>${rows.join('')}<li><a href="${link('outsider')}"><b>企业外部人员</b><span>不在通讯录中</span></a></li>
<li><a href="${link('denied')}"><b>拒绝登录</b><span>不带 code 返回</span></a></li></ul></main></html>`;
}
