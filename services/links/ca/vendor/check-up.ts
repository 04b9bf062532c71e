/** What can be wrong with a vendor's connection, told to an administrator. */
import { Failure } from '../../../core/errors.ts';
import { caWords } from '../phrases.ts';
import type { CaFinding } from '../port.ts';
import { pingSchema, TIME_WINDOW } from './contract.ts';
import type { VendorCa } from './vendor-ca.ts';

const words = caWords.checkUp;

/** Never throws. */
export async function checkUpVendor(ca: VendorCa): Promise<readonly CaFinding[]> {
  return [...(await reachable(ca)), roots(ca)];
}

async function reachable(ca: VendorCa): Promise<readonly CaFinding[]> {
  const asked = ca.now();
  try {
    const { time } = await ca.call('GET', '/v1/ping', pingSchema);
    const took = ca.now() - asked;
    const apart = Math.round(Math.abs(time - asked - took / 2) / 1000);
    const inTime = apart * 1000 < TIME_WINDOW / 2;
    return [
      { ok: true, what: words.vendor, seen: words.vendorFine(took), mend: '' },
      { ok: inTime, what: words.vendorClock, seen: words.vendorClockSeen(apart), mend: inTime ? '' : words.vendorClockMend },
    ];
  } catch (error) {
    const refused = error instanceof Failure && error.class === 'permanent';
    return [
      {
        ok: false,
        what: words.vendor,
        seen: refused ? words.vendorRefused : words.vendorDown,
        mend: refused ? words.vendorRefusedMend : words.vendorDownMend,
      },
    ];
  }
}

function roots(ca: VendorCa): CaFinding {
  const some = ca.roots.length > 0;
  return { ok: some, what: words.vendorRoots, seen: words.vendorRootsSeen(ca.roots.length), mend: some ? '' : words.vendorRootsMend };
}
