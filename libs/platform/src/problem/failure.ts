import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/** What is safe to write to a log: never a message or a parameter of a database error, which can quote personal data. */
export function describeError(error: unknown): { name: string; code?: string; message?: string; stack?: string } {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = codeOf(error);
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 8).join('\n');
  return {
    name: error.name,
    ...(code ? { code } : {}),
    ...(isOfDatabase(error) ? {} : { message: error.message.slice(0, 300) }),
    ...(frames ? { stack: frames } : {}),
  };
}

/** SQLSTATE of a PostgreSQL error or errno of a socket error; TypeORM keeps the former on `driverError`. */
export function codeOf(error: unknown): string | undefined {
  const candidate = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = candidate?.driverError?.code ?? candidate?.code;
  return typeof code === 'string' ? code : undefined;
}

const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTCONN']);

/** 08 connection exceptions, 57P0 the server stops or ends an idle session, 53 out of resources, 25P03 and 25P04 it ends a transaction that took too long. */
const endings = /^(08|57P0|53|25P0[34])/;

/** The other side is away or stopping: nothing is wrong with the request itself. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined && (socketErrors.has(code) || endings.test(code))) return true;
  // A connection that dies between two statements of a transaction takes TypeORM's runner with it; what comes next finds it gone.
  if (error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError) return true;
  return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message);
}

/** Data exceptions, constraints, limits of size, and what a function of the database raises by itself. */
const faultsOfData = /^(22|23|54|P0)/;

/**
 * The row at hand is at fault, and another one would fare better: what is computed of it fails, or the database does not take it. What else the database
 * refuses, a missing right or a lost table, concerns every row.
 */
export function isFaultOfData(error: unknown): boolean {
  if (isTransient(error)) return false;
  return !isOfDatabase(error) || faultsOfData.test(codeOf(error) ?? '');
}

const isOfDatabase = (error: unknown): boolean => error instanceof Error && ('query' in error || 'severity' in error);

/** Worth another try as it stands: unavailable, or a deadlock, serialization failure, lock or statement timeout. */
export function isTransient(error: unknown): boolean {
  return isUnavailable(error) || ['40001', '40P01', '55P03', '57014'].includes(codeOf(error) ?? '');
}
