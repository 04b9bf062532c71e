/** The critical values' door: judging what the laboratory sends, the ladder, what people do, and the answer back. */
import { z } from 'zod';
import { failureClassOf } from '../../core/errors.ts';
import type { StaffActor } from '../../core/access.ts';
import { type JobContext, type Module, defineFlow, defineJob, defineListener, defineModule, defineWaker } from '../../core/module.ts';
import { fill } from '../../core/phrases.ts';
import { fileCallBytes } from '../../core/schema.ts';
import type { Corridor } from '../../core/run.ts';
import type { CertificateAuthority } from '../../links/ca/port.ts';
import type { CommandDesk } from '../../links/contract/port.ts';
import type { LaboratoryLink } from '../../links/hl7/feedback.ts';
import { commandAnswered, commandFailed } from '../../operations/hospital-commands/events.ts';
import { left as staffLeft } from '../../shared/directory/events.ts';
import { admissionReceived, resultReceived } from '../../shared/intake/index.ts';
import { merged, unmerged } from '../../shared/patients/index.ts';
import type { Papers } from '../../core/papers/index.ts';
import type { SignedAct } from '../../shared/signatures/index.ts';
import { type CardFace, type LineAnswer, noticeDelayed, noticeUndeliverable } from '../../shared/notices/index.ts';
import { acknowledge, cancel, dispose, keepSigned, nurse } from './actions/answer.ts';
import { type Reaching, contactsOf, showNumber } from './actions/contact.ts';
import { decline, reopen } from './actions/decline.ts';
import { hasten, look, sweepDue } from './actions/climb.ts';
import { type Rules, byStanding, lookAgain, moduleName, reportBack, urgent } from './actions/common.ts';
import { noteFeedback, owedFeedback } from './actions/feedback.ts';
import { follow } from './actions/follow.ts';
import { handOn, waitingFor } from './actions/hand-on.ts';
import { judgeInside, judgeReports } from './actions/judge.ts';
import { keepVoice, sweepVoices, voiceOf } from './actions/voice.ts';
import { handBack, relay, takeOver } from './actions/relay.ts';
import { approveSet, changeDraft, draft, offerSettings, proposeSet, rejectSet } from './actions/sets.ts';
import { ask, askHospital, noteAnswerOf, noteRequested, noteSettled, whatToAsk } from './actions/requests.ts';
import { call, itemsToReport, report as reportByHand } from './actions/report.ts';
import { goThroughHistory, startTrial, trialActs, tryAgainstHistory } from './actions/try-out.ts';
import { changeTelling } from './actions/telling.ts';
import { sweepUnjudged } from './actions/unjudged.ts';
import { judgeAlone, judgeOne, judgeTogether, setApart } from './actions/wake.ts';
import { eventOf } from './events.ts';
import { signedDisposal } from './document.ts';
import { face } from './face.ts';
import { mostVoiceBytes } from './model.ts';
import { actNames, chatWords, phrases } from './phrases.ts';
import { oneSetOf, sets } from './queries.sets.ts';
import { indicators, indicatorsFile } from './queries.indicators.ts';
import { telling, tellingTrialOf } from './queries.telling.ts';
import { registerFile } from './queries.export.ts';
import { documentToSign, ofPatient, register, show, tasks } from './queries.ts';
import { signInput } from './schema.ts';
import { sheet } from './sheet.ts';
import { patientOfValue } from './store.ts';
import { sealedVoices } from './store.voice.ts';

export { type Rules } from './actions/common.ts';
export { timelineWordsOf } from './views.ts';
export { countOpen } from './store.ts';
export { type WaitingValue, waitingInWard, waitsFor, wardOfValue } from './queries.screen.ts';

/** A recording in base64 and what goes with it. */
const voiceCallBytes = Math.ceil((mostVoiceBytes * 4) / 3) + 16 * 1024;

export interface CriticalValueParts {
  readonly rules: Rules;
  readonly ca: CertificateAuthority;
  readonly papers: Papers;
  /** Numbers of patients who have to be called. */
  readonly reaching: Reaching;
  /** What the hospital's own systems are asked goes over it, where they take commands. */
  readonly desk: CommandDesk;
  /** `undefined`: this hospital's laboratory takes no answers. */
  readonly laboratory: LaboratoryLink | undefined;
}

export interface CriticalValues {
  readonly module: Module;
  readonly face: CardFace;
  readonly signedAct: SignedAct;
  readonly line: (corridor: Corridor) => LineAnswer;
}

