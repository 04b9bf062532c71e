/** FHIR's doors: what other systems push as bundles and resources, stored and handed to the intake. */
import { type Module, defineModule } from '../../core/module.ts';
import { askFor, moveFeed, rememberNames } from './actions.ts';
import { type DoorParts, fhirDoor } from './routes.ts';

export function fhir(parts: DoorParts): Module {
  return defineModule({
    name: 'fhir',
    actions: [rememberNames, moveFeed, askFor],
    foreign: fhirDoor(parts),
    acts: { 'fhir.remember': '登记 FHIR 资源编号', 'fhir.move-feed': '记录 FHIR 读取进度', 'fhir.ask-for': 'FHIR 订阅通知' },
  });
}
