/** The keys' door: what is sealed under which key, and sealing it all anew with a newer one. */
import { type Module, defineJob, defineModule } from '../../core/module.ts';
import { type KeyParts, retireKey, rotate, sealNext, showDraftKey, showKeys, startRotation } from './actions.ts';
import { keyRetired, rotationFinished, rotationStarted } from './events.ts';
import { phrases } from './phrases.ts';

export type { KeyParts } from './actions.ts';

/** Rows a transaction, transactions a job: a job ends well before its time is up, and the next goes on. */
const batchRows = 100;
const batchesPerJob = 40;

export function keys(parts: KeyParts): Module {
  const [overview, start, next, retire] = [showKeys(parts), startRotation(parts), sealNext(parts), retireKey(parts)];
  const drafts = showDraftKey(parts);
  return defineModule({
    name: 'keys',
    events: [rotationStarted, rotationFinished, keyRetired],
    queries: [overview, drafts],
    actions: [start, next, retire],
    jobs: [
      defineJob(rotate, async ({ run }, { form }) => {
        for (let batch = 1, more = true; more && batch <= batchesPerJob; batch++) ({ more } = await run(next, { form, rows: batchRows, last: batch === batchesPerJob }));
      }),
    ],
    routes: [
      { method: 'GET', path: '/keys', does: overview },
      { method: 'GET', path: '/me/draft-key', does: drafts },
      { method: 'POST', path: '/keys/rotation', does: start },
      { method: 'POST', path: '/keys/:version/retire', does: retire },
    ],
    acts: { 'keys.overview': '查看密钥使用情况', 'keys.start-rotation': '开始换钥', 'keys.retire': '停用旧密钥', 'keys.draft-key': '取用本人草稿的密钥' },
    phrases,
  });
}
