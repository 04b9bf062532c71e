/** For the emulator's own tests: a running emulator with a few people in it, and its admin door as functions. */
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, type Emulator, type EmulatorOptions } from './server.ts';
import type { InboxMessage } from './inbox.ts';
import type { Person } from './people.ts';
import type { PlugInFactory, Seen } from './plug-in.ts';

const WARD = { departmentCode: 'XXNK1', departmentName: '心内科一病区', wardCode: 'XXNK1' } as const;

/** Invented staff, the same on both platforms. */
export const testPeople: readonly Person[] = (['dingtalk', 'wecom'] as const).flatMap((platform) => [
  { ...WARD, platform, staffNumber: '1001', name: '李一', role: 'doctor', title: '主治医师', userid: 'li.yi', active: true },
  { ...WARD, platform, staffNumber: '1002', name: '王二', role: 'doctor', title: '主任医师', userid: 'wang.er', active: true },
  { platform, departmentCode: 'JYK', departmentName: '检验科', staffNumber: '2001', name: '赵三', role: 'lab', userid: 'zhao.san', active: true },
]);

export interface Kit extends Emulator {
  get<T>(path: string): Promise<T>;
  /** POST of JSON to any path; answers the parsed body whatever the status. */
  post<T>(path: string, body: unknown): Promise<T>;
  inbox(platform: 'dingtalk' | 'wecom', user: string): Promise<InboxMessage[]>;
  press(platform: 'dingtalk' | 'wecom', user: string, message: string, button: string, values?: Record<string, string | string[]>): Promise<Seen>;
  say(platform: 'dingtalk' | 'wecom', user: string, text: string): Promise<Seen>;
  fault(fault: Record<string, unknown>): Promise<unknown>;
  advance(ms: number): Promise<unknown>;
}

export async function startKit(factories: readonly PlugInFactory[], options: EmulatorOptions = {}): Promise<Kit> {
  const emulator = await startServer({ log: (line) => process.stderr.write(`${line}\n`), ...options }, factories);
  if (emulator.core.people.all().length === 0) emulator.core.people.seed(testPeople);
  const get = async <T>(path: string): Promise<T> => (await fetch(emulator.origin + path)).json() as Promise<T>;
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(emulator.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.json() as Promise<T>;
  };
  return {
    ...emulator,
    get,
    post,
    inbox: async (platform, user) => (await get<{ messages: InboxMessage[] }>(`/_emu/inbox?platform=${platform}&user=${user}`)).messages,
    press: (platform, user, message, button, values = {}) => post('/_emu/press', { platform, user, message, button, values }),
    say: (platform, user, text) => post('/_emu/say', { platform, user, text }),
    fault: (fault) => post('/_emu/faults', fault),
    advance: (ms) => post('/_emu/clock', { advance: ms }),
  };
}

/** Waits until `look` answers something; for what arrives over a socket. @throws after that many seconds */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>, seconds = 5): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited ${seconds} s for nothing`);
    await pause(5);
  }
}
