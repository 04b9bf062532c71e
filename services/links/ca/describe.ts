/** A certificate as the port shows it. */
import { readCertificate } from './certificates.ts';
import type { Certificate, Revocation } from './port.ts';

export interface Known {
  readonly staffNumber: string;
  readonly now: number;
  readonly revocation: Revocation | undefined;
}

/** @throws Error when the PEM text is no certificate */
export function describeCertificate(pem: string, known: Known): Certificate {
  const { serial, name, department, algorithm = '', notBefore, notAfter } = readCertificate(pem);
  const { staffNumber, now, revocation } = known;
  const ended = notAfter < now ? 'expired' : 'valid';
  return {
    serial,
    staffNumber,
    name,
    department,
    algorithm,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    pem,
    state: revocation === undefined ? ended : 'revoked',
    ...(revocation === undefined ? {} : { revocation }),
  };
}
