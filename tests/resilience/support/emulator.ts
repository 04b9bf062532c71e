/** The chat platforms' emulator through its inspection door, as any tester uses it. */
import { z } from 'zod';

export type PlatformName = 'dingtalk' | 'wecom';

const message = z.looseObject({
  id: z.string(),
  at: z.number(),
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  buttons: z.array(z.looseObject({ id: z.string(), label: z.string(), disabled: z.boolean() })),
  recalled: z.boolean(),
  look: z.record(z.string(), z.string()),
  raw: z.unknown(),
});
export type Message = z.infer<typeof message>;

const seen = z.looseObject({ message: message.optional(), toast: z.string().optional(), replies: z.array(message).optional() });
export type Seen = z.infer<typeof seen>;

const person = z.looseObject({ staffNumber: z.string(), platform: z.enum(['dingtalk', 'wecom']), userid: z.string() });
const call = z.looseObject({ platform: z.string(), direction: z.string(), route: z.string(), status: z.number(), at: z.number() });

/** One card in somebody's chat. */
export interface Card {
  readonly platform: PlatformName;
  readonly staff: string;
  readonly message: Message;
  /** The key we sent it under: id of the delivery. */
  readonly key: string;
}

export interface EmulatorDoor {
  readonly origin: string;
  inbox(platform: PlatformName, staff: string): Promise<readonly Message[]>;
  /** Every card of everybody, oldest first. */
  cards(): Promise<readonly Card[]>;
  press(press: { platform: PlatformName; user: string; message: string; button: string; values?: Record<string, string[]>; stale?: boolean }): Promise<Seen>;
  say(line: { platform: PlatformName; user: string; text: string }): Promise<Seen>;
  faults(body: object): Promise<void>;
  advance(ms: number): Promise<number>;
  calls(limit?: number): Promise<z.infer<typeof call>[]>;
}

const raw = z.looseObject({ outTrackId: z.string().optional(), task_id: z.string().optional() });

export function keyOf({ raw: held }: Message): string {
  const read = raw.safeParse(held);
  return read.success ? (read.data.outTrackId ?? read.data.task_id ?? '') : '';
}

export function emulatorAt(origin: string): EmulatorDoor {
  const get = async (path: string): Promise<unknown> => (await fetch(`${origin}${path}`)).json();
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${origin}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const given: unknown = await answer.json();
    if (!answer.ok) throw new Error(`emulator ${path}: ${JSON.stringify(given)}`);
    return given;
  };
  const inbox = async (platform: PlatformName, staff: string) =>
    z.object({ messages: z.array(message) }).parse(await get(`/_emu/inbox?platform=${platform}&user=${staff}&limit=5000`)).messages;
  return {
    origin,
    inbox,
    cards: async () => {
      const { people } = z.object({ people: z.array(person) }).parse(await get('/_emu/people'));
      const boxes = await Promise.all(people.map(async ({ platform, staffNumber: staff }) =>
        (await inbox(platform, staff)).filter(({ kind }) => kind === 'card').map((each): Card => ({ platform, staff, message: each, key: keyOf(each) }))));
      return boxes.flat().sort((a, b) => a.message.at - b.message.at);
    },
    press: async (body) => seen.parse(await post('/_emu/press', body)),
    say: async (body) => seen.parse(await post('/_emu/say', body)),
    faults: async (body) => void (await post('/_emu/faults', body)),
    advance: async (ms) => z.object({ now: z.number() }).parse(await post('/_emu/clock', { advance: ms })).now,
    calls: async (limit = 5000) => z.object({ calls: z.array(call) }).parse(await get(`/_emu/calls?limit=${limit}`)).calls,
  };
}
