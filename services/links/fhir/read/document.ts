/** DocumentReference with its Binary, and Composition. */
import type { Content, Document } from '../../statements/schema.ts';
import { codeOf, codesIn, says, wordsOf } from '../code.ts';
import { type Node, child, extension, nodes, present, text } from '../node.ts';
import { note } from '../notes.ts';
import { firstInstant, readTime } from '../time.ts';
import { type Resource, numberIn } from './context.ts';
import { organizationOf, staffIn } from './people.ts';

/** An Attachment; a url that names a Binary of the bundle is that Binary's content. */
export function contentOf(attachment: Node | undefined, one: Resource): Content | undefined {
  if (attachment === undefined) return undefined;
  const mediaType = text(attachment, 'contentType') ?? 'application/octet-stream';
  const data = text(attachment, 'data');
  if (data !== undefined) return base64(data, mediaType, one);
  const url = text(attachment, 'url');
  if (url === undefined) return undefined;
  const binary = one.reading.references.resolve({ reference: url }, one.entry);
  if (binary?.how === 'here' && binary.entry.type === 'Binary') {
    const held = text(binary.entry.resource, 'data');
    return held === undefined ? undefined : base64(held, text(binary.entry.resource, 'contentType') ?? mediaType, one);
  }
  return { mediaType, url };
}

function base64(data: string, mediaType: string, one: Resource): Content | undefined {
  const bare = data.replaceAll(/\s/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(bare) && bare.length % 4 === 0) return { mediaType, base64: bare };
  note(one.notes, 'attachment.data', 'base64-broken');
  return undefined;
}

const reports = /laboratory|imaging|radiology|pathology|report|检验|检查|影像|病理|报告/i;
/** A kind of the record standard is a record, whatever is examined in it. */
const recordKind = /^(C00\d\d|EMR\d+)$/i;
const notices = /notice|告知|通知/i;

function shelfOf(resource: Node): Document['shelf'] {
  const codes = [...codesIn(resource, 'category'), ...codesIn(resource, 'type'), ...codesIn(resource, 'class')];
  if (codesIn(resource, 'type').some(({ id }) => id !== undefined && recordKind.test(id))) return 'record';
  if (says(codes, ['LAB', 'RAD', 'imaging'], reports)) return 'report';
  return says(codes, [], notices) ? 'notice' : 'record';
}

const relations: Readonly<Partial<Record<string, 'replaces' | 'addendum'>>> = { replaces: 'replaces', appends: 'addendum' };

export function documentsOf(one: Resource): Document[] {
  const { resource, reading, notes } = one;
  const number = numberIn(resource);
  if (number === undefined) {
    note(notes, 'identifier', 'number-missing');
    return [];
  }
  const [related] = nodes(resource, 'relatesTo');
  const relation = relations[text(related, 'code') ?? codeOf(child(related, 'code'))?.id ?? ''];
  const parent = relation === undefined ? undefined : reading.numberOf(one.find('target', related));
  const context = child(resource, 'context');
  const [order] = one.findAll('related', context);
  const forms = nodes(resource, 'content').map((each) => child(each, 'attachment'));
  if (forms.length === 0) note(notes, 'content', 'content-missing');
  return (forms.length === 0 ? [undefined] : forms).map((form, at) =>
    present({
      kind: 'document' as const,
      number: at === 0 ? number : `${number}#${at + 1}`,
      parent,
      relation: parent === undefined ? undefined : relation,
      version: text(child(resource, 'meta'), 'versionId'),
      shelf: shelfOf(resource),
      type: codeOf(child(resource, 'type')) ?? {},
      title: text(form, 'title') ?? text(resource, 'description') ?? wordsOf(child(resource, 'type')),
      author: staffIn(one.findAll('author'), reading),
      signer: staffIn(one.findAll('authenticator'), reading),
      writtenAt: firstInstant(notes, [resource, 'date'], [form, 'creation'], [child(context, 'period'), 'start']),
      signedAt: readTime(text(extension(resource, 'document-signedAt'), 'valueDateTime') ?? '')?.at.toISOString(),
      state: stateOf(resource),
      order: order?.entry.type === 'ServiceRequest' ? reading.numberOf(order) : undefined,
      department: organizationOf(one.find('custodian')),
      content: contentOf(form, one),
    }),
  );
}

function stateOf(resource: Node): Document['state'] {
  const [status, written] = [text(resource, 'status'), text(resource, 'docStatus')];
  if (status === 'entered-in-error' || written === 'entered-in-error') return 'withdrawn';
  if (written === 'amended') return 'corrected';
  if (written === 'preliminary') return 'draft';
  return written === 'final' ? (child(resource, 'authenticator') === undefined ? 'written' : 'signed') : 'written';
}

/** A Composition's own narrative, section by section. */
export function compositionOf(one: Resource): Document | undefined {
  const { resource, reading, notes } = one;
  const number = numberIn(resource);
  if (number === undefined) {
    note(notes, 'identifier', 'number-missing');
    return undefined;
  }
  const parts = sections(resource, 0);
  const attester = nodes(resource, 'attester').find((each) => ['legal', 'professional', 'official'].includes(text(each, 'mode') ?? ''));
  const status = text(resource, 'status');
  return present({
    kind: 'document' as const,
    number,
    version: text(child(resource, 'meta'), 'versionId'),
    shelf: shelfOf(resource),
    type: codeOf(child(resource, 'type')) ?? {},
    title: text(resource, 'title'),
    author: staffIn(one.findAll('author'), reading),
    signer: staffIn(attester === undefined ? [] : one.findAll('party', attester), reading),
    writtenAt: firstInstant(notes, [resource, 'date']),
    signedAt: firstInstant(notes, [attester, 'time']),
    state: status === 'entered-in-error' ? ('withdrawn' as const) : status === 'amended' ? ('corrected' as const) : status === 'preliminary' ? ('draft' as const) : attester === undefined ? ('written' as const) : ('signed' as const),
    department: organizationOf(one.find('custodian')),
    content: parts.length === 0 ? undefined : { mediaType: 'text/html', text: parts.join('\n') },
  });
}

function sections(node: Node, depth: number): string[] {
  if (depth > 8) return [];
  return nodes(node, 'section').flatMap((section) => {
    const title = text(section, 'title');
    const narrative = text(child(section, 'text'), 'div');
    return [...(title === undefined ? [] : [`<h${Math.min(depth + 2, 6)}>${escaped(title)}</h${Math.min(depth + 2, 6)}>`]), ...(narrative === undefined ? [] : [narrative]), ...sections(section, depth + 1)];
  });
}

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
