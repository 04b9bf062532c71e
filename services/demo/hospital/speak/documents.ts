/** Documents of the EMR as MDM: text by lines, the temperature chart as a page. */
import { type Fact, document } from './facts.ts';
import type { Stay, World } from '../course/stays.ts';
import { kindOf, type Kind } from '../documents/kinds.ts';
import { documentsOf, type Planned } from '../documents/plan.ts';
import { patientOf, shortVisit, staffOf, type Telling } from './telling.ts';

/** What history needs soon; the rest of older days comes when there is time. */
const basics = new Set<Kind>(['admission', 'firstCourse', 'rounds', 'operation', 'afterOperation', 'consultation', 'vitals', 'orders', 'discharge', 'admissionNotice', 'assessment']);

export function documentTellings(world: World, stay: Stay): Telling[] {
  return documentsOf(world, stay).map((planned) => {
    const number = `EMR${stay.id.slice(2)}${kindOf(planned.kind).id}${planned.mark === '长期' ? 'L' : planned.mark === '临时' ? 'T' : planned.mark}`;
    const id = `${number}.${Math.round(planned.at / 60_000)}`;
    return { at: planned.at, id, system: 'EMR' as const, what: `病历文书 ${planned.title ?? kindOf(planned.kind).text}`, weight: basics.has(planned.kind) ? ('basic' as const) : ('detail' as const), ward: stay.ward.code, ...(planned.grows === true && { replaces: number }), write: () => message(stay, planned, number, id) };
  });
}

function message(stay: Stay, planned: Planned, number: string, id: string): Fact {
  const { kind, title, at, author, signer, write } = planned;
  const content = write();
  return document({
    event: planned.grows === true ? 'T08' : 'T02', at: new Date(at), controlId: id, application: 'EMR', patient: patientOf(stay.patient), visit: shortVisit(stay), number, type: kindOf(kind), title: title ?? kindOf(kind).text,
    author: staffOf(author), signer: staffOf(signer ?? author), writtenAt: new Date(at), signedAt: new Date(at), status: 'LA', text: typeof content === 'string' ? content : content.map((line) => line.trim()).filter((line) => line !== '').join('\n'),
  });
}
