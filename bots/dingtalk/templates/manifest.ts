/**
 * The manifest beside this file is the one source of the card template: the import file for DingTalk's card builder is
 * generated from it, the renderer is tested against it, and the emulator draws cards by it.
 */
import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/);

/** Shape of `wardline-card.manifest.json`. */
export const manifestSchema = z.object({
  template: z.string(),
  version: z.number().int(),
  title: z.string(),
  variables: z.array(z.object({ name, type: z.enum(['string', 'form']), private: z.boolean(), about: z.string() })),
  header: z.object({ title: name, tag: name, tone: name }),
  texts: z.array(z.object({ variable: name, size: z.enum(['large', 'strong', 'body', 'small']) })),
  form: z.object({ variable: name, param: z.string() }),
  buttons: z.array(
    z.object({
      id: name,
      label: name,
      weight: name,
      visibleWhen: name,
      carriesForm: z.boolean(),
      params: z.record(z.string(), name),
    }),
  ),
  link: z.object({ label: name, url: name, visibleWhen: name }),
  summary: name,
});

/** The template's parts and the variables they are bound to. */
export type TemplateManifest = z.infer<typeof manifestSchema>;