export function criticalValues({ rules, ca, laboratory, papers, desk, reaching }: CriticalValueParts): CriticalValues {
  const acts = { follow: follow(rules), judge: judgeReports(rules), look: look(rules), hasten: hasten(rules), handOn: handOn(rules), acknowledge: acknowledge(rules), decline: decline(rules), relay: relay(rules), takeOver: takeOver(rules), handBack: handBack(rules), nurse: nurse(rules), reopen: reopen(rules), call: call(rules), showNumber: showNumber(rules, reaching), report: reportByHand(rules), dispose: dispose(rules), keepVoice: keepVoice(rules, reaching.seal), cancel: cancel(rules), keepSigned: keepSigned(rules), noteFeedback: noteFeedback(rules), noteRequested: noteRequested(rules), noteSettled: noteSettled(rules) };
  const asks = { voice: voiceOf(rules, reaching.seal), contacts: contactsOf(rules, reaching), show: show(rules), register: register(rules), tasks: tasks(rules), ofPatient: ofPatient(rules), documentToSign: documentToSign(rules), itemsToReport: itemsToReport(rules), indicators: indicators(rules), indicatorsFile: indicatorsFile(rules), registerFile: registerFile(rules) };

  const sign = defineFlow({
    name: 'critical-values.sign',
    input: signInput,
    output: z.object({ signature: z.string() }),
    policy: byStanding(rules, 'sign'),
    audited: true,
    subject: ({ id }) => id,
    about: patientOfValue,
    body: async ({ actor, ask, run }, { id, pin }) => {
      const { document, key } = await ask(asks.documentToSign, { id });
      const signature = await ca.sign({ key, staffNumber: actor.id, pin, document, act: chatWords.actToSign });
      return run(acts.keepSigned, { id, document, signature });
    },
  });

  const limits = { draft: draft(rules), propose: proposeSet(rules), approve: approveSet(rules), tryOut: startTrial(rules), offer: offerSettings(rules), all: sets(rules), one: oneSetOf(rules) };
  const together = { plan: telling(rules), trial: tellingTrialOf(rules), change: changeTelling(rules) };
  const requests = { noteRequested: acts.noteRequested, noteSettled: acts.noteSettled, whatToAsk: whatToAsk(rules) };
  const trial = trialActs(rules);
  const paper = sheet(rules, ca, papers);
  const report = (context: JobContext, id: string) => reportTo(laboratory, context, acts.noteFeedback, id);

  const module = defineModule({
    name: moduleName,
    events: Object.values(eventOf),
    actions: [...Object.values(acts), sweepDue, sweepVoices, sweepUnjudged, setApart, limits.draft, changeDraft, limits.propose, limits.approve, rejectSet, limits.tryOut, limits.offer, trial.note, together.change],
    queries: [...Object.values(asks), paper.facts, requests.whatToAsk, owedFeedback, waitingFor, limits.all, limits.one, trial.whatToTry, trial.page, together.plan, together.trial],
    flows: [sign, paper.flow],
    listeners: [
      defineWaker(moduleName, resultReceived, (context, patients) => judgeTogether(context, acts.judge, patients), { ...urgent, inside: judgeInside(rules) }),
      defineWaker(moduleName, admissionReceived, (context, patients) => followAll(context, acts.follow, patients)),
      // Another name on the cards, and perhaps another bed: both numbers' values go along.
      defineListener(moduleName, merged, (context, { subject, data }) => followAll(context, acts.follow, [subject, data.into])),
      defineListener(moduleName, unmerged, (context, { subject, data }) => followAll(context, acts.follow, [subject, data.from])),
      // One that a platform may still take hastens too: the next step has perhaps another platform.
      ...[noticeUndeliverable, noticeDelayed].map((event) => defineListener(moduleName, event, async ({ run }, { data, subject }) => (data.module === moduleName ? run(acts.hasten, { id: subject, staff: data.recipient }) : undefined), { priority: 100, tries: 100 })),
      defineListener(moduleName, commandAnswered, (context, { subject }) => noteAnswerOf(context, requests, desk, subject)),
      defineListener(moduleName, commandFailed, (context, { subject }) => noteAnswerOf(context, requests, desk, subject)),
      defineListener(moduleName, staffLeft, (context, { subject }) => passOn(context, acts, subject), { priority: 100, tries: 100 }),
    ],
    jobs: [defineJob(askHospital, (context, asked) => ask(context, requests, desk, asked)), defineJob(tryAgainstHistory, (context, subject) => goThroughHistory(context, trial, subject)), defineJob(judgeAlone, (context, { patientId }) => judgeOne(context, acts.judge, patientId)), defineJob(lookAgain, ({ run }, { id }) => run(acts.look, { id })), defineJob(reportBack, (context, { id }) => report(context, id))],
    sealed: [sealedVoices],
    ticks: [{ name: 'critical-values.sweep-voices', cron: '47 3 * * *', body: ({ run }) => run(sweepVoices, {}) }, { name: 'critical-values.sweep', cron: '* * * * *', body: sweep }, { name: 'critical-values.offer-settings', cron: '*/10 * * * *', body: ({ run }) => run(limits.offer, {}) }],
    routes: [
      { method: 'GET', path: '/tasks', does: asks.tasks },
      { method: 'GET', path: '/critical-values', does: asks.register },
      { method: 'GET', path: '/critical-values-file', does: asks.registerFile },
      { method: 'GET', path: '/critical-indicators', does: asks.indicators },
      { method: 'GET', path: '/critical-indicators/file', does: asks.indicatorsFile },
      { method: 'GET', path: '/critical-values-by-hand/items', does: asks.itemsToReport },
      { method: 'POST', path: '/critical-values-by-hand', does: acts.report },
      { method: 'GET', path: '/critical-values/:id', does: asks.show },
      { method: 'GET', path: '/critical-values/:id/sheet', does: paper.flow },
      { method: 'GET', path: '/patients/:patientId/critical-values', does: asks.ofPatient },
      { method: 'GET', path: '/critical-limits', does: limits.all },
      { method: 'POST', path: '/critical-limits', does: limits.draft, maxBytes: fileCallBytes },
      { method: 'GET', path: '/critical-limits/one', does: limits.one },
      { method: 'POST', path: '/critical-limits/change', does: changeDraft },
      { method: 'POST', path: '/critical-limits/try', does: limits.tryOut },
      { method: 'POST', path: '/critical-limits/propose', does: limits.propose },
      { method: 'POST', path: '/critical-limits/approve', does: limits.approve },
      { method: 'POST', path: '/critical-limits/reject', does: rejectSet },
      { method: 'GET', path: '/critical-telling', does: together.plan },
      { method: 'POST', path: '/critical-telling', does: together.change },
      { method: 'POST', path: '/critical-telling/try', does: together.trial },
      { method: 'POST', path: '/critical-values/:id/acknowledge', does: acts.acknowledge },
      { method: 'POST', path: '/critical-values/:id/decline', does: acts.decline },
      { method: 'POST', path: '/critical-values/:id/relay', does: acts.relay },
      { method: 'POST', path: '/critical-values/:id/take-over', does: acts.takeOver },
      { method: 'POST', path: '/critical-values/:id/hand-back', does: acts.handBack },
      { method: 'POST', path: '/critical-values/:id/dispose', does: acts.dispose },
      { method: 'POST', path: '/critical-values/:id/voices', does: acts.keepVoice, maxBytes: voiceCallBytes },
      { method: 'GET', path: '/critical-values/:id/voices/:voice', does: asks.voice },
      { method: 'POST', path: '/critical-values/:id/nurse', does: acts.nurse },
      { method: 'POST', path: '/critical-values/:id/sign', does: sign },
      { method: 'POST', path: '/critical-values/:id/cancel', does: acts.cancel },
      { method: 'POST', path: '/critical-values/:id/reopen', does: acts.reopen },
      { method: 'POST', path: '/critical-values/:id/call', does: acts.call },
      { method: 'GET', path: '/critical-values/:id/contacts', does: asks.contacts },
      { method: 'POST', path: '/critical-values/:id/contacts', does: acts.showNumber },
    ],
    phrases,
    acts: actNames,
  });

  const line = (corridor: Corridor): LineAnswer => async (actor: StaffActor, text: string) => {
    if (!/^(我的)?(待办|危急值)$/.test(text)) return undefined;
    const { items } = await corridor.ask(actor, asks.tasks, {});
    // Bed and surname only: a chat line is seen on lock screens.
    return items.length === 0 ? chatWords.noTasks : [fill(chatWords.tasks, { count: items.length }), ...items.slice(0, 10).map((item) => `${item.patient.bed} ${item.patient.name}`)].join('\n');
  };

  return { module, face: face(rules, acts), signedAct: signedDisposal(rules), line };
}

