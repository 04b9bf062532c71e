/** A fact as FHIR R4: ADT as a message with its event, everything else as a transaction. */
import type { Bundle } from 'fhir/r4.js';
import type { Fact } from '../facts.ts';
import { bytesOf } from './base.ts';
import { bedBundle } from './beds.ts';
import { executionBundle, orderBundle } from './orders.ts';
import { scheduleBundle } from './plans.ts';
import { documentBundle, resultBundle } from './results.ts';
import { stayBundle } from './stays.ts';

export function bundleOf(fact: Fact): Bundle {
  switch (fact.form) {
    case 'admission':
      return stayBundle(fact.sample);
    case 'order':
      return orderBundle(fact.sample);
    case 'execution':
      return executionBundle(fact.sample);
    case 'result':
      return resultBundle(fact.sample);
    case 'document':
      return documentBundle(fact.sample);
    case 'schedule':
      return scheduleBundle(fact.sample);
    case 'bed':
      return bedBundle(fact.sample);
  }
}

export const asFhir = (fact: Fact): Buffer => bytesOf(bundleOf(fact));
