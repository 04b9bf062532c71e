/** The register: one line per module, with what each is given. */
import { join } from 'node:path';
import type { Bot, Counters } from '../bots/bot.ts';
import type { PrismaClient } from '../prisma/generated/client.ts';
import { admissionCentre } from './clinical/admission-centre/index.ts';
import { type TicketKeys, doctorStation } from './clinical/doctor-station/index.ts';
import { beds } from './clinical/beds/index.ts';
import { consultationAnswers } from './clinical/consultation-answers/index.ts';
import { wardScreens } from './clinical/ward-screens/index.ts';
import { groupRobotsOf } from './bots.ts';
import { type Rules, countOpen, criticalValues, waitingInWard, waitsFor, wardOfValue } from './clinical/critical-values/index.ts';
import { groupRobots } from './clinical/group-robots/index.ts';
import { rulesOf } from './clinical/critical-values/settings.ts';
import { patientLookup } from './clinical/patient-lookup/index.ts';
import { testRequests } from './clinical/test-requests/index.ts';
import { type Policy, allow, deny } from './core/access.ts';
import { monthOf } from './core/counters.ts';
import { auditKeyring } from './core/audit-chain.ts';
import { coreActs } from './core/audit.ts';
import { createHousekeeping } from './core/housekeeping.ts';
import type { QueueCensus } from './core/jobs.ts';
import type { Log } from './core/log.ts';
import type { Module } from './core/module.ts';
import { corePhrases, phraseBook } from './core/phrases.ts';
import type { Corridor } from './core/run.ts';
import type { Replays } from './core/replays.ts';
import type { KeyRing } from './core/seal.ts';
import type { SealedIds } from './core/sealed-ids.ts';
import type { CertificateAuthority } from './links/ca/port.ts';
import { httpCommands } from './links/contract/commands/http.ts';
import { readFacts, readStoredFacts } from './links/contract/facts/read.ts';
import { fhirServer } from './links/fhir/http-server.ts';
import { tokenOf } from './links/fhir/token.ts';
import { httpOriginals } from './links/originals/http.ts';
import type { Originals } from './links/originals/port.ts';
import { hisSource } from './links/his/http-source.ts';
import type { DirectorySource } from './links/his/port.ts';
import type { LaboratoryLink } from './links/hl7/feedback.ts';
import { REASONS } from './links/hl7/phrases.ts';
import type { Outcome } from './links/hl7/read.ts';
import { keys } from './operations/keys/index.ts';
import { audit } from './operations/audit/index.ts';
import { thresholdsOf } from './operations/audit/settings.ts';
import { diagnosisNames, dictionaries, orderItems } from './operations/dictionaries/index.ts';
import { apiClients } from './operations/api-clients/index.ts';
import { dutyRoster } from './operations/duty-roster/index.ts';
import { type FhirParts, fhir, readFhirAgain } from './operations/fhir/index.ts';
import { type Heard, feeds } from './operations/feeds/index.ts';
import { hospitalCommands } from './operations/hospital-commands/index.ts';
import { hospitalFacts } from './operations/hospital-facts/index.ts';
import type { Papers } from './core/papers/index.ts';
import { type Comparer, type Tracer, leakTracing } from './operations/leak-tracing/index.ts';
import { platforms } from './operations/platforms/index.ts';
import { recordMerges } from './operations/record-merges/index.ts';
import type { Settings } from './settings.ts';
import { consultations } from './shared/consultations/index.ts';
import { codes } from './shared/codes/index.ts';
import { createScope, dataScope } from './shared/data-scope/index.ts';
import { directory, fhirDirectory, platformSource } from './shared/directory/index.ts';
import { type IntakeDoor, type Readers, intake, intakeFace } from './shared/intake/index.ts';
import { documents } from './shared/documents/index.ts';
import { type CardFace, type LineAnswer, notices } from './shared/notices/index.ts';
import { nursing } from './shared/nursing/index.ts';
import { onCall } from './shared/on-call/index.ts';
import { orders } from './shared/orders/index.ts';
import { results } from './shared/results/index.ts';
import { clinicLine, schedules } from './shared/schedules/index.ts';
import { lookUp, patients } from './shared/patients/index.ts';
import { type SignInKit, rightToEnrol, signInModule } from './shared/sign-in/index.ts';
import { signatures } from './shared/signatures/index.ts';
import { theatre } from './shared/theatre/index.ts';
import { urging } from './shared/urging/index.ts';
import { telephoneLinks } from './links/telephony/index.ts';
import { type Copies, viewing } from './shared/viewing/index.ts';

