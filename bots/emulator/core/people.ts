/** The tenant's contacts: one row for each person on each platform they use. */
import { z } from 'zod';
import type { PlatformName } from './faults.ts';

/** One row of `GET|POST /_emu/people`. */
export const personSchema = z.object({
  staffNumber: z.string().min(1),
  name: z.string().min(1),
  role: z.string(),
  title: z.string().optional(),
  departmentCode: z.string(),
  departmentName: z.string(),
  /** The departments above it, the highest first. */
  departmentPath: z.array(z.object({ code: z.string(), name: z.string() })).optional(),
  wardCode: z.string().optional(),
  platform: z.enum(['dingtalk', 'wecom']),
  userid: z.string().min(1),
  /** False: has left or is disabled; gets nothing and is not listed by the platform as active. */
  active: z.boolean().default(true),
});

export type Person = z.infer<typeof personSchema>;

/** A department as the platforms number them: 1 is the hospital, the others follow in order of appearance. */
export interface Department {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** Id of the one above; 1 is the hospital itself. */
  readonly parent: number;
}

/** WeCom's userids ignore case; DingTalk's do not. */
const keyOf = (platform: PlatformName, userid: string): string =>
  `${platform}:${platform === 'wecom' ? userid.toLowerCase() : userid}`;

export class People {
  #byUserid = new Map<string, Person>();
  #byNumber = new Map<string, Person>();
  #departments = new Map<string, Department>();
  onChange: () => void = () => undefined;

  /** Replaces everybody. */
  seed(people: readonly Person[]): void {
    this.#byUserid = new Map();
    this.#byNumber = new Map();
    this.#departments = new Map();
    for (const person of people) this.#add(person);
    this.onChange();
  }

  /** Adds or replaces one person (somebody joined, moved, left). */
  put(person: Person): void {
    this.#add(person);
    this.onChange();
  }

  all(platform?: PlatformName): Person[] {
    const people = [...this.#byUserid.values()];
    return platform === undefined ? people : people.filter((person) => person.platform === platform);
  }

  /** By the platform's own id. */
  byUserid(platform: PlatformName, userid: string): Person | undefined {
    return this.#byUserid.get(keyOf(platform, userid));
  }

  /** By the hospital's staff number. */
  byNumber(platform: PlatformName, staffNumber: string): Person | undefined {
    return this.#byNumber.get(`${platform}:${staffNumber}`);
  }

  departments(): Department[] {
    return [...this.#departments.values()];
  }

  departmentOf(person: Person): Department | undefined {
    return this.#departments.get(person.departmentCode);
  }

  #add(person: Person): void {
    this.#byUserid.set(keyOf(person.platform, person.userid), person);
    this.#byNumber.set(`${person.platform}:${person.staffNumber}`, person);
    let parent = 1;
    for (const { code, name } of [...(person.departmentPath ?? []), { code: person.departmentCode, name: person.departmentName }]) {
      const department = this.#departments.get(code) ?? { id: this.#departments.size + 2, code, name, parent };
      this.#departments.set(code, department);
      parent = department.id;
    }
  }
}
