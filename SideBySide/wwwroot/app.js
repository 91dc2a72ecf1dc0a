import { exchangeItem } from './exchange.js';
import { say, speak } from './language.js';
import { serverCard } from './server.js';

let servers = [];
let exchanges = [];
let trouble = false;

const fill = (id, elements) => document.getElementById(id).replaceChildren(...elements);

function show() {
  fill('servers', servers.map(serverCard));
  fill('exchanges', exchanges.map(exchangeItem));
  const alarm = document.getElementById('trouble');
  alarm.hidden = !trouble;
  alarm.textContent = trouble ? say('trouble') : '';
}

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

speak(show);
try {
  servers = await get('api/servers');
  exchanges = (await get('api/exchanges')).map((exchange) => ({
    ...exchange,
    server: servers.find((server) => server.id === exchange.server),
  }));
} catch (error) {
  console.error(error);
  trouble = true;
}
show();
