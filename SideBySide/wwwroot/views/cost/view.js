import { get } from '../../api/ask.js';
import { servers } from '../../api/known.js';
import { make } from '../../shell/dom.js';
import { translator } from '../../shell/language.js';
import { overhead } from './overhead.js';
import { costRecord } from './record.js';
import { speed } from './speed.js';
import { words } from './words.js';

const say = translator(words);

/** What HTTP costs, in bytes and in speed. */
export async function show(route, signal) {
  const [all, exchanges, cost] = await Promise.all([servers(), get('demonstration', signal), costRecord(signal)]);
  return make(
    'div.cost',
    {},
    make('h1', {}, say('title')),
    make('p.lead', {}, say('lead')),
    make('section', {}, make('h2', {}, say('exchange')), cost),
    make('section', {}, make('h2', {}, say('bytes')), make('p.quietly', {}, say('bytesNote')), overhead(exchanges, all)),
    make('section', {}, make('h2', {}, say('speed')), speed(all, signal)),
  );
}
