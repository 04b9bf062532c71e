/** Tells the IT role by card that something waits at the triage desk: at once, then at most once an hour; the card ends with the desk. */
import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { defineAction } from '../../core/module.ts';
import { workersOf } from '../directory/index.ts';
import { type CardFace, refresh, tell } from '../notices/index.ts';
import { waitingCard } from './cards.ts';
import { waitingNow } from './store.desk.ts';

const moduleName = 'intake';
const setting = 'intake.told';
/** A hospital whose links are being set up has hundreds an hour: one card is enough. */
const pauseMs = 3_600_000;

/** `open`: the last card still says that something waits. */
const kept = z.object({ subject: z.uuid(), at: z.coerce.date(), open: z.boolean() });
type Kept = z.infer<typeof kept>;

const recipients = async (tx: Tx): Promise<string[]> => (await workersOf(tx, 'intake', 'codes')).map(({ number }) => number);

export const tellWaiting = defineAction({
  name: 'intake.tell-waiting',
  input: z.object({}),
  output: z.object({ told: z.boolean() }),
  policy: bySystem,
  body: async (context) => {
    const { tx, now } = context;
    const last = await lastTold(tx);
    const { total, newestAt } = await waitingNow(tx);
    if (total === 0) {
      if (last?.open !== true) return { told: false };
      await keep(tx, { ...last, open: false }, now);
      await refresh(context, moduleName, last.subject);
      return { told: false };
    }
    const isNews = newestAt !== null && (last === undefined || newestAt > last.at);
    if (!isNews || (last !== undefined && now.getTime() - last.at.getTime() < pauseMs)) return { told: false };
    const subject = newId(now.getTime());
    await keep(tx, { subject, at: now, open: true }, now);
    if (last?.open === true) await refresh(context, moduleName, last.subject);
    await tell(context, { module: moduleName, subject, step: 'began', recipients: await recipients(tx), urgency: 'normal' });
    return { told: true };
  },
});

async function lastTold(tx: Tx): Promise<Kept | undefined> {
  const read = kept.safeParse((await tx.setting.findUnique({ where: { name: setting } }))?.value);
  return read.success ? read.data : undefined;
}

async function keep(tx: Tx, { subject, at, open }: Kept, now: Date): Promise<void> {
  const data = { value: { subject, at: at.toISOString(), open }, changedAt: now, changedBy: 'system:wardline' };
  await tx.setting.upsert({ where: { name: setting }, create: { name: setting, ...data }, update: data });
}

/** Drawn for whoever works at the desk today, as the desk stands today. */
export const face: CardFace = {
  module: moduleName,
  draw: async ({ tx, now }, _subject, { staff }) => {
    if (!(await recipients(tx)).includes(staff)) return undefined;
    return waitingCard(await waitingNow(tx), now);
  },
  press: () => undefined,
};
