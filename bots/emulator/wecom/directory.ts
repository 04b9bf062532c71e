/** Address book and small look-ups (§2.11 tickets, §2.12 directory). */
import { z } from 'zod';
import type { EmuReply, EmuRequest, Route } from '../core/http.ts';
import type { Person } from '../core/people.ts';
import { no, ok, problems } from './answers.ts';
import { opaque } from './memory.ts';
import type { Wecom } from './memory.ts';
import { isVisible } from './receivers.ts';
import { tokenOwner } from './token.ts';

const ROOT = 1;
export const TICKET_MS = 7_200_000;
export const TICKET_PATHS = { corp: '/cgi-bin/get_jsapi_ticket', agent: '/cgi-bin/ticket/get' } as const;

export function directoryRoutes(wecom: Wecom): readonly Route[] {
  const get = (path: string, handle: (wecom: Wecom, request: EmuRequest) => EmuReply): Route =>
    ({ method: 'GET', path: `/cgi-bin/${path}`, handle: (request) => handle(wecom, request) });
  return [
    get('department/list', full(departmentList)),
    get('department/simplelist', departmentIds),
    get('department/get', full(departmentGet)),
    get('user/list', full((wecom, request) => userList(wecom, request, member))),
    get('user/simplelist', full((wecom, request) => userList(wecom, request, shortMember))),
    get('user/get', full(userGet)),
    { method: 'POST', path: '/cgi-bin/user/list_id', handle: (request) => userIds(wecom, request) },
    get('agent/get', full(agentGet)),
    get('get_jsapi_ticket', ticket),
    get('ticket/get', ticket),
    get('getcallbackip', () => ok({ ip_list: ['127.0.0.1'] })),
  ];
}

type Answer = (wecom: Wecom, request: EmuRequest) => EmuReply;

/** Since 2022-08-15 the contacts secret of a new tenant may read id lists only. */
function full(answer: Answer): Answer {
  return (wecom, request) => (tokenOwner(wecom, request) === 'app' ? answer(wecom, request) : no(problems.notPermitted, request.remote));
}

/** The app as its own secret may see it: switched on, who sees it, which domain it trusts. Field names as the official sample has them [R]. */
function agentGet(wecom: Wecom, request: EmuRequest): EmuReply {
  const { app, pages } = wecom.settings;
  if (Number(request.query.get('agentid')) !== app.agentid) return no(problems.foreignAgent, request.remote);
  const users = wecom.core.people.all().filter((person) => person.platform === 'wecom' && isVisible(wecom, person));
  return ok({
    agentid: app.agentid, name: app.name, square_logo_url: '', description: '', close: 0,
    allow_userinfos: { user: app.visible === undefined ? [] : users.map(({ userid }) => ({ userid })) },
    allow_partys: { partyid: app.visible === undefined ? [ROOT] : [] },
    allow_tags: { tagid: [] },
    redirect_domain: app.trustedDomains[0] ?? '', report_location_flag: 0, isreportenter: 0, home_url: pages.home,
  });
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly parentid: number;
  readonly order: number;
}

function departmentRows(wecom: Wecom): Row[] {
  const root = { id: ROOT, name: wecom.settings.corpName, parentid: 0, order: 100_000_000 };
  const rest = wecom.core.people.departments().map(({ id, name, parent }) => ({ id, name, parentid: parent, order: 100_000_000 - id }));
  return [root, ...rest];
}

const fullRow = (row: Row): object => ({ ...row, name_en: '', department_leader: [] });

/** The department and its whole subtree. */
function departmentList(wecom: Wecom, request: EmuRequest): EmuReply {
  const rows = below(departmentRows(wecom), Number(request.query.get('id') ?? ROOT));
  return rows.length === 0 ? no(problems.noPrivilege, request.remote) : ok({ department: rows.map(fullRow) });
}

function below(rows: readonly Row[], id: number): Row[] {
  return rows.filter((row) => row.id === id).flatMap((row) => [row, ...rows.filter(({ parentid }) => parentid === id).flatMap((child) => below(rows, child.id))]);
}

function departmentIds(wecom: Wecom): EmuReply {
  return ok({ department_id: departmentRows(wecom).map(({ id, parentid, order }) => ({ id, parentid, order })) });
}

