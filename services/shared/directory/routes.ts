/** The directory's pages: what stands behind each address. */
import type { AnyQuery, Route } from '../../core/module.ts';
import { saveBeds } from './actions/beds.ts';
import { endPlace, removeStaff } from './actions/ending.ts';
import { applyFile, beginFile, dropFile, fileTemplate, previewFile, takeFilePart } from './actions/files.ts';
import { leave, restore, setLeave } from './actions/leaving.ts';
import { bindAccount, saveGroup, saveStaff, unbindAccount } from './actions/people.ts';
import { addPicture, removePicture, unbindDepartment } from './actions/pictures.ts';
import { publishPage, withdrawPage } from './actions/publishing.ts';
import { saveCampus, saveDepartment, saveInstitution, saveWard } from './actions/places.ts';
import { settle } from './actions/settle.ts';
import { type StartSync, answerStopped } from './actions/sync.ts';
import { whoAmI } from './queries/me.ts';
import { people, person, searchPeople } from './queries/people.ts';
import { beds, department, departments, pictures, places, wardsAndGroups } from './queries/places.ts';
import { guide, guidePage, publication } from './queries/public.ts';
import { matters } from './queries/sync.ts';

export function routes(sources: AnyQuery, startSync: StartSync): Route[] {
  return [
    { method: 'GET', path: '/me', does: whoAmI },
    { method: 'GET', path: '/directory/search', does: searchPeople },
    { method: 'GET', path: '/directory/departments', does: departments },
    { method: 'GET', path: '/directory/pictures', does: pictures },
    { method: 'POST', path: '/directory/pictures', does: addPicture },
    { method: 'POST', path: '/directory/pictures/remove', does: removePicture },
    { method: 'GET', path: '/directory/guide', does: guide, forAnybody: true },
    { method: 'GET', path: '/directory/guide/page', does: guidePage, forAnybody: true },
    { method: 'GET', path: '/directory/publication', does: publication },
    { method: 'POST', path: '/directory/publication', does: publishPage },
    { method: 'POST', path: '/directory/publication/withdraw', does: withdrawPage },
    { method: 'GET', path: '/directory/places', does: places },
    { method: 'GET', path: '/directory/places/department', does: department },
    { method: 'POST', path: '/directory/places/institution', does: saveInstitution },
    { method: 'POST', path: '/directory/places/campus', does: saveCampus },
    { method: 'POST', path: '/directory/places/department', does: saveDepartment },
    { method: 'POST', path: '/directory/places/ward', does: saveWard },
    { method: 'POST', path: '/directory/places/group', does: saveGroup },
    { method: 'POST', path: '/directory/places/end', does: endPlace },
    { method: 'POST', path: '/directory/places/unbind', does: unbindDepartment },
    { method: 'GET', path: '/directory/wards', does: wardsAndGroups },
    { method: 'GET', path: '/directory/wards/:ward/beds', does: beds },
    { method: 'POST', path: '/directory/wards/:ward/beds', does: saveBeds },
    { method: 'GET', path: '/directory/people', does: people },
    { method: 'GET', path: '/directory/person', does: person },
    { method: 'POST', path: '/directory/people', does: saveStaff },
    { method: 'POST', path: '/directory/people/leave', does: leave },
    { method: 'POST', path: '/directory/people/restore', does: restore },
    { method: 'POST', path: '/directory/people/away', does: setLeave },
    { method: 'POST', path: '/directory/people/remove', does: removeStaff },
    { method: 'POST', path: '/directory/accounts/bind', does: bindAccount },
    { method: 'POST', path: '/directory/accounts/unbind', does: unbindAccount },
    { method: 'GET', path: '/directory/sources', does: sources },
    { method: 'POST', path: '/directory/sync', does: startSync },
    { method: 'POST', path: '/directory/sync/answer', does: answerStopped },
    { method: 'GET', path: '/directory/template', does: fileTemplate },
    { method: 'POST', path: '/directory/file', does: beginFile },
    { method: 'POST', path: '/directory/file/part', does: takeFilePart },
    { method: 'POST', path: '/directory/file/preview', does: previewFile },
    { method: 'POST', path: '/directory/file/apply', does: applyFile },
    { method: 'POST', path: '/directory/file/drop', does: dropFile },
    { method: 'GET', path: '/directory/matters', does: matters },
    { method: 'POST', path: '/directory/matters/settle', does: settle },
  ];
}
