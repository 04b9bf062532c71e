/** The institution's certificate and key (机构证书): the hospital's own by setting, else one made here at the first paper. */
import 'reflect-metadata';
import { type KeyObject, createPrivateKey, webcrypto } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, Name, PemConverter, X509Certificate, X509CertificateGenerator } from '@peculiar/x509';
import type { PaperSettings } from './settings.ts';

export interface Stamp {
  /** Leaf first, DER. */
  readonly chain: readonly Uint8Array[];
  readonly key: KeyObject;
  readonly name: string;
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface StampPlace {
  readonly dataDir: string;
  readonly hospital: string;
  readonly now: Date;
}

/** @throws Error naming the file that cannot be used: no paper leaves with a seal nobody can check */
export async function openStamp({ certificateFile, keyFile, keyPassword }: PaperSettings, place: StampPlace): Promise<Stamp> {
  if ((certificateFile === undefined) !== (keyFile === undefined)) throw new Error('PAPERS_CERTIFICATE_FILE and PAPERS_KEY_FILE are set together');
  if (certificateFile !== undefined && keyFile !== undefined) return readStamp(await readFile(certificateFile, 'utf8'), await readFile(keyFile, 'utf8'), keyPassword);
  const file = join(place.dataDir, 'keys', 'papers.pem');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const own = kept ?? (await keepOwn(file, place));
  return readStamp(own, own, undefined);
}

function readStamp(certificates: string, key: string, password: string | undefined): Stamp {
  const chain = (certificates.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));
  const [leaf] = chain;
  const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/.exec(key)?.[0];
  if (leaf === undefined || privateKey === undefined) throw new Error('the papers’ certificate or its key cannot be read');
  return {
    chain: chain.map(({ rawData }) => new Uint8Array(rawData)),
    key: createPrivateKey({ key: privateKey, ...(password === undefined ? {} : { passphrase: password }) }),
    name: leaf.subjectName.getField('CN')[0] ?? leaf.subject,
    serial: leaf.serialNumber,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
  };
}

const tenYears = 10 * 365 * 86_400_000;

/** What another process of this machine wrote meanwhile stands. */
async function keepOwn(file: string, { hospital, now }: StampPlace): Promise<string> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex').replace(/^[89a-f]/, '1'),
    name: new Name([{ C: [{ printableString: 'CN' }] }, { O: [{ utf8String: hospital }] }, { CN: [{ utf8String: `${hospital}（自制签章）` }] }]),
    notBefore: now,
    notAfter: new Date(now.getTime() + tenYears),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys,
    extensions: [new BasicConstraintsExtension(false, undefined, true), new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true)],
  });
  const pem = `${certificate.toString('pem')}\n${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, pem, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  });
  return readFile(file, 'utf8');
}
