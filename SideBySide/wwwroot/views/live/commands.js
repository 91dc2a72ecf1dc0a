import { copyable } from '../../shell/copy.js';
import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { serverName } from '../../wire/server.js';
import { words } from './words.js';

const say = translator(words);

/** Where the glass is, and what to type: each server's own commands, led through it. */
export const through = (servers) =>
  make(
    'div.glass',
    {},
    servers.map((server) =>
      make(
        'details.glass-server',
        {},
        make('summary', {}, make('b', {}, serverName(server)), ' ', make('code', {}, server.live), ' ', make('span.quietly', {}, say('through'))),
        make('dl.commands', {}, commands(server)),
      ),
    ),
  );

const commands = (server) =>
  server.commands
    .map((command) => ({ ...command, line: led(command.line, server) }))
    .filter((command) => command.line !== null)
    .map((command) => make('div', {}, make('dt', {}, choose(command.what), ' ', make('small.quietly', {}, command.tool)), make('dd', {}, copyable(command.line))));

// The same command, with the glass's port for the server's. What does not name that port (UDP, TLS) is not led through.
function led(line, server) {
  const own = new URL(server.urls[0]).port;
  const glass = new URL(server.live).port;
  const named = new RegExp(`([: ]|, )${own}(?!\\d)`, 'g');
  return /https:|nc -u/.test(line) || !named.test(line) ? null : line.replace(named, `$1${glass}`);
}
