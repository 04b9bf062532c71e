/** The log: static message, data beside it, ids only. Names, values and tokens are cut even if somebody forgets. */
import pino from 'pino';

export interface Log {
  debug(data: LogData, message: string): void;
  info(data: LogData, message: string): void;
  warn(data: LogData, message: string): void;
  error(data: LogData, message: string): void;
}

export type LogData = Readonly<Record<string, unknown>>;

/** Never written, whatever object they hang on. */
const secret = ['name', 'phone', 'idNumber', 'value', 'body', 'pin', 'secret', 'token', 'access_token', 'code', 'password', 'answers', 'text', 'card'];

/** @param to where the lines go; without it the standard output */
export function createLog(level: string, to?: pino.DestinationStream): Log {
  const paths = secret.flatMap((key) => [key, `*.${key}`]);
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[cut]' },
    serializers: { error: shortError },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** Message and stack, without the objects that HTTP clients hang on errors: they hold URLs with tokens. */
function shortError(error: unknown): unknown {
  if (!(error instanceof Error)) return isLikeError(error) ? { message: withoutQuery(error.message), stack: withoutQuery(String(error.stack ?? '')), ...('queue' in error ? { queue: error.queue } : {}) } : String(error);
  const vendorCode = 'vendorCode' in error ? { vendorCode: error.vendorCode } : {};
  const kind = 'class' in error ? { class: error.class } : {};
  return { type: error.name, message: withoutQuery(error.message), stack: withoutQuery(error.stack ?? ''), ...vendorCode, ...kind };
}

/** pg-boss tells its errors as plain objects, which have no words as a text. */
function isLikeError(error: unknown): error is { readonly message: string; readonly stack?: unknown } {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
}

/** Tokens travel in query strings on both platforms. */
function withoutQuery(text: string): string {
  return text.replaceAll(/(https?:\/\/[^\s?'"]+)\?[^\s'"]*/g, '$1?[cut]');
}

export const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
