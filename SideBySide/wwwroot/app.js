import { Refused } from './api/ask.js';
import { startBanner } from './shell/banner.js';
import { make } from './shell/dom.js';
import { choose, onLanguage, startLanguage, translator } from './shell/language.js';
import { navigation } from './shell/navigation.js';
import { inTodaysNames, noteAddress, readRoute } from './shell/route.js';
import { startPresenter } from './shell/presenter.js';
import { startTheme } from './shell/theme.js';
import { words } from './shell/words.js';

const say = translator(words);

// A view is fetched when it is first asked for; the start page paints without the others.
const views = {
  home: () => import('./views/home/view.js'),
  tour: () => import('./views/tour/view.js'),
  experiments: () => import('./views/experiments/view.js'),
  live: () => import('./views/live/view.js'),
  room: () => import('./views/room/view.js'),
  steps: () => import('./views/steps/view.js'),
  matrix: () => import('./views/matrix/view.js'),
  cost: () => import('./views/cost/view.js'),
  explain: () => import('./views/explain/view.js'),
};

const main = document.getElementById('main');
let left = new AbortController();
let shown = null;

/** Shows what the address names. A view gets a signal that ends with it: whatever it started ends as well. */
async function show({ focus }) {
  const today = inTodaysNames(location.hash);
  if (today !== location.hash) noteAddress(today);
  const route = readRoute(today);
  if (route === null) return; // a link within the page
  const known = route.view in views;
  left.abort();
  const mine = new AbortController();
  left = mine;
  navigation(route.view);
  try {
    const view = known ? await views[route.view]() : null;
    if (mine.signal.aborted) return;
    const content = view ? await view.show(route, mine.signal) : nowhere();
    if (mine.signal.aborted) return;
    main.className = `view-${known ? route.view : 'home'}`;
    main.replaceChildren(...[content].flat());
  } catch (error) {
    if (mine.signal.aborted) return;
    main.replaceChildren(trouble(error));
  }
  const heading = main.querySelector('h1');
  document.title = route.view === 'home' || !heading ? say('title') : `${heading.textContent} · ${say('title')}`;
  if (focus && shown !== null) arrive(heading, route);
  shown = route;
}

// Whoever follows a link with a screen reader hears where it led.
function arrive(heading, route) {
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
  if (route.view !== shown.view) scrollTo(0, 0);
}

const nowhere = () => make('section.column', {}, make('h1', {}, say('nowhere')), make('p', {}, make('a', { href: '#/' }, say('toStart'))));

function trouble(error) {
  if (!(error instanceof Refused)) console.error(error);
  const words = error instanceof Refused ? choose(error.words) : say('trouble');
  return make('section.column', {}, make('h1', {}, say('sorry')), make('p.alarm', { role: 'alert' }, words));
}

startTheme();
startLanguage();
startBanner();
startPresenter();
onLanguage(() => show({ focus: false }));
addEventListener('hashchange', () => show({ focus: true }));
show({ focus: false });
