/** The directory's door: departments, wards, staff and their accounts on the chat platforms. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { type ActorSession, type Door, type StaffActor } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type Module, defineModule } from '../../core/module.ts';
import type { DirectorySource } from '../../links/his/port.ts';
import { applyBatch } from './actions/apply.ts';
import { saveBeds } from './actions/beds.ts';
import { endPlace, removeStaff } from './actions/ending.ts';
import { applyFile, beginFile, dropFile, fileTemplate, previewFile, takeFilePart } from './actions/files.ts';
import { leave, noteLeft, restore, setLeave } from './actions/leaving.ts';
import { bindAccount, saveGroup, saveStaff, unbindAccount } from './actions/people.ts';
import { addPicture, removePicture, unbindDepartment } from './actions/pictures.ts';
import { publishPage, withdrawPage } from './actions/publishing.ts';
import { saveCampus, saveDepartment, saveInstitution, saveWard } from './actions/places.ts';
import { settle } from './actions/settle.ts';
import { answerStopped, checkSync, failSync, finishSync, reviveSyncs, scheduleOn, startSyncOf, takePage, whereIs } from './actions/sync.ts';
import { changed, failed, left, restored, stopped, synchronised } from './events.ts';
import { readingJob, readingTicks } from './jobs.ts';
import { actNames, phrases } from './phrases.ts';
import { whoAmI } from './queries/me.ts';
import { people, person, searchPeople } from './queries/people.ts';
import { beds, department, departments, pictures, places, wardsAndGroups } from './queries/places.ts';
import { guide, guidePage, publication } from './queries/public.ts';
import { matters, sourcesQuery } from './queries/sync.ts';
import { routes } from './routes.ts';
import { findPerson, staffOfAccount } from './store.ts';

export { applyBedReadiness } from './actions/bed-readiness.ts';
export { noteLeft } from './actions/leaving.ts';
export { whoAmI } from './queries/me.ts';
export { fhirDirectory } from './read-fhir.ts';
export { platformSource } from './read-platform.ts';
export { type Node, treeOf } from './rules.ts';
export { type Account, type DepartmentRow, type Person, type Place, accountsOf, accountsOfAll, departmentRows, departmentsBelow, findNamesakes, findPeople, findPerson, findPlace, findPlaces, groupsOf, membersOf, wardNames } from './store.ts';
export { type Named, type Names, namesOf, titlesOf } from './store.names.ts';
export { type CodedKind, askCodes, knowsCode } from './store.codes.ts';
export { administrators, functionHolders, lockDuties, searchPeople, setAdminRole, setFunctions, workersOf } from './store.duties.ts';

/** The person as an actor, as they are today. @throws Refusal `core.unknown-person`, `core.left` */
export async function actorOf(prisma: PrismaClient, number: string, door: Door, origin: string, session?: ActorSession): Promise<StaffActor> {
  const person = await findPerson(prisma, number);
  if (person === undefined) throw new Refusal('core.unknown-person', {}, 403);
  if (!person.active) throw new Refusal('core.left', {}, 403);
  const { name, role, adminRole, functions, departmentCode, wardCode } = person;
  return { kind: 'staff', id: number, name, role, adminRole, functions, departmentCode, wardCode, door, origin, session };
}

/** The person behind a platform account. @throws Refusal `core.unknown-person`, `core.left` */
export async function actorOfAccount(prisma: PrismaClient, account: { platform: string; corp: string; user: string }, door: Door): Promise<StaffActor> {
  const number = await staffOfAccount(prisma, account.platform, account.corp, account.user);
  if (number === undefined) throw new Refusal('core.unknown-person', {}, 403);
  return actorOf(prisma, number, door, `${account.platform}:${account.corp}:${account.user}`);
}

export interface DirectoryParts {
  /** Masters that are asked: HIS and the platforms' address books. */
  readonly sources: readonly DirectorySource[];
  readonly vanishedPercent: number;
}

export function directory({ sources, vanishedPercent }: DirectoryParts): Module {
  const asked = sourcesQuery(sources);
  const rules = { sources, vanishedPercent };
  const startSync = startSyncOf(sources.map(({ name }) => name));
  return defineModule({
    name: 'directory',
    events: [left, restored, changed, synchronised, stopped, failed],
    actions: [
      noteLeft, leave, restore, setLeave, saveInstitution, saveCampus, saveDepartment, saveWard, saveBeds, saveGroup, saveStaff, endPlace, removeStaff, bindAccount, unbindAccount,
      addPicture, removePicture, publishPage, withdrawPage, unbindDepartment, startSync, takePage, checkSync, answerStopped, applyBatch, finishSync, failSync, reviveSyncs, scheduleOn,
      beginFile, takeFilePart, previewFile, applyFile, dropFile, settle,
    ],
    queries: [whoAmI, places, department, departments, pictures, publication, guide, guidePage, wardsAndGroups, beds, people, person, searchPeople, whereIs, asked, matters, fileTemplate],
    jobs: [readingJob(rules)],
    ticks: readingTicks(rules, startSync),
    routes: routes(asked, startSync),
    phrases,
    acts: actNames,
  });
}
