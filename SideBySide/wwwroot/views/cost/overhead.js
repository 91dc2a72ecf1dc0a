import { make } from '../../shell/dom.js';
import { choose } from '../../shell/language.js';
import { carriedBars, carriedKey, mostCarried } from '../../wire/carried.js';

/** Of what went over the wire at start-up: how much was the message, and how much was needed to carry it. */
export function overhead(exchanges, servers) {
  const most = mostCarried(exchanges.map((exchange) => exchange.observed.carried));
  return make(
    'div.overhead',
    {},
    exchanges.map((exchange) =>
      make(
        'section',
        {},
        make('h3', {}, choose(exchange.title), ' ', make('small.quietly', {}, servers.find((server) => server.id === exchange.observed.server).name)),
        carriedBars(exchange.observed.carried, most),
      ),
    ),
    carriedKey(['content', 'protocol']),
  );
}
