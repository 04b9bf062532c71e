/** What happened, in words, for the demonstration page: the facts of the service, newest first. */
import type { Fact, PrismaClient } from '../../prisma/generated/client.ts';
import { maskName } from '../../cards/masking.ts';
import { timelineWordsOf } from '../clinical/critical-values/index.ts';
import { type Facts, fill } from '../core/phrases.ts';
import { findPeople } from '../shared/directory/index.ts';

export interface LogEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: 'message' | 'alert' | 'step' | 'card' | 'person' | 'done' | 'trouble';
  readonly text: string;
  readonly subject: string;
}

const words: Readonly<Record<string, { readonly kind: LogEntry['kind']; readonly text: string }>> = {
  'intake.result-received': { kind: 'message', text: '收到检验报告：{patient}，{count} 项结果' },
  'intake.admission-received': { kind: 'message', text: '收到入出转消息：{patient}（{event}）' },
  'intake.other-received': { kind: 'message', text: '收到其它消息（{type}），已保存' },
  'notices.sent': { kind: 'card', text: '卡片已送到 {person} 的{platform}' },
  'notices.undeliverable': { kind: 'trouble', text: '卡片送不到 {person}' },
  'notices.delayed': { kind: 'trouble', text: '平台没有接收给 {person} 的卡片，仍在重试' },
  'directory.left': { kind: 'person', text: '{person} 已离职，账号停用' },
};

const platformNames: Readonly<Record<string, string>> = { dingtalk: '钉钉', wecom: '企业微信' };

/** What is not here is news of danger. */
const kinds: Readonly<Record<string, LogEntry['kind']>> = {
  'critical-values.told': 'step',
  'critical-values.reminded': 'step',
  'critical-values.feedback-owed': 'step',
  'critical-values.feedback-sent': 'step',
  'critical-values.feedback-accepted': 'done',
  'critical-values.closed': 'done',
  'critical-values.acknowledged': 'person',
  'critical-values.disposed': 'person',
  'critical-values.signed': 'person',
  'critical-values.cancelled': 'person',
  'critical-values.nobody-on-call': 'trouble',
  'critical-values.unreached': 'trouble',
  'critical-values.feedback-failed': 'trouble',
};

export async function recentLog(prisma: PrismaClient, after: bigint, limit: number): Promise<LogEntry[]> {
  const facts = await prisma.fact.findMany({ where: { id: { gt: after } }, orderBy: { id: 'desc' }, take: limit });
  const names = await namesIn(prisma, facts);
  return facts.flatMap((fact) => entryOf(fact, names));
}

interface Names {
  readonly people: ReadonlyMap<string, string>;
  readonly patients: ReadonlyMap<string, string>;
}

async function namesIn(prisma: PrismaClient, facts: readonly Fact[]): Promise<Names> {
  const numbers = facts.map((fact) => dataOf(fact)['recipient'] ?? fact.subject).filter((number) => typeof number === 'string');
  const people = await findPeople(prisma, numbers);
  const ids = facts.filter((fact) => fact.name.startsWith('intake.')).map((fact) => fact.subject).filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const patients = await prisma.patient.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return {
    people: new Map([...people].map(([number, person]) => [number, person.name])),
    patients: new Map(patients.map((patient) => [patient.id, maskName(patient.name)])),
  };
}

function dataOf(fact: Fact): Record<string, unknown> {
  return typeof fact.data === 'object' && fact.data !== null && !Array.isArray(fact.data) ? fact.data : {};
}

function entryOf(fact: Fact, names: Names): LogEntry[] {
  const common = { id: String(fact.id), at: fact.at.toISOString(), subject: fact.subject };
  const critical = timelineWordsOf(fact);
  if (critical !== undefined) return [{ ...common, kind: kinds[fact.name] ?? 'alert', text: critical }];
  const own = words[fact.name];
  return own === undefined ? [] : [{ ...common, kind: own.kind, text: fill(own.text, factsOf(fact, names)) }];
}

function factsOf(fact: Fact, { people, patients }: Names): Facts {
  const data = dataOf(fact);
  const report = data['report'] as { orders?: { results?: unknown[] }[] } | undefined;
  return {
    patient: patients.get(fact.subject) || '没有姓名的患者',
    count: (report?.orders ?? []).reduce((sum, order) => sum + (order.results?.length ?? 0), 0),
    event: String(data['event'] ?? ''),
    type: String(data['type'] ?? ''),
    person: people.get(String(data['recipient'] ?? fact.subject)) ?? '—',
    platform: platformNames[String(data['platform'] ?? '')] ?? '',
  };
}
