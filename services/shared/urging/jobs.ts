/** Telephoning: begun in one transaction, done outside any, noted in another. What may have left is never sent again. */
import type { Ringing } from '../../../bots/bot.ts';
import { Failure, failureClassOf } from '../../core/errors.ts';
import type { JobContext } from '../../core/module.ts';
import type { TelephoneLink } from '../../links/telephony/port.ts';
import { type ToSend, type beginTry, noteTry } from './actions.ts';
import type { UrgingMeans } from './model.ts';
import type { receiptOwed } from './queries.ts';

export interface Telephones {
  readonly links: readonly TelephoneLink[];
  readonly ringing: readonly { readonly platform: string; readonly corp: string; readonly ringing: Ringing }[];
}

const appNames: Readonly<Record<string, string>> = { dingtalk: '钉钉', wecom: '企业微信' };
type Person = Pick<ToSend, 'phone' | 'accounts'>;

/** The app the card would be in. */
const appOf = ({ accounts: [first] }: Person): string => appNames[first?.platform ?? ''] ?? '移动医护';

function ringerOf({ ringing }: Telephones, { accounts }: Person): { readonly user: string; readonly by: Ringing } | undefined {
  for (const { platform, corp, user } of accounts) {
    const found = ringing.find((each) => each.platform === platform && each.corp === corp);
    if (found !== undefined) return { user, by: found.ringing };
  }
  return undefined;
}

/** @throws Failure; permanent where there is no way any more */
export async function callBy(telephones: Telephones, means: UrgingMeans, person: Person, key: string): Promise<{ readonly ref: string }> {
  if (means === 'ringing') {
    const ringer = ringerOf(telephones, person);
    if (ringer === undefined) throw new Failure('nobody rings this person', 'permanent', 'no-account');
    return ringer.by.ring(ringer.user);
  }
  const link = telephones.links.find((each) => each.means === means);
  if (link === undefined || person.phone === '') throw new Failure('no way to this telephone', 'permanent', 'no-way');
  return link.send(person.phone, { kind: 'urgent', app: appOf(person) }, key);
}

const codeOf = (error: unknown): string => (error instanceof Failure ? error.vendorCode : 'fault');

export async function send(context: JobContext, telephones: Telephones, begin: ReturnType<typeof beginTry>, id: string): Promise<void> {
  const what = await context.run(begin, { id });
  if (what === null) return;
  let ref: string;
  try {
    ({ ref } = await callBy(telephones, what.means, what, what.key));
  } catch (error) {
    const [code, kind] = [codeOf(error), failureClassOf(error)];
    context.log.warn({ try: id, means: what.means, code, class: kind }, 'somebody could not be telephoned');
    await context.run(noteTry, { id, state: kind === 'permanent' ? 'refused' : kind === 'ambiguous' ? 'unsure' : 'queued', code });
    if (kind === 'transient') throw error;
    return;
  }
  await context.run(noteTry, { id, state: 'sent', ref, code: '' });
}

export async function askWhatBecame(context: JobContext, telephones: Telephones, owed: ReturnType<typeof receiptOwed>, id: string): Promise<void> {
  const about = await context.ask(owed, { id });
  if (about === null) return;
  const answer = about.means === 'ringing'
    ? await ringerOf(telephones, about)?.by.became(ringerOf(telephones, about)?.user ?? '', about.ref)
    : await telephones.links.find((each) => each.means === about.means)?.receipt?.(about.ref, about.phone, about.sentAt);
  if (answer === undefined || answer.state === 'waiting') return;
  await context.run(noteTry, { id, state: answer.state, code: answer.state === 'arrived' ? '' : answer.code });
}
