/** PUT /v1.0/card/streaming: text that grows while it is written (kb:0785). */
import type { EmuReply } from '../core/http.ts';
import { apiOk, bad } from './answers.ts';
import { body, type ApiCall, type Dingtalk } from './api.ts';
import { streamingSchema } from './card-schema.ts';
import { cardOf, keep } from './card-records.ts';
import { redraw } from './card-view.ts';

/** Applied calls remembered for each card. */
const GUIDS = 50;

export function stream(dingtalk: Dingtalk, { request, app }: ApiCall): EmuReply {
  const input = body(streamingSchema, request, (issue) => bad('param.invalid', issue));
  if (!input.outTrackId) throw bad('param.stream.outTrackId', 'outTrackId不能为空');
  if (!input.guid) throw bad('param.stream.guidEmpty', 'guid不能为空');
  if (!input.key) throw bad('param.stream.keyEmpty', 'key不能为空');
  if (input.content === undefined) throw bad('param.stream.contentEmpty', 'content不能为空');
  const card = cardOf(dingtalk, app, input.outTrackId);
  if (card.guids.includes(input.guid)) return apiOk({ success: true, result: true });
  const before = input.isFull ? '' : (card.data[input.key] ?? '');
  const state = input.isError ? '5' : input.isFinalize ? '3' : '2';
  const data = { ...card.data, [input.key]: before + input.content, flowStatus: state };
  redraw(dingtalk, keep(dingtalk, { ...card, data, guids: [...card.guids, input.guid].slice(-GUIDS) }));
  return apiOk({ success: true, result: true });
}
