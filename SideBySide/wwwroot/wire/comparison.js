import { make } from '../shell/dom.js';
import { translator } from '../shell/language.js';
import { joined } from './bytes.js';
import { outcomeWords } from './outcome.js';
import { bytesOf } from './run.js';
import { serverName } from './server.js';
import { lines } from './visible.js';
import { words } from './words.js';

const say = translator(words);

const marks = { allowed: '✓', discouraged: '△', forbidden: '✗', 'not-built': '–' };

/** Who did the same as whom: one entry for each outcome. */
export function comparison(run, servers) {
  const groups = new Map();
  for (const server of servers) {
    const observed = run.observed.get(server.id);
    if (!observed) continue;
    const kind = `${observed.summary} ${observed.verdict}`; // the same status can be right of one and wrong of another
    const group = groups.get(kind) ?? { observed, names: [] };
    group.names.push(serverName(server));
    groups.set(kind, group);
  }
  const item = ({ observed, names }) =>
    make(
      `li.${observed.verdict}`,
      {},
      make('b', {}, [marks[observed.verdict], outcomeWords(observed.summary)].filter(Boolean).join(' ')),
      make('span', {}, names.join(' · ')),
    );
  return make('ul.comparison', { 'aria-label': say('sameAs') }, [...groups.values()].map(item));
}

/** Lights in each column the lines that came back from no other server. What has to differ (dates, addresses) does not count. */
export function lightDifferences(run, columns) {
  const said = columns.map((column) => new Set(spokenLines(run, column.server.id)));
  columns.forEach((column, index) => {
    const others = said.filter((_, other) => other !== index);
    const elsewhere = (line) => others.some((lines) => lines.has(line));
    const shared = [...said[index]].filter(elsewhere).length;
    const comparable = shared * 2 > said[index].size; // where little is alike, what differs would be everything
    column.light((line) => comparable && !besides.test(line) && !elsewhere(essence(line)));
  });
}

const spokenLines = (run, server) =>
  lines(joined(bytesOf(run, server, 'received').map((event) => event.bytes)))
    .map((line) => essence(line.map((runs) => runs.text).join('')));

// Fields that say nothing of the outcome: a server has them or not.
const besides = /^(Date|Server|Content-Type|Connection|Keep-Alive|Content-Length): /i;

const essence = (line) => line.replace(/(127\.0\.0\.1|localhost|\[::1\]):\d+/g, 'here');
