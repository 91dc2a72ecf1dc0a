import { copyable } from './copy.js';
import { make } from './dom.js';
import { choose, say } from './language.js';

/** One server: where it listens, what to open, what to type. */
export function serverCard(server) {
  return make(
    'article',
    { id: server.id },
    make(
      'div',
      {},
      make('h3', {}, server.name),
      make('p.role', {}, choose(server.role)),
      make('h4', {}, say('listens'), make('small', {}, say('option', server.option))),
      make('ul.plain', {}, ...server.urls.map((url) => make('li', {}, make('code', {}, url)))),
      ...section('inBrowser', make('ul.plain', {}, ...server.links.map(linkItem))),
    ),
    make('div', {}, ...section('inTerminal', make('dl.commands', {}, ...purposes(server.commands).map(purposeItem)))),
  );
}

const section = (title, list) => (list.childElementCount > 0 ? [make('h4', {}, say(title)), list] : []);

const linkItem = (link) =>
  make('li', {}, make('a', { href: link.url, target: '_blank', rel: 'noreferrer' }, choose(link.what)), make('span.url', {}, link.url));

// Commands that do the same with different tools belong together.
function purposes(commands) {
  const groups = new Map();
  for (const command of commands) {
    const key = command.what.en;
    groups.set(key, [...(groups.get(key) ?? []), command]);
  }
  return [...groups.values()];
}

const purposeItem = (commands) =>
  make(
    'div',
    {},
    make('dt', {}, choose(commands[0].what)),
    ...commands.map((command) => make('dd', {}, make('small', {}, command.tool), copyable(command.line))),
  );
