import { stream } from '../api/stream.js';
import { fromBase64 } from './bytes.js';

/**
 * Asks the host to run something, and keeps what it tells, so that it can be shown again in another language.
 * @param {{experiment?: string, script?: string, over?: string, servers: string[]}} what
 */
export function newRun(what) {
  return { what, events: [], observed: new Map(), state: 'new', error: null, listener: () => {} };
}

/** Runs it. The listener gets each event, then what was observed on each server. */
export async function start(run, signal) {
  run.state = 'running';
  try {
    await stream('runs', run.what, signal, {
      happened({ server, event }) {
        const known = { ...event, server, bytes: fromBase64(event.bytes) };
        run.events.push(known);
        run.listener('happened', known);
      },
      observed(observed) {
        run.observed.set(observed.server, observed);
        run.listener('observed', observed, run);
      },
    });
    run.state = 'done';
  } catch (error) {
    run.state = 'failed';
    run.error = error;
    if (!signal?.aborted) throw error;
  }
}

/** All bytes of one direction on one server, connection by connection. */
export const bytesOf = (run, server, kind) => run.events.filter((event) => event.server === server && event.kind === kind);
