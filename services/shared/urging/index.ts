/** Waking people by telephone beside their cards: never instead of them, and nothing waits for it. */
import { Failure, failureClassOf } from '../../core/errors.ts';
import { byAnyStaff } from '../../core/access.ts';
import { type Module, defineFlow, defineJob, defineListener, defineModule } from '../../core/module.ts';
import { fileCallBytes } from '../../core/schema.ts';
import { noticeDelayed, noticeSent, noticeUndeliverable } from '../notices/index.ts';
import { type UrgingParts, askReceipt, beginTry, noteTry, sendTry, sweepTries, urge } from './actions.ts';
import { forgetPhone, importPhones, keepCode, mayRun, myPhoneOf, previewPhones, proveCode, refuse } from './actions.phones.ts';
import { tried } from './events.ts';
import { type Telephones, askWhatBecame, callBy, send } from './jobs.ts';
import { actNames, phrases } from './phrases.ts';
import { numberOfMine, overviewOf, reasonOf, receiptOwed } from './queries.ts';
import { codeGiven, phoneAsked, said, trial } from './schema.ts';
import { sealedPhoneCodes, sealedPhones } from './store.ts';

export type { StillWaits } from './actions.ts';
export { tried as urgingTried } from './events.ts';
export { meansWords as urgedBy, stateWords as urgedTo, whyWords as urgedFor } from './phrases.ts';

const own = { priority: 90, tries: 30 } as const;

export function urging({ telephones, ...given }: Omit<UrgingParts, 'has'> & { readonly telephones: Telephones }): Module {
  const { seal, settings } = given;
  const link = (by: 'sms' | 'voice') => telephones.links.find((each) => each.means === by);
  const [sms, voice] = [link('sms'), link('voice')];
  const has = { sms: sms !== undefined, voice: voice !== undefined, ringing: telephones.ringing };
  const parts: UrgingParts = { ...given, has };
  const means = [
    ...(sms === undefined ? [] : [{ means: 'sms' as const, vendor: sms.vendor, fromStep: settings.smsFromStep }]),
    ...(voice === undefined ? [] : [{ means: 'voice' as const, vendor: voice.vendor, fromStep: settings.voiceFromStep }]),
    ...telephones.ringing.map(({ platform }) => ({ means: 'ringing' as const, vendor: platform, fromStep: settings.voiceFromStep })),
  ];
  const acts = { urge: urge(parts), begin: beginTry(parts), keepCode: keepCode(seal), proveCode: proveCode(seal), importPhones: importPhones(seal) };
  const asks = { mine: myPhoneOf(seal, { canProve: has.sms, isUsed: means.length > 0 }), overview: overviewOf(settings, means), owed: receiptOwed(seal), number: numberOfMine(seal), preview: previewPhones(seal) };

  const askCode = defineFlow({
    name: 'urging.ask-code',
    input: phoneAsked,
    output: said,
    policy: byAnyStaff,
    audited: true,
    body: async ({ run, actor }, { phone }) => {
      if (sms === undefined) throw refuse('urging.no-sms');
      const { code } = await run(acts.keepCode, { phone });
      await sms.send(phone, { kind: 'code', code }, `code-${actor.id}-${code}`).catch((error: unknown) => {
        if (failureClassOf(error) === 'ambiguous') throw refuse('urging.code-unsure', {}, 502);
        throw refuse('urging.code-refused', { why: reasonOf('sms', error instanceof Failure ? error.vendorCode : 'fault') }, 422);
      });
      return { said: true };
    },
  });

  const provePhone = defineFlow({
    name: 'urging.prove',
    input: codeGiven,
    output: said,
    policy: byAnyStaff,
    audited: false,
    body: async ({ run }, given) => {
      const { proved } = await run(acts.proveCode, given);
      if (proved !== 'yes') throw refuse(proved === 'wrong' ? 'urging.code-wrong' : 'urging.code-over', {}, 422);
      return { said: true };
    },
  });

  const tryOne = defineFlow({
    name: 'urging.try',
    input: trial,
    output: said,
    policy: mayRun,
    audited: true,
    subject: ({ means: by }) => by,
    body: async ({ ask, actor, now }, { means: by }) => {
      if (!means.some((each) => each.means === by)) throw refuse('urging.no-means');
      const person = await ask(asks.number, {});
      if (by !== 'ringing' && person.phone === '') throw refuse('urging.no-number', {}, 422);
      await callBy(telephones, by, person, `trial-${actor.id}-${now.getTime()}`).catch((error: unknown) => {
        if (failureClassOf(error) === 'ambiguous') throw refuse('urging.test-unsure', {}, 502);
        throw refuse('urging.test-refused', { why: reasonOf(by, error instanceof Failure ? error.vendorCode : 'fault') }, 422);
      });
      return { said: true };
    },
  });

  return defineModule({
    name: 'urging',
    events: [tried],
    actions: [...Object.values(acts), noteTry, sweepTries, forgetPhone],
    queries: Object.values(asks),
    flows: [askCode, provePhone, tryOne],
    // Nothing is set up in most hospitals, and each card of theirs would be a job for nothing.
    listeners: means.length === 0 ? [] : [
      defineListener('urging', noticeSent, ({ run }, { subject, data: { platform: _platform, ...about } }) => run(acts.urge, { ...about, subject, why: 'step' }), own),
      defineListener('urging', noticeUndeliverable, ({ run }, { subject, data: { reason: _reason, ...about } }) => run(acts.urge, { ...about, subject, why: 'unreachable' }), own),
      defineListener('urging', noticeDelayed, ({ run }, { subject, data: { reason: _reason, ...about } }) => run(acts.urge, { ...about, subject, why: 'late' }), own),
    ],
    jobs: [defineJob(sendTry, (context, { id }) => send(context, telephones, acts.begin, id)), defineJob(askReceipt, (context, { id }) => askWhatBecame(context, telephones, asks.owed, id))],
    ticks: [{ name: 'urging.sweep', cron: '* * * * *', body: async ({ run }) => run(sweepTries, {}) }],
    routes: [
      { method: 'GET', path: '/my-phone', does: asks.mine },
      { method: 'POST', path: '/my-phone/code', does: askCode },
      { method: 'POST', path: '/my-phone', does: provePhone },
      { method: 'POST', path: '/my-phone/forget', does: forgetPhone },
      { method: 'GET', path: '/urging', does: asks.overview },
      { method: 'POST', path: '/urging/try', does: tryOne },
      { method: 'POST', path: '/urging/phones/preview', does: asks.preview, maxBytes: fileCallBytes },
      { method: 'POST', path: '/urging/phones', does: acts.importPhones, maxBytes: fileCallBytes },
    ],
    sealed: [sealedPhones, sealedPhoneCodes],
    phrases,
    acts: actNames,
  });
}
