import { fromBase64 } from '../../wire/bytes.js';
import { make } from '../../shell/dom.js';
import { choose } from '../../shell/language.js';
import { timeline } from '../../wire/timeline.js';

/** One exchange of the demonstration: what was sent, what came back, what it means. */
export function exchangeItem({ title, address, observed, meaning }, server) {
  const events = timeline(server.name);
  for (const event of observed.events) events.add({ ...event, bytes: fromBase64(event.bytes) });
  return make('li', {},
    make('h3', {}, choose(title)),
    make('p.where', {}, `${server.name} · ${address}`),
    events.element,
    make(observed.expected ? 'p' : 'p.alarm', {}, choose(meaning)),
  );
}
