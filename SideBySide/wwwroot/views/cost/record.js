import { recorded } from '../../api/ask.js';
import { make } from '../../shell/dom.js';
import { count, translator } from '../../shell/language.js';
import { bars } from './bars.js';
import { words } from './words.js';

const say = translator(words);
const measures = {
  protocol: (entry) => entry.requestProtocolBytes + entry.responseProtocolBytes,
  calls: (entry) => (entry.systemCalls ? Object.values(entry.systemCalls).reduce((sum, calls) => sum + calls, 0) : null),
  allocated: (entry) => entry.allocatedBytes,
  cpu: (entry) => entry.cpuMicroseconds,
};

const doorMeasures = {
  told: (door) => door.toldSent + door.toldReceived,
  silence: (door) => door.silentMinute,
};

/** What one exchange of the same message cost on each server, and one line at each door of the chat room, as recorded by the command cost. */
export async function costRecord(signal) {
  const record = await recorded('cost', signal);
  return make(
    'div',
    {},
    make('p.quietly', {}, say('costNote', count(record.exchanges), record.recorded)),
    make(
      'div.measures',
      {},
      Object.entries(measures).map(([key, measure]) =>
        bars(say('measures')[key], record.entries.map((entry) => ({ name: entry.server, value: measure(entry) })), number)),
    ),
    make('h3', {}, say('doors')),
    make('p.quietly', {}, say('doorsNote')),
    make(
      'div.measures',
      {},
      Object.entries(doorMeasures).map(([key, measure]) =>
        bars(say('doorMeasures')[key], record.doors.map((door) => ({ name: say('doorNames')[door.door], value: measure(door) })), number)),
    ),
  );
}

function number(value) {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}

// The loads of the record that the built-in run has as well.
const loads = { 'echo-64-1024': 'echo', 'get-64': 'get', 'pipelined-64': 'pipelined', 'post-64': 'post' };

/** The recorded speed of the three servers, as rows like those of a run here. */
export async function speedRecord(servers, signal) {
  const record = await recorded('performance', signal);
  const measured = record.Measurements.filter((one) => one.Load in loads && servers.includes(one.Server));
  return {
    date: measured[0]?.Date,
    machine: record.Machine,
    rows: Object.keys(loads).flatMap((load) => measured.filter((one) => one.Load === load)).map(({ Load, Server, Rounds }) => {
      const speeds = Rounds.map((round) => round.RequestsPerSecond);
      const requestsPerSecond = median(speeds);
      return {
        case: { server: Server, workload: loads[Load] },
        requestsPerSecond,
        p50: median(Rounds.map((round) => round.P50)),
        p99: median(Rounds.map((round) => round.P99)),
        serverCpuMicroseconds: median(Rounds.map((round) => round.ServerCpuMicroseconds).filter((value) => value !== null)),
        spread: (Math.max(...speeds) - Math.min(...speeds)) / Math.max(1, requestsPerSecond),
      };
    }),
  };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? null : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