function departmentGet(wecom: Wecom, request: EmuRequest): EmuReply {
  const row = departmentRows(wecom).find((each) => each.id === Number(request.query.get('id')));
  return row === undefined ? no(problems.noPrivilege, request.remote) : ok({ department: fullRow(row) });
}

const departmentId = (wecom: Wecom, person: Person): number => wecom.core.people.departmentOf(person)?.id ?? ROOT;

/** Since 2022-06-20 new apps get neither avatar, gender, mobile nor mail. `alias` and the corporation's own field 工号 carry the staff number. */
function member(wecom: Wecom, person: Person): object {
  const department = departmentId(wecom, person);
  return {
    userid: person.userid, name: person.name, department: [department], order: [0], position: person.title ?? '',
    is_leader_in_dept: [0], direct_leader: [], main_department: department, alias: person.staffNumber, telephone: '',
    status: person.active ? 1 : 5, open_userid: '', english_name: '', external_position: '',
    extattr: { attrs: [{ type: 0, name: '工号', value: person.staffNumber, text: { value: person.staffNumber } }] },
  };
}

function shortMember(wecom: Wecom, person: Person): object {
  return { userid: person.userid, name: person.name, department: [departmentId(wecom, person)], open_userid: '' };
}

function userList(wecom: Wecom, request: EmuRequest, shape: (wecom: Wecom, person: Person) => object): EmuReply {
  const id = Number(request.query.get('department_id'));
  if (!departmentRows(wecom).some((row) => row.id === id)) return no(problems.noPrivilege, request.remote);
  const deep = request.query.get('fetch_child') === '1';
  const asked = new Set(deep ? below(departmentRows(wecom), id).map((row) => row.id) : [id]);
  const here = (person: Person): boolean => asked.has(departmentId(wecom, person));
  const found = wecom.core.people.all('wecom').filter((person) => isVisible(wecom, person) && here(person));
  return ok({ userlist: found.map((person) => shape(wecom, person)) });
}

function userGet(wecom: Wecom, request: EmuRequest): EmuReply {
  const person = wecom.core.people.byUserid('wecom', request.query.get('userid') ?? '');
  if (person === undefined) return no(problems.noUser, request.remote);
  return isVisible(wecom, person) || !person.active ? ok(member(wecom, person)) : no(problems.noPrivilege, request.remote);
}

const pageSchema = z.object({ cursor: z.string().optional(), limit: z.number().int().min(1).max(10_000).optional() });

/** One row for each department of a member; needs the contacts secret. */
function userIds(wecom: Wecom, request: EmuRequest): EmuReply {
  if (tokenOwner(wecom, request) !== 'contacts') return no(problems.notPermitted, request.remote);
  const page = pageSchema.safeParse(request.json() ?? {});
  if (!page.success) return no(problems.parameter, request.remote);
  const from = Number(page.data.cursor ?? 0) || 0;
  const to = from + (page.data.limit ?? 10_000);
  const people = wecom.core.people.all('wecom').filter((person) => person.active);
  const rows = people.slice(from, to).map((person) => ({ userid: person.userid, department: departmentId(wecom, person) }));
  return ok({ next_cursor: to < people.length ? String(to) : '', dept_user: rows });
}

/** The same ticket inside its 7 200 s, one for the corp and one for the app. */
function ticket(wecom: Wecom, request: EmuRequest): EmuReply {
  if (tokenOwner(wecom, request) !== 'app') return no(problems.notPermitted, request.remote);
  if (request.path === '/cgi-bin/ticket/get' && request.query.get('type') !== 'agent_config') return no(problems.parameter, request.remote);
  const { core, memory } = wecom;
  const now = core.clock.now();
  const valid = memory.jsTickets.age(request.path, now) < TICKET_MS ? memory.jsTickets.get(request.path) : undefined;
  const value = valid ?? opaque('', 60);
  if (valid === undefined) memory.jsTickets.set(request.path, value, now);
  return ok({ ticket: value, expires_in: Math.ceil((TICKET_MS - memory.jsTickets.age(request.path, now)) / 1_000) });
}
