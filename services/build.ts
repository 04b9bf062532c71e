/** The one place that knows everyone: builds the service from its settings. */
import { join } from 'node:path';
import type { Router } from '@koa/router';
import type Koa from 'koa';
import type { Bot } from '../bots/bot.ts';
import { authorityDoor, createAuthority } from './authority.ts';
import { botContext, createBots } from './bots.ts';
import { callsOf } from './calls.ts';
import { stationKeys, ticketKeys } from './clinical/doctor-station/index.ts';
import { contractDocument } from './contract.ts';
import { createCopies } from './copies.ts';
import { shelfTrouble } from './copies-shelf.ts';
import { createPapers, paperPhrases } from './core/papers/index.ts';
import { systemActor } from './core/access.ts';
import { auditKeyring } from './core/audit-chain.ts';
import { type AuditTrail, createAuditTrail } from './core/audit.ts';
import { openCache } from './core/cache.ts';
import { createChannels } from './core/channels.ts';
import { SettingsProblem } from './core/config.ts';
import { createCounters } from './core/counters.ts';
import { type Database, openDatabase } from './core/db.ts';
import { windowMs } from './core/machine.ts';
import { createHttp } from './core/http.ts';
import { preparedImage } from './core/image.ts';
import { type Log, createLog } from './core/log.ts';
import { countQueues, createMetrics } from './core/metrics.ts';
import { corePhrases, phraseBook } from './core/phrases.ts';
import { type IdKey, type SealedIds, createSealedIds } from './core/sealed-ids.ts';
import { checkSealKey } from './core/seal-check.ts';
import { openRing } from './core/seal-keys.ts';
import type { KeyRing } from './core/seal.ts';
import { createReplays } from './core/replays.ts';
import { type Service, createService } from './core/service.ts';
import { createSessions, sessionRulesOf } from './core/session.ts';
import { callbacks } from './core/callbacks.ts';
import { pages } from './core/pages.ts';
import { httpKeyManagement } from './links/kms/http.ts';
import { hl7Laboratory } from './links/hl7/feedback.ts';
import { intake as listenMllp } from './links/hl7/intake.ts';
import type { MllpServer } from './links/hl7/mllp/server.ts';
import type { PinCost } from './links/ca/local/index.ts';
import { type Outcome, answerTo, readMessage } from './links/hl7/read.ts';
import { loadSenders } from './links/hl7/settings.senders.ts';
import { compareApart, traceApart } from '../watermark/tracer.ts';
import { createModules } from './modules.ts';
import { diagnosisNames } from './operations/dictionaries/index.ts';
import { type FeedCounter, createFeedCounter, keepTallies } from './operations/feeds/index.ts';
import { createMachines } from './operations/api-clients/index.ts';
import type { Settings } from './settings.ts';
import { actorOf } from './shared/directory/index.ts';
import { intakeDoor, messageDoor } from './shared/intake/index.ts';
import { createChatDoor } from './shared/notices/index.ts';
import { pairingDoor, screens } from './clinical/ward-screens/index.ts';
import { type SignInKit, relyingParty, signIn, signInRules } from './shared/sign-in/index.ts';

export interface Hospital {
  readonly service: Service;
  readonly http: Koa;
  readonly intake: MllpServer;
  readonly bots: readonly Bot[];
  readonly database: Database;
  readonly ids: SealedIds;
  readonly inbound: ReturnType<typeof createChatDoor>;
  readonly log: Log;
  readonly seal: KeyRing;
  readonly audit: AuditTrail;
  /** Counts what the doors hear; started with them. */
  readonly feeds: FeedCounter;
  close(): Promise<void>;
}

