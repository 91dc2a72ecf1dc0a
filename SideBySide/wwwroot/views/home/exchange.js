import { make } from '../../shell/dom.js';
import { choose, translator } from '../../shell/language.js';
import { words } from '../../wire/words.js';

const say = translator(words);
const arrows = { sent: '→', received: '←' };

/** One observed exchange: what was sent, what came back, what it means. */
export const exchangeItem = (exchange, server) =>
  make(
    'li',
    { id: exchange.id },
    make('h3', {}, choose(exchange.title)),
    make('p.where', {}, `${server.name} · ${new URL(exchange.url).host}`),
    make('ol.timeline', {}, exchange.events.filter((event) => event.kind !== 'connected').map(eventRow)),
    make(exchange.holds ? 'p' : 'p.alarm', {}, choose(exchange.meaning)),
  );

function eventRow(event) {
  const carriesBytes = event.kind in arrows;
  return make(
    `li.event.${event.kind}`,
    {},
    make('span.arrow', { 'aria-hidden': 'true' }, arrows[event.kind] ?? '·'),
    make('span.what', {}, [say(event.kind), carriesBytes ? say('bytes', event.length) : event.error].filter(Boolean).join(' · ')),
    make('span.time', {}, `${event.milliseconds.toFixed(2)} ms`),
    carriesBytes ? make('pre', {}, event.lines.flatMap(visibleLine)) : null,
  );
}

const visibleLine = (runs, index) => [index > 0 ? '\n' : null, ...runs.map((run) => (run.isEscape ? make('span.escape', {}, run.text) : run.text))];
