/**
 * Reads an address: #/experiments/bare-lf?on=raw,minimal is the view experiments with one part and one choice.
 * @returns null when it only leads to a place within the page
 */
export function readRoute(hash) {
  if (hash !== '' && hash !== '#' && !hash.startsWith('#/')) return null;
  const [path, query] = hash.slice(2).split('?');
  const [view, ...parts] = path.split('/').map(decoded);
  return { view: view || 'home', parts, query: new URLSearchParams(query ?? '') };
}

const former = { bench: 'experiments', staircase: 'steps' };

/** An address of version 0.1 in today's names of views and servers. */
export const inTodaysNames = (hash) =>
  hash.replace(/^#\/(bench|staircase)(?=[/?]|$)/, (_, view) => `#/${former[view]}`)
    .replace(/([?&]on=)([^&]*)/, (_, on, servers) => on + servers.replaceAll('rung', 'step'));

// A stray percent sign is taken as it stands.
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Changes the address without going there: what is shown stays, a reload or a copied link finds it again. */
export const noteAddress = (hash) => history.replaceState(null, '', hash);
