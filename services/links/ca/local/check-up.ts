/** The local CA's own check-up: tries the root instead of believing it. */
import { readCertificate } from '../certificates.ts';
import type { CaFinding } from '../port.ts';
import { caWords } from '../phrases.ts';
import type { LocalCa } from './local-ca.ts';
import { currentRoot, withIssuer } from './root.ts';

const YEAR = 365 * 86_400_000;

/** Never throws. */
export async function checkUpLocal(ca: LocalCa): Promise<readonly CaFinding[]> {
  const words = caWords.checkUp;
  try {
    const root = await currentRoot(ca);
    await withIssuer(ca, root, async () => undefined);
    const { notAfter } = readCertificate(root.certificate);
    const until = new Date(notAfter).toISOString().slice(0, 10);
    const long = notAfter - ca.now() > YEAR;
    return [{ ok: long, what: words.root, seen: words.rootUntil(until), mend: long ? '' : words.rootMend }];
  } catch {
    return [{ ok: false, what: words.root, seen: words.rootBroken, mend: words.sealKeyMend }];
  }
}
