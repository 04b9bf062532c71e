/** Fields that a sender writes where the hospital agreed with it, Z segments among them: `ZPV-3.1`. */
import { partText, repeats, value, type Repeat, type Segment } from '../syntax/message.ts';
import type { Staff } from '../../statements/schema.ts';
import { staffOf } from './common.ts';

interface Found {
  readonly segment: Segment;
  readonly field: number;
  readonly component: number;
  readonly subcomponent: number;
}

function find(segments: readonly Segment[], path: string | undefined): Found | undefined {
  const [name = '', place = ''] = path?.split('-') ?? [];
  const segment = segments.find((one) => one.name === name);
  if (segment === undefined) return undefined;
  const [field = 1, component = 1, subcomponent = 1] = place.split('.').map(Number);
  return { segment, field, component, subcomponent };
}

/** The text there; `null` for `""`, undefined when nothing is agreed or nothing stands there. */
export function textAt(segments: readonly Segment[], path: string | undefined): string | null | undefined {
  const found = find(segments, path);
  if (found === undefined) return undefined;
  const { segment, field, component, subcomponent } = found;
  return value(segment, field, component, subcomponent) === null ? null : partText(repeats(segment, field)[0], component, subcomponent);
}

/** Each repeat there, with its component as text. */
export function repeatsAt(segments: readonly Segment[], path: string | undefined): { readonly repeat: Repeat; readonly text: string | undefined }[] {
  const found = find(segments, path);
  return found === undefined ? [] : repeats(found.segment, found.field).map((repeat) => ({ repeat, text: partText(repeat, found.component, found.subcomponent) }));
}

/** The person there. */
export function staffAt(segments: readonly Segment[], path: string | undefined): Staff | undefined {
  const found = find(segments, path);
  const repeat: Repeat | undefined = found && repeats(found.segment, found.field)[0];
  return staffOf(repeat);
}
