import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { words } from './words.js';

const say = translator(words);
let sought = '';

/** The experiments in their groups, and a field that narrows them. */
export function chooser({ groups, experiments }, state) {
  const list = make('div.found');
  const field = make('input', {
    type: 'search',
    placeholder: say('search'),
    'aria-label': say('search'),
    value: sought,
    input: () => find(field.value),
  });
  const on = [...state.on].join(',');

  function find(text) {
    sought = text;
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = experiments.filter((experiment) => parts.every((part) => haystack(experiment).includes(part)));
    const sections = groups.map((group) => [group, found.filter((experiment) => experiment.group === group.id)])
      .filter(([, inside]) => inside.length > 0);
    list.replaceChildren(
      ...sections.flatMap(([group, inside]) =>
        [make('h3', {}, choose(group.title)), make('ul.plain', {}, inside.map((experiment) => item(experiment, state, on)))]),
      ...(sections.length === 0 ? [make('p.quietly', {}, say('none'))] : []),
    );
  }

  find(sought);
  const details = make(
    'details.chooser',
    {},
    make('summary', {}, say('choose', experiments.length)),
    make('nav', { 'aria-label': say('experiments') },
      make('p.own', {}, make('a', { href: '#/experiments/own', 'aria-current': state.experiment ? null : 'page' }, say('own'))),
      field,
      list,
    ),
  );
  details.addEventListener('toggle', () => {
    if (!details.open) return;
    showPresent(list);
    field.focus();
  });
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    details.open = false;
    details.querySelector('summary').focus();
  });
  return details;
}

const item = (experiment, state, on) =>
  make('li', {},
    make('a', { href: `#/experiments/${experiment.id}?on=${on}`, 'aria-current': experiment.id === state.key ? 'page' : null },
      choose(experiment.title),
    ),
  );

// Words that people use, by the words of the catalogue.
const synonyms = {
  smuggle: 'smuggling 走私',
  'sticky-packets': '粘包',
  'half-packets': '半包',
  slow: 'slowloris',
  chunk: '分块',
  keep: 'keep-alive 持久连接',
  tls: 'https',
};

const usual = (id) => Object.entries(synonyms).filter(([part]) => id.includes(part)).map(([, words]) => words).join(' ');

const haystack = ({ id, title, source, explanation }) =>
  [id, usual(id), title.en, title.zh, source, explanation.en, explanation.zh].join(' ').toLowerCase();

function showPresent(list) {
  const present = list.querySelector('[aria-current]');
  if (present) list.scrollTop = present.offsetTop - list.offsetTop - list.clientHeight / 3;
}
