/** The address book (§1.10). Departments hang below 1, the hospital. Reads are not counted in the quota. */
import { z } from 'zod';
import type { Person } from '../core/people.ts';
import { OapiProblem, oapiOk } from './answers.ts';
import { api, body, type ApiRoute, type Dingtalk } from './api.ts';
import { unionIdOf } from './ids.ts';

const ROOT = 1;
/** Largest page of user/list. */
const PAGE = 100;

const listSub = z.object({ dept_id: z.coerce.number().default(ROOT) });
const userList = z.object({ dept_id: z.coerce.number(), cursor: z.coerce.number().min(0), size: z.coerce.number().min(1).max(PAGE) });
const userGet = z.object({ userid: z.string().min(1) });
const wrong = (issue: string): OapiProblem => new OapiProblem(400002, `参数错误 ${issue}`);

export function directoryRoutes(dingtalk: Dingtalk): ApiRoute[] {
  const { people } = dingtalk.core;
  return [
    api(dingtalk, 'POST', '/topapi/v2/department/listsub', ({ request }) => {
      const { dept_id: parent } = body(listSub, request, wrong);
      checkDepartment(dingtalk, parent);
      const children = people.departments().filter((department) => department.parent === parent);
      const result = children.map(({ id, name }) => ({ dept_id: id, name, parent_id: parent, create_dept_group: true, auto_add_user: true }));
      return oapiOk({ result });
    }, { counted: false, permission: 'qyapi_get_department_list' }),
    api(dingtalk, 'POST', '/topapi/v2/user/list', ({ request }) => {
      const { dept_id: department, cursor, size } = body(userList, request, wrong);
      checkDepartment(dingtalk, department);
      const members = people.all('dingtalk').filter((person) => isListed(person) && departmentIdOf(dingtalk, person) === department);
      const more = cursor + size < members.length;
      const list = members.slice(cursor, cursor + size).map((person) => userOf(dingtalk, person));
      return oapiOk({ result: { has_more: more, ...(more && { next_cursor: cursor + size }), list } });
    }, { counted: false, permission: 'qyapi_get_department_member' }),
    api(dingtalk, 'POST', '/topapi/v2/user/get', ({ request }) => {
      const { userid } = body(userGet, request, wrong);
      const person = people.byUserid('dingtalk', userid);
      if (person === undefined || !isListed(person)) throw new OapiProblem(60121, '找不到该用户');
      return oapiOk({ result: userOf(dingtalk, person) });
    }, { counted: false, permission: 'qyapi_get_member' }),
  ];
}

function checkDepartment(dingtalk: Dingtalk, id: number): void {
  const known = id === ROOT || dingtalk.core.people.departments().some((department) => department.id === id);
  if (!known) throw new OapiProblem(60003, '部门不存在');
}

/** Who has left is gone from the address book. */
const isListed = (person: Person): boolean => person.active;

function departmentIdOf(dingtalk: Dingtalk, person: Person): number {
  return dingtalk.core.people.departmentOf(person)?.id ?? ROOT;
}

function userOf(dingtalk: Dingtalk, person: Person): Record<string, unknown> {
  return {
    userid: person.userid,
    unionid: unionIdOf(person.userid),
    name: person.name,
    avatar: '',
    state_code: '86',
    hide_mobile: true,
    telephone: '',
    job_number: person.staffNumber,
    title: person.title ?? '',
    email: '',
    work_place: '',
    remark: '',
    dept_id_list: [departmentIdOf(dingtalk, person)],
    dept_order: 1,
    extension: '{}',
    active: person.active,
    admin: false,
    boss: false,
    leader: false,
    exclusive_account: false,
  };
}
