/** The tenant's card templates: those the product ships, imported by hand as an administrator would. */
import { existsSync, readFileSync } from 'node:fs';
import { dingtalkTenant } from '../tenant.ts';
import type { Memory } from './memory.ts';
import { parseTemplate, type Template } from './template.ts';

/** Shipped with the product; the demonstration tenant has imported and published it. */
const SHIPPED = new URL('../../dingtalk/templates/wardline-card.json', import.meta.url);

export class Templates {
  readonly #memory: Memory;
  readonly #parsed = new Map<string, { file: unknown; template: Template }>();

  constructor(memory: Memory) {
    this.#memory = memory;
    if (!existsSync(SHIPPED)) return;
    const file: unknown = JSON.parse(readFileSync(SHIPPED, 'utf8'));
    this.#parsed.set(dingtalkTenant.cardTemplateId, { file, template: parseTemplate(file) });
  }

  /** Imports a file under an id, or only publishes and withdraws one. @throws when the file cannot be read */
  import(id: string, file: unknown, published: boolean): void {
    const kept = file ?? this.#memory.templates.get(id)?.file ?? this.#parsed.get(id)?.file;
    parseTemplate(kept);
    this.#memory.templates.set(id, { id, file: kept, published });
  }

  find(id: string): { template: Template; published: boolean } | undefined {
    const imported = this.#memory.templates.get(id);
    const file = imported?.file ?? this.#parsed.get(id)?.file;
    const template = file === undefined ? undefined : this.#parse(id, file);
    return template && { template, published: imported?.published ?? true };
  }

  list(): { id: string; published: boolean }[] {
    const ids = new Set([...this.#parsed.keys(), ...this.#memory.templates.dump().map(([id]) => id)]);
    return [...ids].map((id) => ({ id, published: this.find(id)?.published ?? false }));
  }

  #parse(id: string, file: unknown): Template {
    const known = this.#parsed.get(id);
    if (known !== undefined && known.file === file) return known.template;
    const template = parseTemplate(file);
    this.#parsed.set(id, { file, template });
    return template;
  }
}
