import { copyable } from '../../shell/copy.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { serverName } from '../../wire/server.js';
import { words } from './words.js';

const say = translator(words);

/** One server: where it listens, what to open, what to type. */
export const serverCard = (server) =>
  make(
    `article.server.${server.kind}`,
    { id: server.id },
    make('h3', {}, server.name),
    make('p.role', {}, choose(server.role)),
    make('ul.plain.urls', {}, server.urls.map((url) => make('li', {}, make('code', {}, url)))),
    make('p.option', {}, say('option', server.option)),
    server.links.length > 0
      ? make('div', {}, make('h4', {}, say('inBrowser')), make('ul.plain.links', {}, server.links.map(linkItem)))
      : null,
    server.commands.length > 0
      ? make('details', {}, make('summary', {}, say('inTerminal')), make('dl.commands', {}, purposes(server.commands).map(purposeItem)))
      : null,
  );

export const stepItem = (server) =>
  make('li', {},
    make('b', {}, serverName(server)),
    make('span', {}, choose(server.role)),
    make('a', { href: server.links[0]?.url ?? '#/', target: '_blank', rel: 'noreferrer' }, make('code', {}, server.urls[0])),
  );

const linkItem = (link) => make('li', {}, make('a', { href: link.url, target: '_blank', rel: 'noreferrer' }, choose(link.what)));

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
  make('div', {},
    make('dt', {}, choose(commands[0].what)),
    commands.map((command) => make('dd', {}, make('small', {}, command.tool), copyable(command.line))),
  );