export interface BuildOptions {
  /** Stands still in tests. */
  readonly now?: () => Date;
  readonly log?: Log;
  /** Instead of the chat platforms' own deadlines: a test of a whole hospital in one process is slow where the machine is busy. */
  readonly patienceMs?: number;
  /** Recommended when absent; tests guess cheaply. */
  readonly pinCost?: PinCost;
  /** Already open and migrated; whoever opened it closes it. */
  readonly database?: Database;
  /** Where the demonstration's phones show our pages. */
  readonly framedAt?: () => Promise<readonly string[]>;
  /** More doors of the http server, given the database: the demonstration's. */
  readonly extra?: (database: Database, kit: SignInKit) => readonly ((router: Router) => void)[];
}

export async function buildHospital(settings: Settings, options: BuildOptions = {}): Promise<Hospital> {
  const now = options.now ?? (() => new Date());
  const log = options.log ?? createLog(settings.service.logLevel);
  // Before anything is opened: a mistake in the file stops the start with its line, not a running service.
  const senders = loadSenders(settings.intake.hl7SendersFile);
  const noShelf = await shelfTrouble(settings);
  if (noShelf !== undefined) throw new SettingsProblem([noShelf]);
  const metrics = createMetrics();
  const database = options.database ?? (await openMigrated(settings));
  const { prisma } = database;
  const cache = await openCache(settings.service.redisUrl, settings.service.redisPrefix);
  const counters = createCounters(prisma, now);
  const bots = createBots(settings, botContext(settings, { cache, database, counters, now, log }), options.patienceMs);
  const seal = await openRing(settings.service, settings.kms === undefined ? undefined : httpKeyManagement(settings.kms));
  await checkSealKey(prisma, seal, now());
  const ids = createSealedIds(idKeys(seal));
  const audit = createAuditTrail(auditKeyring(seal).current, seal.algorithm === 'sm4-gcm' ? 'sm3' : 'sha256');
  const ca = createAuthority(settings, prisma, seal.key(), now, options.pinCost);
  const laboratory = settings.laboratory === undefined ? undefined : hl7Laboratory(settings.laboratory);
  const signInKit = signInKitOf(settings, { prisma, audit, seal, ca });
  const { intake } = settings;
  const reading = { fallback: intake.mllpCharset, processingIds: intake.mllpProcessingIds.split(','), senders };
  const readHl7 = (bytes: Buffer): Outcome => readMessage(bytes, reading);
  const copying = createCopies(settings, { seal, log, metrics });
  const papers = createPapers(settings.papers, { dataDir: settings.service.dataDir, hospital: settings.service.hospitalName, now, trouble: (error) => log.error({ error }, 'no paper can be sealed') });
  const station = ticketKeys(seal, settings.doctorStation?.algorithm ?? 'ES256');
  const replays = createReplays(cache, 2 * windowMs);
  const { modules, faces, lines } = createModules({ settings, ticketKeys: station, replays, copies: copying.copies, tracer: traceApart, comparer: compareApart, papers, signInKit, prisma, bots, patienceMs: options.patienceMs, framedAt: options.framedAt, ids, ca, laboratory, counters, census: () => service.jobs.census(), retryDead: (queue) => service.jobs.retryDead(queue), now, seal, log, corridor: () => service.corridor, intakeDoor: () => door, readHl7, heard: (message) => feeds.note(message) });
  const service: Service = await createService({ modules, database, audit, now, log, metrics, stepUpMs: settings.session.stepUpMinutes * 60_000 });
  const incoming = { prisma, corridor: service.corridor, seal, log, metrics, lanes: database.engine === 'postgres' ? 2 : 1, diagnoses: diagnosisNames, fetches: settings.originals !== undefined };
  const door = intakeDoor(incoming);
  const feeds = createFeedCounter((tallies) => service.corridor.run(systemActor, keepTallies, { tallies }), (error) => log.warn({ error }, 'what was heard of the senders is told later'));
  const say = phraseBook(corePhrases, paperPhrases, ...modules.map((module) => module.phrases ?? {}));
  const inbound = createChatDoor({ prisma, corridor: service.corridor, seal, faces, ids, say, log, metrics, lines: lines(service.corridor) });
  const sessions = createSessions(prisma, sessionRulesOf(settings.session), audit);
  const { demo, pagesUrl } = settings.service;

  const http = createHttp({
    corridor: service.corridor,
    routes: modules.flatMap((module) => module.routes ?? []),
    sessions,
    ids,
    machines: createMachines(prisma, seal, audit),
    screens: screens(prisma, pagesUrl.startsWith('https:')),
    foreign: modules.flatMap((module) => module.foreign ?? []),
    calls: callsOf(settings, createChannels(prisma, seal, settings.calls.channelHours * 3_600_000), replays),
    actorOf: (staff, origin, session) => actorOf(prisma, staff, 'http', origin, session),
    say,
    log,
    metrics,
    readiness: () => readiness(database, bots),
    measure: async () => countQueues(metrics, await service.jobs.census()),
    raw: [callbacks([...bots, ...authorityDoor(ca)], log)],
    extra: [contractDocument, stationKeys(station), signIn({ kit: signInKit, bots, sessions, corridor: service.corridor, now, log, pagesUrl, demo }), pairingDoor({ corridor: service.corridor, secure: pagesUrl.startsWith('https:') }), ...(options.extra?.(database, signInKit) ?? [])],
    pages: pages(join(import.meta.dirname, '../h5/dist')),
  });

  const messages = messageDoor({ ...incoming, read: (bytes) => heardBy(feeds, now(), readHl7(bytes)), answer: (outcome, at) => answerTo(outcome, at) });
  const mllp = listenMllp({
    take: messages.take,
    refuse: messages.tooLarge,
    short: messages.short,
    now,
    senders,
    maxBytes: intake.mllpMaxBytes,
    concurrency: intake.mllpConcurrency,
    onFault: (error) => log.error({ error }, 'message not stored; the sender will repeat it'),
  });

  const close = async () => {
    await copying.close();
    await cache.close();
    if (options.database === undefined) await database.close();
  };
  return { service, http, intake: mllp, bots, database, ids, inbound, log, seal, audit, feeds, close };
}

