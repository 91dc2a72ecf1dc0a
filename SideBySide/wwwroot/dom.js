/**
 * Makes an element. Text becomes text nodes, never markup: the page shows bytes from anywhere.
 * @param {string} name tag name, with classes after dots: 'p.quiet'
 * @param {object} attributes attributes, or listeners as functions
 * @param {...(Node|string|null)} children
 */
export function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}
