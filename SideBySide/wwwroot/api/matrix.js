import { get, post, recorded } from './ask.js';
import { stream } from './stream.js';

/**
 * All experiments on all servers, as far as it is known: what was recorded, what this process has run to its end,
 * and what is coming in now.
 * The run belongs to the host: it goes on when the view or the page is left, and every tab sees the same one.
 */
export const matrix = { cells: new Map(), scores: null, recorded: null, running: false, done: 0, asked: false };

const listeners = new Set();
let watching = null;

export const cellKey = (experiment, server) => `${experiment} ${server}`;

/** Calls back on every change, until the signal. */
export function onMatrix(listener, signal) {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/** What is known without running anything, asked for once; and joins a run that goes on. */
export async function lastMatrix() {
  if (matrix.asked) return;
  matrix.asked = true;
  try {
    const last = await get('matrix');
    if (last) take(last);
    else takeRecorded(await recorded('matrix'));
    watch('matrix/running', null).catch(() => {});
  } catch {
    matrix.asked = false; // the page can do without
  }
}

/** Runs all of it anew, or joins the run that goes on. */
export const runMatrix = () => watch('matrix', {});

/** Ends the run, for every tab. */
export const stopMatrix = () => post('matrix/stop', {});

async function watch(path, body) {
  await watching?.catch(() => {}); // it may have been about no run at all
  watching = follow(path, body);
  return watching;
}

async function follow(path, body) {
  if (body !== null) begin();
  try {
    await stream(path, body, undefined, {
      cell(cell) {
        if (!matrix.running) begin();
        const known = { ...cell, live: true };
        matrix.cells.set(cellKey(cell.experiment, cell.server), known);
        matrix.done++;
        tell(known);
      },
      done(whole) {
        matrix.recorded = null;
        take(whole);
      },
    });
  } finally {
    matrix.running = false;
    tell();
  }
}

// The cells of before stay until a new one takes their place.
function begin() {
  Object.assign(matrix, { running: true, done: 0 });
  tell();
}

function take(whole) {
  matrix.scores = new Map(whole.servers.map((server) => [server.id, server]));
  for (const row of whole.experiments) {
    for (const [server, cell] of Object.entries(row.cells))
      matrix.cells.set(cellKey(row.id, server), { ...cell, experiment: row.id, server, live: true });
  }
  tell();
}

const verdicts = { '✓': 'allowed', '△': 'discouraged', '✗': 'forbidden', '–': 'not-built' };

// The record has marks instead of verdicts. A dash is "not built" only where the server could have built it; both count as such.
function takeRecorded(record) {
  matrix.recorded = record.recorded;
  matrix.scores = new Map(record.servers.map((server) => [server.id, server]));
  for (const [experiment, row] of Object.entries(record.experiments)) {
    for (const [server, { mark, summary }] of Object.entries(row)) {
      const verdict = verdicts[mark] ?? 'none';
      matrix.cells.set(
        cellKey(experiment, server),
        { experiment, server, summary, verdict, expected: null, sentence: null, live: false },
      );
    }
  }
  tell();
}

const tell = (cell) => listeners.forEach((listener) => listener(cell));
