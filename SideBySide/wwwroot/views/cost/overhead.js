import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { words as wireWords } from '../../wire/words.js';
import { words } from './words.js';

const say = translator(words);
const sayWire = translator(wireWords);
const message = 'Hello, Server!';

/** Of what went over the wire: how much was the message, and how much was needed to carry it. */
export function overhead(exchanges, servers) {
  const rows = exchanges.flatMap((exchange) => ['sent', 'received'].map((kind) => measured(exchange, kind)));
  const most = Math.max(...rows.map((row) => row.all));
  return make(
    'div.overhead',
    {},
    exchanges.map((exchange) =>
      make(
        'section',
        {},
        make('h3', {}, choose(exchange.title), ' ', make('small.quietly', {}, servers.find((server) => server.id === exchange.server).name)),
        ['sent', 'received'].map((kind) => bar(measured(exchange, kind), most)),
      ),
    ),
    make('p.key', {}, make('span.swatch.message', {}), say('message'), make('span.swatch.protocol', {}), say('protocol')),
  );
}

function measured(exchange, kind) {
  const events = exchange.events.filter((event) => event.kind === kind);
  const all = events.reduce((sum, event) => sum + event.length, 0);
  const text = events.flatMap((event) => event.lines.map((runs) => runs.map((run) => run.text).join(''))).join('');
  return { kind, all, message: text.includes(message) ? message.length : 0 };
}

function bar(row, most) {
  const whole = make('div.bar-whole', {}, make('span.message'), make('span.protocol'));
  whole.style.width = `${(row.all / most) * 100}%`;
  whole.firstChild.style.flexGrow = row.message;
  whole.lastChild.style.flexGrow = row.all - row.message;
  return make('div.bar-row', {}, make('span', {}, sayWire(row.kind)), make('div.bar-room', { 'aria-hidden': 'true' }, whole), make('span.number', {}, say('of', row.message, row.all)));
}
