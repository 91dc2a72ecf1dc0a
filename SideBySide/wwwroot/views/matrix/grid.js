import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { outcomeWords } from '../../wire/outcome.js';
import { serverName } from '../../wire/server.js';
import { words } from './words.js';

const say = translator(words);

/** The table. One cell at a time can be reached by Tab; arrow keys move among them. */
export function grid({ groups, experiments }, servers) {
  const links = new Map(); // experiment → its links, by server
  const rows = new Map();
  const judged = new Set(experiments.filter((experiment) => experiment.verdicts).map((experiment) => experiment.id));
  const scores = new Map(servers.map((server) => [server.id, make('span.score')]));
  const bodies = groups
    .map((group) => [group, experiments.filter((experiment) => experiment.group === group.id)])
    .filter(([, inside]) => inside.length > 0)
    .map(([group, inside]) =>
      make(
        'tbody',
        {},
        make('tr.group', {}, make('th', { scope: 'rowgroup', colspan: servers.length + 1 }, choose(group.title))),
        make('tr.group.about', {}, make('td', { colspan: servers.length + 1 }, make('p', {}, choose(group.about)))),
        inside.map((experiment) => row(experiment)),
      ),
    );

  function row(experiment) {
    const mine = new Map(servers.map((server) => [server.id, link(experiment, server)]));
    links.set(experiment.id, mine);
    const element = make('tr', {},
      make('th', { scope: 'row' }, choose(experiment.title)),
      [...mine.values()].map((cell) => make('td', {}, cell)),
    );
    rows.set(experiment, element);
    return element;
  }

  function link(experiment, server) {
    const name = `${choose(experiment.title)}, ${serverName(server)}`;
    return experiment.servers.includes(server.id)
      ? make('a.cell', {
        href: `#/experiments/${experiment.id}?on=${server.id}&run`,
        tabindex: '-1',
        'data-name': name,
        'aria-label': name,
      }, '')
      : make('span.cell.none', { title: say('none') }, '·');
  }

  function fill(cell) {
    const element = links.get(cell.experiment)?.get(cell.server);
    if (!element || element.localName !== 'a') return;
    const mark = marks[cell.verdict] ?? (judged.has(cell.experiment) ? '–' : undefined);
    const why = [choose(cell.sentence), choose(cell.deviation)].join(' ').trim();
    const outcome = outcomeWords(cell.summary);
    element.textContent = [mark, outcome].filter(Boolean).join(' ');
    element.title = [outcome, why].filter(Boolean).join(': ');
    element.className = `cell ${cell.verdict} ${cell.expected === false ? 'unexpected' : ''} ${cell.live ? '' : 'recorded'}`;
    const unexpected = cell.expected === false ? say('unexpected') : '';
    const verdict = mark ? say(`verdict-${cell.verdict}`) : '';
    element.setAttribute('aria-label', [element.dataset.name, verdict, unexpected, outcome, why].filter(Boolean).join(': '));
  }

  const table = make(
    'table.matrix',
    { 'aria-label': say('table'), keydown: move },
    make('thead', {},
      make('tr', {},
        make('th', { scope: 'col' }, say('experiment')),
        servers.map((server) => make('th', { scope: 'col' }, shortName(server), scores.get(server.id))),
      ),
    ),
    bodies,
  );
  table.querySelector('a.cell')?.setAttribute('tabindex', '0');
  table.addEventListener('focusin', (event) => {
    if (!event.target.matches('a.cell')) return;
    table.querySelector('a.cell[tabindex="0"]')?.setAttribute('tabindex', '-1');
    event.target.setAttribute('tabindex', '0');
  });

  function move(event) {
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const from = event.target.closest('td');
    if (!(event.key in steps) || !from) return;
    event.preventDefault();
    const lines = [...table.querySelectorAll('tbody tr:not(.group):not([hidden])')];
    let y = lines.indexOf(from.parentElement);
    let x = from.cellIndex;
    for (;;) {
      y += steps[event.key][0];
      x += steps[event.key][1];
      const cell = lines[y]?.cells[x];
      if (!cell || x < 1) return;
      const next = cell.querySelector('a.cell');
      if (next) return next.focus();
    }
  }

  return {
    element: make('div.matrix-scroll', { tabindex: '0', role: 'group', 'aria-label': say('table') }, table),
    fill,
    fillAll(cells) {
      for (const cell of cells.values()) fill(cell);
    },
    score(known) {
      for (const [id, element] of scores) element.textContent = known?.has(id) ? scoreOf(known.get(id).verdicts) : '';
    },
    /** Shows the rows that are wanted. @returns how many */
    narrow(keeps) {
      let shown = 0;
      for (const [experiment, element] of rows) {
        element.hidden = !keeps(experiment);
        if (!element.hidden) shown++;
      }
      for (const body of bodies) body.hidden = [...body.querySelectorAll('tr:not(.group)')].every((line) => line.hidden);
      return shown;
    },
  };
}

const marks = { allowed: '✓', discouraged: '△', forbidden: '✗', 'not-built': '–' };

// Passed of all that were judged.
const scoreOf = ({ allowed, discouraged, forbidden, notBuilt }) => `${allowed}/${allowed + discouraged + forbidden + notBuilt}`;

// A narrow column breaks the long ones where their words meet.
const shortNames = { raw: ['Raw', 'Socket', 'Server'], handrolled: ['Hand', 'Rolled', 'Http'], minimal: ['Minimal', 'Http', 'Server'] };

const shortName = (server) => make('span.column-name', {},
  (shortNames[server.kind] ?? [serverName(server)]).flatMap((part) => [make('wbr'), part]),
);
