/** FHIR: what other systems push to our doors, and what is read from a server of theirs. */
import { type Module, defineModule } from '../../core/module.ts';
import type { FhirServer } from '../../links/fhir/port.ts';
import { askFor, awaitNames, fetchJob, moveFeed, rememberNames, rememberParts, takeUpDue, takeUpNow } from './actions.ts';
import { feedJobs, feedTick } from './jobs.ts';
import { type DoorParts, fhirDoor } from './routes.ts';
import type { FeedRules } from './rules.ts';
import { sealedParts, sweepParts } from './store.parts.ts';

export { readAgain as readFhirAgain } from './take.ts';

export interface FhirParts extends Omit<DoorParts, 'canFetch'> {
  /** How long results are kept, to be read along with their reports. */
  readonly resultDays: number;
  /** The server that is read, where one is set. */
  readonly feed?: { readonly server: FhirServer; readonly types: readonly string[]; readonly rules: FeedRules } | undefined;
}

export function fhir({ feed, resultDays, ...parts }: FhirParts): Module {
  const reading = feed === undefined ? undefined : { ...parts, ...feed };
  return defineModule({
    name: 'fhir',
    actions: [rememberNames, rememberParts, awaitNames, takeUpDue, takeUpNow, moveFeed, askFor],
    sealed: [sealedParts],
    // Without a server nobody asks for anything, but a job of an earlier setting may still wait.
    jobs: reading === undefined ? [{ kind: fetchJob, body: async () => undefined }] : feedJobs(reading),
    ticks: [...(reading === undefined ? [] : [feedTick(reading)]), { name: 'fhir.take-up', cron: '* * * * *', body: async ({ run }) => void (await run(takeUpDue, {})) }, { name: 'fhir.sweep-parts', cron: '47 3 * * *', body: async ({ now }) => void (await sweepParts(parts.prisma, now, resultDays)) }],
    foreign: fhirDoor({ ...parts, canFetch: feed !== undefined }),
    acts: { 'fhir.remember': '登记 FHIR 资源编号', 'fhir.remember-parts': '保存要一起读的 FHIR 资源', 'fhir.await': '登记在等哪些 FHIR 资源', 'fhir.take-up': '等到了，重新读取 FHIR 报文', 'fhir.take-up-now': '对方重发，重新读取 FHIR 报文', 'fhir.move-feed': '记录 FHIR 读取进度', 'fhir.ask-for': 'FHIR 订阅通知' },
  });
}