export interface ModuleParts {
  readonly settings: Settings;
  readonly prisma: PrismaClient;
  readonly bots: readonly Bot[];
  /** Other origins at which our pages are shown: the demonstration's phones. */
  readonly framedAt?: (() => Promise<readonly string[]>) | undefined;
  /** Instead of the platforms' own deadlines. */
  readonly patienceMs?: number | undefined;
  readonly ids: SealedIds;
  readonly ca: CertificateAuthority;
  readonly laboratory: LaboratoryLink | undefined;
  readonly census: () => Promise<readonly QueueCensus[]>;
  readonly retryDead: (queue: string) => Promise<number>;
  readonly counters: Counters;
  readonly now: () => Date;
  readonly seal: KeyRing;
  readonly signInKit: SignInKit;
  readonly log: Log;
  /** There once the service is. */
  readonly corridor: () => Corridor;
  /** Where messages are stored and applied; there once the service is. */
  readonly intakeDoor: () => IntakeDoor;
  /** HL7 v2 as the listener reads it, with what was agreed with each sender. */
  readonly readHl7: (bytes: Buffer) => Outcome;
  /** Where pages are prepared and marked. */
  readonly copies: Copies;
  /** Looks for a hidden code in a picture. */
  readonly tracer: Tracer;
  readonly comparer: Comparer;
  readonly papers: Papers;
  /** Signs tickets for the doctor's station. */
  readonly ticketKeys: TicketKeys;
  readonly replays: Replays;
  /** Whoever watches over the senders. */
  readonly heard: (message: Heard) => void;
}

export interface Modules {
  readonly modules: readonly Module[];
  readonly faces: ReadonlyMap<string, CardFace>;
  readonly lines: (corridor: Corridor) => readonly LineAnswer[];
}

