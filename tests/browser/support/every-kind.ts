/** A document of each kind of the standard (WS/T 500) as the simulated hospital writes them, in the standard's order. */
import { beds, staysOf } from '../../../services/demo/hospital/course/stays.ts';
import { simulatedHospital } from '../../../services/demo/hospital/hospital.ts';
import { documentTellings } from '../../../services/demo/hospital/speak/documents.ts';
import type { DocumentSample, ResultSample } from '../../../services/demo/hospital/speak/facts.ts';
import { imagingTellings, laboratoryTellings } from '../../../services/demo/hospital/speak/results.ts';
import type { Telling } from '../../../services/demo/hospital/speak/telling.ts';
import { day, hour } from '../../../services/demo/hospital/time.ts';
import { standardKinds } from '../../../services/shared/documents/model.kinds.ts';

const first = Date.parse('2026-11-20T09:00:00+08:00');

export async function everyKind(): Promise<DocumentSample[]> {
  const hospital = simulatedHospital({ seed: 7, first });
  const wanted = new Map(standardKinds.map(([code]): [string, DocumentSample | undefined] => [code, undefined]));
  const keep = async (tellings: readonly Telling[]): Promise<void> => {
    for (const { write } of tellings) {
      const fact = await write();
      const code = fact.form === 'document' ? (fact.sample.type?.id ?? '') : '';
      if (fact.form === 'document' && wanted.has(code) && wanted.get(code) === undefined) wanted.set(code, fact.sample);
    }
  };
  await keep(hospital.between(first, first + 4 * hour).filter(({ ward, what }) => ward === '' && /病历|处方|留观/u.test(what)));
  // Deaths are rare: intensive care of two months has some.
  const grave = beds.filter(({ ward }) => ward.department === 'ICU').flatMap((bed) => [...staysOf(hospital.world, bed, first, first + 60 * day)]).filter(({ dies }) => dies);
  const stays = beds.flatMap((bed) => [...staysOf(hospital.world, bed, first, first + 14 * day)]);
  for (const stay of [...grave, ...stays]) {
    if ([...wanted.values()].every((found) => found !== undefined)) break;
    await keep(documentTellings(hospital.world, stay).filter(({ what }) => what !== ''));
  }
  const missing = [...wanted].filter(([, found]) => found === undefined).map(([code]) => code);
  if (missing.length > 0) throw new Error(`nobody writes ${missing.join()}`);
  return [...wanted.values()].filter((found) => found !== undefined);
}

/** A report of the laboratory and one of imaging, each with its sheet (MC-014). */
export async function reportsWithSheets(): Promise<ResultSample[]> {
  const { world, inpatients } = simulatedHospital({ seed: 7, first });
  const stays = inpatients(first);
  const found = [stays.flatMap((stay) => laboratoryTellings(world, stay)).find(({ at, id }) => at >= first && id.includes('BIO')), stays.flatMap((stay) => imagingTellings(world, stay))[0]];
  const facts = await Promise.all(found.map((telling) => telling?.write()));
  return facts.flatMap((fact) => (fact?.form === 'result' && fact.sample.sheet !== undefined ? [fact.sample] : []));
}
