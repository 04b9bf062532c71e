/** What a bed is ready for, as the Location of the bed. */
import type { Bundle, Location } from 'fhir/r4.js';
import type { BedStatusSample } from '../facts.ts';
import { coded, transaction, v2 } from './base.ts';

const kind = (code: string): Location['physicalType'] => coded('http://terminology.hl7.org/CodeSystem/location-physical-type', code);

export function bedBundle(sample: BedStatusSample): Bundle {
  const { place: { ward = '', bed = '' }, status } = sample;
  const above: Location = { resourceType: 'Location', id: 'ward', identifier: [{ value: ward }], physicalType: kind('wa') };
  return transaction(sample, [{ resourceType: 'Location', id: '0', contained: [above], identifier: [{ value: bed }], mode: 'instance', physicalType: kind('bd'), operationalStatus: { system: v2('0116'), code: status }, partOf: { reference: '#ward' } }]);
}