export function createModules(parts: ModuleParts): Modules {
  const { settings, prisma, bots, ids, ca, census, retryDead, now, seal } = parts;
  const commanding = hospitalCommands({ seal, commands: settings.hospitalCommands === undefined ? undefined : httpCommands(settings.hospitalCommands, now), corridor: parts.corridor });
  // A laboratory that takes HL7 is answered so; another one by the hospital's command port, where there is one.
  const laboratory = parts.laboratory ?? commanding.laboratory;
  const { laboratoryDepartments, medicalOffices } = settings.criticalValues;
  const { recordsOffices, admissionCentres, ...limits } = settings.dataScope;
  const scope = createScope({ ...limits, offices: { laboratories: laboratoryDepartments.split(','), medicalOffices: medicalOffices.split(','), recordsOffices: recordsOffices.split(','), admissionCentres: admissionCentres.split(',') } });
  const seeing = dataScope(scope);
  const rules: Rules = rulesOf(settings.criticalValues, laboratory !== undefined, scope, commanding.desk.open);
  const critical = criticalValues({ rules, ca, laboratory, papers: parts.papers, desk: commanding.desk, reaching: { seal, settings: settings.patients } });
  const auditing = audit({
    ...auditPlaces(settings),
    prisma,
    keys: auditKeyring(seal),
    limits: thresholdsOf(settings.audit),
    names: { acts: () => Object.assign({}, coreActs, ...modules.map(({ acts = {} }) => acts)), say: () => phraseBook(corePhrases, ...modules.map(({ phrases = {} }) => phrases)) },
    census,
    refusals: REASONS,
    recordsOffices: recordsOffices.split(','),
    now,
  });
  const mayCorrect = byDepartment(recordsOffices.split(','));
  const watching = feeds(settings.feeds);
  const rosters = dutyRoster({ medicalOffices: medicalOffices.split(','), aheadHours: settings.dutyRoster.aheadHours });
  const finding = patientLookup(scope, (tx, by, number) => lookUp(tx, seal, by, number));
  const operating = theatre(scope);
  const lying = beds(scope, countOpen);
  const screening = wardScreens((tx, ward, at) => waitingInWard(tx, rules, ward, at), now());
  const answering = consultationAnswers({ scope, seal, ca, desk: commanding.desk });
  const ordering = testRequests({ scope, seal, desk: commanding.desk, items: orderItems });
  const faces = new Map([critical.face, answering.face, ordering.face, seeing.face, auditing.face, watching.face, intakeFace, rosters.face, screening.face].map((face) => [face.module, face]));
  const modules: Module[] = [
    directory({ sources: directorySources(parts), vanishedPercent: settings.directory.vanishedPercent }),
    patients({ seal, settings: settings.patients, maySee: scope.mayRead({ module: 'patients', act: 'detail' }, ({ patientId }) => patientId) }, mayCorrect),
    recordMerges({ seal, settings: settings.patients, mayCorrect }),
    onCall,
    rosters.module,
    seeing.module,
    codes,
    dictionaries,
    intake(seal, readersOf(parts), diagnosisNames, originalsOf(parts)),
    commanding.module,
    watching.module,
    hospitalFacts({ read: readFacts, intake: parts.intakeDoor, log: parts.log, heard: parts.heard }),
    orders(scope, { asImage: settings.viewing.orders === 'image' }),
    results(scope, settings.viewing.pacsUrl),
    documents(scope, seal),
    viewing(scope, seal, parts.copies, settings.service.hospitalName, settings.viewing),
    schedules(scope),
    operating.module,
    consultations(scope, seal),
    answering.module,
    nursing(scope),
    signatures(ca, [critical.signedAct, answering.signedAct], rightToEnrol(parts.signInKit)),
    signInModule(parts.signInKit),
    notices({ prisma, bots, faces, ids, ownPages: async () => [new URL(settings.service.pagesUrl).origin, ...(await parts.framedAt?.() ?? [])], answerMs: parts.patienceMs, urging: { fromStep: settings.notices.urgeFromStep, means: settings.notices.urgeMeans } }),
    urging({ seal, settings: settings.urging, stillWaits: async (tx, { module, subject }, staff) => module === critical.module.name && waitsFor(tx, subject, staff), telephones: telephonesOf(parts) }),
    critical.module,
    doctorStation({ settings: settings.doctorStation, keys: parts.ticketKeys, issuer: settings.service.pagesUrl, replays: parts.replays, began: now() }),
    finding.module,
    admissionCentre({ scope, seal, desk: commanding.desk, centres: admissionCentres.split(',') }),
    ordering.module,
    lying.module,
    groupRobots({ seal, wardOf: (tx, value, at) => wardOfValue(tx, rules, value, at), robots: groupRobotsOf(settings, now) }),
    screening.module,
    createHousekeeping(prisma),
    auditing.module,
    leakTracing(seal, parts, parts.papers),
    apiClients({ seal, routes: () => modules.flatMap((module) => module.routes ?? []), foreign: () => modules.flatMap((module) => module.foreign ?? []) }),
    fhir({ prisma, seal, heard: parts.heard, late: () => ({ intake: parts.intakeDoor(), corridor: parts.corridor() }), maxBytes: settings.fhirDoor.maxBytes, resultDays: settings.fhirDoor.resultDays, url: `${settings.service.pagesUrl}/api/machine/fhir`, feed: fhirFeed(parts) }),
    keys({ seal, tables: () => modules.flatMap((module) => module.sealed ?? []), bound: boundForGood }),
    platforms({ bots, census, retryDead, month: () => monthOf(now()) }),
  ];
  return { modules, faces, lines: (corridor) => [critical.line(corridor), clinicLine(corridor), rosters.line(corridor), operating.line(corridor), lying.line(corridor), finding.line(corridor)] };
}

