import { cellKey, matrix } from '../../api/matrix.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);
const chosen = { group: '', rows: 'every' }; // stays when one comes back

/** Which rows are shown: of one group, or where something stands out. */
export function filters({ groups }, servers, narrow) {
  const at = (experiment, server) => matrix.cells.get(cellKey(experiment.id, server.id));
  const complete = servers.filter((server) => server.kind === 'handrolled' || server.kind === 'minimal');
  const steps = servers.filter((server) => server.kind === 'step');
  const summaries = (experiment, among) => new Set(among
    .map((server) => statuses(at(experiment, server)?.summary))
    .filter((summary) => summary && summary !== '·'));
  const tests = {
    every: () => true,
    differ: (experiment) => summaries(experiment, complete).size > 1,
    steps: (experiment) => [...summaries(experiment, steps)].some((summary) => !summaries(experiment, complete).has(summary)),
    forbidden: (experiment) => servers.some((server) => at(experiment, server)?.verdict === 'forbidden'),
    discouraged: (experiment) => servers.some((server) => at(experiment, server)?.verdict === 'discouraged'),
    notBuilt: (experiment) => servers.some((server) => at(experiment, server)?.verdict === 'not-built'),
    unexpected: (experiment) => servers.some((server) => at(experiment, server)?.expected === false),
  };

  const count = make('span.quietly', { role: 'status' });
  const apply = () => {
    const shown = narrow((experiment) => (chosen.group === '' || experiment.group === chosen.group) && tests[chosen.rows](experiment));
    count.textContent = shown === 0 && chosen.rows === 'unexpected' ? say('allExpected') : say('shown', shown);
  };
  const choice = (key, options) =>
    make('select', { 'aria-label': say(key), change: (event) => {
      chosen[key] = event.target.value;
      apply();
    } }, options.map(([value, text]) => make('option', { value, selected: chosen[key] === value }, text)));

  return {
    element: make(
      'div.row.filters',
      {},
      choice('group', [['', say('allGroups')], ...groups.map((group) => [group.id, choose(group.title)])]),
      choice('rows', Object.keys(tests).map((test) => [test, say(test)])),
      count,
    ),
    apply,
  };
}

// HandRolledHttp names the broken rule and others do not: that alone is no difference.
const statuses = (summary) => summary?.replace(/ [A-Z]\w+/g, '');
