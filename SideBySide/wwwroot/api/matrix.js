import { get } from './ask.js';
import { stream } from './stream.js';

/**
 * All experiments on all servers, as far as it is known: what this process has run to its end, and what is coming in now.
 * It goes on when the view is left, so that nobody has to wait beside it.
 */
export const matrix = { cells: new Map(), scores: null, running: false, done: 0, asked: false };

const listeners = new Set();
let stop = null;

export const cellKey = (experiment, server) => `${experiment} ${server}`;

/** Calls back on every change, until the signal. */
export function onMatrix(listener, signal) {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/** What an earlier run left, asked for once. */
export async function lastMatrix() {
  if (matrix.asked || matrix.running) return;
  matrix.asked = true;
  try {
    take(await get('matrix'));
  } catch {
    matrix.asked = false; // the page can do without
  }
}

/** Runs all of it anew. */
export async function runMatrix() {
  stop = new AbortController();
  Object.assign(matrix, { cells: new Map(), scores: null, running: true, done: 0 });
  tell();
  try {
    await stream('matrix', {}, stop.signal, {
      cell(cell) {
        matrix.cells.set(cellKey(cell.experiment, cell.server), cell);
        matrix.done++;
        tell(cell);
      },
      done: take,
    });
  } finally {
    matrix.running = false;
    tell();
  }
}

export const stopMatrix = () => stop?.abort();

function take(whole) {
  if (whole === null) return;
  matrix.scores = new Map(whole.servers.map((server) => [server.id, server]));
  for (const row of whole.experiments) {
    for (const [server, cell] of Object.entries(row.cells)) matrix.cells.set(cellKey(row.id, server), { ...cell, experiment: row.id, server });
  }
  tell();
}

const tell = (cell) => listeners.forEach((listener) => listener(cell));