function heardBy(feeds: FeedCounter, at: Date, outcome: Outcome): Outcome {
  const { sendingApplication, sendingFacility } = outcome.header;
  feeds.note({ door: 'mllp', name: `${sendingApplication}|${sendingFacility}`, at, said: outcome.kind === 'said' ? outcome.said : undefined });
  return outcome;
}

/** The version that seals first; links in cards sent under an earlier one still open. */
function idKeys(seal: KeyRing): [IdKey, ...IdKey[]] {
  const keyOf = (version: number): IdKey => ({ version: String(version), key: seal.key(version) });
  return [keyOf(seal.version), ...seal.versions.filter((version) => version !== seal.version).map(keyOf)];
}

function signInKitOf({ session, signIn: asked, service }: Settings, parts: Pick<SignInKit, 'prisma' | 'audit' | 'seal' | 'ca'>): SignInKit {
  const rules = signInRules(asked, sessionRulesOf(session), session.stepUpMinutes);
  return { ...parts, rules, party: relyingParty(service.pagesUrl, service.hospitalName), issuer: '移动医护' };
}

async function openMigrated({ service }: Settings): Promise<Database> {
  const { databaseUrl, databaseConnections, dataDir } = service;
  if (databaseUrl !== undefined) {
    const database = await openDatabase({ url: databaseUrl, connections: databaseConnections });
    await database.migrate();
    return database;
  }
  const database = await openDatabase({ folder: join(dataDir, 'postgres'), image: preparedImage });
  await database.migrate();
  return database;
}

/** A platform that is away does not make us unready: pages, intake and the other platform still work. */
async function readiness({ prisma }: Database, bots: readonly Bot[]): Promise<string[]> {
  const database = await prisma.$queryRaw`SELECT 1`.then(() => [], () => ['database']);
  return bots.length === 0 ? [...database, 'no chat platform is configured'] : database;
}