/** Where anchors and archives go, and how long rows stay. */
function auditPlaces({ audit: asked, service }: Settings): { anchorsFile: string; folder: string; keepMonths: number } {
  const folder = join(service.dataDir, 'audit');
  return { anchorsFile: asked.anchorsFile ?? join(folder, 'anchors.log'), folder, keepMonths: asked.keepMonths };
}

/** Who works there; the three administrators see no patients, wherever they work. */
function byDepartment(codes: readonly string[]): Policy<unknown> {
  return (actor) => (actor.kind === 'staff' && actor.adminRole === undefined && codes.includes(actor.departmentCode) ? allow(`department:${actor.departmentCode}`) : deny());
}

/** Text messages and calls by number, and platforms that ring by account. */
function telephonesOf({ settings, bots, now }: ModuleParts): Parameters<typeof urging>[0]['telephones'] {
  return { links: telephoneLinks(settings, () => now().getTime()), ringing: bots.flatMap(({ platform, corp, ringing }) => (ringing === undefined ? [] : [{ platform, corp, ringing }])) };
}

/** A stored message, read as its door reads it. */
function readersOf({ readHl7, seal }: ModuleParts): Readers {
  return {
    mllp: ({ body }) => {
      const outcome = readHl7(body);
      return outcome.kind === 'said' ? outcome.said : { reason: outcome.refused.name };
    },
    fhir: (stored, { tx, now }) => readFhirAgain(seal, tx, now, stored),
    http: ({ body }, { now }) => readStoredFacts(body, now),
  };
}

/** Where contents are fetched that messages name by their address; the FHIR server's own with its token. */
function originalsOf({ settings: { originals, fhirServer: server }, now }: ModuleParts): Originals | undefined {
  if (originals === undefined) return undefined;
  return httpOriginals(originals, server === undefined ? undefined : { baseUrl: server.baseUrl, bearer: tokenOf(server, () => now().getTime()).give });
}

/** The FHIR server that is read, where one is set. */
function fhirFeed({ settings: { fhirServer: asked }, now }: ModuleParts): FhirParts['feed'] {
  return asked === undefined ? undefined : { server: fhirServer(asked, () => now().getTime()), types: asked.resources.split(','), rules: asked };
}

/** Two bytes after the suite, as `headOf` of the audit chain writes them. */
const auditVersion = 'get_byte(mac, 1) * 256 + get_byte(mac, 2)';

/** Cannot be sealed anew without somebody's PIN, or proves what was written under it: keeps its key needed. */
const boundForGood = [
  { table: 'signing_key', why: '每个人的签名密钥，要本人的签名密码才能重新封存' },
  { table: 'ca_root', why: '本院证书的签发密钥' },
  { table: 'opening', version: 'key_version', why: '用这一版做的暗码，追查泄露的图片时要用' },
  { table: 'audit', version: auditVersion, why: '这一版写下的审计记录，校验时要用' },
  { table: 'audit_anchor', version: auditVersion, why: '这一版写下的审计锚点，校验时要用' },
  { table: 'audit_archive', version: auditVersion, why: '这一版写下的审计归档登记，校验时要用；归档文件里的记录也用它或更早的版本' },
] as const;

/** Whom the directory is read from: HIS where it is set, in its own contract or else in FHIR, and every chat platform's address book. */
function directorySources({ settings, bots, now }: ModuleParts): DirectorySource[] {
  const clock = (): number => now().getTime();
  const { his: asked, fhirServer: server } = settings;
  const his = asked !== undefined ? [hisSource(asked, clock)] : server?.directory === true ? [fhirDirectory(fhirServer(server, clock))] : [];
  return [...his, ...bots.map(platformSource)];
}
