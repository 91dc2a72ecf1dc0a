import { make } from './dom.js';
import { choose, say } from './language.js';

const arrows = { sent: '→', received: '←' };

/** One observed exchange: what was sent, what came back, what it means. */
export function exchangeItem(exchange) {
  const host = new URL(exchange.url).host;
  return make(
    'li',
    { id: exchange.id },
    make('h3', {}, choose(exchange.title)),
    make('p.where', {}, `${exchange.server.name} · ${host}`),
    make('div.wire', {}, ...exchange.events.map(eventRow).filter(Boolean)),
    make(exchange.holds ? 'p.meaning' : 'p.meaning.alarm', {}, choose(exchange.meaning)),
  );
}

function eventRow(event) {
  if (event.kind === 'connected') return null;
  const carriesBytes = event.kind === 'sent' || event.kind === 'received';
  const note = [say(event.kind), carriesBytes ? say('bytes', event.length) : event.error].filter(Boolean).join(' · ');
  return make(
    `div.${event.kind}`,
    {},
    make('span.arrow', { 'aria-hidden': 'true' }, arrows[event.kind] ?? '·'),
    make('span.note', {}, note),
    make('span.time', {}, `${event.milliseconds.toFixed(2)} ms`),
    carriesBytes ? make('pre', {}, ...event.lines.flatMap(visibleLine)) : null,
  );
}

const visibleLine = (runs, index) => [
  index > 0 ? '\n' : '',
  ...runs.map((run) => (run.isEscape ? make('span.escape', {}, run.text) : run.text)),
];