/** One after the other; trouble with one keeps none from being followed. */
async function followAll({ run }: JobContext, along: ReturnType<typeof follow>, patients: readonly string[]): Promise<void> {
  const failed: unknown[] = [];
  for (const patientId of patients) await run(along, { patientId }).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}

/** Each question by itself: trouble with one keeps no other from being asked. */
async function sweep({ run }: JobContext): Promise<void> {
  const outcomes = await Promise.allSettled([run(sweepDue, {}), run(sweepUnjudged, {})]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Whoever left is asked nothing any more: the ladder goes on at once, and what they took goes to who is on duty. */
async function passOn({ run, ask }: JobContext, acts: { readonly hasten: ReturnType<typeof hasten>; readonly handOn: ReturnType<typeof handOn> }, staff: string): Promise<void> {
  const { open, acknowledged } = await ask(waitingFor, { staff });
  for (const id of open) await run(acts.hasten, { id, staff });
  for (const id of acknowledged) await run(acts.handOn, { id, staff });
}

/** The laboratory's own "no" and its silence are states of the feedback axis, tried again by its own clock. */
async function reportTo(laboratory: LaboratoryLink | undefined, context: JobContext, note: ReturnType<typeof noteFeedback>, id: string): Promise<void> {
  const owed = await context.ask(owedFeedback, { id });
  if (laboratory === undefined || owed === undefined) return;
  await context.run(note, { id, outcome: 'sent', code: '' });
  try {
    const { accepted, reason } = await laboratory.report(owed);
    await context.run(note, { id, outcome: accepted ? 'accepted' : 'failed', code: reason ?? '' });
  } catch (error) {
    context.log.warn({ id, error, class: failureClassOf(error) }, 'laboratory did not take the answer');
    await context.run(note, { id, outcome: 'failed', code: failureClassOf(error) });
  }
}

