import { copyable } from '../../shell/copy.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { serverName } from '../../wire/server.js';
import { words } from './words.js';

const say = translator(words);
let chosen = null; // stays when one comes back

/** Where the relay is, and what to type: each server's own commands, through it. */
export function through(servers) {
  const list = make('dl.commands');
  const opened = make('div');
  const buttons = servers.map((server) => make('button', { type: 'button', value: server.id, click: () => show(server) }, serverName(server), ' ', make('code', {}, server.live)));

  function show(server) {
    chosen = server.id;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.value === server.id));
    opened.replaceChildren(links(server) ?? '');
    list.replaceChildren(...purposes(server).map(([what, commands]) => make('div', {}, make('dt', {}, choose(what)), commands.map((command) => make('dd', {}, make('small', {}, command.tool), copyable(command.line))))));
  }

  show(servers.find((server) => server.id === chosen) ?? servers[0]);
  return make('section.relay', {}, make('div.relay-head', {}, make('span.quietly', {}, say('through')), make('div.relay-servers', { role: 'group', 'aria-label': say('through') }, buttons)), opened, make('details', {}, make('summary', {}, say('commands')), list));
}

// Commands that do the same with different tools belong together.
function purposes(server) {
  const groups = new Map();
  for (const command of server.liveCommands) {
    const [what, commands] = groups.get(command.what.en) ?? [command.what, []];
    groups.set(command.what.en, [what, [...commands, command]]);
  }
  return [...groups.values()];
}

const links = (server) =>
  server.liveLinks.length > 0 ? make('p.row.relay-links', {}, server.liveLinks.map((link) => make('a', { href: link.url, target: '_blank', rel: 'noreferrer' }, choose(link.what)))) : null;
