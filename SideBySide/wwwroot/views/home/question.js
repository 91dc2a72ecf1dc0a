import { fromBase64 } from '../../wire/bytes.js';
import { make } from '../../shell/dom.js';
import { translator } from '../../shell/language.js';
import { plain } from '../../wire/visible.js';
import { words } from './words.js';

const say = translator(words);

/** The argument at a glance: one request, and the first line that each server had for it. Taken from what happened at start-up. */
export function question(exchanges, servers) {
  const asked = exchanges.filter((exchange) => said(exchange, 'sent')?.startsWith('GET'));
  if (asked.length === 0) return [];
  return [
    make('p.asked', {},
      make('span.unseen', {}, `${say('sent')}: `),
      make('span', { 'aria-hidden': 'true' }, '→ '),
      said(asked[0], 'sent').replaceAll('\\r\\n', ''),
    ),
    make('ul.plain', {}, asked.map((exchange) => answer(exchange, servers.find((server) => server.id === exchange.observed.server)))),
    make('figcaption', {}, say('question')),
  ];
}

const answer = (exchange, server) =>
  make(
    `li.${server.kind}`,
    {},
    make('span.who', {}, server.name),
    make('code', {},
      make('span.unseen', {}, `${say('received')}: `),
      make('span', { 'aria-hidden': 'true' }, '← '),
      said(exchange, 'received')?.replaceAll('\\r\\n', '') ?? '–',
    ),
  );

const said = (exchange, kind) => {
  const event = exchange.observed.events.find((event) => event.kind === kind);
  return event && plain(fromBase64(event.bytes)).split('\n')[0];
};
