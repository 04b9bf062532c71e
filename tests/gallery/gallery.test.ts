/** Every card in every state as people see it (`snapshots/gallery.test.ts.md`), and within every limit. */
import test from 'ava';
import type { Card } from '../../cards/card.ts';
import { toDingtalk } from '../../cards/render/dingtalk.ts';
import { bytesOf, charactersOf } from '../../cards/render/limits.ts';
import { toSummary, toText } from '../../cards/render/text.ts';
import { toWecom } from '../../cards/render/wecom.ts';
import { adviceOn } from '../../bots/emulator/wecom/template-card-advice.ts';
import { isProblem, readTemplateCard } from '../../bots/emulator/wecom/template-card.ts';
import { drawings, PAGES } from './draw.ts';
import { asText } from './drawing.ts';
import { allSamples } from './samples.ts';

for (const { module, samples } of await allSamples()) {
  for (const { name, state, card } of samples) {
    const title = `${module} · ${state} · ${name}`;

    test(`${title}: as people see it`, (t) => {
      t.snapshot(drawings(card).map(asText).join('\n\n'));
    });

    test(`${title}: keeps every limit`, (t) => {
      t.deepEqual([...languageFaults(card), ...wecomFaults(card), ...dingtalkFaults(card), ...textFaults(card)], []);
    });
  }
}

/** What the card language itself asks (card.ts, interface.md). */
function languageFaults(card: Card): readonly string[] {
  const ids = card.buttons.map((button) => button.id);
  return faults([
    ['kind above 8 characters', charactersOf(card.kind) > 8],
    ['more than one primary and two other buttons', card.buttons.length > 3 || card.buttons.filter((b) => b.weight === 'primary').length > 1],
    ['a button id of the wrong shape', ids.some((id) => !/^[0-9A-Za-z_-]{1,64}$/.test(id)) || new Set(ids).size !== ids.length],
    ['a button that does not say what will happen', card.buttons.some((b) => /^(确定|确认|提交|是|好)$/.test(b.label))],
    ['more than three questions', card.questions.length > 3],
    ['an answered card without result or state', card.buttons.length === 0 && card.result === '' && card.state === ''],
    ['a link that is no path, or one with a query', card.link !== undefined && !/^\/[^?#]*$/.test(card.link.path)],
    ['the fact on the lock screen', card.fact !== '' && (toSummary(card).includes(card.fact) || card.title.includes(card.fact))],
    ['a number with its unit on the lock screen', /\d\s?(?:mmol|mg|g\/|U\/|ng|pg|%)/.test(card.summary)],
  ]);
}

/** The emulator judges as the platform does, independently of the renderer. */
function wecomFaults(card: Card): readonly string[] {
  const read = readTemplateCard(toWecom(card, { task: 'sample', pages: PAGES }), 'send');
  return isProblem(read) ? [`企业微信 ${read.errcode} ${read.errmsg}`] : adviceOn(read).map((advice) => `企业微信 ${advice}`);
}

/** Values are strings of at most 1 KB, keys of at most 100 bytes (createAndDeliver). */
function dingtalkFaults(card: Card): readonly string[] {
  const params: Readonly<Record<string, unknown>> = toDingtalk(card, { pages: PAGES, rev: '1' });
  return Object.entries(params).flatMap(([key, value]) =>
    faults([
      [`钉钉 ${key} is no string`, typeof value !== 'string'],
      [`钉钉 ${key} above 1 KB`, typeof value === 'string' && bytesOf(value) > 1024],
      [`钉钉 key ${key} above 100 bytes`, bytesOf(key) > 100],
    ]),
  );
}

function textFaults(card: Card): readonly string[] {
  return faults([
    ['text above 2048 bytes', bytesOf(toText(card, PAGES)) > 2048],
    ['text message above 70 characters', charactersOf(toSummary(card)) > 70],
  ]);
}

function faults(checks: readonly (readonly [string, boolean])[]): readonly string[] {
  return checks.filter(([, broken]) => broken).map(([name]) => name);
}
