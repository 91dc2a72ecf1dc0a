const svgSpace = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. Text becomes text nodes, never markup: the page shows bytes from anywhere.
 * @param {string} name tag name, with classes after dots: 'p.quiet'
 * @param {object} attributes attributes, or listeners as functions; false and null are left out
 * @param {...(Node|string|null|false|Array)} children
 */
export function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  return furnish(document.createElement(tag), classes, attributes, children);
}

/** The same for a part of a picture. */
export function draw(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  return furnish(document.createElementNS(svgSpace, tag), classes, attributes, children);
}

function furnish(element, classes, attributes, children) {
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Several calls within one frame become one. */
export function oncePerFrame(action) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      action();
    });
  };
}

/** Each call of the action aborts the call before it: a response that comes late never replaces a newer one. */
export function latest(signal, action) {
  let call = new AbortController();
  return (...values) => {
    call.abort();
    call = new AbortController();
    return action(AbortSignal.any([signal, call.signal]), ...values);
  };
}

/** Waits until nothing has been asked for so long. */
export function afterPause(milliseconds, action) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}
